"""Numbers of a run that a spreadsheet cannot hold."""

from collections.abc import Mapping

import numpy as np

from sheetnet.errors import TrainingError
from sheetnet.model.functions import Array
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.wording import later, worded


def check_range(network: Network, one: Mapping[Key, Array], n: int) -> None:
    """Refuse what a spreadsheet cannot hold: EXP that overflows, NaN, infinity.

    Raises: TrainingError, naming epoch or update, layer (of C: the output), quantity and
    what to lower.
    """
    mend = (
        worded("lower training.eta")
        if n
        else worded("scale the features or lower the initial sd")
    )
    for key, value in one.items():
        if reason := _beyond(network, key, value):
            l = key.layer or network.last.number
            says = later("epoch {epoch}, layer {l}: {key} {reason}; {mend}")
            if network.by_updates:
                says = later("update {epoch}, layer {l}: {key} {reason}; {mend}")
            raise TrainingError(
                says,
                epoch=n,
                l=l,
                key=key,
                reason=reason,
                mend=mend,
            )


def _beyond(network: Network, key: Key, value: Array) -> str | None:
    """Say how a quantity leaves the range of a sheet; None if it does not."""
    if not np.isfinite(value).all():
        return worded("is no finite number")
    if key.symbol != "z":
        return None
    activation = network.layer(key.layer).function
    if activation and value.min() < activation.z_min:
        return worded(
            "reaches {min:.4g}, where EXP overflows in a spreadsheet", min=value.min()
        )
    return None

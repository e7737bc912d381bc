"""Which examples an update learns from, and what their sums are divided by."""

import numpy as np

from sheetnet.engine.data import Data
from sheetnet.model.functions import Array
from sheetnet.model.network import Network
from sheetnet.model.notation import Key


def turns_of(network: Network, n: int) -> dict[Key, Array]:
    """Return of which epoch an update is, and by which batch. Shapes: ()."""
    if not network.in_batches:
        return {}
    epoch, at = divmod(n, network.batches)
    return {Key("epoch_n"): np.array(float(epoch)), Key("batch_n"): np.array(at + 1.0)}


def in_batch(network: Network, data: Data, n: int) -> Array:
    """Return which examples an update learns from: those of its batch that are used.

    Shapes: (K,).
    """
    return np.where(data.batch == n % network.batches + 1, data.learns, 0.0)


def share_of_batch(network: Network, data: Data, learned: Array | None) -> float:
    """Return what a sum over a batch is multiplied by; an empty batch moves nothing."""
    if data.batch is None or learned is None or network.reduction == "sum":
        return share(network, data)
    return 1 / max(1.0, float(learned.sum()))


def share(network: Network, data: Data) -> float:
    """Return what a sum over the examples is multiplied by: 1, or 1/K for their mean."""
    if network.reduction == "sum":
        return 1.0
    return 1 / len(data.x) if data.use is None else float(1 / data.use.sum())

"""Signs in the examples: features and targets that are hard to learn from, or nothing."""

from collections.abc import Iterator

import numpy as np

from sheetnet.building.diagnosis.course import Examples
from sheetnet.building.diagnosis.finding import POOR, Finding
from sheetnet.model.functions import Array
from sheetnet.model.network import Network

# A thousand times: a step that suits the smaller feature throws the weights of the larger.
APART = 1000.0
# With z of this size sigmoid and tanh are flat; first weights are about 1 or less.
LARGE = 10.0

_MOST_NAMES = 3


def of_data(network: Network, examples: Examples, learned: float) -> Iterator[Finding]:
    """Look at the examples that are learned from."""
    x, t = examples.x, examples.t
    yield from _constant(network, x)
    yield from _unscaled_features(network, x, learned)
    if not network.labelled:
        yield from _unscaled_targets(network, t, learned)


def _constant(network: Network, x: Array) -> Iterator[Finding]:
    """Find features that never change.

    In pictures the edges often are blank, and some symbol of a text may only end it: no fault.
    """
    if len(network.input_shape) > 1 or len(x) < 2 or network.is_sequence:
        return
    found = np.flatnonzero((x == x[0]).all(axis=0))
    if len(found):
        names = [network.features[at] for at in found[:_MOST_NAMES]]
        more = ", …" if len(found) > _MOST_NAMES else ""
        yield Finding(
            "constant-feature",
            {
                "count": len(found),
                "features": len(network.features),
                "names": ", ".join(names) + more,
            },
        )


def _unscaled_features(network: Network, x: Array, learned: float) -> Iterator[Finding]:
    """Find features 1,000 times apart; of a poor run, those far from 0 as well.

    The size of a feature is the root of the mean of its squares: what its weight's
    gradient and curvature grow with.
    """
    if network.is_sequence:  # symbols are rare or frequent, and all 1 or 0
        return
    columns = x.reshape(len(x), -1)
    sizes = np.sqrt((columns**2).mean(axis=0))
    sizes[sizes == 0.0] = np.nan
    if np.isnan(sizes).all():
        return
    large, small = int(np.nanargmax(sizes)), int(np.nanargmin(sizes))
    apart = sizes[large] / sizes[small] >= APART
    if apart or (learned < POOR and sizes[large] >= LARGE):
        yield Finding(
            "unscaled-features",
            {
                "large": network.features[large],
                "large_size": float(sizes[large]),
                "small": network.features[small],
                "small_size": float(sizes[small]),
            },
        )


def _unscaled_targets(network: Network, t: Array, learned: float) -> Iterator[Finding]:
    """Find targets far from 0, in a poor run: the first errors are as large as they are."""
    sizes = np.sqrt((t**2).mean(axis=0))
    large = int(sizes.argmax())
    if learned < POOR and sizes[large] >= LARGE:
        size = float(sizes[large])
        yield Finding("unscaled-target", {"name": network.outputs[large], "size": size})

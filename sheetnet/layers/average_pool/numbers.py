"""Average pooling in NumPy: each window gives its mean, and each cell bears its share."""

import numpy as np

from sheetnet.layers.protocols import Own, Seen
from sheetnet.layers.windows_in_numpy import bordered, views, within
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def _cells(layer: Layer) -> Array:
    """Return how many cells each window sees within the border. Shapes: (R', C')."""
    ones = bordered(layer, np.ones(layer.sees[-2:]))
    counted: Array = np.stack([one[-1] for one in views(layer, ones)]).sum(axis=0)
    return counted


def forward(layer: Layer, _: Own, seen: Seen) -> Array:
    """Return the mean of each window, of its cells within the border.

    Equation: a^l_m,rc = (1/n) Σ a^(l−1)_m over the n cells of window (r, c)
    Shapes: seen (K, *seen) -> (K, *shape)
    """
    cells = [one[-1] for one in views(layer, bordered(layer, seen[0]))]
    mean: Array = np.stack(cells).sum(axis=0) / _cells(layer)
    return mean.reshape(len(seen[0]), *layer.shape)


def backward(layer: Layer, _: Own, dC_da: Array, seen: Seen) -> tuple[Array, ...]:
    """Send ∂C/∂a of each window to its cells in equal shares.

    Shapes: dC_da (K, *shape), seen (K, *seen) -> like seen
    """
    below = bordered(layer, np.zeros_like(seen[0]))
    for _i, _j, sent in views(layer, below):
        sent += dC_da.reshape(sent.shape) / _cells(layer)
    return (within(layer, below),)

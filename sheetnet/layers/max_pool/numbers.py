"""Max pooling in NumPy (book 5-1, 5-5): each window gives its largest value.

Binary pictures tie often. The error goes back to one cell of a window alone, the first
in reading order within MARGIN of the largest; sending it to all would be no gradient.
"""

from collections.abc import Iterator

import numpy as np

from sheetnet.model.functions import MARGIN, Array
from sheetnet.model.network import Layer


def _views(layer: Layer, maps: Array) -> Iterator[Array]:
    """Yield the cells of all windows, place by place in reading order."""
    down, right = layer.windows
    for i in range(down.size):
        for j in range(right.size):
            rows = slice(i, i + (down.number - 1) * down.stride + 1, down.stride)
            columns = slice(j, j + (right.number - 1) * right.stride + 1, right.stride)
            yield maps[..., rows, columns]


def pooled(layer: Layer, sees: Array) -> Array:
    """Return the largest value of each window.

    Equation: a^l_m,rc = max of a^(l−1)_m over window (r, c)
    Shapes: sees (K, *seen) -> (K, *shape)
    """
    largest: Array = np.stack(list(_views(layer, sees))).max(axis=0)
    return largest.reshape(len(sees), *layer.shape)


def dC_da_below(layer: Layer, dC_da: Array, sees: Array) -> Array:
    """Send ∂C/∂a of each window to the first of its largest cells.

    Shapes: dC_da (K, *shape), sees (K, *seen) -> like sees
    """
    p = pooled(layer, sees).reshape(next(_views(layer, sees)).shape)
    error = dC_da.reshape(p.shape)
    below = np.zeros_like(sees)
    waiting = np.ones(p.shape, dtype=bool)
    for seen, sent in zip(_views(layer, sees), _views(layer, below), strict=True):
        chosen = waiting & (p - seen < MARGIN)
        sent += np.where(chosen, error, 0.0)
        waiting &= ~chosen
    return below

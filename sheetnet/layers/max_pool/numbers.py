"""Max pooling in NumPy (book 5-1, 5-5): each window gives its largest value.

Binary pictures tie often. The error goes back to one cell of a window alone, the first
in reading order within MARGIN of the largest; sending it to all would be no gradient.
"""

import numpy as np

from sheetnet.layers.protocols import Own, Seen
from sheetnet.layers.windows_in_numpy import bordered, views, within
from sheetnet.model.functions import MARGIN, Array
from sheetnet.model.network import Layer


def _largest(layer: Layer, maps: Array) -> Array:
    largest: Array = np.stack([one[-1] for one in views(layer, maps)]).max(axis=0)
    return largest


def _bordered(layer: Layer, seen: Array) -> Array:
    """Return maps with what is never the largest around them."""
    return bordered(layer, seen, -np.inf)


def forward(layer: Layer, _: Own, seen: Seen) -> Array:
    """Return the largest value of each window, among its cells within the border.

    Equation: a^l_m,rc = max of a^(l−1)_m over window (r, c)
    Shapes: seen (K, *seen) -> (K, *shape)
    """
    return _largest(layer, _bordered(layer, seen[0])).reshape(
        len(seen[0]), *layer.shape
    )


def backward(layer: Layer, _: Own, dC_da: Array, seen: Seen) -> tuple[Array, ...]:
    """Send ∂C/∂a of each window to the first of its largest cells.

    Shapes: dC_da (K, *shape), seen (K, *seen) -> like seen
    """
    maps = _bordered(layer, seen[0])
    p = _largest(layer, maps)
    error = dC_da.reshape(p.shape)
    below = np.zeros_like(maps)
    waiting = np.ones(p.shape, dtype=bool)
    for one, other in zip(views(layer, maps), views(layer, below), strict=True):
        cells, sent = one[-1], other[-1]
        chosen = waiting & (p - cells < MARGIN)
        sent += np.where(chosen, error, 0.0)
        waiting &= ~chosen
    return (within(layer, below),)

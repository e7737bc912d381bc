"""Average pooling in NumPy: each window gives its mean, and each cell bears its share."""

import numpy as np

from sheetnet.layers.protocols import Own, Seen
from sheetnet.layers.windows_in_numpy import views
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def forward(layer: Layer, _: Own, seen: Seen) -> Array:
    """Return the mean of each window.

    Equation: a^l_m,rc = (1/n) Σ a^(l−1)_m over the n cells of window (r, c)
    Shapes: seen (K, *seen) -> (K, *shape)
    """
    cells = [one[-1] for one in views(layer, seen[0])]
    mean: Array = np.stack(cells).mean(axis=0)
    return mean.reshape(len(seen[0]), *layer.shape)


def backward(layer: Layer, _: Own, dC_da: Array, seen: Seen) -> tuple[Array, ...]:
    """Send ∂C/∂a of each window to its cells in equal shares.

    Shapes: dC_da (K, *shape), seen (K, *seen) -> like seen
    """
    below = np.zeros_like(seen[0])
    down, right = layer.windows
    for _i, _j, sent in views(layer, below):
        sent += dC_da.reshape(sent.shape) / (down.size * right.size)
    return (below,)

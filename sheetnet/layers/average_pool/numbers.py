"""Average pooling in NumPy: each window gives its mean, and each cell bears its share."""

import numpy as np

from sheetnet.layers.max_pool.numbers import _views
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def pooled(layer: Layer, sees: Array) -> Array:
    """Return the mean of each window.

    Equation: a^l_m,rc = (1/n) Σ a^(l−1)_m over the n cells of window (r, c)
    Shapes: sees (K, *seen) -> (K, *shape)
    """
    mean: Array = np.stack(list(_views(layer, sees))).mean(axis=0)
    return mean.reshape(len(sees), *layer.shape)


def dC_da_below(layer: Layer, dC_da: Array, sees: Array) -> Array:
    """Send ∂C/∂a of each window to its cells in equal shares.

    Shapes: dC_da (K, *shape), sees (K, *seen) -> like sees
    """
    below = np.zeros_like(sees)
    down, right = layer.windows
    for sent in _views(layer, below):
        sent += dC_da.reshape(sent.shape) / (down.size * right.size)
    return below

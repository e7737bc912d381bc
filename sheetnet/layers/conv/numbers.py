"""A convolutional layer in NumPy (book 5-1 to 5-5): the filter is not flipped.

What it sees and what it gives are maps: (map, row, column). Beyond the border there is
nothing. Written with one sum for each cell of the filter.
"""

from collections.abc import Iterator

import numpy as np

from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def _bordered(layer: Layer, maps: Array) -> Array:
    """Return maps with as much nothing around them as windows reach beyond the border."""
    down, right = layer.windows
    around = [(0, 0), (0, 0), (down.before, down.after), (right.before, right.after)]
    return np.pad(maps, around)


def _views(layer: Layer, bordered: Array) -> Iterator[tuple[int, int, Array]]:
    """Yield, for each cell (i, j) of a filter, what it sees in all windows."""
    down, right = layer.windows
    for i in range(down.size):
        for j in range(right.size):
            rows = slice(i, i + (down.number - 1) * down.stride + 1, down.stride)
            columns = slice(j, j + (right.number - 1) * right.stride + 1, right.stride)
            yield i, j, bordered[:, :, rows, columns]


def _maps(sees: Array) -> Array:
    """Return a picture as one map, and maps as they are."""
    return sees[:, np.newaxis] if sees.ndim == 3 else sees


def weighted_input(layer: Layer, w: Array, b: Array, sees: Array) -> Array:
    """Return z of every example.

    Equation: z^Fk_rc = Σ_m Σ_ij w^Fk_m,ij x_m,(r·s+i)(c·s+j) + b^Fk
    Shapes: w (F, M, I, J), b (F,), sees (K, M, R, C) or (K, R, C) -> z (K, F, R', C')
    """
    z = np.zeros((len(sees), *layer.shape)) + b[:, np.newaxis, np.newaxis]
    for i, j, seen in _views(layer, _bordered(layer, _maps(sees))):
        z += np.einsum("kmrc,fm->kfrc", seen, w[:, :, i, j])
    return z


def dC_da_below(layer: Layer, w: Array, delta: Array, sees: Array) -> Array:
    """Return ∂C/∂a of the maps a convolution sees.

    Equation: ∂C/∂a_m,rc = Σ of δ^Fk · w^Fk over all windows and places that hold the cell
    Shapes: w (F, M, I, J), delta (K, F, R', C') -> like sees
    """
    bordered = np.zeros_like(_bordered(layer, _maps(sees)))
    for i, j, seen in _views(layer, bordered):
        seen += np.einsum("kfrc,fm->kmrc", delta, w[:, :, i, j])
    down, right = layer.windows
    rows, columns = sees.shape[-2:]
    inner = bordered[:, :, down.before : down.before + rows]
    return inner[..., right.before : right.before + columns].reshape(sees.shape)


def gradient(layer: Layer, w: Array, delta: Array, sees: Array) -> tuple[Array, Array]:
    """Return the gradient over all examples (book 5-5).

    Equation: ∂ΣC/∂w^Fk_m,ij = Σ_k Σ_rc δ^Fk_rc[k] x_m,(r·s+i)(c·s+j)[k]
    Shapes: delta (K, F, R', C') -> like w (F, M, I, J), (F,)
    """
    dC_dw = np.zeros_like(w)
    for i, j, seen in _views(layer, _bordered(layer, _maps(sees))):
        dC_dw[:, :, i, j] = np.einsum("kfrc,kmrc->fm", delta, seen)
    return dC_dw, delta.sum(axis=(0, 2, 3))

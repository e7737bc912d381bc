"""A convolutional layer in NumPy (book 5-1 to 5-5): the filter is not flipped.

What it sees and what it gives are maps: (map, row, column). Beyond the border there is
nothing. Written with one sum for each cell of the filter.
"""

import numpy as np

from sheetnet.layers.protocols import Own, Seen
from sheetnet.layers.windows_in_numpy import bordered, views, within
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.quantities import Quantity


def _bordered(layer: Layer, seen: Array) -> Array:
    """Return maps, of a picture the only one, with nothing around them."""
    return bordered(layer, seen[:, np.newaxis] if seen.ndim == 3 else seen)


def forward(layer: Layer, own: Own, seen: Seen) -> Array:
    """Return z of every example.

    Equation: z^Fk_rc = Σ_m Σ_ij w^Fk_m,ij x_m,(r·s+i)(c·s+j) + b^Fk
    Shapes: w (F, M, I, J), b (F,), seen (K, M, R, C) or (K, R, C) -> z (K, F, R', C')
    """
    w, b = own["w"], own["b"]
    z = np.zeros((len(seen[0]), *layer.shape)) + b[:, np.newaxis, np.newaxis]
    for i, j, cells in views(layer, _bordered(layer, seen[0])):
        z += np.einsum("kmrc,fm->kfrc", cells, w[:, :, i, j])
    return z


def backward(layer: Layer, own: Own, delta: Array, seen: Seen) -> tuple[Array, ...]:
    """Return ∂C/∂a of the maps a convolution sees.

    Equation: ∂C/∂a_m,rc = Σ of δ^Fk · w^Fk over all windows and places that hold the cell
    Shapes: w (F, M, I, J), delta (K, F, R', C') -> like seen
    """
    below = np.zeros_like(_bordered(layer, seen[0]))
    for i, j, cells in views(layer, below):
        cells += np.einsum("kfrc,fm->kmrc", delta, own["w"][:, :, i, j])
    return (within(layer, below).reshape(seen[0].shape),)


def gradient(layer: Layer, own: Own, delta: Array, seen: Seen) -> dict[str, Array]:
    """Return the gradient over all examples (book 5-5).

    Equation: ∂ΣC/∂w^Fk_m,ij = Σ_k Σ_rc δ^Fk_rc[k] x_m,(r·s+i)(c·s+j)[k]
    Shapes: delta (K, F, R', C') -> like w (F, M, I, J), b (F,)
    """
    dC_dw = np.zeros_like(own["w"])
    for i, j, cells in views(layer, _bordered(layer, seen[0])):
        dC_dw[:, :, i, j] = np.einsum("kfrc,kmrc->fm", delta, cells)
    return {"w": dC_dw, "b": delta.sum(axis=(0, 2, 3))}


def linked(_: Quantity, w: Array) -> Array:
    """Return filters flipped both ways (book 5-5). Shapes: (…, F, M, I, J)."""
    return w[..., ::-1, ::-1]

"""A fully connected layer in NumPy (book 3-2, 4-2, 4-3).

What a layer sees may be a picture or maps; its weights have that shape too.
"""

from sheetnet.layers.protocols import Own, Seen
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.quantities import Quantity


def _flat(array: Array) -> Array:
    return array.reshape(len(array), -1)


def forward(_: Layer, own: Own, seen: Seen) -> Array:
    """Return z of every example.

    Equation: z^l_j = Σ_i w^l_ji a^(l−1)_i + b^l_j
    Shapes: w (n, *seen), b (n,), seen (K, *seen) -> z (K, n)
    """
    z: Array = _flat(seen[0]) @ _flat(own["w"]).T + own["b"]
    return z


def backward(_: Layer, own: Own, delta: Array, seen: Seen) -> tuple[Array, ...]:
    """Return ∂C/∂a of what the layer sees: errors sent back along the weights.

    Equation: ∂C/∂a^(l−1)_i = Σ_j δ^l_j w^l_ji
    Shapes: w (n, *seen), delta (K, n) -> like seen (K, *seen)
    """
    return ((delta @ _flat(own["w"])).reshape(seen[0].shape),)


def gradient(_: Layer, own: Own, delta: Array, seen: Seen) -> dict[str, Array]:
    """Return the gradient over all examples, ∂ΣC/∂w and ∂ΣC/∂b.

    Equation: ∂ΣC/∂w^l_ji = Σ_k δ^l_j[k] a^(l−1)_i[k],  ∂ΣC/∂b^l_j = Σ_k δ^l_j[k]
    Shapes: delta (K, n), seen (K, *seen) -> like w (n, *seen), b (n,)
    """
    dC_dw = (delta.T @ _flat(seen[0])).reshape(own["w"].shape)
    return {"w": dC_dw, "b": delta.sum(axis=0)}


def linked(_: Quantity, w: Array) -> Array:
    """Return wᵀ: the same numbers, which stand otherwise. Shapes: (…, n, *seen)."""
    return w

"""A fully connected layer in NumPy (book 3-2, 4-2, 4-3).

What a layer sees may be a picture or maps; its weights have that shape too.
"""

from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def _flat(array: Array) -> Array:
    return array.reshape(len(array), -1)


def weighted_input(_: Layer, w: Array, b: Array, sees: Array) -> Array:
    """Return z of every example.

    Equation: z^l_j = Σ_i w^l_ji a^(l−1)_i + b^l_j
    Shapes: w (n, *seen), b (n,), sees (K, *seen) -> z (K, n)
    """
    z: Array = _flat(sees) @ _flat(w).T + b
    return z


def dC_da_below(_: Layer, w: Array, delta: Array, sees: Array) -> Array:
    """Return ∂C/∂a of what the layer sees: errors sent back along the weights.

    Equation: ∂C/∂a^(l−1)_i = Σ_j δ^l_j w^l_ji
    Shapes: w (n, *seen), delta (K, n) -> like sees (K, *seen)
    """
    return (delta @ _flat(w)).reshape(sees.shape)


def gradient(_: Layer, w: Array, delta: Array, sees: Array) -> tuple[Array, Array]:
    """Return the gradient over all examples, ∂ΣC/∂w and ∂ΣC/∂b.

    Equation: ∂ΣC/∂w^l_ji = Σ_k δ^l_j[k] a^(l−1)_i[k],  ∂ΣC/∂b^l_j = Σ_k δ^l_j[k]
    Shapes: delta (K, n), sees (K, *seen) -> like w (n, *seen), (n,)
    """
    return (delta.T @ _flat(sees)).reshape(w.shape), delta.sum(axis=0)

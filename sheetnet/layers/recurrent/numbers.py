"""A recurrent layer in NumPy.

Examples are positions here, sequence after sequence, T of each.
"""

import numpy as np

from sheetnet.layers.protocols import Own, Seen
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.quantities import Quantity


def _by_position(layer: Layer, array: Array) -> Array:
    """Return an array position by position. Shapes: (K·T, n) -> (T, K, n)."""
    assert isinstance(layer.positions, int)
    return array.reshape(-1, layer.positions, array.shape[-1]).swapaxes(0, 1)


def _in_line(array: Array) -> Array:
    """Return positions sequence after sequence. Shapes: (T, K, n) -> (K·T, n)."""
    return array.swapaxes(0, 1).reshape(-1, array.shape[-1])


def _activated(layer: Layer, z: Array) -> Array:
    assert layer.function is not None
    return layer.function.f(z)


def forward(layer: Layer, own: Own, seen: Seen) -> Array:
    """Return z of every position; before the first one a is 0.

    Equation: z_j(t) = Σ_i w_ji x_i(t) + Σ_i u_ji a_i(t−1) + b_j
    Shapes: w (n, m), u (n, n), b (n,), seen (K·T, m) -> z (K·T, n)
    """
    found, before = [], None
    for x in _by_position(layer, seen[0]):
        z = x @ own["w"].T + own["b"]
        if before is not None:
            z = z + before @ own["u"].T
        before = _activated(layer, z)
        found.append(z)
    return _in_line(np.stack(found))


def through_time(layer: Layer, own: Own, dC_da: Array, slope: Array) -> Array:
    """Return δ, from the last position to the first.

    Equation: δ_i(t) = (∂C/∂a_i(t) + Σ_j δ_j(t+1) u_ji) a′(z_i(t))
    Shapes: dC_da, slope (K·T, n) -> (K·T, n)
    """
    errors, slopes = _by_position(layer, dC_da), _by_position(layer, slope)
    delta = np.zeros_like(errors)
    for t in reversed(range(len(errors))):
        after = delta[t + 1] @ own["u"] if t + 1 < len(errors) else 0.0
        delta[t] = (errors[t] + after) * slopes[t]
    return _in_line(delta)


def backward(_: Layer, own: Own, delta: Array, seen: Seen) -> tuple[Array, ...]:
    """Return ∂C/∂a of what the layer sees. Shapes: delta (K·T, n) -> (K·T, m)."""
    return ((delta @ own["w"]).reshape(seen[0].shape),)


def gradient(layer: Layer, own: Own, delta: Array, seen: Seen) -> dict[str, Array]:
    """Return the gradients over all positions of all examples.

    Equation: ∂ΣC/∂u_ji = Σ_t δ_j(t) a_i(t−1)
    Shapes: delta (K·T, n), seen (K·T, m) -> w (n, m), u (n, n), b (n,)
    """
    a = _by_position(layer, _activated(layer, forward(layer, own, seen)))
    before = np.concatenate([np.zeros_like(a[:1]), a[:-1]])
    return {
        "w": delta.T @ seen[0],
        "u": delta.T @ _in_line(before),
        "b": delta.sum(axis=0),
    }


def linked(_: Quantity, parameter: Array) -> Array:
    """Return wᵀ or uᵀ: the same numbers, which stand otherwise."""
    return parameter

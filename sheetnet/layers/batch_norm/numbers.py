"""Batch normalisation in NumPy (Ioffe and Szegedy 2015): over all examples that learn.

What it sees is a column of units, or maps; a map's numbers of all places go together.
"""

import numpy as np

from sheetnet.layers.fields import epsilon_of
from sheetnet.layers.protocols import Own, Seen
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.quantities import Quantity


def _by_place(array: Array) -> Array:
    """Return numbers by example, unit and place. Shapes: (K, n, …) -> (K, n, P)."""
    return array.reshape(*array.shape[:2], -1)


def _like(numbers: Array, array: Array) -> Array:
    """Return numbers of units so that they go with those of all places. (n,) -> (n, 1, …)."""
    return numbers.reshape(-1, *[1] * (array.ndim - 2))


def _mean(array: Array, use: Array) -> Array:
    """Return the mean over the examples that learn. Shapes: (K, n), (K,) -> (n,)."""
    mean: Array = (use[:, np.newaxis] * array).sum(axis=0) / use.sum()
    return mean


def measured(layer: Layer, seen: Seen, use: Array) -> dict[str, Array]:
    """Return mean and root of each unit, and what each example adds to them.

    Equation: m = Σ_k h[k] / K,  s = √(Σ_k v[k] / K + ε),  v[k] = mean of (a[k] − m)²
    Shapes: seen (K, n, …), use (K,) -> h, v (K, n), mean_seen, root_seen (n,)
    """
    x = _by_place(seen[0])
    h = x.sum(axis=2) / x.shape[2]
    m = _mean(h, use)
    apart = x - m[:, np.newaxis]
    v = (apart * apart).sum(axis=2) / x.shape[2]
    s = np.sqrt(_mean(v, use) + epsilon_of(layer))
    return {"h": h, "mean_seen": m, "v": v, "root_seen": s}


def on_the_way(_: Layer, own: Own, seen: Seen) -> dict[str, Array]:
    """Return u = (a − m) / s. Shapes: like seen."""
    m, s = (_like(own[one], seen[0]) for one in ("mean_seen", "root_seen"))
    return {"u": (seen[0] - m) / s}


def forward(layer: Layer, own: Own, seen: Seen) -> Array:
    """Return z = p u + q. Shapes: p, q (n,), seen (K, n, …) -> like seen."""
    u = on_the_way(layer, own, seen)["u"]
    z: Array = _like(own["p"], u) * u + _like(own["q"], u)
    return z


def fed_back(
    layer: Layer, own: Own, delta: Array, seen: Seen, use: Array
) -> dict[str, Array]:
    """Return the means of δ and of δ u, over all examples that learn and all places.

    Of an example that does not, δ is 0. Shapes: delta (K, n, …) -> (n,)
    """
    u = on_the_way(layer, own, seen)["u"]
    count = use.sum() * _by_place(delta).shape[2]
    return {
        "mean_delta": _by_place(delta).sum(axis=(0, 2)) / count,
        "mean_delta_u": _by_place(delta * u).sum(axis=(0, 2)) / count,
    }


def backward(layer: Layer, own: Own, delta: Array, seen: Seen) -> tuple[Array, ...]:
    """Return ∂C/∂a of what it sees: each example moves mean and variance of all.

    One that does not learn moves neither.
    Equation: ∂C/∂a = p / s (δ − use (m_δ + u m_δu))
    Shapes: delta (K, n, …) -> like seen
    """
    u = on_the_way(layer, own, seen)["u"]
    p, s, of_delta, of_both = (
        _like(own[one], delta)
        for one in ("p", "root_seen", "mean_delta", "mean_delta_u")
    )
    use = own["use"].reshape(-1, *[1] * (delta.ndim - 1))
    return (p / s * (delta - use * (of_delta + u * of_both)),)


def gradient(layer: Layer, own: Own, delta: Array, seen: Seen) -> dict[str, Array]:
    """Return ∂ΣC/∂p = Σ δ u and ∂ΣC/∂q = Σ δ. Shapes: delta (K, n, …) -> (n,)."""
    u = on_the_way(layer, own, seen)["u"]
    return {
        "p": _by_place(delta * u).sum(axis=(0, 2)),
        "q": _by_place(delta).sum(axis=(0, 2)),
    }


def linked(_: Quantity, parameter: Array) -> Array:
    """Return a parameter as backprop reads it: as it is. Shapes: (…, n)."""
    return parameter

"""A norm over the units of one example in NumPy (Zhang and Sennrich 2019; Ba et al. 2016)."""

import numpy as np

from sheetnet.layers.fields import epsilon_of
from sheetnet.layers.norm.spec import takes_mean
from sheetnet.layers.protocols import Own, Seen
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.quantities import Quantity


def _mean(array: Array) -> Array:
    """Return the mean over the units of each example. Shapes: (K, n) -> (K, 1)."""
    mean: Array = array.sum(axis=1, keepdims=True) / array.shape[1]
    return mean


def on_the_way(layer: Layer, _: Own, seen: Seen) -> dict[str, Array]:
    """Return what is computed on the way to a.

    Equation: m = Σ x / n,  d = x − m (of rms: x),  r = 1 / √(Σ d² / n + ε),  u = d r
    Shapes: seen (K, n) -> mean_units, root_units (K, 1), d, u (K, n)
    """
    (d,) = seen
    found = {}
    if takes_mean(layer):
        m = _mean(d)
        d = d - m
        found = {"mean_units": m, "d": d}
    r = 1.0 / np.sqrt(_mean(d * d) + epsilon_of(layer))
    return {**found, "root_units": r, "u": d * r}


def forward(layer: Layer, own: Own, seen: Seen) -> Array:
    """Return a = g u, of layer norm a = g u + c. Shapes: g, c (n,), seen (K, n) -> (K, n)."""
    a: Array = own["g"] * on_the_way(layer, own, seen)["u"]
    return a + own["c"] if takes_mean(layer) else a


def fed_back(
    layer: Layer, own: Own, dC_da: Array, seen: Seen, _: Array
) -> dict[str, Array]:
    """Return the means of g ∂C/∂a (of layer norm alone) and of g ∂C/∂a u.

    Shapes: dC_da (K, n) -> (K, 1)
    """
    sent = own["g"] * dC_da
    of_both = _mean(sent * on_the_way(layer, own, seen)["u"])
    first = {"mean_back": _mean(sent)} if takes_mean(layer) else {}
    return {**first, "mean_back_u": of_both}


def backward(layer: Layer, own: Own, dC_da: Array, seen: Seen) -> tuple[Array, ...]:
    """Return ∂C/∂a of what it sees: each unit moves mean and root of all.

    Equation: ∂C/∂x_i = r (g_i ∂C/∂a_i − m_∂ − u_i m_∂u), of rms without m_∂
    Shapes: dC_da (K, n) -> (K, n)
    """
    on_way = on_the_way(layer, own, seen)
    sent = own["g"] * dC_da - on_way["u"] * own["mean_back_u"]
    if takes_mean(layer):
        sent = sent - own["mean_back"]
    return (on_way["root_units"] * sent,)


def gradient(layer: Layer, own: Own, dC_da: Array, seen: Seen) -> dict[str, Array]:
    """Return ∂ΣC/∂g = Σ ∂C/∂a u, and of layer norm ∂ΣC/∂c = Σ ∂C/∂a.

    Shapes: dC_da (K, n) -> (n,)
    """
    u = on_the_way(layer, own, seen)["u"]
    of_g = {"g": (dC_da * u).sum(axis=0)}
    return {**of_g, "c": dC_da.sum(axis=0)} if takes_mean(layer) else of_g


def linked(_: Quantity, parameter: Array) -> Array:
    """Return a parameter as backprop reads it: as it is. Shapes: (…, n)."""
    return parameter

"""Dropout in NumPy: a times its mask, and what comes back times the same mask."""

from sheetnet.layers.protocols import Own, Seen
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def forward(_: Layer, own: Own, seen: Seen) -> Array:
    """Return r a of the layer below; a itself where no mask was drawn.

    Equation: a^l = r^l a^(l−1)
    Shapes: seen (K, *seen) -> (K, *seen)
    """
    return own["r"] * seen[0] if "r" in own else seen[0]


def backward(_: Layer, own: Own, dC_da: Array, __: Seen) -> tuple[Array, ...]:
    """Send ∂C/∂a back by the same mask. Shapes: dC_da (K, *seen) -> (K, *seen)."""
    return (own["r"] * dC_da,)

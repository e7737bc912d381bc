"""A residual in NumPy: a of the layer below and a of an earlier one."""

from sheetnet.layers.protocols import Own, Seen
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def forward(_: Layer, __: Own, seen: Seen) -> Array:
    """Return the sum of both. Equation: a^l = a^(l−1) + a^N. Shapes: (K, *shape)."""
    below, earlier = seen
    return below + earlier


def backward(_: Layer, __: Own, dC_da: Array, ___: Seen) -> tuple[Array, ...]:
    """Send ∂C/∂a back to both as it is. Shapes: (K, *shape) each."""
    return dC_da, dC_da

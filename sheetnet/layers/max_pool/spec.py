"""Max pooling: what a spec may say of it, and which quantities it has."""

from collections.abc import Sequence

from msgspec import Struct

from sheetnet.layers.fields import Positive
from sheetnet.layers.pooling import UNIT, pool, pooled
from sheetnet.model.network import Layer, Padding, Shape
from sheetnet.model.quantities import Quantity, Sequences

__all__ = ["SEQUENCES", "TIES", "UNIT", "Spec", "layer_of", "quantities"]

TIES = True
SEQUENCES: Sequences = ""


class MaxPoolSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="max-pool", tag_field="kind"
):
    """Max pooling: `[[layer]]` with kind = "max-pool". Stride is the size if not given."""

    size: tuple[Positive, Positive]
    stride: Positive | None = None
    padding: Padding = "valid"


Spec = MaxPoolSpec


def layer_of(where: str, spec: MaxPoolSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for. Raises: SpecError."""
    return pool(where, "max-pool", spec.size, spec.stride, spec.padding, shapes)


def quantities(layer: Layer) -> list[Quantity]:
    """Return a and ∂C/∂a (maps, rows, columns)."""
    return pooled(layer, "max")

"""A residual: what a spec may say of it, and which quantities it has."""

from collections.abc import Sequence

from msgspec import Struct

from sheetnet.errors import SpecError
from sheetnet.layers.fields import Positive
from sheetnet.layers.quantities import passed
from sheetnet.model.network import Layer, Shape
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity, Sequences

UNIT = "unit"
TIES = False
SEQUENCES: Sequences = "each"


class AddSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="add", tag_field="kind"
):
    """A residual: `[[layer]]` with kind = "add"; `adds` is an earlier layer's number."""

    adds: Positive


Spec = AddSpec


def layer_of(where: str, spec: AddSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for; its shape is that of what it sees.

    Raises: SpecError where the layer to be added is not below that one, or of another shape.
    """
    number, sees = len(shapes) + 1, shapes[-1]
    if number == 2:
        raise SpecError(
            "{where}: nothing is below but the input; add stands after a layer",
            where=where,
        )
    if spec.adds >= number - 1:
        raise SpecError(
            "{where}.adds: {adds}: expected an earlier layer than {below}, the one below:"
            " 1 (the input) to {most}",
            where=where,
            adds=spec.adds,
            below=number - 1,
            most=number - 2,
        )
    added = shapes[spec.adds - 1]
    if added != sees:
        raise SpecError(
            "{where}.adds: layer {adds} has {added} values, and layer {below} has {sees}:"
            " only equal shapes are added",
            where=where,
            adds=spec.adds,
            added="×".join(map(str, added)),
            below=number - 1,
            sees="×".join(map(str, sees)),
        )
    return Layer(number, "add", sees, sees, beside=(spec.adds,))


def quantities(layer: Layer) -> list[Quantity]:
    """Return a and ∂C/∂a, in the shape of what it sees. He et al. 2016, without a ReLU."""
    l = layer.number
    this, after = superscript(l), superscript(l + 1)
    below, earlier = map(activation_at, layer.reads)
    a = f"a{this} = {below} + {earlier}"
    return passed(layer, a, f"∂C/∂a{this} = Σ δ{after} w{after}")

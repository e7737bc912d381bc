"""A fully connected layer: what a spec may say of it, and which quantities it has."""

import math
from collections.abc import Sequence

from msgspec import Struct

from sheetnet.layers.fields import (
    ActivationName,
    ActivationSpec,
    Positive,
    activation_of,
    check_weights,
)
from sheetnet.layers.quantities import activated, gradient, link, parameter
from sheetnet.model.network import Layer, Shape
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity, Sequences

UNIT = "unit"
TIES = False
SEQUENCES: Sequences = "each"


class DenseSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="dense", tag_field="kind"
):
    """A fully connected layer: `[[layer]]` with kind = "dense"."""

    units: Positive
    activation: ActivationName | ActivationSpec = "sigmoid"


Spec = DenseSpec


def layer_of(where: str, spec: DenseSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for.

    Raises: LimitError where it has more weights than a sheet shows.
    """
    number, sees = len(shapes) + 1, shapes[-1]
    check_weights(where, spec.units, math.prod(sees))
    name, alpha = activation_of(where, spec.activation)
    return Layer(number, "dense", sees, (spec.units,), name, alpha=alpha)


def quantities(layer: Layer) -> list[Quantity]:
    """Return w (n, *seen) and b (n,), wᵀ, z, a and δ (n,), and the gradients.

    Book 3-2, 4-2, 4-3.
    """
    l, n = layer.number, layer.shape
    this, after = superscript(l), superscript(l + 1)
    below = activation_at(l - 1)
    z = f"z{this}ⱼ = Σᵢ w{this}ⱼᵢ {below}ᵢ + b{this}ⱼ"
    delta = f"δ{this}ᵢ = (Σⱼ δ{after}ⱼ w{after}ⱼᵢ) a′(z{this}ᵢ)"
    w = parameter(layer, "w", (*n, *layer.sees), f"w{this}ⱼᵢ")
    b = parameter(layer, "b", n, f"b{this}ⱼ")
    return [
        w,
        b,
        *([link(w, "wT")] if l > 2 else []),
        *activated(layer, z, delta),
        gradient(w, f"∂C_T/∂w{this}ⱼᵢ = Σₖ δ{this}ⱼ[k] {below}ᵢ[k]"),
        gradient(b, f"∂C_T/∂b{this}ⱼ = Σₖ δ{this}ⱼ[k]"),
    ]

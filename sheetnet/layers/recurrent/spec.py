"""A recurrent layer (Elman): what a spec may say of it, and which quantities it has."""

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
SEQUENCES: Sequences = "whole"


class RecurrentSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="recurrent", tag_field="kind"
):
    """A recurrent layer: `[[layer]]` with kind = "recurrent"."""

    units: Positive
    activation: ActivationName | ActivationSpec = "tanh"


Spec = RecurrentSpec


def layer_of(where: str, spec: RecurrentSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for.

    Raises: LimitError where it has more weights than a sheet shows.
    """
    number, sees = len(shapes) + 1, shapes[-1]
    check_weights(where, spec.units, spec.units + sees[0])
    name, alpha = activation_of(where, spec.activation)
    return Layer(number, "recurrent", sees, (spec.units,), name, alpha=alpha)


def quantities(layer: Layer) -> list[Quantity]:
    """Return w (n, seen), u (n, n) and b (n,), their links, z, a and δ, and the gradients."""
    l, n = layer.number, layer.shape
    this, after = superscript(l), superscript(l + 1)
    x, a = f"{activation_at(l - 1)}ᵢ", f"a{this}ᵢ"
    z = f"z{this}ⱼ = Σᵢ w{this}ⱼᵢ {x} + Σᵢ u{this}ⱼᵢ {a}(t−1) + b{this}ⱼ"
    delta = f"δ{this}ᵢ = (Σⱼ δ{after}ⱼ w{after}ⱼᵢ + Σⱼ δ{this}ⱼ(t+1) u{this}ⱼᵢ) a′(z{this}ᵢ)"
    w = parameter(layer, "w", (*n, *layer.sees), f"w{this}ⱼᵢ")
    u = parameter(layer, "u", (*n, *n), f"u{this}ⱼᵢ")
    b = parameter(layer, "b", n, f"b{this}ⱼ")
    return [
        w,
        u,
        b,
        *([link(w, "wT")] if l > 2 else []),
        link(u, "uT"),
        *activated(layer, z, delta),
        gradient(w, f"∂C_T/∂w{this}ⱼᵢ = Σₖ δ{this}ⱼ[k] {x}[k]"),
        gradient(u, f"∂C_T/∂u{this}ⱼᵢ = Σₖ δ{this}ⱼ[k] {a}[k](t−1)"),
        gradient(b, f"∂C_T/∂b{this}ⱼ = Σₖ δ{this}ⱼ[k]"),
    ]

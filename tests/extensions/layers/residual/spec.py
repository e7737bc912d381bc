"""What a spec may say of it, and which quantities it has."""

from msgspec import Struct

from sheetnet.errors import SpecError
from sheetnet.layers.fields import ActivationName, Positive
from sheetnet.layers.quantities import activated, gradient, link, parameter
from sheetnet.model.network import Layer

UNIT = "unit"
TIES = False
SEQUENCES = ""


class ResidualSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="residual", tag_field="kind"
):
    """`[[layer]]` with kind = "residual"; `beside` is the earlier layer's number."""

    beside: tuple[Positive]
    activation: ActivationName = "tanh"


Spec = ResidualSpec


def layer_of(where, spec, shapes):
    number, sees = len(shapes) + 1, shapes[-1]
    shape = shapes[spec.beside[0] - 1]
    if len(sees) > 1 or len(shape) > 1:
        raise SpecError(f"{where}: expected columns below")
    return Layer(number, "residual", sees, shape, spec.activation, beside=spec.beside)


def quantities(layer):
    l, n = layer.number, layer.shape
    w = parameter(layer, "w", (*n, *layer.sees), f"w{l}")
    b = parameter(layer, "b", n, f"b{l}")
    c = parameter(layer, "c", n, f"c{l}")
    return [
        w,
        b,
        c,
        link(w, "wT"),
        *activated(layer, "z = Σ w a + b + c a′", "δ = ∂C/∂a a′(z)"),
        gradient(w, "∂C_T/∂w = Σₖ δ[k] a[k]"),
        gradient(b, "∂C_T/∂b = Σₖ δ[k]"),
        gradient(c, "∂C_T/∂c = Σₖ δ[k] a′[k]"),
    ]

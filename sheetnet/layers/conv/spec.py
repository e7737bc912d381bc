"""A convolution: what a spec may say of it, and which quantities it has."""

import math
from collections.abc import Sequence

from msgspec import Struct

from sheetnet.errors import LimitError, SpecError
from sheetnet.layers.fields import (
    MAX_WEIGHTS,
    ActivationName,
    ActivationSpec,
    Positive,
    activation_of,
    check_window,
)
from sheetnet.layers.quantities import activated, gradient, link, parameter
from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Layer, Padding, Shape, maps_of, windows
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity, Sequences

UNIT = "filter"
TIES = False
SEQUENCES: Sequences = ""


class ConvSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="conv", tag_field="kind"
):
    """A convolutional layer: `[[layer]]` with kind = "conv"."""

    filters: Positive
    size: tuple[Positive, Positive]
    stride: Positive = 1
    padding: Padding = "valid"
    activation: ActivationName | ActivationSpec = "sigmoid"


Spec = ConvSpec


def layer_of(where: str, spec: ConvSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for.

    Raises: SpecError where its filters do not fit; LimitError.
    """
    number, sees = len(shapes) + 1, shapes[-1]
    check_window(where, number, spec.size, sees)
    down, right = windows(sees, spec.size, spec.stride, spec.padding)
    activation, alpha = activation_of(where, spec.activation)
    if activation == SOFTMAX:
        raise SpecError(
            "{where}.activation: softmax is for a dense output layer only", where=where
        )
    if spec.filters * math.prod(spec.size) * maps_of(sees)[0] > MAX_WEIGHTS:
        raise LimitError(
            "{where}.filters: more than {max_weights:,} weights",
            where=where,
            max_weights=MAX_WEIGHTS,
        )
    shape = (spec.filters, down.number, right.number)
    return Layer(
        number,
        "conv",
        sees,
        shape,
        activation,
        spec.size,
        spec.stride,
        spec.padding,
        alpha=alpha,
    )


def quantities(layer: Layer) -> list[Quantity]:
    """Return w (F, M, I, J) and b (F,), wF, z, a and δ (F, R, C), and the gradients.

    wF are the filters turned upside down and back to front. Book 5-2, 5-5.
    """
    l = layer.number
    this, below = superscript(l), activation_at(l - 1)
    z = f"z{this}[r,c] = Σᵢⱼ w{this}[i,j] {below}[r+i,c+j] + b{this}"
    delta = f"δ{this}[r,c] = ∂C/∂a{this}[r,c] a′(z{this}[r,c])"
    assert layer.size is not None
    shape = (layer.units, maps_of(layer.sees)[0], *layer.size)
    w = parameter(layer, "w", shape, f"w{this}")
    b = parameter(layer, "b", layer.shape[:1], f"b{this}")
    return [
        w,
        b,
        *([link(w, "wF")] if l > 2 else []),
        *activated(layer, z, delta),
        gradient(w, f"∂C_T/∂w{this}[i,j] = Σₖ Σ δ{this}[r,c] {below}[r+i,c+j]"),
        gradient(b, f"∂C_T/∂b{this} = Σₖ Σ δ{this}[r,c]"),
    ]

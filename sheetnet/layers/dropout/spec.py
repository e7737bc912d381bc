"""Dropout: what a spec may say of it, and which quantities it has."""

import math
from collections.abc import Sequence

from msgspec import Struct

from sheetnet.errors import LimitError
from sheetnet.layers.quantities import masked
from sheetnet.model.masks import MOST_CELLS
from sheetnet.model.network import Layer, Rate, Seed, Shape
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity, Sequences

UNIT = "unit"
TIES = False
SEQUENCES: Sequences = ""


class DropoutSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="dropout", tag_field="kind"
):
    """Dropout: `[[layer]]` with kind = "dropout"."""

    rate: Rate = 0.5
    seed: Seed = 1


Spec = DropoutSpec


def layer_of(where: str, spec: DropoutSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for; its shape is that of what it sees.

    Raises: LimitError where it has more cells than masks are drawn for.
    """
    sees = shapes[-1]
    if math.prod(sees) > MOST_CELLS:
        raise LimitError(
            "{where}: sees {cells:,} values, and masks are drawn for {most:,} at most;"
            " put it after a layer with fewer",
            where=where,
            cells=math.prod(sees),
            most=MOST_CELLS,
        )
    number = len(shapes) + 1
    return Layer(number, "dropout", sees, sees, mask=(spec.rate, spec.seed))


def quantities(layer: Layer) -> list[Quantity]:
    """Return draw (), r, a and ∂C/∂a, the latter three in the shape of what it sees.

    Source: Srivastava et al. (2014), scaled as it learns, so that nothing is left to scale
    where it does not: torch.nn.Dropout.
    """
    l = layer.number
    this, after = superscript(l), superscript(l + 1)
    return masked(
        layer,
        f"draw{this}[k] = seed{this} (618033 k² mod 1048573) mod (2³¹ − 1)",
        f"r{this} = 0 where draw{this} · factor mod (2³¹ − 1) < rate (2³¹ − 1),"
        f" else 1 / (1 − rate);  rate = {layer.rate:g}",
        f"a{this} = r{this} {activation_at(l - 1)}",
        f"∂C/∂a{this} = Σ δ{after} w{after}",
    )

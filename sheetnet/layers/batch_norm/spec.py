"""Batch normalisation: what a spec may say of it, and which quantities it has."""

import math
from collections.abc import Sequence

from msgspec import Struct

from sheetnet.errors import SpecError
from sheetnet.layers.fields import (
    EPSILON,
    ActivationName,
    ActivationSpec,
    activation_of,
    epsilon_of,
)
from sheetnet.layers.quantities import (
    activated,
    fed_back,
    gradient,
    in_strip,
    parameter,
    statistic,
)
from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Epsilon, Layer, Shape
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity, Sequences

UNIT = "unit"
TIES = False
SEQUENCES: Sequences = ""


class BatchNormSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="batch-norm", tag_field="kind"
):
    """Batch normalisation: `[[layer]]` with kind = "batch-norm"."""

    activation: ActivationName | ActivationSpec = "identity"
    epsilon: Epsilon = EPSILON


Spec = BatchNormSpec


def layer_of(where: str, spec: BatchNormSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for: as many units or maps as it sees.

    Raises: SpecError where it looks at the picture itself, or asks for softmax.
    """
    number, sees = len(shapes) + 1, shapes[-1]
    if number == 2 and len(sees) > 1:
        raise SpecError(
            "{where}: sees the picture itself: data.scale scales pixels, and"
            " batch-norm stands after a layer",
            where=where,
        )
    name, alpha = activation_of(where, spec.activation)
    if name == SOFTMAX:
        raise SpecError(
            "{where}.activation: softmax is for a dense output layer only", where=where
        )
    return Layer(
        number, "batch-norm", sees, sees, name, alpha=alpha, epsilon=spec.epsilon
    )


def first_by_example(layer: Layer) -> bool:
    """Tell whether each example has a mean of its own first: over a map; of typed data."""
    return len(layer.sees) > 1 or layer.number == 2


def quantities(layer: Layer) -> list[Quantity]:
    """Return p and q (n,), what is measured, u, z, a and δ (like it sees), gradients.

    Over all examples that learn, and of maps over all their places. `h` and `v` are what
    an example adds to mean and variance (n,); m, s and the means of δ and δ u belong to a
    unit (n,). Ioffe and Szegedy 2015.
    """
    this, n = superscript(layer.number), layer.shape[:1]
    below = activation_at(layer.number - 1)
    maps = _place(layer)
    seen = f"{below}ⱼ{maps}"
    m, s, u, delta = (f"{one}{this}ⱼ" for one in ("m", "s", "u", "δ"))
    p = parameter(layer, "p", n, f"p{this}ⱼ", start=1.0)
    q = parameter(layer, "q", n, f"q{this}ⱼ", start=0.0)
    z = f"z{this}ⱼ{maps} = p{this}ⱼ {u}{maps} + q{this}ⱼ"
    return [
        p,
        q,
        *_measured(layer),
        in_strip(layer, "u", "forward", f"{u}{maps} = ({seen} − {m}) / {s}"),
        *activated(layer, z, f"δ{this} = ∂C/∂a{this} a′(z{this})"),
        *_fed_back(layer),
        gradient(p, f"∂C_T/∂p{this}ⱼ = Σₖ {'Σ ' * bool(maps)}{delta}[k] {u}[k]"),
        gradient(q, f"∂C_T/∂q{this}ⱼ = Σₖ {'Σ ' * bool(maps)}{delta}[k]"),
    ]


def _measured(layer: Layer) -> list[Quantity]:
    """Return m and s of each unit, each after what the examples add to it."""
    l, below = layer.number, activation_at(layer.number - 1)
    this, seen = superscript(l), f"{below}ⱼ{_place(layer)}"
    m, first, v = f"m{this}ⱼ", seen, f"v{this}ⱼ"
    found = []
    if first_by_example(layer):
        first = f"h{this}ⱼ"
        h = f"{first} = {_over_places(layer, seen)}"
        found.append(statistic(layer, "h", h, each=True))
    apart = _over_places(layer, f"({seen} − {m})²")
    root = f"√(Σₖ {v}[k] / K + {epsilon_of(layer):g})"
    return [
        *found,
        statistic(layer, "mean_seen", f"{m} = Σₖ {first}[k] / K"),
        statistic(layer, "v", f"{v} = {apart}", each=True),
        statistic(layer, "root_seen", f"s{this}ⱼ = {root}"),
    ]


def _fed_back(layer: Layer) -> list[Quantity]:
    """Return the means of δ and of δ u of each unit."""
    this = superscript(layer.number)
    delta, u = (f"{one}{this}ⱼ{_place(layer)}" for one in ("δ", "u"))
    of_both = _over_places(layer, f"{delta} {u}")
    return [
        fed_back(
            layer,
            "mean_delta",
            f"m_δ{this}ⱼ = Σₖ {_over_places(layer, delta)} / K",
        ),
        fed_back(layer, "mean_delta_u", f"m_δu{this}ⱼ = Σₖ {of_both} / K"),
    ]


def _place(layer: Layer) -> str:
    return "[r,c]" if len(layer.sees) > 1 else ""


def _over_places(layer: Layer, each: str) -> str:
    """Return the mean over the places of a map; of a column there is one."""
    count = math.prod(layer.sees[1:])
    return f"Σ {each} / {count}" if len(layer.sees) > 1 else each

"""A norm over the units of one example: what a spec may say, and which quantities it has."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from sheetnet.errors import SpecError
from sheetnet.layers.fields import EPSILON, epsilon_of
from sheetnet.layers.quantities import gradient, in_strip, parameter, passed
from sheetnet.model.network import Epsilon, Layer, Norm, Shape
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity, Role, Sequences

UNIT = "unit"
TIES = False
SEQUENCES: Sequences = "each"


class NormSpec(
    Struct, forbid_unknown_fields=True, frozen=True, tag="norm", tag_field="kind"
):
    """A norm over units: `[[layer]]` with kind = "norm"."""

    norm: Norm = "rms"
    epsilon: Epsilon = EPSILON


Spec = NormSpec


def layer_of(where: str, spec: NormSpec, shapes: Sequence[Shape]) -> Layer:
    """Return the layer that a spec asks for: as many units as it sees.

    Raises: SpecError where it sees a picture or maps.
    """
    sees = shapes[-1]
    if len(sees) > 1:
        raise SpecError(
            "{where}: norm is taken over a column of units, and this one sees a picture"
            " or maps; batch-norm normalises maps",
            where=where,
        )
    number = len(shapes) + 1
    return Layer(number, "norm", sees, sees, norm=spec.norm, epsilon=spec.epsilon)


def takes_mean(layer: Layer) -> bool:
    """Tell whether the mean is taken away first."""
    return layer.norm == "layer"


def quantities(layer: Layer) -> list[Quantity]:
    """Return g (and c), m and d of `layer`, r, u, a, ∂C/∂a, what is fed back, gradients.

    g, c, d, u, a and ∂C/∂a have a number a unit (n,); m, r and the means of what is sent
    back belong to an example (1,).
    Source: Zhang and Sennrich 2019 (rms); Ba, Kiros and Hinton 2016 (layer).
    """
    this, after = superscript(layer.number), superscript(layer.number + 1)
    mean, n = takes_mean(layer), layer.units
    seen, m, d, r, u = _letters(layer)
    apart = d if mean else seen
    error = f"∂C/∂a{this}ᵢ"
    g = parameter(layer, "g", layer.shape, f"g{this}ᵢ", start=1.0)
    c = parameter(layer, "c", layer.shape, f"c{this}ᵢ", start=0.0)
    a = f"a{this}ᵢ = g{this}ᵢ {u}" + f" + c{this}ᵢ" * mean
    root = f"{r} = 1 / √(Σᵢ ({apart})² / {n} + {epsilon_of(layer):g})"
    forward = [
        _of_example(layer, "mean_units", "forward", f"{m} = Σᵢ {seen} / {n}"),
        in_strip(layer, "d", "forward", f"{d} = {seen} − {m}"),
    ]
    back = _of_example(
        layer, "mean_back", "feedback", f"m_∂{this} = Σᵢ g{this}ᵢ {error} / {n}"
    )
    of_g = gradient(g, f"∂C_T/∂g{this}ᵢ = Σₖ {error}[k] {u}[k]")
    of_c = gradient(c, f"∂C_T/∂c{this}ᵢ = Σₖ {error}[k]")
    return [
        *([g, c, *forward] if mean else [g]),
        _of_example(layer, "root_units", "forward", root),
        in_strip(layer, "u", "forward", f"{u} = {apart} {r}"),
        *passed(layer, a, f"∂C/∂a{this} = Σ δ{after} w{after}"),
        *([back] if mean else []),
        _of_example(
            layer,
            "mean_back_u",
            "feedback",
            f"m_∂u{this} = Σᵢ g{this}ᵢ {error} {u} / {n}{_sent_back(layer)}",
        ),
        *([of_g, of_c] if mean else [of_g]),
    ]


def _sent_back(layer: Layer) -> str:
    """Return what the layer adds to the error of what it sees; of the input nothing."""
    if layer.number == 2:
        return ""
    this, below = superscript(layer.number), activation_at(layer.number - 1)
    mean = f" − m_∂{this}" * takes_mean(layer)
    sent = f"r{this} (g{this}ᵢ ∂C/∂a{this}ᵢ{mean} − u{this}ᵢ m_∂u{this})"
    return f",  ∂C/∂{below}ᵢ += {sent}"


def _of_example(layer: Layer, symbol: str, role: Role, equation: str) -> Quantity:
    """Return a quantity of which each example has one number, over all units."""
    return replace(in_strip(layer, symbol, role, equation), shape=(1,), single=True)


def _letters(layer: Layer) -> tuple[str, str, str, str, str]:
    """Return how what it sees, m, d, r and u are written."""
    this = superscript(layer.number)
    seen = f"{activation_at(layer.number - 1)}ᵢ"
    return seen, f"m{this}", f"d{this}ᵢ", f"r{this}", f"u{this}ᵢ"

"""What is said of a unit that a norm scales, with its numbers."""

from sheetnet.layers.norm.spec import takes_mean
from sheetnet.layers.sentences import (
    Index,
    Number,
    Place,
    Sentence,
    gradient_name,
    name_of,
)
from sheetnet.model.network import Layer


def forward(layer: Layer, unit: int, _: Index) -> Sentence:
    """Return a = g × a × r; of layer norm a = g × (a − m) × r + c."""
    l = layer.number
    seen, r = (
        Number("signed", "seen", l, (unit,)),
        Number("plain", "root_units", l, (0,)),
    )
    apart: Sentence = [" × ", Number("plain", "seen", l, (unit,))]
    if takes_mean(layer):
        apart = [" × (", seen, " − ", Number("plain", "mean_units", l, (0,)), ")"]
    shift: Sentence = [Number("added", "c", l, (unit,))] if takes_mean(layer) else []
    return [
        f"{name_of('a', l, unit)} = ",
        Number("signed", "g", l, (unit,)),
        *apart,
        " × ",
        r,
        *shift,
        " = ",
        Number("signed", "a", l, (unit,)),
    ]


def sent_back(_: Layer, __: Index) -> list[tuple[Place, Place]]:
    """Return nothing: what is sent back is no sum of products."""
    return []


def gradient(layer: Layer, unit: int) -> Sentence:
    """Return ∂C/∂g of the unit, of one example."""
    l = layer.number
    name = gradient_name(l, unit + 1).replace("∂w", "∂g")
    return [
        f"{name} = ∂C/∂a × u = ",
        Number("signed", "dC_da", l, (unit,)),
        " × ",
        Number("plain", "u", l, (unit,)),
        " = ",
        Number("signed", "dC_dg", l, (unit,)),
    ]


def window(_: Layer, __: Index) -> set[Index]:
    """Return no cells: it looks at all of a column."""
    return set()

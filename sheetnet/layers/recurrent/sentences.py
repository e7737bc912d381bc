"""What is said of a unit of a recurrent layer, with its numbers."""

from sheetnet.layers.sentences import (
    Index,
    Number,
    Place,
    Sentence,
    gradient_name,
    name_of,
    products,
)
from sheetnet.model.network import Layer


def forward(layer: Layer, unit: int, _: Index) -> Sentence:
    """Return z = Σ w×x + … + b; what the position before adds is in it."""
    l = layer.number
    pairs = [(("w", l, (unit, i)), ("seen", l, (i,))) for i in range(layer.sees[0])]
    bias, z = Number("added", "b", l, (unit,)), Number("signed", "z", l, (unit,))
    return [f"{name_of('z', l, unit)} = ", *products(pairs), " + … ", bias, " = ", z]


def sent_back(layer: Layer, below: Index) -> list[tuple[Place, Place]]:
    """Return each δ of this layer and the weight along which it reaches a unit below."""
    l = layer.number
    return [(("delta", l, (j,)), ("w", l, (j, *below))) for j in range(layer.units)]


def gradient(layer: Layer, unit: int) -> Sentence:
    """Return ∂C/∂w of the unit's first weight, of one position."""
    l = layer.number
    seen = name_of("x", 0, 0) if l == 2 else name_of("a", l - 1, 0)
    name = gradient_name(l, unit + 1, 1)
    return [
        f"{name} = {name_of('delta', l, unit)} × {seen} = ",
        Number("signed", "delta", l, (unit,)),
        " × ",
        Number("plain", "seen", l, (0,)),
        " = ",
        Number("signed", "dC_dw", l, (unit, 0)),
    ]


def window(_: Layer, __: Index) -> set[Index]:
    """Return the cells to be framed that sentences speak of: none, they speak of all."""
    return set()

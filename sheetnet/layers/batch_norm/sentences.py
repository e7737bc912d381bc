"""What is said of a normalised unit, with its numbers."""

from sheetnet.layers.sentences import (
    Index,
    Number,
    Place,
    Sentence,
    gradient_name,
    name_of,
)
from sheetnet.model.network import Layer


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return z = p × (a − m) / s + q."""
    l, at = layer.number, (unit, *place)
    return [
        f"{name_of('z', l, unit, place)} = ",
        Number("signed", "p", l, (unit,)),
        " × (",
        Number("signed", "seen", l, at),
        " − ",
        Number("plain", "mean_seen", l, (unit,)),
        ") / ",
        Number("signed", "root_seen", l, (unit,)),
        Number("added", "q", l, (unit,)),
        " = ",
        Number("signed", "z", l, at),
    ]


def sent_back(_: Layer, __: Index) -> list[tuple[Place, Place]]:
    """Return nothing: what is sent back is no sum of products."""
    return []


def gradient(layer: Layer, unit: int) -> Sentence:
    """Return ∂C/∂p of the unit, of one example."""
    l = layer.number
    name = gradient_name(l, unit + 1).replace("∂w", "∂p")
    value = Number("signed", "dC_dp", l, (unit,))
    products = f"{'Σ ' * (len(layer.shape) > 1)}{name_of('delta', l, unit)} × {name_of('u', l, unit)}"
    return [f"{name} = {products} = ", value]


def window(_: Layer, place: Index) -> set[Index]:
    """Return the cells to be framed: none of a column; of maps, that at the place."""
    del place
    return set()

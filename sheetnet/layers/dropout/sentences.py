"""What is said of a cell that dropout may leave out, with the numbers."""

from sheetnet.layers.sentences import Index, Number, Place, Sentence, name_of
from sheetnet.model.network import Layer


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return a = r × a of the layer below."""
    l, at = layer.number, (unit, *place)
    name = name_of("a", l, unit, place)
    return [
        f"{name} = r × a = ",
        Number("signed", "r", l, at),
        " × ",
        Number("plain", "seen", l, at),
        " = ",
        Number("signed", "a", l, at),
    ]


def sent_back(layer: Layer, below: Index) -> list[tuple[Place, Place]]:
    """Return the error of the cell above, and the mask through which it goes back."""
    return [(("dC_da", layer.number, below), ("r", layer.number, below))]


def window(_: Layer, place: Index) -> set[Index]:
    """Return the cell to be framed: that of the first unit at a place."""
    return {(0, *place)}

"""What is said of a cell of a residual, with the numbers."""

from sheetnet.layers.sentences import Index, Number, Place, Sentence, name_of
from sheetnet.model.network import Layer


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return a = a of the layer below + a of the earlier one."""
    l, at, (below, earlier) = layer.number, (unit, *place), layer.reads
    both = " + ".join(name_of("a", one, unit, place) for one in (below, earlier))
    return [
        f"{name_of('a', l, unit, place)} = {both.replace('a¹', 'x')} = ",
        Number("signed", "seen", l, at),
        Number("added", "seen", earlier + 1, at),
        " = ",
        Number("signed", "a", l, at),
    ]


def sent_back(_: Layer, __: Index) -> list[tuple[Place, Place]]:
    """Return nothing: what is sent back is no sum of products."""
    return []


def window(_: Layer, place: Index) -> set[Index]:
    """Return the cell to be framed: that of the first unit at a place."""
    return {(0, *place)}

"""What is said of a filter at one place of its map, with the numbers."""

from itertools import product

from sheetnet.layers.sentences import (
    Index,
    Number,
    Place,
    Sentence,
    gradient_name,
    name_of,
    products,
)
from sheetnet.model.network import Layer, maps_of


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return z = Σ w×x + b, over the window of a place."""
    l = layer.number
    pairs = [
        (("w", l, (unit, *weight)), ("seen", l, seen))
        for weight, seen in _terms(layer, place)
    ]
    bias, z = Number("added", "b", l, (unit,)), Number("signed", "z", l, (unit, *place))
    return [f"{name_of('z', l, unit, place)} = ", *products(pairs), bias, " = ", z]


def _terms(layer: Layer, place: Index) -> list[tuple[Index, Index]]:
    """Return the indices of each weight and of what it looks at."""
    maps, height, width = maps_of(layer.sees)
    down, right = layer.windows
    top, left = (
        place[0] * down.stride - down.before,
        place[1] * right.stride - right.before,
    )
    return [
        ((m, i, j), (m, top + i, left + j)[-len(layer.sees) :])
        for m, i, j in product(range(maps), range(down.size), range(right.size))
        if 0 <= top + i < height and 0 <= left + j < width
    ]


def sent_back(_: Layer, __: Index) -> list[tuple[Place, Place]]:
    """Return nothing: too many weights lead back to a cell for one sentence."""
    return []


def gradient(layer: Layer, unit: int) -> Sentence:
    """Return ∂C/∂w of the filter's first weight, of one example."""
    l = layer.number
    name, seen = f"{gradient_name(l, unit + 1)}[1,1]", "x" if l == 2 else "a"
    value = Number("signed", "dC_dw", l, (unit, 0, 0, 0))
    return [f"{name} = Σ {name_of('delta', l, unit)} {seen} = ", value]


def window(layer: Layer, place: Index) -> set[Index]:
    """Return the cells to be framed: what the filter sees at a place of the map."""
    return {seen for _, seen in _terms(layer, place)}

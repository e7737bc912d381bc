"""What max and average pooling have in common, apart from all numbers and formulas."""

from collections.abc import Sequence
from itertools import product

from sheetnet.errors import SpecError
from sheetnet.layers.fields import check_window
from sheetnet.layers.quantities import passed
from sheetnet.layers.sentences import Index, Number, Place, Sentence, name_of
from sheetnet.model.network import Layer, Padding, Shape, maps_of, windows
from sheetnet.model.notation import activation_at, superscript
from sheetnet.model.quantities import Quantity

UNIT = "map"


def pool(
    where: str,
    kind: str,
    size: tuple[int, int],
    stride: int | None,
    padding: Padding,
    shapes: Sequence[Shape],
) -> Layer:
    """Return a pooling layer. Raises: SpecError where its windows do not fit.

    Rows and columns that are too few for one more window are left out, or with padding
    "same" have one that reaches beyond the border, where there is nothing: no cell that
    could be the largest or count in a mean.
    """
    number, sees = len(shapes) + 1, shapes[-1]
    check_window(where, number, size, sees)
    if stride is None and size[0] != size[1]:
        raise SpecError(
            "{where}.stride: expected, as the window is not square", where=where
        )
    step = stride or max(size)
    down, right = windows(sees, size, step, padding)
    shape = (maps_of(sees)[0], down.number, right.number)
    return Layer(number, kind, sees, shape, "", size, step, padding)


def pooled(layer: Layer, how: str) -> list[Quantity]:
    """Return a and ∂C/∂a (maps, rows, columns) of a pool. Book 5-2, 5-5."""
    l = layer.number
    this, above = superscript(l), superscript(l + 1)
    return passed(
        layer,
        f"a{this} = {how} of {activation_at(l - 1)} over the window",
        f"∂C/∂a{this} = Σ δ{above} w{above}",
    )


# ------------------------------------------------------------------ sentences


def looked_at(layer: Layer, unit: int, place: Index) -> list[Place]:
    """Return the cells that a map has in the window of a place."""
    return [("seen", layer.number, cell) for cell in _window(layer, unit, place)]


def says(layer: Layer, unit: int, place: Index, told: Sentence) -> Sentence:
    """Return a = what is told of a window = the number."""
    name = name_of("a", layer.number, unit, place)
    a = Number("signed", "a", layer.number, (unit, *place))
    return [f"{name} = ", *told, " = ", a]


def sent_back(_: Layer, __: Index) -> list[tuple[Place, Place]]:
    """Return nothing: errors go back without a weight."""
    return []


def window(layer: Layer, place: Index) -> set[Index]:
    """Return the cells to be framed: the window of a place, in every map."""
    units = range(layer.units)
    return {cell for unit in units for cell in _window(layer, unit, place)}


def _window(layer: Layer, unit: int, place: Index) -> list[Index]:
    (r, c), (down, right) = place, layer.windows
    _, height, width = maps_of(layer.sees)
    cells = product(down.cells(r, height), right.cells(c, width))
    return [(unit, *cell)[-len(layer.sees) :] for cell in cells]

"""A fully connected layer in the workbook (book 3-2, 4-2, 4-3).

Its weights have the shape of what they look at: a block for each unit that sees a
picture or maps, a column for each unit that sees a column.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sheetnet.layers.part import HEADING_ROWS, Part, around, surrounding
from sheetnet.model.network import Layer, maps_of
from sheetnet.model.notation import activation_at, superscript, written
from sheetnet.model.quantities import Quantity
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block, axes_of
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places, SectionPlaces

Index = tuple[int, ...]
Say = Callable[..., str]

# Blocks of units stand below each other up to this height, then side by side too.
_TALL = 48


def sees_column(layer: Layer) -> bool:
    """Tell whether a layer looks at a column, and not at a picture or maps."""
    return len(layer.sees) == 1


def has_transpose(layer: Layer) -> bool:
    """Tell whether backprop reads the weights of this layer."""
    return layer.number > 2


# ------------------------------------------------------------------ places


def _seen_size(layer: Layer) -> tuple[int, int]:
    """Return rows and columns of what a unit sees, maps below each other."""
    maps, rows, columns = maps_of(layer.sees)
    return maps * rows, columns


@cache
def units_across(layer: Layer) -> int:
    """Return how many blocks of units stand side by side: the least that is not tall.

    A divisor of the number of units, so that they fill a rectangle.
    """
    rows, _ = _seen_size(layer)
    n = layer.units
    fits = (m for m in range(1, n + 1) if n % m == 0 and n // m * (rows + 1) <= _TALL)
    return next(fits, n)


def group_width(layer: Layer) -> int:
    """Return the columns that weights and biases take."""
    if sees_column(layer):
        return max(layer.units, layer.sees[0] if has_transpose(layer) else 0)
    _, columns = _seen_size(layer)
    blocks = units_across(layer) * (columns + 2) - 1
    return max(blocks, _transpose_width(layer))


def _transpose_width(layer: Layer) -> int:
    if not has_transpose(layer):
        return 0
    _, rows, columns = maps_of(layer.sees)
    return rows * columns


def parts(layer: Layer) -> list[Part]:
    """Return where w, b and wᵀ stand."""
    return _over_column(layer) if sees_column(layer) else _over_picture(layer)


def _over_column(layer: Layer) -> list[Part]:
    n, seen, top = layer.units, layer.sees[0], HEADING_ROWS + 1
    unit = Axis("unit", n, columns=1)
    axes = Axis("unit", n, rows=1), Axis("unit", seen, columns=1)
    return [
        Part("w", top, 0, (unit, Axis("unit", seen, rows=1))),
        Part("b", top + seen, 0, (unit,)),
        *([Part("wT", top + seen + 2, 0, axes)] if has_transpose(layer) else []),
    ]


def _over_picture(layer: Layer) -> list[Part]:
    rows, columns = _seen_size(layer)
    across = units_across(layer)
    down = layer.units // across
    top = HEADING_ROWS + (1 if across > 1 else 0)
    units: tuple[Axis, ...] = (
        Axis("unit", down, rows=rows + 1),
        Axis("unit", across, columns=columns + 2),
    )
    if across == 1:
        units = units[:1]
    parts = [
        Part("w", top, 0, (*units, *_picture_axes(layer))),
        Part("b", top, columns, units),
    ]
    if not has_transpose(layer):
        return parts
    bottom = top + down * (rows + 1) + 1
    return [*parts, Part("wT", bottom, 0, _transpose_axes(layer))]


def _picture_axes(layer: Layer) -> tuple[Axis, ...]:
    maps, rows, columns = maps_of(layer.sees)
    inner = Axis("row", rows, rows=1), Axis("column", columns, columns=1)
    return inner if len(layer.sees) == 2 else (Axis("map", maps, rows=rows), *inner)


def _transpose_axes(layer: Layer) -> tuple[Axis, ...]:
    """Return axes by which the weights to one cell form a column: a row a unit."""
    n = layer.units
    maps, rows, columns = maps_of(layer.sees)
    inner = Axis("row", rows, columns=columns), Axis("column", columns, columns=1)
    unit = Axis("unit", n, rows=1)
    if len(layer.sees) == 2:
        return (unit, *inner)
    return (unit, Axis("map", maps, rows=n + 1), *inner)


def _stand_in_rows(block: Block, layer: Layer) -> bool:
    """Tell whether units stand in rows and columns: two axes for one index."""
    names = [axis.name for axis in block.own_axes()]
    return not sees_column(layer) and names[:2] == ["unit", "unit"]


def _unit_index(block: Block, layer: Layer, j: int) -> Index:
    """Return the leading indices of a unit's weights or bias."""
    if not _stand_in_rows(block, layer):
        return (j,)
    return divmod(j, block.own_axes()[1].length)


def rectangles(layer: Layer, blocks: Sequence[Block]) -> list[Area]:
    """Return the rectangles of w and b (or of what belongs to them) and no text.

    Where units stand in rows and columns, each row of them: names stand between.
    """
    if not _stand_in_rows(blocks[0], layer):
        return [around(blocks)]
    rows = blocks[0].own_axes()[0].length
    return [surrounding([block.area(j) for block in blocks]) for j in range(rows)]


def place(block: Block, layer: Layer, indices: Index) -> Area:
    """Return the cell of a parameter (or gradient) by unit and what it looks at."""
    return block.area(*_unit_index(block, layer, indices[0]), *indices[1:])


def leading_axes(block: Block, layer: Layer) -> tuple[list[Axis], list[Axis]]:
    """Return the axes by which units stand, and those of what they look at."""
    axes = block.own_axes()
    many = 2 if _stand_in_rows(block, layer) else 1
    return axes[:many], axes[many:]


def unit_and_cell(block: Block, layer: Layer, indices: Index) -> tuple[int, Index]:
    """Return the number of the unit, and the indices of the cell it looks at."""
    if not _stand_in_rows(block, layer):
        return indices[0], indices[1:]
    return indices[0] * block.own_axes()[1].length + indices[1], indices[2:]


def card_axes(layer: Layer, symbol: str) -> tuple[Axis, ...]:
    """Return how a unit's weights stand on a card of its own: as what they look at.

    wᵀ stands in one row, as the errors below read it.
    """
    if symbol == "b":
        return ()
    if symbol != "wT":
        return axes_of(layer.sees)
    if sees_column(layer):
        return (Axis("unit", layer.sees[0], columns=1),)
    _, rows, columns = maps_of(layer.sees)
    steps = {"map": rows * columns, "row": columns, "column": 1}
    return tuple(
        Axis(a.name, a.length, columns=steps[a.name]) for a in axes_of(layer.sees)
    )


# ------------------------------------------------------------------ formulas


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of z."""
    l, j = layer.number, indices[0]
    sees = reference(here, places.seen(layer).area())
    w, b = (
        reference(here, place(places.block(symbol, l), layer, (j,)))
        for symbol in ("w", "b")
    )
    return formulas.weighted_input([(sees, w)], b)


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell this layer looks at, as text."""
    errors = places.block("delta", layer.number).area()
    column = places.block("wT", layer.number).area(0, *below)
    column = column._replace(rows=errors.rows)
    return formulas.errors_back([(reference(here, errors), reference(here, column))])


def gradient(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of ∂ΣC/∂w or ∂ΣC/∂b."""
    layer = places.network.layer(of.layer)
    j, cell = unit_and_cell(places.block(of.symbol, of.layer), layer, indices)
    delta = reference(here, places.through(places.block("delta", of.layer).area(j)))
    if of.of == "b":
        return formulas.gradient_of_bias(delta)
    seen = places.through(places.seen(layer).area(*cell))
    return formulas.gradient_of_weight(delta, reference(here, seen))


def link(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of wᵀ: a link to w."""
    layer = places.network.layer(of.layer)
    return reference(here, place(places.block("w", of.layer), layer, indices))


def miswired(
    places: "Places", of: Quantity, here: Area, indices: Index
) -> Iterator[str]:
    """Yield w where the weight of another connection stands: not transposed."""
    swapped = (*indices[:-2], indices[-1], indices[-2])
    axes = places.block(of.symbol, of.layer).own_axes()
    if all(at < axis.length for at, axis in zip(swapped, axes, strict=True)):
        yield link(places, of, here, swapped)


# ------------------------------------------------------------------ words


def words(places: "SectionPlaces", layer: Layer, row: int, say: Say) -> Iterator[Cell]:
    """Yield what is written beside the parameters."""
    if sees_column(layer):
        yield from _beside_columns(places, layer, row, say)
    else:
        yield from _beside_blocks(places, layer, row, say)
    if has_transpose(layer):
        l = layer.number
        text = say("transpose", layer=superscript(l), below=superscript(l - 1))
        above = places.block("wT", l)
        yield Cell(above.row - 1, above.column, "side", text=text, down=True)


def _beside_blocks(
    places: "SectionPlaces", layer: Layer, row: int, say: Say
) -> Iterator[Cell]:
    l = layer.number
    _, columns = _seen_size(layer)
    for left, bias in places.groups("b"):
        text = written(bias, l)
        yield Cell(row, left + columns, "symbol-left", text=text, down=True)
    for j in range(layer.units):
        block = place(places.block("w", l), layer, (j,))
        text = say("unit", number=j + 1)
        if units_across(layer) == 1:
            yield Cell(block.row, places.text_column, "side", text=text, down=True)
        else:
            yield Cell(block.row - 1, block.column, "side", text=text, down=True)


def _beside_columns(
    places: "SectionPlaces", layer: Layer, row: int, say: Say
) -> Iterator[Cell]:
    l = layer.number
    for j in range(layer.units):
        text = say("unit", number=j + 1)
        for left, _ in places.groups("w"):
            yield Cell(row + HEADING_ROWS, left + j, "label", text=text, down=True)
    w, b = places.block("w", l), places.block("b", l)
    for i in range(layer.sees[0]):
        symbol = activation_at(l - 1) + written("", 0, i + 1)
        text = say("from", symbol=symbol)
        yield Cell(w.row + i, places.text_column, "side", text=text, down=True)
    text = say("bias", symbol=written("b", l))
    yield Cell(b.row, places.text_column, "side", text=text, down=True)

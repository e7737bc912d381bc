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
from sheetnet.workbook.block import Axis, Block, axes_of, width_of
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places, SectionPlaces

Index = tuple[int, ...]
Say = Callable[..., str]

# How many columns blocks may take side by side where they take so many rows: the first
# that fits. Else as few columns as keep to the last height.
_ROOM = ((5, 48), (10, 200), (16, 100))
_TALLEST = 500


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
def _across(n: int, rows: int, columns: int) -> int:
    """Return how many of n blocks stand side by side, each of so many rows and columns.

    A divisor of n, so that they fill a rectangle: few columns, unless that is too tall.
    """
    divisors = [m for m in range(1, n + 1) if n % m == 0]
    for wide, tall in _ROOM:
        within = [m for m in divisors if m * columns <= wide]
        fits = [m for m in within if m == n or n // m * rows <= tall]
        if fits:
            return fits[-1]
    return next((m for m in divisors if n // m * rows <= _TALLEST), n)


def units_across(layer: Layer) -> int:
    """Return how many units stand side by side."""
    if sees_column(layer):
        return _across(layer.units, layer.sees[0] + 2, 1)
    rows, _ = _seen_size(layer)
    return _across(layer.units, rows + 1, _bias_column(layer) + 1)


def _bias_column(layer: Layer) -> int:
    """Return where a unit's bias stands beside a picture, with room for two headings."""
    return max(_seen_size(layer)[1], 2)


def group_width(layer: Layer) -> int:
    """Return the columns that weights and biases take."""
    return max(part.column + width_of(part.axes) for part in parts(layer))


def parts(layer: Layer) -> list[Part]:
    """Return where w, b and wᵀ stand."""
    return _over_column(layer) if sees_column(layer) else _over_picture(layer)


def _units(layer: Layer, rows: int, columns: int) -> tuple[Axis, ...]:
    """Return the axes of units so far apart: down, to the right, or both."""
    across = units_across(layer)
    down = Axis("unit", layer.units // across, rows=rows)
    right = Axis("unit", across, columns=columns)
    if across == 1:
        return (down,)
    return (right,) if down.length == 1 else (down, right)


def _over_column(layer: Layer) -> list[Part]:
    seen, top = layer.sees[0], HEADING_ROWS + 1
    units = _units(layer, seen + 2, 1)
    bottom = top + layer.units // units_across(layer) * (seen + 2)
    return [
        Part("w", top, 0, (*units, Axis("row", seen, rows=1))),
        Part("b", top + seen, 0, units),
        *(
            [Part("wT", bottom, 0, _transpose_axes(layer))]
            if has_transpose(layer)
            else []
        ),
    ]


def _over_picture(layer: Layer) -> list[Part]:
    rows, _ = _seen_size(layer)
    bias, across = _bias_column(layer), units_across(layer)
    top = HEADING_ROWS + (1 if across > 1 else 0)
    units = _units(layer, rows + 1, bias + 2)
    bottom = top + layer.units // across * (rows + 1) + 1
    return [
        Part("w", top, 0, (*units, *_picture_axes(layer))),
        Part("b", top, bias, units),
        *(
            [Part("wT", bottom, 0, _transpose_axes(layer))]
            if has_transpose(layer)
            else []
        ),
    ]


def _picture_axes(layer: Layer) -> tuple[Axis, ...]:
    maps, rows, columns = maps_of(layer.sees)
    inner = Axis("row", rows, rows=1), Axis("column", columns, columns=1)
    return inner if len(layer.sees) == 2 else (Axis("map", maps, rows=rows), *inner)


def _transpose_axes(layer: Layer) -> tuple[Axis, ...]:
    """Return axes by which the weights to one cell form a column: a row a unit.

    Where what is seen is wide, such columns stand below each other too.
    """
    unit, below = Axis("unit", layer.units, rows=1), layer.units + 1
    if sees_column(layer):
        across = _across(layer.sees[0], below, 1)
        row = Axis("row", layer.sees[0] // across, rows=below)
        column = Axis("column", across, columns=1)
        return (unit, row, column) if row.length > 1 else (unit, column)
    maps, rows, columns = maps_of(layer.sees)
    stacked = _across(rows, maps * below, columns) < rows
    step = {"rows": below} if stacked else {"columns": columns}
    row, column = Axis("row", rows, **step), Axis("column", columns, columns=1)
    if len(layer.sees) == 2:
        return (unit, row, column)
    return (
        unit,
        Axis("map", maps, rows=rows * below if stacked else below),
        row,
        column,
    )


def _stand_in_rows(block: Block) -> bool:
    """Tell whether units stand in rows and columns: two axes for one index."""
    names = [axis.name for axis in block.own_axes()]
    return names[:2] == ["unit", "unit"]


def _unit_index(block: Block, j: int) -> Index:
    """Return the leading indices of a unit's weights or bias."""
    if not _stand_in_rows(block):
        return (j,)
    return divmod(j, block.own_axes()[1].length)


def rectangles(_: Layer, blocks: Sequence[Block]) -> list[Area]:
    """Return the rectangles of w and b (or of what belongs to them) and no text.

    Where units stand in rows and columns, each row of them: names stand between.
    """
    if not _stand_in_rows(blocks[0]):
        return [around(blocks)]
    rows = blocks[0].own_axes()[0].length
    return [surrounding([block.area(j) for block in blocks]) for j in range(rows)]


def place(block: Block, _: Layer, indices: Index) -> Area:
    """Return the cell of a parameter (or gradient) by unit and what it looks at."""
    return block.area(*_unit_index(block, indices[0]), *indices[1:])


def leading_axes(block: Block, _: Layer) -> tuple[list[Axis], list[Axis]]:
    """Return the axes by which units stand, and those of what they look at."""
    axes = block.own_axes()
    many = 2 if _stand_in_rows(block) else 1
    return axes[:many], axes[many:]


def unit_and_cell(block: Block, _: Layer, indices: Index) -> tuple[int, Index]:
    """Return the number of the unit, and the indices of the cell it looks at."""
    if not _stand_in_rows(block):
        return indices[0], indices[1:]
    return indices[0] * block.own_axes()[1].length + indices[1], indices[2:]


def card_axes(layer: Layer, symbol: str) -> tuple[Axis, ...] | None:
    """Return how a unit's weights stand on a card of its own: as what they look at.

    On cards below each other w serves as wᵀ too.
    """
    if symbol == "wT":
        return None
    if symbol == "b":
        return ()
    if sees_column(layer):
        return (Axis("row", layer.sees[0], rows=1),)
    return axes_of(layer.sees)


# ------------------------------------------------------------------ formulas


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of z."""
    l, j = layer.number, indices[0]
    sees = reference(here, places.seen(layer).area())
    w, b = (reference(here, place(places.block(s, l), layer, (j,))) for s in ("w", "b"))
    return formulas.weighted_input([(sees, w)], b)


def weighted(number: Callable[..., str], unit: int, seen: Sequence[str]) -> str:
    """Return z of a unit from what it sees, each as text; `number` of a symbol and indices."""
    terms = (f"{number('w', unit, i)}*{one}" for i, one in enumerate(seen))
    return "+".join((*terms, number("b", unit)))


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell this layer looks at, as text."""
    errors = places.block("delta", layer.number).area()
    block = places.block("wT", layer.number)
    if _is_wrapped(block, layer):
        below = divmod(below[0], block.own_axes()[2].length)
    column = block.area(0, *below)
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


def _is_wrapped(transposed: Block, layer: Layer) -> bool:
    """Tell whether wᵀ of a column stands in rows and columns: two axes for one index."""
    return sees_column(layer) and len(transposed.own_axes()) == 3


def link(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of wᵀ: a link to w."""
    layer, block = places.network.layer(of.layer), places.block(of.symbol, of.layer)
    if _is_wrapped(block, layer):
        unit, row, column = indices
        indices = unit, row * block.own_axes()[2].length + column
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
        yield from _beside_columns(places, layer, say)
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
    l, above = layer.number, units_across(layer) > 1
    for down, left, bias in places.groups(layer, "b"):
        at = left + _bias_column(layer)
        text = written(bias, l)
        yield Cell(row + down, at, "symbol-left", text=text, down=True)
        for j in range(layer.units):
            block = place(places.block("w", l), layer, (j,))
            text = say("unit", number=j + 1)
            if above:
                at = block.column + left - places.block("w", l).column
                yield Cell(block.row + down - 1, at, "side", text=text, down=True)
            elif left == places.block("w", l).column:
                at = places.text_column
                yield Cell(block.row + down, at, "side", text=text, down=True)


def _beside_columns(places: "SectionPlaces", layer: Layer, say: Say) -> Iterator[Cell]:
    l = layer.number
    w, b = places.block("w", l), places.block("b", l)
    for down, left, _ in places.groups(layer, "w"):
        for j in range(layer.units):
            unit = place(w, layer, (j,))
            at = unit.column + left - w.column
            text = say("unit", number=j + 1)
            yield Cell(unit.row + down - 1, at, "label", text=text, down=True)
            # The first of each row of units, and of the groups at the left.
            if unit.column != w.column or left != w.column:
                continue
            for i, text in enumerate(_seen_names(places, layer, say)):
                yield Cell(
                    unit.row + down + i,
                    places.text_column,
                    "side",
                    text=text,
                    down=True,
                )
            text = say("bias", symbol=written("b", l))
            row = place(b, layer, (j,)).row + down
            yield Cell(row, places.text_column, "side", text=text, down=True)


def _seen_names(places: "SectionPlaces", layer: Layer, say: Say) -> Iterator[str]:
    """Yield what stands beside each weight: the symbol, and the feature if it has a name."""
    names = places.names() if layer.number == 2 else ()
    for i in range(layer.sees[0]):
        symbol = activation_at(layer.number - 1) + written("", 0, i + 1)
        if i < len(names):
            yield f"{symbol} {names[i]}"
        else:
            yield say("from", symbol=symbol)

"""A convolutional layer in the workbook (book 5-1 to 5-5): the filter is not flipped.

A window and its filter are clipped alike at the border, so that no formula reads a
neighbour's cells. With a stride, δ stands apart (δ(r, c) at (s·r, s·c), empty between),
so that gradient, backprop and sum keep their text.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sheetnet.layers.part import HEADING_ROWS, Part, around
from sheetnet.model.network import Layer, maps_of
from sheetnet.model.notation import superscript, written
from sheetnet.model.quantities import Quantity
from sheetnet.model.windows import Line
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places, SectionPlaces

Index = tuple[int, ...]
Say = Callable[..., str]


def has_flipped(layer: Layer) -> bool:
    """Tell whether backprop reads the filters of this layer."""
    return layer.number > 2


def channels(layer: Layer) -> int:
    """Return how many maps a filter looks at."""
    return maps_of(layer.sees)[0]


def _filter(layer: Layer) -> tuple[int, int]:
    """Return rows and columns of a filter."""
    down, right = layer.windows
    return down.size, right.size


# ------------------------------------------------------------------ places

# A filter's maps stand side by side in so many columns, below each other where they are more.
_WIDEST = 10


def _maps_down(layer: Layer) -> int:
    """Return how many maps of a filter stand below each other: one, or all."""
    wide = channels(layer) * (_filter(layer)[1] + 1)
    return channels(layer) if wide > _WIDEST else 1


def _bias_column(layer: Layer) -> int:
    """Return where the bias stands: beside the filter, with room for two headings."""
    across = channels(layer) // _maps_down(layer)
    return max(across * (_filter(layer)[1] + 1) - 1, 2)


def group_width(layer: Layer) -> int:
    """Return the columns of filters, a block for each map it sees, and the bias."""
    return _bias_column(layer) + 1


def parts(layer: Layer) -> list[Part]:
    """Return where filters, biases and the flipped filters stand."""
    f, m, (rows, columns) = layer.units, channels(layer), _filter(layer)
    down = _maps_down(layer)
    height = down * (rows + 1)
    filters = Axis("unit", f, rows=height)
    axes = (
        filters,
        Axis("map", m, rows=rows + 1)
        if down > 1
        else Axis("map", m, columns=columns + 1),
        Axis("row", rows, rows=1),
        Axis("column", columns, columns=1),
    )
    top = HEADING_ROWS
    flipped = Part("wF", top + f * height + 1, 0, axes)
    return [
        Part("w", top, 0, axes),
        Part("b", top, _bias_column(layer), (filters,)),
        *([flipped] if has_flipped(layer) else []),
    ]


def rectangles(_: Layer, blocks: Sequence[Block]) -> list[Area]:
    """Return the rectangle of w and b (or of what belongs to them)."""
    return [around(blocks)]


def card_axes(layer: Layer, symbol: str) -> tuple[Axis, ...]:
    """Return how a filter stands on a card of its own: its maps side by side."""
    if symbol == "b":
        return ()
    rows, columns = _filter(layer)
    return (
        Axis("map", channels(layer), columns=columns + 1),
        Axis("row", rows, rows=1),
        Axis("column", columns, columns=1),
    )


def place(block: Block, _: Layer, indices: Index) -> Area:
    """Return the cell of a parameter (or gradient) by filter, map, row and column."""
    return block.area(*indices)


def leading_axes(block: Block, _: Layer) -> tuple[list[Axis], list[Axis]]:
    """Return the axis by which filters stand, and those of what they look at."""
    axes = block.own_axes()
    return axes[:1], axes[1:]


def unit_and_cell(_: Block, __: Layer, indices: Index) -> tuple[int, Index]:
    """Return the number of the filter, and the indices within it."""
    return indices[0], indices[1:]


def _rectangle(block: Block, lead: Index, rows: range, columns: range) -> Area:
    """Return part of a map or a filter, by its rows and columns as they stand."""
    whole = block.area(*lead)
    return whole._replace(
        row=whole.row + rows.start,
        column=whole.column + columns.start,
        rows=len(rows),
        columns=len(columns),
    )


def _within(line: Line, window: int, length: int) -> tuple[range, range]:
    """Return the cells of a window within the border, and those of the filter on them."""
    cells = line.cells(window, length)
    first = window * line.stride - line.before
    return cells, range(cells.start - first, cells.stop - first)


# ------------------------------------------------------------------ formulas


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of z: window times filter, map by map, plus the bias."""
    f, r, c = indices
    l = layer.number
    _, height, width = maps_of(layer.sees)
    down, right = layer.windows
    rows, filter_rows = _within(down, r, height)
    columns, filter_columns = _within(right, c, width)
    pairs = []
    for m in range(channels(layer)):
        lead = (m,) if len(layer.sees) == 3 else ()
        window = _rectangle(places.seen(layer), lead, rows, columns)
        w = _rectangle(places.block("w", l), (f, m), filter_rows, filter_columns)
        pairs.append((reference(here, window), reference(here, w)))
    bias = reference(here, places.block("b", l).area(f))
    return formulas.weighted_input(pairs, bias)


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell this layer looks at: δ times the flipped filters.

    The errors that reach cell r stand, with their gaps, from r + before − (size − 1) on.
    """
    m, r, c = below if len(below) == 3 else (0, *below)
    l = layer.number
    down, right = layer.windows
    rows, filter_rows = _reached(down, r)
    columns, filter_columns = _reached(right, c)
    if not rows or not columns:
        return "0"
    pairs = []
    for f in range(layer.units):
        errors = _rectangle(places.block("delta", l), (f,), rows, columns)
        w = _rectangle(places.block("wF", l), (f, m), filter_rows, filter_columns)
        pairs.append((reference(here, errors), reference(here, w)))
    return formulas.errors_back(pairs)


def _reached(line: Line, cell: int) -> tuple[range, range]:
    """Return the rows of δ (gaps included) that a cell reaches, and the flipped filter's."""
    first = cell + line.before - (line.size - 1)
    extent = (line.number - 1) * line.stride + 1
    rows = _met(line, range(max(first, 0), min(first + line.size, extent)))
    return rows, range(rows.start - first, rows.stop - first)


def _met(line: Line, rows: range) -> range:
    """Return the rows if a δ stands in one of them; none where all are gaps."""
    return rows if any(row % line.stride == 0 for row in rows) else range(0)


def gradient(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of ∂ΣC/∂w or ∂ΣC/∂b.

    Of a weight: δ maps times what they saw, shifted by (i, j); of a bias their sum.
    """
    layer = places.network.layer(of.layer)
    if of.of == "b":
        delta = places.block("delta", of.layer).area(*indices)
        return formulas.gradient_of_bias(reference(here, places.through(delta)))
    f, m, i, j = indices
    _, height, width = maps_of(layer.sees)
    down, right = layer.windows
    rows = _shifted(down, i, height)
    columns = _shifted(right, j, width)
    if not rows or not columns:
        return "0"
    lead = (m,) if len(layer.sees) == 3 else ()
    errors = _rectangle(places.block("delta", of.layer), (f,), rows, columns)
    seen = _rectangle(
        places.seen(layer),
        lead,
        range(rows.start + i - down.before, rows.stop + i - down.before),
        range(columns.start + j - right.before, columns.stop + j - right.before),
    )
    return formulas.gradient_of_weight(
        reference(here, places.through(errors)), reference(here, places.through(seen))
    )


def _shifted(line: Line, place: int, length: int) -> range:
    """Return the rows of δ (gaps included) that met a cell of the filter within the border.

    Clipped at both ends of the range through all examples; in between, the gap of the
    strips holds nothing.
    """
    shift = place - line.before
    extent = (line.number - 1) * line.stride + 1
    return _met(line, range(max(0, -shift), min(extent, length - shift)))


def link(places: "Places", of: Quantity, here: Area, indices: Index) -> str:
    """Return the formula of a flipped filter: a link to the cell opposite in w."""
    f, m, i, j = indices
    rows, columns = _filter(places.network.layer(of.layer))
    w = places.block("w", of.layer).area(f, m, rows - 1 - i, columns - 1 - j)
    return reference(here, w)


def miswired(
    places: "Places", of: Quantity, here: Area, indices: Index
) -> Iterator[str]:
    """Yield the cell of w at the same place: not flipped."""
    yield reference(here, places.block("w", of.layer).area(*indices))


# ------------------------------------------------------------------ words


def words(places: "SectionPlaces", layer: Layer, row: int, say: Say) -> Iterator[Cell]:
    """Yield what is written beside the filters."""
    l = layer.number
    w = places.block("w", l)
    for down, left, bias in places.groups(layer, "b"):
        at, text = left + _bias_column(layer), written(bias, l)
        yield Cell(row + down, at, "symbol-left", text=text, down=True)
        for f in range(layer.units if left == w.column else 0):
            at, text = w.area(f).row + down, say("filter", number=f + 1)
            yield Cell(at, places.text_column, "side", text=text, down=True)
    if has_flipped(layer):
        text = say("flipped", layer=superscript(l))
        above = places.block("wF", l)
        yield Cell(above.row - 1, above.column, "side", text=text, down=True)

"""Max pooling in the workbook (book 5-1, 5-5): each window gives its largest value.

The error goes to the first of the largest cells alone, as reading order has it. `=` would
not do: calculators differ on two numbers one bit apart, so a margin decides.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sheetnet.model.network import Layer
from sheetnet.model.notation import pool_equation
from sheetnet.workbook import formulas
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places

Index = tuple[int, ...]


class Hold(NamedTuple):
    """A window that holds a cell: which window, and the cell's place in it."""

    window: Index
    row: int
    column: int


def window_area(block: Block, layer: Layer, index: Index) -> Area:
    """Return the cells of the layer below that a window looks at."""
    *lead, r, c = index
    whole = block.area(*lead[: len(layer.sees) - 2])
    down, right = layer.windows
    return whole._replace(
        row=whole.row + r * down.stride,
        column=whole.column + c * right.stride,
        rows=down.size,
        columns=right.size,
    )


def holding(layer: Layer, below: Index) -> Iterator[Hold]:
    """Yield the windows that hold a cell of the layer below."""
    m, row, column = below if len(below) == 3 else (0, *below)
    down, right = layer.windows
    for r in range(down.number):
        for c in range(right.number):
            i, j = row - r * down.stride, column - c * right.stride
            if 0 <= i < down.size and 0 <= j < right.size:
                yield Hold((m, r, c), i, j)


def forward(layout: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of a pooled value."""
    window = window_area(layout.seen(layer.number), layer, indices)
    return f"MAX({reference(here, window)})"


def back(layout: "Places", layer: Layer, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell this layer looks at, as text."""
    terms = [_share(layout, layer, here, below, hold) for hold in holding(layer, below)]
    return "+".join(terms) or "0"


def _share(layout: "Places", layer: Layer, here: Area, below: Index, hold: Hold) -> str:
    l = layer.number
    seen = layout.seen(l)
    p = reference(here, layout.block("a", l).area(*hold.window))
    error = reference(here, layout.block("dC_da", l).area(*hold.window))
    a = reference(here, seen.area(*below[-len(layer.sees) :]))
    window = window_area(seen, layer, hold.window)
    before = [reference(here, area) for area in _before(window, hold)]
    return formulas.error_to_first_largest(p, a, before, error)


def _before(window: Area, hold: Hold) -> Iterator[Area]:
    """Yield the cells of a window that come before a cell: whole rows, part of a row."""
    if hold.row:
        yield window._replace(rows=hold.row)
    if hold.column:
        yield window._replace(row=window.row + hold.row, rows=1, columns=hold.column)


def equation(symbol: str, layer: Layer) -> str:
    """Return the equation above a quantity of this layer."""
    return pool_equation(symbol, layer.kind, layer.number)

"""What windows over pictures and maps see, as areas of a sheet."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.model.network import Layer, maps_of
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block

Index = tuple[int, ...]


class Hold(NamedTuple):
    """A window that holds a cell: which window, and the cell's place within its border."""

    window: Index
    row: int
    column: int


def window_area(block: Block, layer: Layer, index: Index) -> Area:
    """Return the cells of the layer below that a window looks at, within the border."""
    *lead, r, c = index
    whole = block.area(*lead[: len(layer.sees) - 2])
    _, height, width = maps_of(layer.sees)
    down, right = layer.windows
    rows, columns = down.cells(r, height), right.cells(c, width)
    return whole._replace(
        row=whole.row + rows.start,
        column=whole.column + columns.start,
        rows=len(rows),
        columns=len(columns),
    )


def holding(layer: Layer, below: Index) -> Iterator[Hold]:
    """Yield the windows that hold a cell of the layer below."""
    m, row, column = below if len(below) == 3 else (0, *below)
    _, height, width = maps_of(layer.sees)
    down, right = layer.windows
    for r in range(down.number):
        for c in range(right.number):
            rows, columns = down.cells(r, height), right.cells(c, width)
            if row in rows and column in columns:
                yield Hold((m, r, c), row - rows.start, column - columns.start)

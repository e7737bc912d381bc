"""What windows over pictures and maps see, as areas of a sheet."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.model.network import Layer
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block

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

"""A part of a layer's section at the left: a block without its sheet and epoch."""

from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block

# Rows of a section before its weights: heading and equations.
HEADING_ROWS = 2


class Part(NamedTuple):
    """A parameter or a link of a layer, and where it stands within the section.

    Gradients, and what the optimizer keeps, stand at the same place in the next groups
    of columns.
    """

    symbol: str
    row: int
    column: int
    axes: tuple[Axis, ...]


def around(blocks: Sequence[Block]) -> Area:
    """Return the rectangle that holds some blocks of one sheet."""
    return surrounding([block.area() for block in blocks])


def surrounding(areas: Sequence[Area]) -> Area:
    """Return the rectangle that holds some areas of one sheet."""
    first = areas[0]
    row = min(area.row for area in areas)
    column = min(area.column for area in areas)
    end = max(area.row + area.rows for area in areas)
    end_column = max(area.column + area.columns for area in areas)
    return first._replace(
        row=row, column=column, rows=end - row, columns=end_column - column
    )

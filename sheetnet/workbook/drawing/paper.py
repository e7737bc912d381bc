"""What of a sheet is printed: no more than a reader wants, as large as can be read.

Knows where cells stand, and nothing of what they hold.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetnet.workbook.address import Area
from sheetnet.workbook.plan import Cell, Chart, Columns, Repeat, Scatter

# From this column on stands what only charts need.
ASIDE = 80
# Titles and sentences reach over so many columns.
_LEAST = 9
# Pixels: of a column of no width of its own, of a letter, of a column's edges.
_USUAL, _LETTER, _EDGE = 64.0, 7.0, 5.0
# A chart, and what still can be read on a page.
_CHART, _SQUARE, _WIDEST = 515.0, 400.0, 1600.0
# Of a long table the beginning is enough.
_MOST_ROWS = 110
CHART_ROWS = 18
# Rows and pixels of a page that can still be read, upright and lying.
_UPRIGHT, _LYING = (85, 1200.0), (58, 1750.0)


class Paper(NamedTuple):
    """What is printed, how many pages high, and whether the page stands upright."""

    print_area: Area
    print_high: int
    portrait: bool


def upright(rows: int, columns: int) -> Paper:
    """Return how a table or a text is printed that is longer than wide."""
    area = Area(1, 1, rows, columns)
    return Paper(area, math.ceil(rows / _UPRIGHT[0]), portrait=True)


def first_strips(rows: int, widths: Mapping[int, float], strips: Repeat) -> Paper:
    """Return how the first examples are printed: as many as fit beside the formulas."""
    portrait = rows > _LYING[0]
    most, pixels = _UPRIGHT if portrait else _LYING
    fit = _reach(widths, 1, pixels) - strips.first + 1
    count = min(strips.count, max(1, fit // strips.step))
    area = Area(1, 1, rows, strips.first - 1 + count * strips.step)
    return Paper(area, math.ceil(rows / most), portrait)


def paper(
    cells: Sequence[Cell],
    widths: Mapping[int, float],
    charts: Sequence[Chart | Scatter | Columns],
) -> Area:
    """Return what is printed, from the first cell on: cells and charts."""
    rows, columns = [1], [_LEAST]
    for cell in cells:
        if cell.column < ASIDE:
            rows.append(max(cell.rows()))
            columns.append(max(cell.columns()))
    for chart in charts:
        square = isinstance(chart, Scatter) and chart.square
        rows.append(chart.row + CHART_ROWS - 1)
        columns.append(_reach(widths, chart.column, _SQUARE if square else _CHART))
    last = min(max(columns), _reach(widths, 1, _WIDEST))
    return Area(1, 1, min(max(rows), _MOST_ROWS), last)


def _reach(widths: Mapping[int, float], column: int, pixels: float) -> int:
    """Return the column in which so many pixels end that begin at a column."""
    for width in _pixels(widths, column):
        pixels -= width
        if pixels <= 0:
            return column
        column += 1
    raise AssertionError("columns never end")


def _pixels(widths: Mapping[int, float], column: int) -> Iterator[float]:
    while True:
        held = widths.get(column)
        yield _USUAL if held is None else held * _LETTER + _EDGE
        column += 1

"""What of a freely drawn sheet is printed: all but what only charts need.

Knows where cells stand, and nothing of what they hold.
"""

from collections.abc import Iterator, Mapping, Sequence

from sheetnet.workbook.address import Area
from sheetnet.workbook.plan import Cell, Chart, Columns, Scatter

# From this column on stands what only charts need.
ASIDE = 80
# Titles and sentences reach over so many columns.
_LEAST = 9
# Pixels: of a column of no width of its own, of a letter, of a column's edges.
_USUAL, _LETTER, _EDGE = 64.0, 7.0, 5.0
# A chart, and what still can be read on a page.
_CHART, _SQUARE, _WIDEST = 515.0, 400.0, 1600.0
CHART_ROWS = 18


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
    return Area(1, 1, max(rows), last)


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

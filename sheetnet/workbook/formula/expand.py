"""Planned formulas as the cells hold them: one relative formula → all its cells."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from sheetnet.workbook.address import Corner, letters, pieces
from sheetnet.workbook.plan import Cell, Repeat


class Filled(NamedTuple):
    """A formula's cells in one row: their columns, and their texts for who asks for them."""

    row: int
    columns: range
    texts: Callable[[], list[str]]


def filled(
    cell: Cell, across: Repeat | None, down: Repeat | None, bands: int
) -> Iterator[Filled]:
    """Yield the formula of a cell for every example, epoch by epoch.

    `bands` is how many bands there are now, pasted ones included.

    >>> from sheetnet.workbook.plan import Cell, Repeat
    >>> cell = Cell(9, 2, "", "RC[1]*R1C", across=True, down=True)
    >>> [row.texts() for row in filled(cell, Repeat(2, 2, 3), Repeat(9, 1, 5), 2)]
    [['C9*B$1', 'F9*E$1'], ['C14*B$1', 'F14*E$1']]
    """
    step = across.step if across and cell.across else 1
    count = across.count if across and cell.across else 1
    columns = range(cell.column, cell.column + step * count, step)
    found = pieces(cell.formula or "")
    names = _Names(found, columns)
    epochs = range(bands) if down and cell.down else range(1)
    for epoch in epochs:
        if epoch == 0 and cell.initial is not None:
            continue
        row = cell.row + (epoch * down.step if down else 0)
        yield Filled(row, columns, partial(names.texts, row))


class _Names:
    """A formula over the columns of one cell: spelled out row by row."""

    def __init__(self, found: Sequence[str | Corner], columns: range) -> None:
        self._found, self._columns = found, columns

    @cached_property
    def _filling(self) -> list[tuple[str, ...]]:
        names = [
            [letters(column + one.column) for column in self._columns]
            for one in self._found
            if isinstance(one, Corner) and one.across
        ]
        return list(zip(*names, strict=True)) if names else [()] * len(self._columns)

    def texts(self, row: int) -> list[str]:
        """Return the text of each column's cell in a row."""
        form = "".join(_in_row(piece, row) for piece in self._found)
        return list(map(form.__mod__, self._filling))


def _in_row(piece: str | Corner, row: int) -> str:
    if isinstance(piece, str):
        return piece.replace("%", "%%")
    column = "%s" if piece.across else f"${letters(piece.column)}"
    return f"{column}{row + piece.row}" if piece.down else f"{column}${piece.row}"

"""The strips of a band's row in a large sheet: formulas that share their text.

As applications write a row that was filled to the right: the first cell has the text, the
others a number that says whose text they share. So a row is joined of few pieces, the file is
smaller, and whoever reads it parses one formula where it would be thousands.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import orjson
from numpy.typing import NDArray

from sheetnet.workbook.address import a1, letters, to_a1
from sheetnet.workbook.plan import Cell, Repeat
from sheetnet.xlsx.writing.strings import Tables
from sheetnet.xlsx.xml import escaped

# A sheet with fewer formulas has each in full, so that a person may read them in its XML.
LARGE = 20_000


class Strips:
    """A row's cells of all strips, to be filled with a row number and values."""

    def __init__(
        self, cells: list[Cell], across: Repeat, tables: Tables, numbers: Iterator[int]
    ) -> None:
        """Take the cells of the first strip; `numbers` are those of shared texts."""
        self._cells = [_InStrips(cell, across, tables) for cell in cells]
        self._count = across.count
        self._numbers = numbers

    def fill(self, row: int, numbers: NDArray[np.float64]) -> bytes:
        """Return the XML of the cells in a row; `numbers` are the row's values by column."""
        width = sum(cell.pieces for cell in self._cells)
        pieces = [b""] * (width * self._count)
        at = 0
        for cell in self._cells:
            pieces[at::width] = cell.names
            pieces[at + 1 :: width] = [cell.after(row, self._numbers)] * self._count
            if cell.formula:
                pieces[at + 1] = cell.first(row)
            if cell.has_value:
                pieces[at + 2 :: width] = cell.values(numbers)
                pieces[at + 3 :: width] = [b"</v></c>"] * self._count
            at += cell.pieces
        return b"".join(pieces)


class _InStrips:
    """A cell of the strip, in all strips: how its XML begins, goes on and ends."""

    def __init__(self, cell: Cell, across: Repeat, tables: Tables) -> None:
        self.names = _openings(cell.column, across.step, across.count)
        self.formula = cell.formula
        self.has_value = cell.value
        self.pieces = 4 if cell.value else 2
        self._column, self._step = cell.column, across.step
        self._last = cell.column + (across.count - 1) * across.step
        self._style = tables.styles[cell.style]
        self._text = "" if cell.text is None else tables.strings.cell(cell.text)
        self._number = 0

    def after(self, row: int, numbers: Iterator[int]) -> bytes:
        """Return what follows the column's letters in every strip."""
        start = f'{row}" s="{self._style}"'
        if self.formula:
            self._number = next(numbers)
            return f'{start}><f t="shared" si="{self._number}"/><v>'.encode()
        if self._text:
            return f"{start} {self._text}</c>".encode()
        return f"{start}><v>".encode() if self.has_value else f"{start}/>".encode()

    def first(self, row: int) -> bytes:
        """Return what follows in the first strip: the text that the others share."""
        text = escaped(to_a1(self.formula or "", row, self._column))
        area = f"{a1(row, self._column)}:{a1(row, self._last)}"
        return (
            f'{row}" s="{self._style}"><f t="shared" ref="{area}" si="{self._number}">'
            f"{text}</f><v>"
        ).encode()

    def values(self, numbers: NDArray[np.float64]) -> list[bytes]:
        """Return the values in all strips as text."""
        own = np.ascontiguousarray(numbers[self._column : self._last + 1 : self._step])
        return orjson.dumps(own, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].split(b",")


@lru_cache(maxsize=1024)
def _openings(column: int, step: int, count: int) -> list[bytes]:
    """Return how the cells of a column of each strip begin; every row has the same."""
    columns = range(column, column + step * count, step)
    return [f'<c r="{letters(one)}'.encode() for one in columns]

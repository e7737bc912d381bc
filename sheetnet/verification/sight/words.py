"""Planned words: titles, labels, equations, what the Guide says."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from msgspec import structs

from sheetnet.lang import texts
from sheetnet.verification.book.opening import Opened, bands_of, padded_to
from sheetnet.verification.naming import named
from sheetnet.wording import worded
from sheetnet.workbook.address import MAX_ROW
from sheetnet.workbook.plan import Cell, Sheet
from sheetnet.xlsx.reading.package import Package


class _Other(NamedTuple):
    """A planned cell with another text: its sheet's key, and what it holds and should."""

    sheet: str
    row: int
    column: int
    holds: object
    planned: str


def words(book: Opened, package: Package, bands: int) -> Iterator[str]:
    """Yield a note on planned words that are other words now, or formulas."""
    other: list[_Other] = []
    for sheet in book.plan.sheets:
        if sheet.key in book.names:
            cells = [cell for cell in sheet.cells if cell.text is not None]
            if sheet.key == "Guide":
                cells = list(_in_place(book, cells))
            other += _changed_words(book, sheet, cells, bands)
    if other:
        first, *rest = other
        where = book.address(first.sheet, first.row, first.column)
        says = worded(
            "{where} {says}; planned: {planned!r}",
            where=where,
            says=_says(book, package, first),
            planned=first.planned[:40],
        )
        places = (book.address(one.sheet, one.row, one.column) for one in rest)
        more = (
            worded(
                ", and {count} more: {places}", count=len(rest), places=named(places)
            )
            if rest
            else ""
        )
        yield worded("words are not as planned: {says}{more}", says=says, more=more)


def _says(book: Opened, package: Package, one: _Other) -> str:
    """Say what a cell holds, as it stands in the file."""
    if one.holds is None:
        return worded("is empty")
    if not isinstance(one.holds, str):
        return worded("holds {holds!s:.40}", holds=one.holds)
    whole = package.shared_text(book.names[one.sheet], (one.row - 1, one.column - 1))
    text = (
        whole if whole.split() and _joined(whole) == _joined(one.holds) else one.holds
    )
    if text == one.planned:
        return worded(
            "says {text!r}, of which programs leave out blanks", text=text[:40]
        )
    return worded("says {text!r}", text=text[:40])


def _joined(text: str) -> str:
    return "".join(text.split())


def _in_place(book: Opened, cells: list[Cell]) -> Iterator[Cell]:
    """Yield the Guide's words where they stand: what was noticed moves those below.

    What it says about the data as they were built is not known here.
    """
    planned, now = (
        next(block.row for block in blocks if block.symbol == "canary")
        for blocks in (book.plan.sheet("Guide").blocks, book.map_of("Guide").blocks)
    )
    heading = texts(book.manifest.header.lang)("guide.notices")
    notices = max((c.row for c in cells if c.text == heading), default=MAX_ROW)
    for cell in cells:
        row = cell.row if cell.row <= notices else cell.row + now - planned
        yield structs.replace(cell, row=row)


def _changed_words(
    book: Opened, sheet: Sheet, cells: list[Cell], bands: int
) -> Iterator[_Other]:
    for cell in cells:
        rows, columns = np.array([cell.row]), np.array([cell.column])
        if cell.down and (down := bands_of(sheet, bands)):
            rows = cell.row + np.arange(down.count) * down.step
        if cell.across and sheet.across:
            columns = cell.column + np.arange(sheet.across.count) * sheet.across.step
        grid = padded_to(book.saved[sheet.key], int(rows[-1]), int(columns[-1]))
        now = grid[np.ix_(rows - 1, columns - 1)]
        for e, k in np.argwhere(now != (cell.text or None)).tolist():
            row, column = int(rows[e]), int(columns[k])
            yield _Other(sheet.key, row, column, now[e, k], cell.text or "")

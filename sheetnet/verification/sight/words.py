"""Planned words: titles, labels, equations, what the Guide says."""

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import structs

from sheetnet.lang import texts
from sheetnet.verification.book.opening import Opened, bands_of, padded_to
from sheetnet.verification.naming import named
from sheetnet.workbook.address import MAX_ROW
from sheetnet.workbook.plan import Cell, Sheet


def words(book: Opened, bands: int) -> Iterator[str]:
    """Yield a note on planned words that are other words now, or formulas."""
    other: list[str] = []
    for sheet in book.plan.sheets:
        if sheet.key in book.names:
            cells = [cell for cell in sheet.cells if cell.text is not None]
            if sheet.key == "Guide":
                cells = list(_in_place(book, cells))
            other += _changed_words(book, sheet, cells, bands)
    if other:
        more = f", and {len(other) - 1} more: {named(_ends(other[1:]))}"
        yield f"words are not as planned: {other[0]}{more if other[1:] else ''}"


def _ends(lines: Iterable[str]) -> Iterator[str]:
    return (line.partition(" ")[0] for line in lines)


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
) -> Iterator[str]:
    for cell in cells:
        rows, columns = np.array([cell.row]), np.array([cell.column])
        if cell.down and (down := bands_of(sheet, bands)):
            rows = cell.row + np.arange(down.count) * down.step
        if cell.across and sheet.across:
            columns = cell.column + np.arange(sheet.across.count) * sheet.across.step
        grid = padded_to(book.saved[sheet.key], int(rows[-1]), int(columns[-1]))
        now = grid[np.ix_(rows - 1, columns - 1)]
        for e, k in np.argwhere(now != (cell.text or None)).tolist():
            where = book.address(sheet.key, int(rows[e]), int(columns[k]))
            yield f"{where} says {now[e, k]!s:.40}; planned: {cell.text:.40}"

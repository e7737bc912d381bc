"""Which cells do planned formulas read? From their relative texts, never cell by cell.

A formula of the plan stands for all its cells, so each of its references stands for
rows and columns that repeat with bands and strips.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sheetnet.verification.book.opening import bands_of
from sheetnet.workbook.address import apart, corners
from sheetnet.workbook.formula.numbers import apart as pieces_of
from sheetnet.workbook.formula.numbers import numbers
from sheetnet.workbook.formula.tree import tokens
from sheetnet.workbook.manifest import SheetMap
from sheetnet.workbook.plan import Cell, Repeat

# What references of the plan read, each in all its readers together: a column each. Rows,
# then columns: from where to where, whether an end moves along with its reader or stands
# still, how far apart its readers are, and how many.
_Lines = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """All that planned formulas read, by the key of the sheet."""

    looks: Mapping[str, tuple[_Lines, _Lines]]

    def holds(self, sheet: str, row: int, column: int) -> bool:
        """Tell whether a planned formula reads the cell."""
        if sheet not in self.looks:
            return False
        rows, columns = self.looks[sheet]
        return bool((_holds(rows, row) & _holds(columns, column)).any())

    def meets(self, sheet: str, first: tuple[int, int], last: tuple[int, int]) -> bool:
        """Tell whether a planned formula reads near an area: of its rows and columns."""
        if sheet not in self.looks:
            return False
        (top, left), (bottom, right) = first, last
        rows, columns = self.looks[sheet]
        return bool((_meets(rows, top, bottom) & _meets(columns, left, right)).any())


def reach_of(sheets: Iterable[SheetMap], names: Mapping[str, str], bands: int) -> Reach:
    """Return what the planned formulas of all sheets read.

    `names` gives the present name of each sheet by key; `bands` is how many bands of
    Training there are now.
    """
    keys = {name.lower(): key for key, name in names.items()}
    found: dict[str, list[_Lines]] = {}
    for sheet in sheets:
        down = bands_of(sheet, bands)
        for cell in sheet.formulas:
            for name, look in _looks(cell, sheet.across, down):
                key = sheet.key if not name else keys.get(name.lower(), "")
                found.setdefault(key, []).append(look)
    every = {
        key: np.unique(np.concatenate(looks, axis=1), axis=1)
        for key, looks in found.items()
    }
    return Reach({key: (lines[:6], lines[6:]) for key, lines in every.items()})


def _looks(
    cell: Cell, across: Repeat | None, down: Repeat | None
) -> Iterator[tuple[str, _Lines]]:
    """Yield what each reference of a cell's formula reads, and of which sheet."""
    along_rows, first = (down if cell.down else None), cell.row
    if along_rows and cell.initial is not None:  # in the first band it is a constant
        first += along_rows.step
        along_rows = Repeat(along_rows.first, along_rows.count - 1, along_rows.step)
        if not along_rows.count:
            return
    along_columns = across if cell.across else None
    fills = cell.fills
    steps = np.indices([fill.count for fill in fills]).reshape(len(fills), cell.size)

    def grown(sizes: Iterable[int]) -> _Lines:
        """Return what grows by so much along each fill, in all cells."""
        return np.fromiter(sizes, dtype=np.int64) @ steps

    row = first + grown(fill.rows for fill in fills)
    column = cell.column + grown(fill.columns for fill in fills)
    for reference, at in _looked_at(cell.formula or ""):
        rows, columns = [], []
        for end in corners(reference):
            far = end.row + grown(fill.moves[at] for fill in fills)
            rows.append((far + row * end.down, end.down))
            far = end.column + grown(fill.moves[at + 1] for fill in fills)
            columns.append((far + column * end.across, end.across))
            at += 2
        yield (
            apart(reference)[0],
            np.concatenate([_line(rows, along_rows), _line(columns, along_columns)]),
        )


def _looked_at(formula: str) -> Iterator[tuple[str, int]]:
    """Yield all references, and how many numbers stand before them.

    But INDEX only picks a planned cell out of its first.
    """
    before, count = "", 0
    for kind, token in tokens(formula, "R1C1"):
        if kind == "cell" and before != "INDEX(":
            yield token, count
        before, count = token, count + len(numbers(pieces_of(token)))


def _line(ends: list[tuple[_Lines, bool]], repeat: Repeat | None) -> _Lines:
    """Return the lines from one end to the other, of each cell that a formula is filled to."""
    (one, one_moves), (other, other_moves) = ends[0], ends[-1]
    step, count = (repeat.step, repeat.count) if repeat else (1, 1)
    turned = (other < one) | ((other == one) & (other_moves < one_moves))
    low, high = np.where(turned, other, one), np.where(turned, one, other)
    moves = (
        np.where(turned, other_moves, one_moves),
        np.where(turned, one_moves, other_moves),
    )
    same = np.full_like(low, step), np.full_like(low, count)
    return np.array([low, high, *moves, *same], dtype=np.int64)


def _holds(lines: NDArray[np.int64], at: int) -> NDArray[np.bool_]:
    return _meets(lines, at, at)


def _meets(lines: NDArray[np.int64], low: int, high: int) -> NDArray[np.bool_]:
    """Tell for each line whether any of its repetitions meets low to high.

    Of those that begin at or before `high`, the last one reaches farthest.
    """
    first, last, first_moves, last_moves, step, count = lines
    number = np.where(first_moves == 1, (high - first) // step, count - 1)
    number = np.clip(number, 0, count - 1)
    begins = first + first_moves * number * step
    ends = last + last_moves * np.where(first_moves == 1, number, count - 1) * step
    met: NDArray[np.bool_] = (begins <= high) & (ends >= low)
    return met

"""Which cells do planned formulas read? From their relative texts, never cell by cell.

A formula of the plan stands for all its cells, so each of its references stands for
rows and columns that repeat with bands and strips.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.verification.book.opening import bands_of
from sheetnet.workbook.address import apart, corners
from sheetnet.workbook.formula.tree import tokens
from sheetnet.workbook.manifest import SheetMap
from sheetnet.workbook.plan import Cell, Repeat


class _Line(NamedTuple):
    """Rows (or columns) that a reference names: from one to another, and how they repeat.

    An end moves along with its reader or stands still.
    """

    first: int
    last: int
    first_moves: int
    last_moves: int
    step: int
    number: int


class _Look(NamedTuple):
    """What one reference of the plan reads of a sheet, in all its readers together."""

    rows: _Line
    columns: _Line


@dataclass(frozen=True, slots=True)
class Reach:
    """All that planned formulas read, by the key of the sheet."""

    looks: Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]]

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
    found: dict[str, set[_Look]] = {}
    for sheet in sheets:
        down = bands_of(sheet, bands)
        for cell in sheet.formulas:
            for name, look in _looks(cell, sheet.across, down):
                key = sheet.key if name is None else keys.get(name.lower(), "")
                found.setdefault(key, set()).add(look)
    return Reach({key: _arrays(looks) for key, looks in found.items()})


def _looks(
    cell: Cell, across: Repeat | None, down: Repeat | None
) -> Iterator[tuple[str | None, _Look]]:
    along_rows, row = (down if cell.down else None), cell.row
    if along_rows and cell.initial is not None:  # in the first band it is a constant
        row += along_rows.step
        along_rows = Repeat(along_rows.first, along_rows.count - 1, along_rows.step)
        if not along_rows.count:
            return
    along_columns = across if cell.across else None
    for reference in _looked_at(cell.formula or ""):
        ends = corners(reference)
        rows = [(end.row + row * end.down, int(end.down)) for end in ends]
        columns = [
            (end.column + cell.column * end.across, int(end.across)) for end in ends
        ]
        look = _Look(_line(rows, along_rows), _line(columns, along_columns))
        yield apart(reference)[0] or None, look


def _looked_at(formula: str) -> Iterator[str]:
    """Yield all references; but INDEX only picks a planned cell out of its first."""
    before = ""
    for kind, token in tokens(formula, "R1C1"):
        if kind == "cell" and before != "INDEX(":
            yield token
        before = token


def _line(ends: list[tuple[int, int]], repeat: Repeat | None) -> _Line:
    """Return the line from one end to the other: where each is, and whether it moves."""
    step, count = (repeat.step, repeat.count) if repeat else (1, 1)
    low, high = min(ends), max(ends)
    return _Line(low[0], high[0], low[1], high[1], step, count)


def _arrays(looks: set[_Look]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    every = sorted(looks)
    rows = np.array([look.rows for look in every], dtype=np.int64).T
    columns = np.array([look.columns for look in every], dtype=np.int64).T
    return rows, columns


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

"""Which cells do planned formulas read? From their relative texts, never cell by cell.

A formula of the plan stands for all its cells, so each of its references stands for
rows and columns that repeat with bands and strips.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.verification.book.opening import bands_of
from sheetnet.workbook.manifest import SheetMap
from sheetnet.workbook.plan import Cell, Repeat

_CORNER = r"R(?:\[(-?[0-9]+)\]|([0-9]*))C(?:\[(-?[0-9]+)\]|([0-9]*))"
# INDEX only picks a planned cell out of what it looks into.
_LOOKED_AT = re.compile(
    r'"[^"]*"'
    r"|(?P<index>\bINDEX\()?(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    rf"(?<![\w.]){_CORNER}(?::{_CORNER})?(?![\w.(])"
)


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
    for hit in _LOOKED_AT.finditer(cell.formula or ""):
        if hit[0].startswith('"') or hit["index"]:
            continue
        corners = hit.groups()[2:]
        rows = _line(corners[0:2], corners[4:6], row, along_rows)
        columns = _line(corners[2:4], corners[6:8], cell.column, along_columns)
        name = hit["sheet"] and hit["sheet"][:-1].strip("'").replace("''", "'")
        yield name or None, _Look(rows, columns)


def _line(
    first: tuple[str | None, ...],
    last: tuple[str | None, ...],
    here: int,
    repeat: Repeat | None,
) -> _Line:
    if last == (None, None):
        last = first
    (start, start_moves), (end, end_moves) = (_end(one, here) for one in (first, last))
    step, count = (repeat.step, repeat.count) if repeat else (1, 1)
    low, high = sorted([(start, start_moves), (end, end_moves)])
    return _Line(low[0], high[0], low[1], high[1], step, count)


def _end(numbers: tuple[str | None, ...], here: int) -> tuple[int, int]:
    """Return a row or column in the first band or strip, and 1 if it moves along."""
    moved, fixed = numbers
    return (int(fixed), 0) if fixed else (here + int(moved or 0), 1)


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

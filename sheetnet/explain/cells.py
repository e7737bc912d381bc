"""What stands in cells, read when it is asked for: of a large sheet, the rows that are wanted.

Nothing here is run, and what is not asked for is not looked at.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from sheetnet.calculators import CellError, Grid, calculator
from sheetnet.errors import SheetnetError
from sheetnet.verification.book.map_inside import read_map
from sheetnet.verification.book.opening import Opened, padded_to
from sheetnet.workbook.manifest import SheetMap
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.sheet.formulas import Formulas, Place
from sheetnet.xlsx.reading.sheet.rows import Rows
from sheetnet.xlsx.reading.telling import told_in_one_line

# A smaller sheet is read whole; of a larger one than these, the XML is not kept.
_SMALL, _LARGE = 200_000, 400_000_000
# Of a sheet's rows, so many are read one by one.
_SHARE = 0.5
_NOT_READ = CellError("#NOT READ")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet, or some of its rows: its formulas, and what was saved in it."""

    formulas: Formulas
    grid: Grid

    def value(self, place: Place) -> object:
        """Return what was saved in a cell."""
        row, column = place
        rows, columns = self.grid.shape
        inside = row <= rows and column <= columns
        return self.grid[row - 1, column - 1] if inside else None


_NOTHING = Part(Formulas(), np.empty((0, 0), dtype=object))


class _Lazily(Mapping[str, _T]):
    """What is found of each sheet, when somebody asks for it."""

    def __init__(self, keys: Iterable[str], find: Callable[[str], _T]) -> None:
        self._keys, self._find = dict.fromkeys(keys), find

    def __getitem__(self, key: str) -> _T:
        if key not in self._keys:
            raise KeyError(key)
        return self._find(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Cells:
    """The sheets of a workbook by their present names; `book` is the whole, lazily."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._whole: dict[str, Part] = {}
        self._rows: dict[str, Rows | None] = {}
        self._parts: dict[tuple[str, int], Part] = {}
        manifest, plan, names, others = read_map(package)
        self.book = Opened(
            package.path,
            manifest,
            plan,
            names,
            _Lazily(names, lambda key: self.whole(names[key]).formulas),
            _Lazily(others, lambda name: self.whole(name).formulas),
            _Lazily(names, lambda key: self.whole(names[key]).grid),
            _Lazily(others, lambda name: self.whole(name).grid),
        )

    def whole(self, sheet: str) -> Part:
        """Return a sheet. Raises: WorkbookError where it cannot be read."""
        if sheet not in self._whole:
            with told_in_one_line(self._package.path):
                self._whole[sheet] = _read(self._package, sheet)
        return self._whole[sheet]

    def row(self, sheet: str, row: int) -> Part:
        """Return what holds a row of a sheet."""
        self.take(sheet, [row])
        return self._whole.get(sheet) or self._parts[sheet, row]

    def take(self, sheet: str, rows: Collection[int]) -> None:
        """Read rows of a sheet together, as somebody is going to ask for them."""
        wanted = {row for row in rows if (sheet, row) not in self._parts}
        if sheet in self._whole or not wanted:
            return
        known = self._rows_of(sheet)
        there = known is None or any(row in known for row in wanted)
        part = self._some(sheet, wanted) if there else _NOTHING
        if part is None:
            self.whole(sheet)
            return
        for row in wanted:
            self._parts[sheet, row] = part

    def _some(self, sheet: str, wanted: Collection[int]) -> Part | None:
        """Return some rows; None where the whole must be read.

        A formula that cells share may stand in a row that is left out.
        """
        rows = self._rows_of(sheet)
        if rows is None or len(wanted) > _SHARE * len(rows):
            return None
        try:
            with told_in_one_line(self._package.path):
                some = self._package.with_sheet(sheet, rows.only(wanted))
                return _read(some, sheet)
        except SheetnetError:
            return None

    def _rows_of(self, sheet: str) -> Rows | None:
        if sheet not in self._rows:
            package = self._package
            with told_in_one_line(package.path):
                fits = _SMALL < package.bytes_of(sheet) < _LARGE
                self._rows[sheet] = Rows.of(package.content_of(sheet)) if fits else None
        return self._rows[sheet]

    def inputs(self, training: SheetMap) -> Opened:
        """Return the book with no more of Training than the rows in which inputs stand.

        Whoever takes another cell of it for an input is given an error.
        """
        book, down = self.book, training.down
        assert down is not None, "Training has bands"
        rows = set(range(1, down.first))
        for band in {0, *training.begins}:
            start = down.first + band * down.step
            rows.update(range(start, start + down.step))
        name = book.names[training.key]
        part = None if name in self._whole else self._some(name, rows)
        if part is None:
            return book
        self._parts |= {(name, row): part for row in rows}
        grid = padded_to(part.grid, *_last_of(training)).copy()
        grid[[row - 1 for row in range(1, len(grid) + 1) if row not in rows]] = (
            _NOT_READ
        )
        own = Part(part.formulas, grid)
        parts = _Lazily(
            book.names,
            lambda key: own if key == training.key else self.whole(book.names[key]),
        )
        return replace(
            book,
            formulas=_Lazily(book.names, lambda key: parts[key].formulas),
            saved=_Lazily(book.names, lambda key: parts[key].grid),
        )


def _last_of(sheet: SheetMap) -> tuple[int, int]:
    rows, columns = zip(*(block.last_cell() for block in sheet.blocks), strict=True)
    return max(rows), max(columns)


def _read(package: Package, sheet: str) -> Part:
    grid = calculator("saved").values(package, [sheet])[sheet]
    return Part(package.scanned(sheet).formulas, grid)

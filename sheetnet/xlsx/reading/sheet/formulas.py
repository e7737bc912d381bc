"""The formulas of a sheet as read: texts of single cells, and groups that share one.

A group is kept as one relative text and the columns of each row, never cell by cell; whoever
asks for a cell's formula gets it spelled out.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from sheetnet.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    a1,
    corners,
    to_a1,
    to_r1c1,
)
from sheetnet.xlsx.reading.safety import RefusedError

Place = tuple[int, int]  # row and column, both from 1, as formulas count
# So many runs of a row are looked through, one after the other.
_FEW = 12


class Run(NamedTuple):
    """Cells of a row with one relative formula (R1C1): its columns, in order."""

    row: int
    columns: Sequence[int]
    relative: str


class Formulas(Mapping[Place, str]):
    """Place → the text of its formula (A1, without "=").

    >>> read = Formulas({(1, 1): "2"}, [Run(3, range(2, 9, 3), "R1C1+RC[-1]")])
    >>> len(read), read[3, 5], (3, 4) in read
    (4, '$A$1+D3', False)
    """

    def __init__(
        self, alone: Mapping[Place, str] | None = None, runs: Iterable[Run] = ()
    ) -> None:
        """Take formulas that stand alone by place, and those that share a text."""
        self.alone = dict(alone or {})
        self.runs = tuple(runs)
        self._crowded: dict[int, dict[int, Run]] = {}

    @cached_property
    def _by_row(self) -> dict[int, list[Run]]:
        found: dict[int, list[Run]] = {}
        for run in self.runs:
            found.setdefault(run.row, []).append(run)
        return found

    @cached_property
    def _by_start(self) -> dict[Place, Run]:
        return {(run.row, run.columns[0]): run for run in self.runs if run.columns}

    def shares(self, row: int, columns: Sequence[int], relative: str) -> bool:
        """Tell whether these cells of a row, and no others, share this relative text."""
        return self._by_start.get((row, columns[0])) == (row, columns, relative)

    def _run_of(self, place: Place) -> Run | None:
        row, column = place
        runs = self._by_row.get(row, ())
        if len(runs) > _FEW:
            return self._run_at(row, runs).get(column)
        for run in runs:
            at = bisect_left(run.columns, column)
            if at < len(run.columns) and run.columns[at] == column:
                return run
        return None

    def _run_at(self, row: int, runs: Iterable[Run]) -> dict[int, Run]:
        """Return the runs of a crowded row by each of their columns."""
        if row not in self._crowded:
            self._crowded[row] = {one: run for run in runs for one in run.columns}
        return self._crowded[row]

    def __getitem__(self, place: Place) -> str:
        """Return the text of a cell's formula."""
        if place in self.alone:
            return self.alone[place]
        run = self._run_of(place)
        if run is None:
            raise KeyError(place)
        return to_a1(run.relative, *place)

    def __contains__(self, place: object) -> bool:
        """Tell whether a cell holds a formula."""
        return place in self.alone or (
            isinstance(place, tuple) and self._run_of(place) is not None
        )

    def __iter__(self) -> Iterator[Place]:
        """Yield the places of all formulas."""
        yield from self.alone
        for run in self.runs:
            for column in run.columns:
                yield run.row, column

    def __len__(self) -> int:
        """Return how many cells hold a formula."""
        return len(self.alone) + sum(len(run.columns) for run in self.runs)

    def without(self, places: Collection[Place]) -> "Formulas":
        """Return them where some cells are empty."""
        gone = set(places)
        runs = []
        for run in self.runs:
            if gone.isdisjoint((run.row, column) for column in run.columns):
                runs.append(run)
                continue
            left = [one for one in run.columns if (run.row, one) not in gone]
            runs.append(run._replace(columns=left))
        alone = {at: text for at, text in self.alone.items() if at not in gone}
        return Formulas(alone, runs)


class Shared:
    """Collects the groups of a sheet as a pass finds them, in order of rows and columns."""

    def __init__(self) -> None:
        self._relative: dict[str, str] = {}
        self._columns: dict[tuple[str, int], list[int]] = {}

    def tell(self, number: str, text: str, place: Place) -> None:
        """Take the text that a group shares, told by one of its cells.

        Raises: RefusedError if it was told otherwise before, or is not as cells hold it.
        """
        relative = to_r1c1(text, *place)
        if not _is_inside(relative, *place) or to_a1(relative, *place) != text:
            raise RefusedError("a shared formula is not written as cells hold it")
        if self._relative.setdefault(number, relative) != relative:
            raise RefusedError("two texts of shared formulas have one number")

    def take(self, number: str, row: int, columns: Iterable[int]) -> str:
        """Take cells of a group in a row; return their relative formula.

        Raises: RefusedError if the group has no text so far.
        """
        if number not in self._relative:
            raise RefusedError("a cell shares a formula that no cell before it has")
        self._columns.setdefault((number, row), []).extend(columns)
        return self._relative[number]

    def runs(self) -> Iterator[Run]:
        """Yield what was collected.

        Raises: RefusedError where a cell would look beyond the first row or column.
        """
        for (number, row), columns in self._columns.items():
            run = Run(row, _as_range(sorted(columns)), self._relative[number])
            if not _is_inside(run.relative, row, run.columns[0]):
                raise RefusedError(
                    f"{a1(row, run.columns[0])} shares a formula that looks beyond the"
                    " first row or column"
                )
            yield run


@lru_cache(maxsize=1024)
def _reach(relative: str) -> tuple[int, int]:
    """Return the first row and column from which a formula looks at cells that there are."""
    found = corners(relative)
    # From nowhere, where there is a row or a column 0.
    rows = [1 - one.row if one.down else 1 if one.row else MAX_ROW + 1 for one in found]
    columns = [
        1 - one.column if one.across else 1 if one.column else MAX_COLUMN + 1
        for one in found
    ]
    return max(rows, default=1), max(columns, default=1)


def _is_inside(relative: str, row: int, column: int) -> bool:
    first_row, first_column = _reach(relative)
    return row >= first_row and column >= first_column


def _as_range(columns: list[int]) -> Sequence[int]:
    """Return columns as a range where they stand equally far apart.

    >>> _as_range([2, 5, 8]), _as_range([2, 5, 9]), _as_range([4])
    (range(2, 9, 3), [2, 5, 9], range(4, 5))
    """
    step = columns[1] - columns[0] if len(columns) > 1 else 1
    steady = range(columns[0], columns[-1] + 1, step)
    return steady if list(steady) == columns else columns

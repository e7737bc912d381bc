"""The embedded calculator: IronCalc, a spreadsheet engine that comes with sheetnet.

Must not know networks or plans. It computes in memory, in a process of its own, so that
no workbook can take this one down, or more time and memory than it may.
"""

import math
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np

from sheetnet.calculators._process import Process, give_back, process
from sheetnet.calculators.base import (
    Calculator,
    CellError,
    Grid,
    library_version,
    limit,
    time_limit,
)
from sheetnet.errors import CalculatorError, WorkbookError, nearest
from sheetnet.files.writing import scratch_folder
from sheetnet.wording import later
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.plain import write_plain

# Several times what workbooks of ours take, measured: 5 microseconds and 400 bytes a formula.
_SECONDS_A_FORMULA = 2e-4
_MEGABYTES, _BYTES_A_FORMULA = 1_000.0, 4_000
# A process that had more formulas than this keeps much memory: it is not kept.
_MANY = 100_000

Constant = float | bool | str | None


class Embedded:
    """IronCalc behind the interface of a calculator."""

    name: ClassVar[str] = "embedded"
    good_for: ClassVar[str] = later(
        "every check: no other program needed, and the fastest"
    )
    counts_truths: ClassVar[bool] = False
    takes_texts: ClassVar[bool] = True

    def version(self) -> str | None:
        """Return IronCalc's version, without importing it."""
        return library_version("IronCalc")

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after all formulas were computed."""
        package.check_there(sheets)
        with Session(package) as session:
            return session.computed(sheets)


class Session:
    """A workbook in memory: change an input, recalculate, read. The file stays as it is.

    Rows and columns count from 0, as in a Grid. Not for use by two threads at once. It is to
    be closed: its process is then free for the next workbook.
    """

    def __init__(self, package: Package) -> None:
        """Have a workbook at hand; it is loaded when its values are first asked for.

        Raises: WorkbookError if a sheet is too large.
        """
        self._package = package
        self._sizes = package.sizes()
        self._numbers = {sheet: at for at, sheet in enumerate(package.sheets)}
        self._changes: list[tuple[int, int, int, Constant]] = []
        self._formulas = package.formulas
        self._seconds = time_limit(self._formulas * _SECONDS_A_FORMULA)
        self._process: Process | None = None

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def set_value(self, sheet: str, row: int, column: int, value: Constant) -> None:
        """Put a constant into a cell, over a formula too; None empties the cell.

        Raises: WorkbookError if there is no such sheet; CalculatorError if no such cell.
        """
        rows, columns = self._size(sheet)
        if not (0 <= row < MAX_ROW and 0 <= column < MAX_COLUMN):
            raise CalculatorError(
                "{path}: no cell at row {row}, column {column}",
                path=self._package.path,
                row=row,
                column=column,
            )
        plain = value.item() if isinstance(value, np.generic) else value
        self._changes.append((self._numbers[sheet], row + 1, column + 1, plain))
        self._sizes[sheet] = max(rows, row + 1), max(columns, column + 1)

    def computed(self, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what sheets hold, all formulas computed with the constants put in so far.

        Raises: CalculatorError if IronCalc fails, or takes more time or memory than it may.
        """
        if self._process is None:
            self._load()
        self._ask(
            later(
                "{path}: could not be calculated in the embedded calculator: {error}"
            ),
            changes=self._changes,
        )
        self._changes = []
        return {sheet: self._values(sheet) for sheet in sheets}

    def close(self) -> None:
        """Let the process go."""
        if self._process is None:
            return
        if self._formulas > _MANY:
            self._process.end()
        else:
            give_back(self._process)
        self._process = None

    def _load(self) -> None:
        default = _MEGABYTES + self._formulas * _BYTES_A_FORMULA / 1e6
        wanted = later(
            "{variable}: expected a number of megabytes above 0, found {text!r}"
        )
        memory = limit("SHEETNET_MEMORY", wanted, default)
        self._process = process()
        with scratch_folder("embedded") as folder:
            file = folder / "book.xlsx"
            write_plain(self._package, file)
            self._ask(
                later(
                    "{path}: could not be loaded in the embedded calculator: {error}"
                ),
                load=str(file),
                seconds=self._seconds,
                memory=math.ceil(memory * 1e6),
            )

    def _values(self, sheet: str) -> Grid:
        rows, columns = self._size(sheet)
        grid = np.full(rows * columns, None, dtype=np.object_)
        if grid.size:
            answer, found = self._ask(
                later("{path}: could not be read in the embedded calculator: {error}"),
                sheet=self._numbers[sheet],
                rows=rows,
                columns=columns,
            )
            numbers = np.frombuffer(found)
            there = ~np.isnan(numbers)
            grid[there] = numbers[there]
            for at, other in answer["others"]:
                grid[at] = _other(other)
        return grid.reshape(rows, columns)

    def _size(self, sheet: str) -> tuple[int, int]:
        if sheet not in self._sizes:
            hint = nearest(sheet, list(self._sizes))
            raise WorkbookError(
                "{path}: no sheet {sheet!r}; {hint}",
                path=self._package.path,
                sheet=sheet,
                hint=hint,
            )
        return self._sizes[sheet]

    def _ask(self, failed: str, **request: object) -> tuple[dict[str, Any], bytes]:
        assert self._process is not None, "it was loaded"
        try:
            return self._process.ask(request, self._seconds)
        except CalculatorError as error:
            path = self._package.path
            raise CalculatorError(failed, path=path, error=error) from error


def _other(found: bool | str | list[str]) -> bool | str | CellError | None:
    """Return what is no number as an element of a Grid.

    >>> _other(True), _other(""), str(_other(["#N/A"]))
    (True, None, '#N/A')
    """
    if isinstance(found, list):
        return CellError(*found)
    return found if isinstance(found, bool) else found or None


CALCULATOR: Calculator = Embedded()

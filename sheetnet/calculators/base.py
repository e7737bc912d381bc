"""What calculators have in common: their interface and the values they return.

Must not know any calculator.
"""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import CalculatorError, SheetnetError
from sheetnet.wording import later, placed
from sheetnet.xlsx.reading.package import Package

# Values of a sheet, anchored at A1: [0, 0] is A1. An element is None (empty, or the
# text ""), a float, a bool, a str or a CellError; dates are Excel's serial numbers.
Grid: TypeAlias = NDArray[np.object_]

# Returns the rows of a sheet: by its name, how many rows, how many columns.
ReadSheet: TypeAlias = Callable[[str, int, int], Sequence[Sequence[object]]]

DEFAULT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class CellError:
    """The value of a cell that holds an error. It is not text and equals no text.

    >>> str(CellError("#DIV/0!")), CellError("#N/A") == "#N/A"
    ('#DIV/0!', False)
    """

    code: str

    def __str__(self) -> str:
        return self.code


class Calculator(Protocol):
    """A program that can recalculate a workbook, whether or not it is here."""

    @property
    def name(self) -> str:
        """The word a user chooses it by."""

    @property
    def good_for(self) -> str:
        """What it is good for, in one line."""

    @property
    def counts_truths(self) -> bool:
        """Whether TRUE in an input counts as 1 in its sums, as it does in LibreOffice."""

    @property
    def takes_texts(self) -> bool:
        """Whether it takes a text or TRUE for a number where no application does.

        Then it is to get such inputs empty.
        """

    def version(self) -> str | None:
        """Return its version, or None if it is not on this machine."""

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after a full recalculation of the workbook.

        It sees what the package holds, and nothing else of the file. A grid ends with the
        last cell in use, which may differ between calculators.

        Raises: WorkbookError if a sheet cannot be read; CalculatorError if the program is
        missing, fails or takes too long.
        """


@dataclass(frozen=True, slots=True)
class Library:
    """A calculator that is a library of Python's, in this process, and may be missing.

    `computed` loads and computes a workbook, and lets its sheets be read.
    """

    title: str
    good_for: str
    computed: Callable[[bytes], AbstractContextManager[ReadSheet]]
    takes_texts: bool
    counts_truths: bool = False

    @property
    def name(self) -> str:
        """The library's name, which is that of its module here."""
        return self.title.lower()

    def version(self) -> str | None:
        """Return its version, without importing it."""
        return library_version(self.title)

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after all formulas were computed.

        Raises: WorkbookError if a sheet is missing or too large; CalculatorError if the
        library is missing or fails.
        """
        if self.version() is None:
            raise CalculatorError(
                "{name} is not here: pip install {name}", name=self.name
            )
        package.check_there(sheets)
        sizes = package.sizes()
        with (
            told_in_one_line(CalculatorError, placed(package.path, self.name)),
            self.computed(package.content) as read,
        ):
            return {sheet: grid_of(read(sheet, *sizes[sheet])) for sheet in sheets}


def library_version(title: str) -> str | None:
    """Return a library's name and version, without importing it; None if it is not here.

    >>> library_version("No such library")
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{title} {version(title.lower())}"
    except PackageNotFoundError:
        return None


def grid_of(rows: Sequence[Sequence[object]]) -> Grid:
    """Return rows of equal length as a grid.

    >>> grid_of([[1.0, None]]).shape, grid_of([]).shape
    ((1, 2), (0, 0))
    """
    grid = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=np.object_)
    if grid.size:
        grid[:] = rows
    return grid


def padded(grid: Grid, rows: int, columns: int) -> Grid:
    """Return the top left corner of that size; what lies beyond the grid is empty.

    >>> padded(grid_of([[1.0, 2.0]]), 2, 1).tolist()
    [[1.0], [None]]
    """
    corner = np.full((rows, columns), None, dtype=np.object_)
    part = grid[:rows, :columns]
    corner[: part.shape[0], : part.shape[1]] = part
    return corner


def time_limit(needed: float = 0.0) -> float:
    """Return the seconds a calculator may take: SHEETNET_TIMEOUT, else 120 or what is `needed`.

    Raises: CalculatorError if SHEETNET_TIMEOUT is not a positive number.
    """
    wanted = later("{variable}: expected a number of seconds above 0, found {text!r}")
    return limit("SHEETNET_TIMEOUT", wanted, max(DEFAULT_SECONDS, needed))


def limit(variable: str, wanted: str, default: float) -> float:
    """Return a limit that a variable of the environment sets.

    Raises: CalculatorError, which says what is `wanted`, if that is not a positive number.
    """
    text = os.environ.get(variable, "")
    try:
        found = float(text) if text else default
    except ValueError:
        found = math.nan
    if not 0 < found < math.inf:
        raise CalculatorError(wanted, variable=variable, text=text)
    return found


@contextmanager
def told_in_one_line(kind: type[SheetnetError], what: str) -> Iterator[None]:
    """Turn whatever a foreign library raises inside into one line of that kind."""
    try:
        yield
    except (SheetnetError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is no Exception
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise kind(f"{what}: {reason}") from error

"""What calculators have in common: their interface and the values they return.

Must not know any calculator.
"""

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import CalculatorError, SheetnetError

# Values of a sheet, anchored at A1: [0, 0] is A1. An element is None (empty, or the
# text ""), a float, a bool, a str or a CellError; dates are Excel's serial numbers.
Grid: TypeAlias = NDArray[np.object_]

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

    def version(self) -> str | None:
        """Return its version, or None if it is not on this machine."""

    def values(self, path: Path, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after a full recalculation of the workbook.

        A grid ends with the last cell in use, which may differ between calculators.

        Raises: WorkbookError if the file or a sheet cannot be read; CalculatorError if
        the program is missing, fails or takes too long.
        """


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


def time_limit() -> float:
    """Return the seconds a calculator may take: SHEETNET_TIMEOUT, else 120.

    Raises: CalculatorError if SHEETNET_TIMEOUT is not a positive number.
    """
    text = os.environ.get("SHEETNET_TIMEOUT", "")
    try:
        seconds = float(text) if text else DEFAULT_SECONDS
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise CalculatorError(
            f"SHEETNET_TIMEOUT: expected a number of seconds, found {text!r}"
        )
    return seconds


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

"""The embedded calculator: formualizer, a spreadsheet engine in this very process.

Must not know networks or plans. It computes in memory and never writes a file.
A formula nested thousands deep can end the process, and no Python code can prevent
it: check formulas before a file comes here.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sheetnet.calculators.base import (
    Calculator,
    CellError,
    Grid,
    grid_of,
    library_version,
    time_limit,
    told_in_one_line,
)
from sheetnet.errors import CalculatorError, WorkbookError, nearest
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.safety import MAX_BYTES

if TYPE_CHECKING:
    from formualizer import Workbook

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

# What formualizer may unpack. Its own default for one part, 128 MiB, refuses sheets
# from about 1.5 million formulas on; everything beyond these is refused with an error.
LOAD_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "max_input_bytes": MAX_BYTES,
        "max_part_bytes": 1024 * 2**20,
        "max_expanded_bytes": 2048 * 2**20,
    }
)

_CODES = {
    "Calc": "#CALC!",
    "Circ": "#CIRC!",
    "Div": "#DIV/0!",
    "NImpl": "#N/IMPL!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Spill": "#SPILL!",
    "Value": "#VALUE!",
}


class Embedded:
    """formualizer behind the interface of a calculator."""

    name: ClassVar[str] = "embedded"
    good_for: ClassVar[str] = "every check: no other program needed, and the fastest"
    counts_truths: ClassVar[bool] = False
    takes_texts: ClassVar[bool] = True

    def version(self) -> str | None:
        """Return formualizer's version, without importing it."""
        return library_version("formualizer")

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after all formulas were computed."""
        session = EmbeddedSession(package)
        session.evaluate()
        return {sheet: session.values(sheet) for sheet in sheets}


class EmbeddedSession:
    """A workbook in memory: change an input, recalculate, read. The file stays as it is.

    Rows and columns count from 0, as in a Grid. Not for use by two threads at once.
    """

    def __init__(self, package: Package) -> None:
        """Load a workbook; formulas have no values before `evaluate`.

        Raises: WorkbookError if a sheet is too large; CalculatorError if formualizer
        cannot load it.
        """
        self._path = package.path
        self._sizes = package.sizes()
        self._workbook = _load(package)

    def set_value(
        self, sheet: str, row: int, column: int, value: float | bool | str | None
    ) -> None:
        """Put a constant into a cell, over a formula too; None empties the cell.

        Raises: WorkbookError if there is no such sheet; CalculatorError if no such cell.
        """
        rows, columns = self._size(sheet)
        # formualizer makes an unknown sheet, and panics on a far column.
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            raise CalculatorError(
                f"{self._path}: no cell at row {row}, column {column}"
            )
        plain = value.item() if isinstance(value, np.generic) else value
        with told_in_one_line(CalculatorError, self._failed("take a value")):
            self._workbook.set_value(sheet, row + 1, column + 1, plain)
        self._sizes[sheet] = max(rows, row + 1), max(columns, column + 1)

    def evaluate(self) -> None:
        """Compute every formula that depends on what has changed; at first, all.

        Raises: CalculatorError if formualizer fails or takes longer than the limit.
        """
        with told_in_one_line(CalculatorError, self._failed("be calculated")):
            self._workbook.evaluate_all()

    def values(self, sheet: str) -> Grid:
        """Return the values of a sheet as of the last evaluation."""
        from formualizer import RangeAddress

        rows, columns = self._size(sheet)
        if not rows:
            return grid_of([])
        with told_in_one_line(CalculatorError, self._failed("be read")):
            area = RangeAddress(sheet, 1, 1, rows, columns)
            found = self._workbook.sheet(sheet).get_values(area)
        return grid_of([[_value(value) for value in row] for row in found])

    def _size(self, sheet: str) -> tuple[int, int]:
        if sheet not in self._sizes:
            hint = nearest(sheet, list(self._sizes))
            raise WorkbookError(f"{self._path}: no sheet {sheet!r}; {hint}")
        return self._sizes[sheet]

    def _failed(self, to_do: str) -> str:
        return f"{self._path}: could not {to_do} in the embedded calculator"


def _load(package: Package) -> "Workbook":
    from formualizer import EvaluationConfig, Workbook, WorkbookConfig

    settings = EvaluationConfig()
    settings.max_eval_time_ms = math.ceil(1000 * time_limit())
    with told_in_one_line(
        CalculatorError,
        f"{package.path}: could not be loaded by the embedded calculator",
    ):
        workbook = Workbook.from_bytes(
            package.content,
            config=WorkbookConfig(eval_config=settings),
            load_limits=dict(LOAD_LIMITS),
        )
        # Dates as Excel's numbers instead of datetime objects.
        workbook.set_temporal_egress("serial")
        return workbook


def _value(value: object) -> float | bool | str | CellError | None:
    """Return a value of formualizer's as an element of a Grid.

    >>> _value(1), _value(True), _value(""), str(_value({"type": "Error", "kind": "Na"}))
    (1.0, True, None, '#N/A')
    """
    match value:
        case float() | bool() | None:
            return value
        case str():
            return value or None
        case int():
            return float(value)
        case {"type": "Error", "kind": str(kind)}:
            return CellError(_CODES.get(kind, f"#{kind.upper()}!"))
        case _:
            raise CalculatorError(f"expected a value of one cell, found {value!r:.60}")


CALCULATOR: Calculator = Embedded()

"""CellRune, a second opinion: a calculator in this process that rounds as Excel does.

Must not know networks or plans. An optional extra: `pip install sheetnet[calculators]`.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, ClassVar

from sheetnet.calculators.base import (
    Calculator,
    CellError,
    Grid,
    grid_of,
    told_in_one_line,
)
from sheetnet.errors import CalculatorError
from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.package import opened

# Its own limit is reached by a network of 350,000 formulas.
_EDGES = 200_000_000


class CellRune:
    """CellRune behind the interface of a calculator."""

    name: ClassVar[str] = "cellrune"
    good_for: ClassVar[str] = (
        "a second opinion; sets tiny differences to 0, as Excel does"
    )
    counts_truths: ClassVar[bool] = False

    def version(self) -> str | None:
        """Return its version, without importing it."""
        try:
            return f"CellRune {version('cellrune')}"
        except PackageNotFoundError:
            return None

    def values(self, path: Path, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after all formulas were computed.

        Raises: WorkbookError if it is no .xlsx; CalculatorError if CellRune is missing
        or fails.
        """
        if self.version() is None:
            raise CalculatorError("cellrune is not here: pip install cellrune")
        from cellrune import Workbook

        with opened(path) as package:
            sizes = {sheet: package.size(sheet) for sheet in package.sheets}
            content = package.calculable
        with (
            told_in_one_line(CalculatorError, f"{path}: cellrune"),
            Workbook.from_bytes(content) as book,
        ):
            book.calculate(calculation_limits={"max_dependency_edges": _EDGES})
            return {sheet: _grid(book, sheet, sizes[sheet]) for sheet in sheets}


def _grid(book: Any, sheet: str, size: tuple[int, int]) -> Grid:  # noqa: ANN401
    rows, columns = size
    if not rows:
        return grid_of([])
    found = book.read_values(sheet, "A1", a1(rows, columns))
    return grid_of([[_value(one) for one in row] for row in found])


def _value(found: Mapping[str, Any]) -> float | bool | str | CellError | None:
    """Return a value of CellRune's as an element of a Grid.

    >>> _value({"kind": "number", "value": 1}), _value({"kind": "text", "value": ""})
    (1.0, None)
    """
    match found["kind"]:
        case "number":
            return float(found["value"])
        case "text":
            return found["value"] or None
        case "logical":
            return bool(found["value"])
        case "blank":
            return None
        case "error":
            return CellError(str(found.get("value") or found.get("code")))
        case "unavailable" if "limit" in found:
            raise CalculatorError(f"beyond its limit {found['limit']}")
    return CellError("#N/IMPL!")


CALCULATOR: Calculator = CellRune()

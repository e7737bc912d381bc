"""IronCalc, a third opinion: a spreadsheet engine in this process.

Must not know networks or plans. An optional extra: `pip install sheetnet[calculators]`.
"""

from collections.abc import Sequence
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
from sheetnet.files.writing import scratch_folder
from sheetnet.xlsx.reading.package import opened

_ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#ERROR!", "#N/IMPL!",
           "#SPILL!", "#CALC!", "#CIRC!", "#NULL!")  # fmt: skip


class IronCalc:
    """IronCalc behind the interface of a calculator."""

    name: ClassVar[str] = "ironcalc"
    good_for: ClassVar[str] = "a third opinion"
    counts_truths: ClassVar[bool] = False

    def version(self) -> str | None:
        """Return its version, without importing it."""
        try:
            return f"IronCalc {version('ironcalc')}"
        except PackageNotFoundError:
            return None

    def values(self, path: Path, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after all formulas were computed.

        Raises: WorkbookError if it is no .xlsx; CalculatorError if IronCalc is missing
        or fails.
        """
        if self.version() is None:
            raise CalculatorError("ironcalc is not here: pip install ironcalc")
        from ironcalc import load_from_xlsx

        with opened(path) as package:
            sizes = {sheet: package.size(sheet) for sheet in package.sheets}
            content = package.of_numbers
        with (
            told_in_one_line(CalculatorError, f"{path}: ironcalc"),
            scratch_folder("ironcalc") as folder,
        ):
            # Of the bytes that were checked: the file may have been replaced.
            (folder / "book.xlsx").write_bytes(content)
            model = load_from_xlsx(str(folder / "book.xlsx"), "en", "UTC", "en")
            model.evaluate()
            numbers = [one["name"] for one in model.get_worksheets_properties()]
            return {
                sheet: _grid(model, numbers.index(sheet), sizes[sheet])
                for sheet in sheets
            }


def _grid(model: Any, sheet: int, size: tuple[int, int]) -> Grid:  # noqa: ANN401
    rows, columns = size
    return grid_of(
        [
            [_value(model, sheet, row, column) for column in range(1, columns + 1)]
            for row in range(1, rows + 1)
        ]
    )


def _value(
    model: Any,  # noqa: ANN401
    sheet: int,
    row: int,
    column: int,
) -> float | bool | str | CellError | None:
    found = model.get_cell_value(sheet, row, column)
    if isinstance(found, bool) or found is None:
        return found
    if isinstance(found, int | float):
        return float(found)
    text = str(found)
    return CellError(text) if text in _ERRORS else text or None


CALCULATOR: Calculator = IronCalc()

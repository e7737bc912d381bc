"""The values stored in an .xlsx file, by python-calamine. Calculates nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from math import isfinite
from typing import Any

from sheetnet.calculators.base import CellError, Grid, grid_of, padded, told_in_one_line
from sheetnet.errors import WorkbookError
from sheetnet.wording import worded
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.sheet.scanned import Position

# What a cell holds in Excel.
MAX_TEXT = 32_767

_DAY_ZERO = datetime(1899, 12, 30)


def read_grids(package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
    """Return the values of sheets as they stand in the file.

    Raises: WorkbookError if a sheet cannot be read, or is too large.
    """
    # Sizes before python-calamine sees the file: it would make the rectangle up to a
    # single far cell in memory.
    for sheet in sheets:
        package.size(sheet)
    rows = _rows(package, sheets)
    return {sheet: _grid(package, sheet, rows[sheet]) for sheet in sheets}


def _rows(package: Package, sheets: Sequence[str]) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    with (
        told_in_one_line(
            WorkbookError, worded("{path}: cannot be read as .xlsx", path=package.path)
        ),
        CalamineWorkbook.from_filelike(BytesIO(package.content)) as workbook,
    ):
        return {
            sheet: workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for sheet in sheets
        }


def _grid(package: Package, sheet: str, rows: list[list[Any]]) -> Grid:
    """Return the rows as a grid, set right where python-calamine is not exact.

    It returns error cells as empty, and rounds a number formatted as a date to a
    millisecond (or to 0 if negative): these are taken from the XML.
    """
    dates = _tidy(rows)
    grid = padded(grid_of(rows), *package.size(sheet))
    for position, text in package.texts(sheet, dates).items():
        grid[position] = _serial(text) if position in dates else CellError(text)
    return grid


def _tidy(rows: list[list[Any]]) -> set[Position]:
    """Make empty text None and integers floats; return where there are dates.

    A file may hold `inf` or `nan`, which no spreadsheet takes for a number.
    """
    dates = set()
    for row, values in enumerate(rows):
        if not any(values) and values.count("") == len(values):
            values[:] = [None] * len(values)
            continue
        for column, value in enumerate(values):
            kind = type(value)
            if kind is float:  # as nearly all are
                if not isfinite(value):
                    values[column] = CellError(str(value))
            elif value == "":
                values[column] = None
            elif kind is int:
                values[column] = float(value)
            elif kind is str and len(value) > MAX_TEXT:
                raise WorkbookError(
                    "row {row} holds a text of {count:,} characters; {max_text:,} are"
                    " possible",
                    row=row + 1,
                    count=len(value),
                    max_text=MAX_TEXT,
                )
            elif kind is not str and kind is not bool:
                dates.add((row, column))
    return dates


def _serial(text: str) -> float:
    """Return Excel's number of a date as written in a cell: days since 1899-12-30.

    >>> _serial("45293.5"), _serial("2024-01-02T12:00:00Z")
    (45293.5, 45293.5)
    """
    try:
        return float(text)
    except ValueError:
        date = datetime.fromisoformat(text).replace(tzinfo=None)
        return (date - _DAY_ZERO) / timedelta(days=1)

"""Workbooks as data: the cells of one sheet, by python-calamine, bounded before it looks."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from sheetnet.errors import DataError, nearest
from sheetnet.spec.data.cells import MAX_FIELDS, Cell, Grid


def cells_of_sheet(path: Path, content: bytes, wanted: str | None) -> Grid:
    """Return the cells of a sheet, the first one with a table unless one is named.

    Raises: DataError where the file is no workbook, or too large, or has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _check_archive(path, content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _grid(path, workbook, wanted)
    except (CalamineError, OSError, ValueError) as error:
        raise DataError(f"{path}: {_said(error)}") from None


def _check_archive(path: Path, content: bytes) -> None:
    """Refuse an archive that would unpack without bound."""
    if not content.startswith(b"PK"):
        return
    from sheetnet.xlsx.reading.safety import RefusedError, open_archive

    try:
        open_archive(content).close()
    except (RefusedError, BadZipFile) as error:
        raise DataError(f"{path}: is no workbook that can be read: {error}") from None


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())[:120]
    if "password" in text.lower() or "encrypt" in text.lower():
        return "is protected by a password; save it without one"
    return (
        "is no workbook that can be read; expected CSV, or a workbook (.xlsx, .xls,"
        f" .xlsb, .ods) ({text})"
    )


def _grid(path: Path, workbook: Any, wanted: str | None) -> Grid:  # noqa: ANN401
    names: list[str] = workbook.sheet_names
    notes: list[str] = []
    if wanted is not None and wanted not in names:
        raise DataError(
            f"{path}: data.sheet: no sheet {wanted!r}; {nearest(wanted, names)}"
        )
    filled: list[tuple[str, list[list[Any]]]] = []
    for name in names if wanted is None else [wanted]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MAX_FIELDS:
            raise DataError(f"{path}: sheet {name!r}: more than {MAX_FIELDS:,} cells")
        rows = sheet.to_python(skip_empty_area=False)
        if any(cell != "" for row in rows for cell in row):
            filled.append((name, rows))
    if not filled:
        raise DataError(f"{path}: expected a table, found empty sheets only")
    name, rows = filled[0]
    if len(filled) > 1:
        others = ", ".join(repr(one) for one, _ in filled[1:4])
        notes.append(
            f'Read from the sheet {name!r}; sheet = "…" names another: {others}.'
        )
    return _trimmed(rows, notes)


def _trimmed(rows: list[list[Any]], notes: list[str]) -> Grid:
    """Return the rows as cells, without the empty columns at the left."""
    cells = [[_cell(one) for one in row] for row in rows]
    left = min(
        (
            next((at for at, one in enumerate(row) if one != ""), len(row))
            for row in cells
        ),
        default=0,
    )
    numbers = list(range(1, len(cells) + 1))
    return Grid([row[left:] for row in cells], numbers, "row", "", tuple(notes))


def _cell(value: Any) -> Cell:  # noqa: ANN401
    """Return a number as a number; dates and truth as the text that people read."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if whole else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)

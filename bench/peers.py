"""The peers: writers of workbooks, each as its own documentation uses it for many cells.

They get rows of formulas ready-made, and write one sheet of them.
"""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from sheetnet.workbook.address import letters

# The number of a row, and column and formula of each of its cells.
Rows = list[tuple[int, list[tuple[int, str]]]]
# One value for all cells, by those that take one.
_VALUE = 0.123456789


def stock_openpyxl(rows: Rows, path: Path) -> None:
    """openpyxl as its tutorial uses it: a cell object each; no values possible."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row, cells in rows:
        for column, formula in cells:
            sheet.cell(row, column, "=" + formula)
    book.save(path)


def openpyxl_write_only(rows: Rows, path: Path) -> None:
    """openpyxl's fast mode: rows appended and forgotten; no values possible."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in _lines(rows):
        sheet.append(line)
    book.save(path)


def xlsxwriter(rows: Rows, path: Path) -> None:
    """XlsxWriter with constant memory, formulas with a value."""
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    for row, cells in rows:
        for column, formula in cells:
            sheet.write_formula(row - 1, column - 1, "=" + formula, None, _VALUE)
    book.close()


def rust_xlsxwriter(rows: Rows, path: Path) -> None:
    """rust_xlsxwriter by its binding, the whole sheet in memory; it writes 0 as value."""
    from rvgsrust_xlsxwriter import Workbook

    book = Workbook()
    sheet = book.add_worksheet()
    for row, cells in rows:
        for column, formula in cells:
            sheet.write_formula(row - 1, column - 1, "=" + formula)
    book.close(str(path))


def pyexcelerate(rows: Rows, path: Path) -> None:
    """PyExcelerate, a list of lists; no values. It escapes no formula, so they come escaped."""
    from pyexcelerate import Workbook

    book = Workbook()
    lines = [[text and escape(text) for text in line] for line in _lines(rows)]
    book.new_sheet("Training", data=lines)
    book.save(str(path))


def plain_rows(rows: Rows, path: Path) -> None:
    """A plain writer: f-strings into zipfile at level 6, with a value."""
    with plain_sheet(path) as file:
        for row, cells in rows:
            text = "".join(
                f'<c r="{letters(column)}{row}" s="5"><f>{escape(formula)}</f>'
                f"<v>{_VALUE!r}</v></c>"
                for column, formula in cells
            )
            file.write(f'<row r="{row}">{text}</row>'.encode())


@contextmanager
def plain_sheet(path: Path) -> Iterator[IO[bytes]]:
    """Open a zip, level 6, that holds nothing but a sheet, for its rows."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        yield sheet
        sheet.write(b"</sheetData></worksheet>")


def _lines(rows: Rows) -> Iterator[list[str | None]]:
    """Yield every row from the first on, every cell of it, empty ones too."""
    at = 1
    for row, cells in rows:
        for _ in range(at, row):
            yield []
        line: list[str | None] = [None] * cells[-1][0]
        for column, formula in cells:
            line[column - 1] = "=" + formula
        yield line
        at = row + 1


PEERS: dict[str, Callable[[Rows, Path], None]] = {
    "openpyxl": stock_openpyxl,
    "openpyxl write-only": openpyxl_write_only,
    "XlsxWriter": xlsxwriter,
    "rust_xlsxwriter": rust_xlsxwriter,
    "PyExcelerate": pyexcelerate,
    "f-strings, zipfile": plain_rows,
}

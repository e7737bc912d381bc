"""A workbook set up so that each sheet prints on one page: for pictures of it."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

# What a person sees at first: so many rows, and columns up to such a width in characters.
_ROWS, _WIDTH = 75, 215.0
_DEFAULT_WIDTH = 8.43
_OVERFLOW = 4


def one_page_a_sheet(
    content: bytes, target: Path, areas: Mapping[str, str] | None = None
) -> list[str]:
    """Copy a workbook with one page for each visible sheet; return their names.

    `areas` says which sheets, and which part of each; without it all, their first part.
    """
    book = load_workbook(BytesIO(content))
    names = []
    for sheet in book.worksheets:
        wanted = areas is None or sheet.title in areas
        if sheet.sheet_state != "visible" or not wanted:
            sheet.sheet_state = "hidden"
            sheet.print_area = None
            continue
        names.append(sheet.title)
        _one_page(sheet, areas[sheet.title] if areas else _first_part(sheet))
    book.active = book.sheetnames.index(names[0])
    book.save(target)
    return names


def _one_page(sheet: Worksheet, area: str) -> None:
    sheet.print_area = area
    sheet.print_title_rows = sheet.print_title_cols = None
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.scale = None
    sheet.page_setup.fitToHeight = sheet.page_setup.fitToWidth = 1
    sheet.oddFooter.center.text = None


def _first_part(sheet: Worksheet) -> str:
    # Headings reach over the cells at their right.
    last_column, last_row = sheet.max_column + _OVERFLOW, sheet.max_row
    if sheet.print_area:
        _, _, last_column, last_row = range_boundaries(sheet.print_area.split("!")[-1])
    # Charts stand beside a table and reach further than its cells.
    charts = [chart.anchor for chart in sheet._charts]
    last_row = max([last_row, *(anchor._from.row + 18 for anchor in charts)])
    last_column = max([last_column, *(anchor._from.col + 11 for anchor in charts)])
    width, column = 0.0, 0
    while column < last_column and width < _WIDTH:
        column += 1
        held = sheet.column_dimensions.get(get_column_letter(column))
        width += held.width if held is not None else _DEFAULT_WIDTH
    return f"A1:{get_column_letter(max(column, 1))}{min(last_row, _ROWS)}"

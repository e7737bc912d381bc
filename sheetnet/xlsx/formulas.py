"""The formulas of a sheet, as they stand in the file.

Reads what any application saved: formulas written out, or shared by a range. A pull
through expat, since openpyxl takes ten times as long.
"""

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from sheetnet.errors import WorkbookError
from sheetnet.workbook.address import column_number, to_a1, to_r1c1

Place = tuple[int, int]  # row and column, both from 1

# An array formula or a data table is nothing that sheetnet writes.
_FOREIGN_KINDS = ("array", "dataTable")


@dataclass(slots=True)
class _Sheet:
    """What has been found so far, and the formula being read."""

    formulas: dict[Place, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    text: list[str] | None = None
    kind: str = ""
    share: str = ""


def read_formulas(stream: IO[bytes], where: str) -> dict[Place, str]:
    """Return the formula of each cell that has one, without "=".

    Raises: WorkbookError where the sheet is not XML or declares entities.
    """
    sheet = _Sheet()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition("}")[2]
        if element == "c":
            _enter_cell(sheet, attributes)
        elif element == "f":
            sheet.text = []
            sheet.kind = attributes.get("t", "")
            sheet.share = attributes.get("si", "") if sheet.kind == "shared" else ""
            parser.CharacterDataHandler = sheet.text.append
            parser.EndElementHandler = end
        elif element == "row":
            sheet.row = int(attributes.get("r", sheet.row + 1))
            sheet.column = 0

    def end(_name: str) -> None:
        # Handlers only inside a formula: values are most of a sheet, and not for us.
        parser.CharacterDataHandler = parser.EndElementHandler = None
        _leave_formula(sheet)

    def refuse(*_: object) -> None:
        raise WorkbookError(f"{where}: declares a document type; refused")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, ValueError) as error:
        raise WorkbookError(f"{where}: is not a sheet's XML: {error}") from error
    return sheet.formulas


def _enter_cell(sheet: _Sheet, attributes: dict[str, str]) -> None:
    reference = attributes.get("r")
    if reference is None:
        sheet.column += 1
    else:
        letters = reference.rstrip("0123456789")
        sheet.column = column_number(letters)
        sheet.row = int(reference[len(letters) :])


def _leave_formula(sheet: _Sheet) -> None:
    text = "".join(sheet.text or ())
    if sheet.share:
        if text:
            sheet.shared[sheet.share] = to_r1c1(text, sheet.row, sheet.column)
        else:
            text = to_a1(sheet.shared.get(sheet.share, ""), sheet.row, sheet.column)
    elif sheet.kind in _FOREIGN_KINDS:
        text = f"{{{text}}}"
    sheet.formulas[sheet.row, sheet.column] = text

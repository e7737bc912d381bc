"""A file of any kind that people keep tables in → rows of cells."""

from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.files.reading import read_file
from sheetnet.spec.data.grid.cells import Grid
from sheetnet.spec.data.grid.encodings import text_of
from sheetnet.spec.data.grid.formats import is_spreadsheet, refuse_other
from sheetnet.spec.data.grid.separators import rows_of_text
from sheetnet.spec.schema import DataSpec

MAX_DATA_BYTES = 64_000_000


def grid_of(path: Path, spec: DataSpec) -> Grid:
    """Return the cells of a file, by what it is and not by its name.

    Raises: DataError where it is no table that can be read.
    """
    content = read_file(path, MAX_DATA_BYTES, DataError)
    if is_spreadsheet(content):
        from sheetnet.spec.data.grid.spreadsheets import rows_of_sheet

        return rows_of_sheet(path, content, spec.sheet)
    refuse_other(path, content)
    if spec.sheet is not None:
        raise DataError(
            "{path}: data.sheet: is no workbook, and has no sheets", path=path
        )
    text, note, encoding = text_of(path, content, spec.encoding)
    grid = rows_of_text(path, text, spec.separator)
    notes = (note, *grid.notes) if note else grid.notes
    return Grid(grid.rows, grid.lines, grid.unit, grid.separator, notes, encoding)

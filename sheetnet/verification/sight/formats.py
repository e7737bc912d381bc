"""Number formats, hidden rows and columns, merged cells: is each planned number to be seen?"""

from collections.abc import Iterator

from sheetnet.verification.book.opening import Opened, bands_of
from sheetnet.verification.naming import named
from sheetnet.verification.sight.found import Sight
from sheetnet.workbook.address import Area, area_of, letters
from sheetnet.workbook.plan import Sheet
from sheetnet.workbook.styles import STYLES
from sheetnet.xlsx.reading.looks import INVISIBLE
from sheetnet.xlsx.reading.number_formats import shows
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.scanned import Place, Scan

# So many merged areas are looked at, and of each so many rows and columns.
_MOST_MERGED, _MOST_LINES = 1_000, 100


def check_formats(
    book: Opened, sheet: Sheet, looks: Scan, package: Package, found: Sight
) -> None:
    """Look at planned numbers in formats that do not plainly show them."""
    planned = _styles(sheet)
    unseen = []
    for place, number in looks.styled.items():
        code = package.looks.doubtful[number]
        style = planned.get(_in_first(sheet, place))
        if style is None or _bare(STYLES[style].number_format) == _bare(code):
            continue
        where = book.address(sheet.key, *place)
        if code == INVISIBLE or shows(code) == "nothing":
            unseen.append(where)
        else:
            found.problems.append(
                f"{where} shows another number than it holds, by its format {code:.40}"
            )
    if unseen:
        found.notes.append(f"numbers are hidden, by their formats: {named(unseen)}")
    _check_conditional(book, sheet, looks, package, found)


def _bare(code: str) -> str:
    """Return a format without what marks its texts as such: applications differ on it.

    >>> _bare('"✓";"✗"') == _bare("\\\\✓;\\\\✗")
    True
    """
    return code.replace('"', "").replace("\\", "")


def _styles(sheet: Sheet) -> dict[Place, str]:
    """Return the style of each planned number, of the first strip and band."""
    return {
        (cell.row, cell.column): cell.style
        for cell in sheet.cells
        if cell.value or cell.formula is not None
    }


def _in_first(sheet: Sheet, place: Place) -> Place:
    """Return where a cell's pattern stands, in the first strip and band."""
    row, column = place
    down, across = sheet.down, sheet.across
    if down and row >= down.first:
        row = down.first + (row - down.first) % down.step
    if across and column >= across.first:
        column = across.first + (column - across.first) % across.step
    return row, column


def _check_conditional(
    book: Opened, sheet: Sheet, looks: Scan, package: Package, found: Sight
) -> None:
    """Look at number formats that are there under a condition."""
    planned = {STYLES[one.style].number_format for one in sheet.where}
    for area, number in looks.conditional:
        code = package.looks.conditional.get(number, "General")
        if code not in planned and shows(code) == "other":
            found.problems.append(
                f"{book.names[sheet.key]}!{area:.40} shows other numbers than it holds,"
                f" by the format {code:.40} of a condition"
            )


def hidden(book: Opened, sheet: Sheet, looks: Scan, bands: int) -> Iterator[str]:
    """Yield notes on rows and columns that are hidden beyond the plan."""
    name = book.names[sheet.key]
    rows = {cell.row for cell in sheet.cells}
    hidden = [row for row in looks.hidden_rows if _shown(sheet, row, rows, bands)]
    if hidden:
        yield f"{len(hidden)} planned rows of {name} are hidden; the first is {hidden[0]}"
    columns = {_in_first(sheet, (1, cell.column))[1] for cell in sheet.cells}
    last = book.saved[sheet.key].shape[1]
    covered = [
        letters(column)
        for first, end in looks.hidden_columns
        for column in range(first, min(end, last) + 1)
        if column not in sheet.hidden_columns
        and _in_first(sheet, (1, column))[1] in columns
    ]
    if covered:
        yield f"planned columns of {name} are hidden: {named(covered)}"


def _shown(sheet: Sheet, row: int, rows: set[int], bands: int) -> bool:
    """Tell whether the plan shows a row; those of later bands fold under a heading."""
    down = bands_of(sheet, bands)
    if down is None or row < down.first:
        return row in rows
    band, offset = divmod(row - down.first, down.step)
    if band >= down.count:
        return row in rows
    return not (sheet.fold and band and offset) and down.first + offset in rows


def merged(book: Opened, sheet: Sheet, looks: Scan) -> Iterator[str]:
    """Yield a note on merged areas that cover planned cells."""
    planned = _styles(sheet)
    covering = []
    for area in looks.merged[:_MOST_MERGED]:
        cells = _cells_of(area_of(area))
        if sum(_in_first(sheet, cell) in planned for cell in cells) > 1:
            covering.append(f"{book.names[sheet.key]}!{area:.30}")
    if covering:
        yield f"merged areas cover planned cells: {named(covering)}"


def _cells_of(area: Area) -> Iterator[Place]:
    for row in range(min(area.rows, _MOST_LINES + 1)):
        for column in range(min(area.columns, _MOST_LINES + 1)):
            yield area.row + row, area.column + column

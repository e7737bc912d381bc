"""Number formats, hidden rows and columns, merged cells: is each planned number to be seen?"""

from collections.abc import Iterator

from sheetnet.verification.book.opening import Opened, bands_of
from sheetnet.verification.naming import named
from sheetnet.verification.sight.found import Sight
from sheetnet.wording import counted, worded
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, Area, area_of, letters
from sheetnet.workbook.drawing.styles import STYLES, WHITE
from sheetnet.workbook.plan import Repeat, Sheet
from sheetnet.xlsx.reading.looks import INVISIBLE
from sheetnet.xlsx.reading.number_formats import shows
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.sheet.formulas import Place
from sheetnet.xlsx.reading.sheet.scanned import Dress, Scan

# So many merged areas are looked at, and of each so many rows and columns.
_MOST_MERGED, _MOST_LINES = 1_000, 100


def check_formats(
    book: Opened,
    sheet: Sheet,
    looks: Scan,
    package: Package,
    bands: int,
    found: Sight,
) -> None:
    """Look at planned numbers in formats that do not plainly show them."""
    planned = _styles(sheet) if looks.styled else {}
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
                worded(
                    "{where} shows another number than it holds, by its format"
                    " {code:.40}",
                    where=where,
                    code=code,
                )
            )
    if unseen:
        found.notes.append(
            counted(
                len(unseen),
                "a number is hidden, by its format: {cells}",
                "numbers are hidden, by their formats: {cells}",
                cells=named(unseen),
            )
        )
    _check_conditional(book, sheet, looks, package, bands, found)


def _bare(code: str) -> str:
    """Return a format without what marks its texts as such: applications differ on it.

    >>> _bare('"✓";"✗"') == _bare("\\\\✓;\\\\✗")
    True
    """
    return code.replace('"', "").replace("\\", "")


def _styles(sheet: Sheet) -> dict[Place, str]:
    """Return the style of each planned number, of the first strip and band."""
    return {
        place: cell.style
        for cell in sheet.cells
        if cell.value or cell.formula is not None
        for place in cell.places()
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
    book: Opened,
    sheet: Sheet,
    looks: Scan,
    package: Package,
    bands: int,
    found: Sight,
) -> None:
    """Look at formats and inks that planned numbers have under a condition."""
    known = package.looks.conditional
    dressed = [(area, known.get(number, Dress())) for area, number in looks.conditional]
    unseen = []
    for area, dress in (*dressed, *looks.dressed):
        if _hides_as_planned(sheet, area, dress):
            continue
        code = "" if _is_planned(sheet, dress.code) else dress.code
        shown = shows(code) if code else "number"
        if shown == "number" and not (dress.ink or dress.ground):
            continue
        styles = _styles_within(sheet, area, bands)
        where = f"{book.names[sheet.key]}!{area:.40}"
        if styles and shown == "other":
            found.problems.append(
                worded(
                    "{where} shows other numbers than it holds, by the format"
                    " {code:.40} of a condition",
                    where=where,
                    code=code,
                )
            )
        elif styles and (shown == "nothing" or _vanish(styles, dress)):
            unseen.append(where)
    if unseen:
        found.notes.append(
            worded(
                "numbers are hidden under a condition: {unseen}", unseen=named(unseen)
            )
        )


def _hides_as_planned(sheet: Sheet, area: str, dress: Dress) -> bool:
    """Tell whether a condition that shows nothing is planned, right here."""
    return any(
        shows(style.number_format) == "nothing"
        and _bare(style.number_format) == _bare(dress.code)
        and dress.ink in ("", style.ink)
        and not dress.ground
        for one in sheet.where
        if one.area.a1() == area and (style := STYLES[one.style])
    )


def _is_planned(sheet: Sheet, code: str) -> bool:
    """Tell whether a condition's format is planned: one that shows its numbers."""
    planned = {STYLES[one.style].number_format for one in sheet.where}
    return _bare(code) in {_bare(one) for one in planned if shows(one) != "nothing"}


def _styles_within(sheet: Sheet, areas: str, bands: int) -> set[str]:
    """Return the styles of the planned numbers that stand in some areas."""
    down, across, styles = bands_of(sheet, bands), sheet.across, set()
    for text in areas.split():
        area = _area(text)
        left, (bottom, right) = area.column, area.last
        styles |= {
            cell.style
            for cell in sheet.cells
            if (cell.value or cell.formula is not None)
            and _any_meets(cell.rows(), down if cell.down else None, area.row, bottom)
            and _any_meets(cell.columns(), across if cell.across else None, left, right)
        }
    return styles


def _area(text: str) -> Area:
    """Return an area; what is told otherwise may be the whole sheet."""
    try:
        return area_of(text)
    except ValueError:
        return Area(1, 1, MAX_ROW, MAX_COLUMN)


def _any_meets(places: list[int], repeat: Repeat | None, low: int, high: int) -> bool:
    return any(_meets(at, repeat, low, high) for at in places)


def _meets(at: int, repeat: Repeat | None, low: int, high: int) -> bool:
    """Tell whether a row or a column, or one of its repetitions, lies from low to high.

    >>> _meets(18, Repeat(14, 5, 12), 40, 42), _meets(18, Repeat(14, 2, 12), 40, 42)
    (True, False)
    """
    if repeat is None:
        return low <= at <= high
    number = max(0, -((at - low) // repeat.step))
    return number < repeat.count and low <= at + number * repeat.step <= high


def _vanish(styles: set[str], dress: Dress) -> bool:
    """Tell whether numbers of a style take the ink of their ground by a conditional format."""
    return any(
        (dress.ink or STYLES[style].ink)
        == (dress.ground or STYLES[style].fill or WHITE)
        for style in styles
    )


def hidden(book: Opened, sheet: Sheet, looks: Scan, bands: int) -> Iterator[str]:
    """Yield notes on rows and columns that are hidden beyond the plan."""
    name = book.names[sheet.key]
    rows = {row for cell in sheet.cells for row in cell.rows()}
    hidden = [row for row in looks.hidden_rows if _shown(sheet, row, rows, bands)]
    if hidden:
        yield counted(
            len(hidden),
            "{count} planned row of {name} is hidden: {first}",
            "{count} planned rows of {name} are hidden; the first is {first}",
            name=name,
            first=hidden[0],
        )
    columns = {at for cell in sheet.cells for at in cell.columns()}
    columns = {_in_first(sheet, (1, at))[1] for at in columns}
    last = book.saved[sheet.key].shape[1]
    covered = [
        letters(column)
        for first, end in looks.hidden_columns
        for column in range(first, min(end, last) + 1)
        if column not in sheet.hidden_columns
        and _in_first(sheet, (1, column))[1] in columns
    ]
    if covered:
        yield counted(
            len(covered),
            "a planned column of {name} is hidden: {columns}",
            "planned columns of {name} are hidden: {columns}",
            name=name,
            columns=named(covered),
        )


def _shown(sheet: Sheet, row: int, rows: set[int], bands: int) -> bool:
    """Tell whether the plan shows a row; those of later bands fold under a heading."""
    if any(first <= row <= last for first, last in sheet.folded_rows):
        return False
    down = bands_of(sheet, bands)
    if down is None or row < down.first:
        return row in rows
    band, offset = divmod(row - down.first, down.step)
    if band >= down.count:
        return row in rows
    return (
        not (sheet.fold and band and offset >= sheet.fold)
        and down.first + offset in rows
    )


def merged(book: Opened, sheet: Sheet, looks: Scan) -> Iterator[str]:
    """Yield a note on merged areas that cover planned cells."""
    planned = _styles(sheet)
    covering = []
    ours = {area.a1() for area in sheet.merged}
    for area in looks.merged[:_MOST_MERGED]:
        if area in ours:
            continue
        cells = _cells_of(area_of(area))
        if sum(_in_first(sheet, cell) in planned for cell in cells) > 1:
            covering.append(f"{book.names[sheet.key]}!{area:.30}")
    if covering:
        yield counted(
            len(covering),
            "a merged area covers planned cells: {cells}",
            "merged areas cover planned cells: {cells}",
            cells=named(covering),
        )


def _cells_of(area: Area) -> Iterator[Place]:
    for row in range(min(area.rows, _MOST_LINES + 1)):
        for column in range(min(area.columns, _MOST_LINES + 1)):
            yield area.row + row, area.column + column

"""Does a person see the numbers that are checked?

A workbook may compute all that is planned and show something else: by a number format,
a chart of other cells, a setting, a sheet of the same name. One rule: wrong numbers in
sight are a problem; hidden numbers, changed words and looks are notes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from msgspec import structs

from sheetnet.check.naming import named, shortened
from sheetnet.check.opening import Opened, padded_to
from sheetnet.lang import texts
from sheetnet.workbook.address import MAX_ROW, Area, a1, letters
from sheetnet.workbook.look import STYLES
from sheetnet.workbook.plan import Cell, Chart, Columns, Name, Scatter, Sheet
from sheetnet.workbook.portable import FUNCTIONS, corner_of, upper
from sheetnet.xlsx.looks import INVISIBLE, ChartLook
from sheetnet.xlsx.number_formats import shows
from sheetnet.xlsx.package import Package
from sheetnet.xlsx.safety import RefusedError
from sheetnet.xlsx.scan import Place, Scan

_ONE_CELL = re.compile(r"(?:'(?:[^']|'')+'|[^'!]+)!\$?[A-Z]{1,3}\$?[0-9]{1,7}")


@dataclass(slots=True)
class Sight:
    """What was found: wrong numbers in sight, and what is only worth knowing."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_sight(book: Opened, package: Package, bands: int) -> Sight:
    """Look at all that decides how the planned numbers are shown.

    Raises: RefusedError where a name stands for a function.
    """
    found = Sight()
    _check_settings(package, found)
    _check_names(book, package, found)
    _check_sheets(book, package, found)
    for key, name in book.names.items():
        sheet, looks = book.plan.sheet(key), package.scanned(name)
        _check_formats(book, sheet, looks, package, found)
        found.notes += _hidden(book, sheet, looks, bands)
        found.notes += _merged(book, sheet, looks)
        _check_charts(book, sheet, package.looks.charts.get(name, ()), found)
    found.notes += _words(book, bands)
    found.problems = shortened(found.problems)
    return found


# ------------------------------------------------------------------ settings


def _check_settings(package: Package, found: Sight) -> None:
    """Look at the settings by which an application reckons, and shows."""
    set_so = package.looks.reckoning
    if set_so.get("fullPrecision", "1") in ("0", "false"):
        found.problems.append(
            "the workbook is set to precision as displayed: applications reckon with"
            " rounded numbers; switch it off"
        )
    if set_so.get("calcMode", "auto") != "auto":
        found.notes.append(
            "the workbook is set to manual calculation: after an edit nothing follows"
            " before F9"
        )
    if set_so.get("iterate", "0") in ("1", "true"):
        found.notes.append("the workbook is set to iterative calculation")
    for sheet in package.sheets:
        settings = package.scanned(sheet).settings
        if "transitionEvaluation" in settings:
            found.problems.append(
                f"{sheet} is set to transition formula evaluation, by which Excel"
                " reckons by other rules; switch it off"
            )
        if "showFormulas" in settings:
            found.notes.append(f"{sheet} shows formulas instead of numbers")


def recalculates_itself(package: Package) -> bool:
    """Tell whether an application computes all formulas when it opens the workbook."""
    set_so = package.looks.reckoning
    automatic = set_so.get("calcMode", "auto") == "auto"
    return automatic and set_so.get("fullCalcOnLoad", "0") in ("1", "true")


# ------------------------------------------------------------------ names


def _check_names(book: Opened, package: Package, found: Sight) -> None:
    """Compare planned names with what they stand for now."""
    stand_for: dict[str, list[str]] = {}
    for name, text in package.defined_names():
        folded = upper(name)
        if folded in FUNCTIONS:
            raise RefusedError(f"the name {name} is that of a function")
        stand_for.setdefault(folded, []).append(text)
    missing = []
    for planned in book.plan.names:
        if planned.sheet not in book.names:
            continue
        texts = stand_for.get(upper(planned.name), [])
        expected = _plain(_area_text(book, planned))
        if not texts:
            missing.append(planned.name)
        elif len(texts) > 1:
            found.problems.append(f"the name {planned.name} is defined twice")
        elif ":" not in expected and not _ONE_CELL.fullmatch(texts[0]):
            # Before a formula that uses it is run: it might stand for all cells there are.
            raise RefusedError(
                f"the name {planned.name} is no single cell: {texts[0]:.60}"
            )
        elif _plain(texts[0]) != expected:
            found.problems.append(
                f"the name {planned.name} stands for {texts[0]:.60}; planned: {expected}"
            )
    if missing:
        found.notes.append(f"planned names are missing: {named(missing)}")


def _area_text(book: Opened, name: Name) -> str:
    return f"{book.names[name.sheet]}!{_corners(name.area)}"


def _corners(area: Area) -> str:
    first = a1(area.row, area.column)
    last = a1(area.row + area.rows - 1, area.column + area.columns - 1)
    return first if first == last else f"{first}:{last}"


def _plain(reference: str) -> str:
    """Return a reference without $ and quotes, in capitals.

    >>> _plain("'My sheet'!$B$4"), _plain("Training!B4:B4")
    ('MY SHEET!B4', 'TRAINING!B4')
    """
    sheet, _, cells = reference.rpartition("!")
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first, _, last = cells.replace("$", "").partition(":")
    area = first if last in ("", first) else f"{first}:{last}"
    return f"{sheet}!{area}".upper()


# ------------------------------------------------------------------ sheets


def _check_sheets(book: Opened, package: Package, found: Sight) -> None:
    """Tell which planned sheets are hidden, and which others bear their names."""
    planned = {sheet.name.lower(): sheet for sheet in book.plan.sheets}
    for name in book.other_formulas:
        if name.lower() in planned:
            key = planned[name.lower()].key
            now = book.names.get(key, "deleted")
            found.problems.append(
                f"the sheet {name!r} is not the planned one, which is now {now!r}"
            )
    hidden = [
        name
        for key, name in book.names.items()
        if name in package.looks.hidden and not book.plan.sheet(key).hidden
    ]
    if hidden:
        found.notes.append(f"planned sheets are hidden: {named(hidden)}")


# ------------------------------------------------------------------ formats


def _check_formats(
    book: Opened, sheet: Sheet, looks: Scan, package: Package, found: Sight
) -> None:
    """Look at planned numbers in formats that do not plainly show them."""
    planned = _styles(sheet)
    unseen = []
    for place, number in looks.styled.items():
        code = package.looks.doubtful[number]
        style = planned.get(_in_first(sheet, place))
        if style is None or STYLES[style].number_format == code:
            continue
        where = book.address(sheet.key, *place)
        if code == INVISIBLE or shows(code) == "nothing":
            unseen.append(where)
        else:
            found.problems.append(
                f"{where} shows another number than it holds, by its format {code:.40}"
            )
    if unseen:
        found.notes.append(
            f"{len(unseen)} cells do not show their numbers, by their formats:"
            f" {named(unseen)}"
        )
    _check_conditional(book, sheet, looks, package, found)


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


# ------------------------------------------------------------------ hidden, merged


def _hidden(book: Opened, sheet: Sheet, looks: Scan, bands: int) -> Iterator[str]:
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
    down = sheet.down
    if down is None or row < down.first:
        return row in rows
    band, offset = divmod(row - down.first, down.step)
    if band >= _count(sheet, bands):
        return row in rows
    return not (sheet.fold and band and offset) and down.first + offset in rows


def _merged(book: Opened, sheet: Sheet, looks: Scan) -> Iterator[str]:
    """Yield a note on merged areas that cover planned cells."""
    planned = _styles(sheet)
    covering = []
    for area in looks.merged:
        first, _, last = area.replace("$", "").partition(":")
        cells = _cells_of(first, last or first)
        if sum(_in_first(sheet, cell) in planned for cell in cells) > 1:
            covering.append(f"{book.names[sheet.key]}!{area:.30}")
    if covering:
        yield f"merged areas cover planned cells: {named(covering)}"


def _cells_of(first: str, last: str) -> Iterator[Place]:
    (top, left), (bottom, right) = corner_of(first), corner_of(last)
    for row in range(top, min(bottom, top + 1000) + 1):
        for column in range(left, min(right, left + 1000) + 1):
            yield row, column


# ------------------------------------------------------------------ charts


def _check_charts(
    book: Opened, sheet: Sheet, charts: Iterable[ChartLook], found: Sight
) -> None:
    """Compare planned charts with those that are there; others may stand beside them."""
    name = book.names[sheet.key]
    there = [(one.title, _drawn(one)) for one in charts]
    for chart in sheet.charts:
        planned = frozenset(
            (_plain(f"{name}!{_corners(x)}"), _plain(f"{name}!{_corners(y)}"))
            for x, y in _series(chart)
        )
        if any(series == planned for _, series in there):
            continue
        if any(title == chart.title for title, _ in there):
            found.problems.append(
                f"{name}: the chart {chart.title!r} draws other cells"
            )
        else:
            found.notes.append(f"{name}: the chart {chart.title!r} is missing")


def _drawn(chart: ChartLook) -> frozenset[tuple[str, str]]:
    return frozenset((_plain(x), _plain(y)) for x, y in chart.series)


def _series(chart: Chart | Scatter | Columns) -> list[tuple[Area, Area]]:
    """Return x and y of each series of a planned chart."""
    if isinstance(chart, Scatter):
        return [(curve.x, curve.y) for curve in chart.curves]
    lines = chart.series if isinstance(chart, Chart) else (*chart.columns, *chart.lines)
    return [(chart.x, area) for _, area in lines]


# ------------------------------------------------------------------ words


def _words(book: Opened, bands: int) -> Iterator[str]:
    """Yield a note on planned words that are other words now, or formulas."""
    other: list[str] = []
    for sheet in book.plan.sheets:
        if sheet.key in book.names:
            cells = [cell for cell in sheet.cells if cell.text is not None]
            if sheet.key == "Guide":
                cells = list(_in_place(book, cells))
            other += _changed_words(book, sheet, cells, bands)
    if other:
        more = f", and {len(other) - 1} more: {named(_ends(other[1:]))}"
        yield f"words are not as planned: {other[0]}{more if other[1:] else ''}"


def _ends(lines: Iterable[str]) -> Iterator[str]:
    return (line.partition(" ")[0] for line in lines)


def _in_place(book: Opened, cells: list[Cell]) -> Iterator[Cell]:
    """Yield the Guide's words where they stand: what was noticed moves those below.

    What it says about the data as they were built is not known here.
    """
    planned, now = (
        next(block.row for block in blocks if block.symbol == "canary")
        for blocks in (book.plan.sheet("Guide").blocks, book.map_of("Guide").blocks)
    )
    heading = texts(book.manifest.header.lang)("guide.notices")
    notices = max((c.row for c in cells if c.text == heading), default=MAX_ROW)
    for cell in cells:
        row = cell.row if cell.row <= notices else cell.row + now - planned
        yield structs.replace(cell, row=row)


def _count(sheet: Sheet, bands: int) -> int:
    """Return how many bands a sheet has: only Training's are pasted on."""
    if sheet.down is None:
        return 1
    return bands if sheet.key == "Training" else sheet.down.count


def _changed_words(
    book: Opened, sheet: Sheet, cells: list[Cell], bands: int
) -> Iterator[str]:
    for cell in cells:
        rows, columns = np.array([cell.row]), np.array([cell.column])
        if cell.down and sheet.down:
            rows = cell.row + np.arange(_count(sheet, bands)) * sheet.down.step
        if cell.across and sheet.across:
            columns = cell.column + np.arange(sheet.across.count) * sheet.across.step
        grid = padded_to(book.saved[sheet.key], int(rows[-1]), int(columns[-1]))
        now = grid[np.ix_(rows - 1, columns - 1)]
        for e, k in np.argwhere(now != (cell.text or None)).tolist():
            where = book.address(sheet.key, int(rows[e]), int(columns[k]))
            yield f"{where} says {now[e, k]!s:.40}; planned: {cell.text:.40}"

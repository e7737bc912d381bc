"""The workbook without its cells: names, styles, charts, notes, and how parts belong.

Cells are streamed in later (`rows`), so nothing here grows with the cells.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sheetnet.workbook.plan import Plan, Sheet, sheet_name_of
from sheetnet.xlsx.reading.package import APPLICATION, MAP_NAME
from sheetnet.xlsx.writing.charts import chart_part
from sheetnet.xlsx.writing.frames import drawing_part
from sheetnet.xlsx.writing.notes import boxes_part, comments_part
from sheetnet.xlsx.writing.parts import Parts, by_number
from sheetnet.xlsx.writing.sheets import (
    BOXES,
    CHARTS,
    NOTES,
    after_cells,
    before_cells,
    hidden_sheet,
    print_names,
)
from sheetnet.xlsx.writing.styles import Looks
from sheetnet.xlsx.xml import OFFICE, escaped, part, quoted, tag

_AUTHOR = "sheetnet"
# The same input gives the same bytes on any day.
_DATE = "1980-01-01T00:00:00Z"
# Colours and fonts for who goes on in the workbook: those that everybody has.
_THEME = Path(__file__).with_name("theme.xml")
# As if an application of 2007 had calculated it: whatever opens it does so anew.
_CALCULATION = {"calcId": 124519, "fullCalcOnLoad": 1}


@dataclass(frozen=True, slots=True)
class Shell:
    """A workbook without cells: whole parts by name, and what stands around rows.

    `around` has the parts of the plan's sheets and, last, that of the map; `styles` the
    number of each style.
    """

    parts: dict[str, bytes]
    around: dict[str, tuple[str, str]]
    styles: dict[str, int]


def make_shell(plan: Plan, map_sheet: str) -> Shell:
    """Return the workbook of a plan; the map gets a hidden sheet of that name."""
    looks, parts, around = Looks(), Parts(), {}
    names = {sheet.key: sheet.name for sheet in plan.sheets}
    for sheet in plan.sheets:
        name = parts.add("worksheet")
        around[name] = before_cells(sheet), after_cells(sheet, looks)
        parts.relate(name, _what_belongs_to(sheet, parts, {**names, "": sheet.name}))
    around[parts.add("worksheet")] = hidden_sheet()
    workbook = parts.add("officeDocument", _workbook(plan, map_sheet))
    below = [
        *around,
        parts.add("styles", looks.part()),
        parts.add("theme", _THEME.read_bytes()),
        parts.add("sharedStrings"),
    ]
    beside = [
        parts.add("core-properties", _properties(plan.title)),
        parts.add("extended-properties", _application()),
    ]
    parts.relate(workbook, by_number(below))
    parts.relate("", by_number([workbook, *beside]))
    return Shell(parts.all(), around, looks.numbers)


def _what_belongs_to(
    sheet: Sheet, parts: Parts, names: Mapping[str, str]
) -> dict[str, str]:
    """Make the charts and notes of a sheet; return by which relation it leads to each."""
    found = {}
    if sheet.charts:
        charts = [parts.add("chart", chart_part(one, names)) for one in sheet.charts]
        found[CHARTS] = parts.add("drawing", drawing_part(sheet.charts))
        parts.relate(found[CHARTS], by_number(charts))
    if sheet.notes:
        notes = sorted(sheet.notes, key=lambda note: (note.row, note.column))
        found[NOTES] = parts.add("comments", comments_part(notes, _AUTHOR))
        found[BOXES] = parts.add("vmlDrawing", boxes_part(notes))
    return found


# ------------------------------------------------------------------ the workbook


def _workbook(plan: Plan, map_sheet: str) -> bytes:
    titles = [(sheet.name, "visible") for sheet in plan.sheets] + [
        (map_sheet, "hidden")
    ]
    sheets = (
        tag("sheet", name=name, sheetId=n, state=state, **{"r:id": f"rId{n}"})
        for n, (name, state) in enumerate(titles, 1)
    )
    view = tag(
        "workbookView",
        visibility="visible",
        minimized=0,
        showHorizontalScroll=1,
        showVerticalScroll=1,
        showSheetTabs=1,
        tabRatio=600,
        firstSheet=0,
        activeTab=0,
        autoFilterDateGrouping=1,
    )
    return part(
        "workbook",
        tag("workbookPr"),
        tag("bookViews", view),
        tag("sheets", *sheets),
        tag("definedNames", *_names(plan, map_sheet)),
        tag("calcPr", **_CALCULATION),
        spaces="r",
    )


def _names(plan: Plan, map_sheet: str) -> Iterator[str]:
    """Yield the names of quantities, of sheets, and those that printing knows."""
    sheets = {sheet.key: sheet.name for sheet in plan.sheets}
    for one in plan.names:
        place = f"{quoted(sheets[one.sheet])}!{one.area.a1(fixed=True)}"
        yield tag("definedName", escaped(place), name=one.name)
    anchors = {sheet_name_of(key): name for key, name in sheets.items()}
    for name, sheet in {**anchors, MAP_NAME: map_sheet}.items():
        place = f"{quoted(sheet)}!$A$1"
        yield tag("definedName", escaped(place), name=name, hidden=1)
    for number, printed in enumerate(plan.sheets):
        for name, place in print_names(printed):
            yield tag("definedName", escaped(place), name=name, localSheetId=number)


# ------------------------------------------------------------------ properties


def _properties(title: str) -> bytes:
    moment = {"xsi:type": "dcterms:W3CDTF"}
    return part(
        "cp:coreProperties",
        tag("dc:creator", _AUTHOR),
        tag("dc:title", escaped(title)),
        tag("dcterms:created", _DATE, **moment),
        tag("dcterms:modified", _DATE, **moment),
        spaces="cp dc dcterms xsi",
        main="",
    )


def _application() -> bytes:
    name = tag("Application", APPLICATION)
    return part("Properties", name, main=f"{OFFICE}/extended-properties")

"""A sheet's part but for its cells: what stands before them, and what behind."""

from collections.abc import Iterator, Sequence

from sheetnet.workbook.address import Area, a1, letters
from sheetnet.workbook.plan import Link, Sheet
from sheetnet.xlsx.writing.conditions import conditional_formats, validations
from sheetnet.xlsx.writing.styles import Looks
from sheetnet.xlsx.xml import escaped, opening, quoted, tag

# By these the relations of a sheet lead to its charts, notes and their boxes.
CHARTS, NOTES, BOXES = "rId1", "comments", "anysvml"

_A4 = 9
# That of a hidden column, should somebody show it.
_USUAL_WIDTH = 13
_FORMAT = {"baseColWidth": 8, "defaultRowHeight": 15}
_CORNER = {"activeCell": "A1", "sqref": "A1"}
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.5}
_USUAL_MARGINS = {"left": 0.75, "right": 0.75, "top": 1, "bottom": 1}
_HEAD_AND_FOOT = {"header": 0.5, "footer": 0.5}
_FOOTER = "&C&A — &P / &N"


def extent(sheet: Sheet) -> tuple[int, int]:
    """Return the last row and the last column of a sheet."""
    last_row = last_column = 1
    for cell in sheet.cells:
        row, column = cell.row, cell.column
        if sheet.down and cell.down:
            row += sheet.down.step * (sheet.down.count - 1)
        if sheet.across and cell.across:
            column += sheet.across.step * (sheet.across.count - 1)
        for fill in cell.fills:
            row += fill.rows * (fill.count - 1)
            column += fill.columns * (fill.count - 1)
        last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def before_cells(sheet: Sheet) -> str:
    """Return the part up to the rows: views, widths, and the first tag of the rows."""
    outline = tag("outlinePr", summaryBelow=not sheet.fold, summaryRight=1)
    fit = tag("pageSetUpPr", fitToPage=1)
    view = tag("sheetView", *_view(sheet.freeze), showGridLines=0, workbookViewId=0)
    return "".join(
        (
            opening("worksheet", "r"),
            tag("sheetPr", outline, fit),
            f'<dimension ref="{_used(sheet)}"/>',
            tag("sheetViews", view),
            tag("sheetFormatPr", **_FORMAT, outlineLevelRow=1 if sheet.fold else None),
            tag("cols", *_columns(sheet)),
            "<sheetData>",
        )
    )


def after_cells(sheet: Sheet, looks: Looks) -> str:
    """Return the part from the last tag of the rows to its end."""
    return "".join(
        (
            "</sheetData>",
            _merged(sheet.merged),
            *conditional_formats(sheet, looks),
            validations(sheet),
            _links(sheet.links),
            tag("pageMargins", **_MARGINS, **_HEAD_AND_FOOT),
            _page_setup(sheet),
            _head_and_foot(),
            _ignored_errors(_used(sheet)),
            tag("drawing", **{"r:id": CHARTS}) if sheet.charts else "",
            tag("legacyDrawing", **{"r:id": BOXES}) if sheet.notes else "",
            "</worksheet>",
        )
    )


def hidden_sheet() -> tuple[str, str]:
    """Return what stands before and behind the rows of a sheet that nobody looks at."""
    outline = tag("outlinePr", summaryBelow=1, summaryRight=1)
    view = tag("sheetView", tag("selection", **_CORNER), workbookViewId=0)
    before = (
        opening("worksheet", "r"),
        tag("sheetPr", outline, tag("pageSetUpPr")),
        tag("sheetViews", view),
        tag("sheetFormatPr", **_FORMAT),
        "<sheetData>",
    )
    margins = tag("pageMargins", **_USUAL_MARGINS, **_HEAD_AND_FOOT)
    return "".join(before), f"</sheetData>{margins}</worksheet>"


def _used(sheet: Sheet) -> str:
    return f"A1:{a1(*extent(sheet))}"


def _view(freeze: tuple[int, int] | None) -> Iterator[str]:
    """Yield panes: rows above and columns left of a cell stay where they are."""
    row, column = freeze or (1, 1)
    below, beside = row > 1, column > 1
    if not below and not beside:
        yield tag("selection", **_CORNER)
        return
    names = {"topRight": beside, "bottomLeft": below, "bottomRight": below and beside}
    panes = [name for name, there in names.items() if there]
    yield tag(
        "pane",
        xSplit=column - 1 if beside else None,
        ySplit=row - 1 if below else None,
        topLeftCell=a1(row, column),
        activePane=panes[-1],
        state="frozen",
    )
    yield from (tag("selection", pane=one) for one in panes[:-1])
    yield tag("selection", pane=panes[-1], **_CORNER)


def _columns(sheet: Sheet) -> Iterator[str]:
    for number in sorted({*sheet.widths, *sheet.hidden_columns}):
        yield tag(
            "col",
            hidden=1 if number in sheet.hidden_columns else None,
            width=sheet.widths.get(number, _USUAL_WIDTH),
            customWidth=1,
            min=number,
            max=number,
        )


def _merged(areas: Sequence[Area]) -> str:
    cells = [tag("mergeCell", ref=area.a1()) for area in areas]
    return tag("mergeCells", *cells, count=len(cells)) if cells else ""


def _links(links: Sequence[Link]) -> str:
    written = [
        tag(
            "hyperlink",
            ref=a1(link.row, link.column),
            location=link.to,
        )
        for link in sorted(links, key=lambda link: (link.row, link.column))
    ]
    return tag("hyperlinks", *written) if written else ""


def _page_setup(sheet: Sheet) -> str:
    return tag(
        "pageSetup",
        orientation="portrait" if sheet.portrait else "landscape",
        paperSize=_A4,
        fitToHeight=sheet.print_high,
    )


def _head_and_foot() -> str:
    foot = tag("oddFooter", escaped(_FOOTER))
    others = map(tag, ("evenHeader", "evenFooter", "firstHeader", "firstFooter"))
    return tag("headerFooter", tag("oddHeader"), foot, *others)


def _ignored_errors(used: str) -> str:
    """Return what holds green triangles off: formulas differ from their neighbours here."""
    return (
        f'<ignoredErrors><ignoredError sqref="{used}" formula="1" formulaRange="1"'
        ' numberStoredAsText="1" emptyCellReference="1"/></ignoredErrors>'
    )


def print_names(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the names by which a sheet's print area and repeated titles are known."""
    name = quoted(sheet.name)
    titles = []
    if sheet.print_rows:
        first, last = sheet.print_rows
        titles.append(f"{name}!${first}:${last}")
    if sheet.print_columns:
        left, right = map(letters, sheet.print_columns)
        titles.append(f"{name}!${left}:${right}")
    if titles:
        yield "_xlnm.Print_Titles", ",".join(titles)
    if sheet.print_area:
        yield "_xlnm.Print_Area", f"{name}!{sheet.print_area.a1(fixed=True)}"

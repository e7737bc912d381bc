"""The workbook without its cells, made by openpyxl: styles, names, charts, looks.

Cells are streamed in later (`rows`), so nothing here grows with the cells.
"""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import (
    CellIsRule,
    ColorScaleRule,
    DataBarRule,
    Rule,
)
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles import Side as Edge
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.workbook.address import Area, a1, letters
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.styles import STYLES, Style
from sheetnet.workbook.plan import (
    Bars,
    Between,
    Choice,
    ColorScale,
    Mark,
    Plan,
    Sheet,
    Validation,
    Where,
)
from sheetnet.xlsx.reading.package import MAP_NAME, sheet_name_of
from sheetnet.xlsx.writing.charts import add_chart

AUTHOR = "sheetnet"
# Formats of numbers that are not built in begin here.
_OWN_FORMAT = 200


def make_shell(plan: Plan, map_sheet: str) -> tuple[bytes, dict[str, int]]:
    """Return an .xlsx without cells, and the number of each style in it."""
    book = Workbook()
    book.remove(book.active)
    book.security = None  # an element without content, at which some readers wonder
    for sheet in plan.sheets:
        _add_sheet(book, sheet)
    hidden = book.create_sheet(map_sheet)
    hidden.sheet_state = "hidden"
    numbers = _register_styles(hidden)
    _add_names(book, plan, map_sheet)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = AUTHOR
    book.properties.title = plan.title
    file = BytesIO()
    book.save(file)
    return file.getvalue(), numbers


def _register_styles(scratch: Worksheet) -> dict[str, int]:
    """Give each style a number, through a cell that is thrown away later."""
    numbers = {}
    for row, (name, style) in enumerate(STYLES.items(), 1):
        cell = scratch.cell(row, 1)
        cell.font = _font(style)
        if style.fill:
            cell.fill = _fill(style.fill)
        if style.border:
            edge = Edge(style="thin", color=styles.LINE)
            if style.frame:
                edge = Edge(style="medium", color=styles.NAVY)
            top = Edge(style="medium", color=styles.GREY) if style.top else edge
            cell.border = Border(left=edge, right=edge, top=top, bottom=edge)
        cell.alignment = Alignment(
            horizontal=style.align,
            vertical="center",
            wrap_text=style.wrap or None,
            indent=style.indent,
        )
        cell.number_format = style.number_format
        if style.quote:
            cell.quotePrefix = True
        numbers[name] = cell.style_id
    return numbers


def _font(style: Style) -> Font:
    return Font(
        name=styles.FONT,
        size=style.size,
        bold=style.bold,
        italic=style.italic,
        color=style.ink,
        underline="single" if style.underline else None,
    )


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _add_names(book: Workbook, plan: Plan, map_sheet: str) -> None:
    sheets = {sheet.key: sheet.name for sheet in plan.sheets}
    for one in plan.names:
        _add_name(
            book, one.name, f"{_quoted(sheets[one.sheet])}!{one.area.a1(fixed=True)}"
        )
    anchors = {sheet_name_of(key): sheet for key, sheet in sheets.items()}
    for name, sheet in {**anchors, MAP_NAME: map_sheet}.items():
        _add_name(book, name, f"{_quoted(sheet)}!$A$1", hidden=True)


def _add_name(book: Workbook, name: str, to: str, *, hidden: bool = False) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=to, hidden=hidden or None)


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


# ------------------------------------------------------------------ sheets


def _add_sheet(book: Workbook, sheet: Sheet) -> None:
    ws = book.create_sheet(sheet.name)
    ws.sheet_view.showGridLines = False
    for column, width in sheet.widths.items():
        ws.column_dimensions[letters(column)].width = width
    for column in sheet.hidden_columns:
        ws.column_dimensions[letters(column)].hidden = True
    if sheet.freeze is not None:
        ws.freeze_panes = a1(*sheet.freeze)
    if sheet.fold:
        ws.sheet_properties.outlinePr.summaryBelow = False
        ws.sheet_format.outlineLevelRow = 1
    for scale in sheet.color_scales:
        _add_scale(ws, scale)
    for mark in sheet.marks:
        _add_mark(ws, mark)
    for where in sheet.where:
        _add_where(ws, where)
    for validation in sheet.validations:
        _add_validation(ws, validation)
    for choice in sheet.choices:
        _add_choice(ws, choice)
    for between in sheet.between:
        _add_between(ws, between)
    for bars in sheet.bars:
        _add_bars(ws, bars)
    _add_notes_and_links(ws, sheet)
    for chart in sheet.charts:
        add_chart(ws, chart)
    _set_up_print(ws, sheet)


def _add_scale(ws: Worksheet, scale: ColorScale) -> None:
    def end(value: float | None, kind: str) -> tuple[str, float | None]:
        return (kind, None) if value is None else ("num", value)

    (start_type, start), (end_type, stop) = (
        end(scale.low[0], "min"),
        end(scale.high[0], "max"),
    )
    middle = scale.middle or (None, None)
    rule = ColorScaleRule(
        start_type=start_type,
        start_value=start,
        start_color=scale.low[1],
        mid_type="num" if scale.middle else None,
        mid_value=middle[0],
        mid_color=middle[1],
        end_type=end_type,
        end_value=stop,
        end_color=scale.high[1],
    )
    # One rule over many ranges; a rule for each band would slow every application.
    ws.conditional_formatting.add(" ".join(map(Area.a1, scale.areas)), rule)


def _add_mark(ws: Worksheet, mark: Mark) -> None:
    style = STYLES[mark.style]
    rule = CellIsRule(
        operator="equal",
        formula=[f'"{mark.text}"'],
        font=Font(color=style.ink, bold=style.bold),
        fill=PatternFill(bgColor=style.fill, fill_type="solid"),
    )
    ws.conditional_formatting.add(mark.area.a1(), rule)


def _add_where(ws: Worksheet, where: Where) -> None:
    style = STYLES[where.style]
    look_of = DifferentialStyle(
        font=Font(color=style.ink, bold=style.bold),
        numFmt=NumberFormat(numFmtId=_OWN_FORMAT, formatCode=style.number_format),
    )
    rule = Rule(type="expression", dxf=look_of, formula=[where.formula])
    ws.conditional_formatting.add(where.area.a1(), rule)


def _add_validation(ws: Worksheet, validation: Validation) -> None:
    kind, operator, ends = _allowed(validation)
    rule = DataValidation(
        type=kind,
        operator=operator,
        formula1=ends[0],
        formula2=ends[1],
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=validation.title,
        error=validation.message,
    )
    rule.add(validation.area.a1())
    ws.add_data_validation(rule)


def _allowed(validation: Validation) -> tuple[str, str, tuple[str, str | None]]:
    """Return kind, operator and the two ends of what a cell takes."""
    kind = "whole" if validation.whole else "decimal"
    low, high = validation.low, validation.high
    if low is None:
        return kind, "between", ("-1E+300", "1E+300")
    if high is None:
        return kind, "greaterThan", (f"{low:g}", None)
    return kind, "between", (f"{low:g}", f"{high:g}")


def _add_choice(ws: Worksheet, choice: Choice) -> None:
    rule = DataValidation(
        type="list",
        formula1=choice.source.a1(fixed=True),
        allow_blank=False,
        showErrorMessage=True,
        error=choice.message,
    )
    rule.add(choice.area.a1())
    ws.add_data_validation(rule)


def _add_between(ws: Worksheet, between: Between) -> None:
    """Warn about a value outside; whoever means it may go on."""
    # A column of limits goes along with the rows, a single cell stays.
    fixed = "$" if between.low.rows == 1 else ""
    low, high = (
        f"${letters(area.column)}{fixed}{area.row}"
        for area in (between.low, between.high)
    )
    rule = DataValidation(
        type="decimal",
        operator="between",
        formula1=low,
        formula2=high,
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=between.title,
        error=between.message,
    )
    rule.add(between.area.a1())
    ws.add_data_validation(rule)


def _add_bars(ws: Worksheet, bars: Bars) -> None:
    kind, low, high = ("num", 0, 1) if bars.shares else (None, None, None)
    rule = DataBarRule(
        start_type=kind or "min",
        start_value=low,
        end_type=kind or "max",
        end_value=high,
        color=styles.MAP,
        showValue=True,
    )
    ws.conditional_formatting.add(" ".join(map(Area.a1, bars.areas)), rule)


def _add_notes_and_links(ws: Worksheet, sheet: Sheet) -> None:
    for note in sheet.notes:
        comment = Comment(note.text, AUTHOR, height=90, width=280)
        ws.cell(note.row, note.column).comment = comment
    for link in sheet.links:
        cell = ws.cell(link.row, link.column)
        location = f"{_quoted(link.sheet)}!{link.target}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)


def _set_up_print(ws: Worksheet, sheet: Sheet) -> None:
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "landscape"
    ws.page_margins.left = ws.page_margins.right = 0.4
    ws.page_margins.top = ws.page_margins.bottom = 0.5
    ws.oddFooter.center.text = "&A — &P / &N"
    if sheet.across is None:
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.page_setup.fitToHeight = 0
    else:
        ws.page_setup.scale = 60
        ws.page_setup.pageOrder = "overThenDown"
    if sheet.print_area:
        ws.print_area = sheet.print_area.a1()
    if sheet.print_rows:
        ws.print_title_rows = "{}:{}".format(*sheet.print_rows)
    if sheet.print_columns:
        first, last = map(letters, sheet.print_columns)
        ws.print_title_cols = f"{first}:{last}"

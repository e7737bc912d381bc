"""Charts of a sheet, made by openpyxl: lines by epoch, points by x and y, columns."""

from itertools import cycle
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import NumFmt
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.workbook.address import Area, a1
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import Chart, Columns, Curve, Scatter

_LONG_AXIS = 20
_TITLE_SIZE = 1200  # in hundredths of a point
_LINE_WIDTH = 22_000  # in EMU
_POINT, _DOT = 8, 4
# In cm: a chart by epoch is wide, a lesson's stands beside its inputs.
_HEIGHT, _WIDTH, _LESSON_WIDTH, _SQUARE_WIDTH = 8.5, 17.0, 13.5, 9.0


def add_chart(ws: Worksheet, plan: Chart | Scatter | Columns) -> None:
    """Put a chart onto its sheet."""
    if isinstance(plan, Scatter):
        chart = _scatter_chart(ws, plan)
    elif isinstance(plan, Columns):
        chart = _column_chart(ws, plan)
    else:
        chart = _line_chart(ws, plan)
    # The title's own size is that of a slide.
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(
        defRPr=CharacterProperties(sz=_TITLE_SIZE, b=True)
    )
    ws.add_chart(chart, a1(plan.row, plan.column))


def _line_chart(ws: Worksheet, plan: Chart) -> LineChart:
    chart = LineChart()
    chart.title = plan.title
    chart.height, chart.width = _HEIGHT, _WIDTH
    _set_up_legend(chart, len(plan.series))
    chart.x_axis.title, chart.y_axis.title = plan.x_title, plan.y_title
    for _, area in plan.series:
        chart.add_data(
            _reference(ws, area._replace(row=area.row - 1, rows=area.rows + 1)),
            titles_from_data=True,
        )
    chart.set_categories(_reference(ws, plan.x))
    for series, ink in zip(chart.series, cycle(styles.SERIES), strict=False):
        series.graphicalProperties = GraphicalProperties()
        series.graphicalProperties.line.solidFill = ink
        series.graphicalProperties.line.width = 22_000
        series.smooth = False
    _set_up_axes(chart, plan)
    return chart


def _set_up_axes(chart: LineChart, plan: Chart) -> None:
    _show_axes(chart)
    chart.y_axis.scaling.min = 0
    chart.y_axis.numFmt = NumFmt(formatCode="General", sourceLinked=False)
    if plan.percent:
        chart.y_axis.scaling.max = 1
        chart.y_axis.majorUnit = 0.2
        chart.y_axis.numFmt = NumFmt(formatCode="0%", sourceLinked=False)
    if plan.x.rows > _LONG_AXIS:
        chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = max(1, plan.x.rows // 10)


def _set_up_legend(chart: Any, series: int) -> None:  # noqa: ANN401
    if series == 1:
        chart.legend = None
    else:
        chart.legend.position = "b"


def _show_axes(chart: Any) -> None:  # noqa: ANN401
    # Without this, some applications draw charts of openpyxl with no axes.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines.spPr = GraphicalProperties()
    chart.y_axis.majorGridlines.spPr.line.solidFill = styles.LINE


# ------------------------------------------------------------------ points


def _scatter_chart(ws: Worksheet, plan: Scatter) -> ScatterChart:
    chart = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    chart.title = plan.title
    chart.height = _HEIGHT
    chart.width = _SQUARE_WIDTH if plan.square else _LESSON_WIDTH
    _set_up_legend(chart, len(plan.curves))
    chart.x_axis.title, chart.y_axis.title = plan.x_title, plan.y_title
    for curve, ink in zip(plan.curves, cycle(styles.SERIES), strict=False):
        chart.series.append(_curve(ws, curve, ink))
    _show_axes(chart)
    chart.x_axis.majorGridlines = None
    for axis, ends in ((chart.x_axis, plan.x_range), (chart.y_axis, plan.y_range)):
        axis.numFmt = NumFmt(formatCode="General", sourceLinked=False)
        # Numbers stand at the edge, also where the axes cross inside.
        axis.tickLblPos = "low"
        if ends:
            axis.scaling.min, axis.scaling.max = ends
    return chart


def _curve(ws: Worksheet, curve: Curve, ink: str) -> Any:  # noqa: ANN401
    series = Series(_reference(ws, curve.y), _reference(ws, curve.x))
    series.tx = SeriesLabel(v=curve.name)
    series.smooth = False
    series.graphicalProperties = GraphicalProperties()
    if curve.points:
        series.graphicalProperties.line.noFill = True
    else:
        series.graphicalProperties.line.solidFill = ink
        series.graphicalProperties.line.width = _LINE_WIDTH
        series.marker.symbol = "none"
    if curve.points or curve.dots:
        series.marker.symbol = "circle"
        series.marker.size = _POINT if curve.points else _DOT
        series.marker.graphicalProperties = GraphicalProperties(solidFill=ink)
        series.marker.graphicalProperties.line.solidFill = ink
    return series


# ------------------------------------------------------------------ columns


def _column_chart(ws: Worksheet, plan: Columns) -> BarChart:
    chart = BarChart()
    chart.title = plan.title
    chart.height, chart.width = _HEIGHT, _LESSON_WIDTH
    chart.gapWidth = 30
    _set_up_legend(chart, len(plan.columns) + len(plan.lines))
    chart.x_axis.title, chart.y_axis.title = plan.x_title, plan.y_title
    inks = cycle(styles.SERIES)
    for name, area in plan.columns:
        series = _named(ws, name, area)
        series.graphicalProperties.solidFill = next(inks)
        chart.series.append(series)
    chart.set_categories(_reference(ws, plan.x))
    _show_axes(chart)
    chart.y_axis.numFmt = NumFmt(formatCode="General", sourceLinked=False)
    chart.x_axis.tickLblPos = "low"
    if plan.from_zero:
        chart.y_axis.scaling.min = 0
    if plan.lines:
        over = LineChart()
        for name, area in plan.lines:
            series = _named(ws, name, area)
            series.graphicalProperties.line.solidFill = next(inks)
            series.graphicalProperties.line.width = _LINE_WIDTH
            series.smooth = False
            over.series.append(series)
        over.set_categories(_reference(ws, plan.x))
        chart += over
    return chart


def _named(ws: Worksheet, name: str, area: Area) -> Any:  # noqa: ANN401
    series = Series(_reference(ws, area))
    series.tx = SeriesLabel(v=name)
    series.graphicalProperties = GraphicalProperties()
    return series


def _reference(ws: Worksheet, area: Area) -> Reference:
    return Reference(
        ws,
        min_col=area.column,
        min_row=area.row,
        max_col=area.column + area.columns - 1,
        max_row=area.row + area.rows - 1,
    )

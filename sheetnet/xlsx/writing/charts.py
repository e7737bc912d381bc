"""Charts of a sheet: lines by epoch, points by x and y, columns."""

from collections.abc import Iterator, Sequence

from sheetnet.workbook.address import Area, a1
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import Chart, Columns, Curve, Scatter
from sheetnet.xlsx.xml import escaped, part, quoted, tag

AnyChart = Chart | Scatter | Columns

# With so many epochs each has its tick.
_FEW = 11
_TITLE_SIZE = 1200  # in hundredths of a point
_LINE_WIDTH = 22_000  # in EMU
_EMU_A_CM = 360_000
_POINT, _DOT = 8, 4
# In cm: a chart by epoch is wide, a lesson's stands beside its inputs.
_HEIGHT, _WIDTH, _LESSON_WIDTH, _SQUARE_WIDTH = 8.5, 17.0, 13.5, 9.0
# By these numbers the two axes of a chart know each other.
_X, _Y, _Y_OF_POINTS = 10, 100, 20

_Ends = tuple[float | None, float | None]


def drawing_part(charts: Sequence[AnyChart]) -> bytes:
    """Return where the charts of a sheet stand; its relation rIdN leads to the N-th."""
    frames = (_frame(*one) for one in enumerate(charts, 1))
    return part("xdr:wsDr", *frames, spaces="a c r xdr", main="")


def _frame(number: int, chart: AnyChart) -> str:
    width = _WIDTH
    if not isinstance(chart, Chart):
        square = isinstance(chart, Scatter) and chart.square
        width = _SQUARE_WIDTH if square else _LESSON_WIDTH
    corner = {"col": chart.column - 1, "colOff": 0, "row": chart.row - 1, "rowOff": 0}
    name = tag("xdr:cNvPr", id=number, name=f"Chart {number}")
    shown = tag("c:chart", **{"r:id": f"rId{number}"})
    kind = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    return tag(
        "xdr:oneCellAnchor",
        tag("xdr:from", *(tag(f"xdr:{one}", str(at)) for one, at in corner.items())),
        tag("xdr:ext", cx=width * _EMU_A_CM, cy=_HEIGHT * _EMU_A_CM),
        tag(
            "xdr:graphicFrame",
            tag("xdr:nvGraphicFramePr", name, tag("xdr:cNvGraphicFramePr")),
            tag("xdr:xfrm"),
            tag("a:graphic", tag("a:graphicData", shown, uri=kind)),
        ),
        tag("xdr:clientData"),
    )


def chart_part(chart: AnyChart, sheet: str) -> bytes:
    """Return a chart of the sheet of that name."""
    style, count = "", 0
    if isinstance(chart, Scatter):
        style = _value("style", 13)
        plot, count = _of_points(chart, sheet), len(chart.curves)
    elif isinstance(chart, Columns):
        plot = _of_columns(chart, sheet)
        count = len(chart.columns) + len(chart.lines)
    else:
        plot, count = _of_lines(chart, sheet), len(chart.series)
    inside = (
        # The title's own size is that of a slide.
        _title(chart.title, tag("a:defRPr", sz=_TITLE_SIZE, b=1)),
        tag("c:plotArea", *plot),
        tag("c:legend", _value("legendPos", "b")) if count > 1 else "",
        _value("plotVisOnly", 1),
        _value("dispBlanksAs", "gap"),
    )
    whole = style, tag("c:chart", *inside)
    return part("c:chartSpace", *whole, spaces="a c", main="")


def _value(name: str, held: str | float | None) -> str:
    """Return an element that is one value; "" for None."""
    return "" if held is None else tag(f"c:{name}", val=held)


def _title(words: str, look: str) -> str:
    said = tag("a:p", tag("a:pPr", look), tag("a:r", tag("a:t", escaped(words))))
    return tag("c:title", tag("c:tx", tag("c:rich", tag("a:bodyPr"), said)))


# ------------------------------------------------------------------ kinds


def _of_lines(chart: Chart, sheet: str) -> Iterator[str]:
    # By numbers, not by names: applications choose so many ticks that labels do not collide.
    lines = (
        _line(number, _name_above(area, sheet), chart.x, area, sheet, ("xVal", "yVal"))
        for number, (_, area) in enumerate(chart.series)
    )
    axes = _value("axId", _X), _value("axId", _Y)
    yield tag("c:scatterChart", _value("scatterStyle", "lineMarker"), *lines, *axes)
    few = 1 if chart.x.rows <= _FEW else None
    yield _axis(
        "valAx",
        (_X, _Y),
        chart.x_title,
        _value("majorUnit", few),
        number_format="General",
        at_the_edge=True,
    )
    yield _axis_of_heights(chart.y_title, 0, percent=chart.percent)


def _of_columns(chart: Columns, sheet: str) -> Iterator[str]:
    bars = (
        _series(
            number,
            tag("c:v", escaped(name)),
            tag("c:spPr", _ink(number), _edge()),
            _numbers("cat", sheet, chart.x),
            _numbers("val", sheet, area),
        )
        for number, (name, area) in enumerate(chart.columns)
    )
    yield tag(
        "c:barChart",
        _value("barDir", "col"),
        _value("grouping", "clustered"),
        *bars,
        _value("gapWidth", 30),
        _value("axId", _X),
        _value("axId", _Y),
    )
    if chart.lines:
        yield _line_chart(
            _line(number, tag("c:v", escaped(name)), chart.x, area, sheet)
            for number, (name, area) in enumerate(chart.lines, len(chart.columns))
        )
    yield _axis_of_names(chart)
    yield _axis_of_heights(chart.y_title, 0 if chart.from_zero else None)


def _of_points(chart: Scatter, sheet: str) -> Iterator[str]:
    yield tag(
        "c:scatterChart",
        _value("scatterStyle", "lineMarker"),
        *(_curve(number, one, sheet) for number, one in enumerate(chart.curves)),
        _value("axId", _X),
        _value("axId", _Y_OF_POINTS),
    )
    for own, other, title, ends in (
        (_X, _Y_OF_POINTS, chart.x_title, chart.x_range),
        (_Y_OF_POINTS, _X, chart.y_title, chart.y_range),
    ):
        yield _axis(
            "valAx",
            (own, other),
            title,
            ends=ends or (None, None),
            grid=own != _X,
            number_format="General",
            at_the_edge=True,
        )


# ------------------------------------------------------------------ series


def _line_chart(lines: Iterator[str]) -> str:
    axes = _value("axId", _X), _value("axId", _Y)
    return tag("c:lineChart", _value("grouping", "standard"), *lines, *axes)


def _line(
    number: int,
    name: str,
    x: Area,
    y: Area,
    sheet: str,
    called: tuple[str, str] = ("cat", "val"),
) -> str:
    return _series(
        number,
        name,
        tag("c:spPr", _edge(_ink(number), _LINE_WIDTH)),
        _no_marker(),
        _numbers(called[0], sheet, x),
        _numbers(called[1], sheet, y),
        _value("smooth", 0),
    )


def _curve(number: int, curve: Curve, sheet: str) -> str:
    ink, marker = _ink(number), _no_marker()
    line = _edge(tag("a:noFill")) if curve.points else _edge(ink, _LINE_WIDTH)
    if curve.points or curve.dots:
        marker = tag(
            "c:marker",
            _value("symbol", "circle"),
            _value("size", _POINT if curve.points else _DOT),
            tag("c:spPr", ink, _edge(ink)),
        )
    return _series(
        number,
        tag("c:v", escaped(curve.name)),
        tag("c:spPr", line),
        marker,
        _numbers("xVal", sheet, curve.x),
        _numbers("yVal", sheet, curve.y),
        _value("smooth", 0),
    )


def _name_above(area: Area, sheet: str) -> str:
    cell = f"{quoted(sheet)}!{a1(area.row - 1, area.column)}"
    return tag("c:strRef", tag("c:f", escaped(cell)))


def _series(number: int, name: str, *inside: str) -> str:
    order = _value("idx", number), _value("order", number)
    return tag("c:ser", *order, tag("c:tx", name), *inside)


def _ink(number: int) -> str:
    """Return the colour of a series by its number."""
    return _solid(styles.SERIES[number % len(styles.SERIES)])


def _solid(rgb: str) -> str:
    return tag("a:solidFill", tag("a:srgbClr", val=rgb))


def _edge(fill: str = "", width: int | None = None) -> str:
    return tag("a:ln", fill, tag("a:prstDash", val="solid"), w=width)


def _no_marker() -> str:
    return tag("c:marker", _value("symbol", "none"), tag("c:spPr", _edge()))


def _numbers(name: str, sheet: str, area: Area) -> str:
    place = f"{quoted(sheet)}!{area.a1(fixed=True)}"
    return tag(f"c:{name}", tag("c:numRef", tag("c:f", escaped(place))))


# ------------------------------------------------------------------ axes


def _axis_of_names(chart: Columns) -> str:
    return _axis(
        "catAx",
        (_X, _Y),
        chart.x_title,
        _value("lblOffset", 100),
        at_the_edge=True,
    )


def _axis_of_heights(title: str, low: float | None, *, percent: bool = False) -> str:
    return _axis(
        "valAx",
        (_Y, _X),
        title,
        _value("majorUnit", 0.2 if percent else None),
        ends=(low, 1 if percent else None),
        grid=True,
        number_format="0%" if percent else "General",
    )


def _axis(
    kind: str,
    numbers: tuple[int, int],
    title: str,
    *more: str,
    ends: _Ends = (None, None),
    grid: bool = False,
    number_format: str | None = None,
    at_the_edge: bool = False,
) -> str:
    """Return an axis; `numbers` are its own and that of the one it crosses.

    `at_the_edge`: what is written along it stands there, also where the axes cross inside.
    """
    low, high = ends
    lines = tag("c:majorGridlines", tag("c:spPr", _edge(_solid(styles.LINE))))
    upright = _value("orientation", "minMax")
    return tag(
        f"c:{kind}",
        _value("axId", numbers[0]),
        tag("c:scaling", upright, _value("max", high), _value("min", low)),
        # Without this, some applications draw no axes.
        _value("delete", 0),
        _value("axPos", "l"),
        lines if grid else "",
        _title(title, tag("a:defRPr")),
        tag("c:numFmt", formatCode=number_format, sourceLinked=0)
        if number_format
        else "",
        _value("majorTickMark", "none"),
        _value("minorTickMark", "none"),
        _value("tickLblPos", "low" if at_the_edge else None),
        _value("crossAx", numbers[1]),
        *more,
    )

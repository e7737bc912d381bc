"""Charts of a sheet: lines by epoch, points by x and y, columns."""

from collections.abc import Iterator, Mapping

from sheetnet.workbook.address import Area, a1
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import Chart, Columns, Curve, Scatter
from sheetnet.xlsx.writing.frames import SQUARE, WHOLE, AnyChart
from sheetnet.xlsx.xml import escaped, part, quoted, tag

# What sheets are called, by their keys; "" is the chart's own.
Names = Mapping[str, str]

# With so many epochs each has its tick, those of pasted bands too.
_FEW = 31
_TITLE_SIZE = 1200  # in hundredths of a point
_LINE_WIDTH = 22_000  # in EMU
_EMU_A_POINT = 12_700
_POINT, _DOT = 8, 4
# By these numbers the two axes of a chart know each other.
_X, _Y, _Y_OF_POINTS = 10, 100, 20

_Ends = tuple[float | None, float | None]


def chart_part(chart: AnyChart, names: Names) -> bytes:
    """Return a chart; `names` are those of the sheets."""
    style, count = "", 0
    if isinstance(chart, Scatter):
        style = _value("style", 13)
        plot, count = (
            _of_points(chart, names),
            sum(not curve.unseen for curve in chart.curves),
        )
    elif isinstance(chart, Columns):
        plot = _of_columns(chart, names)
        count = len(chart.columns) + len(chart.lines)
    else:
        plot, count = _of_lines(chart, names), len(chart.series)
    over = isinstance(chart, Scatter) and chart.over is not None
    bare = isinstance(chart, Scatter) and chart.bare
    inside = (
        # The title's own size is that of a slide.
        _title(chart.title, tag("a:defRPr", sz=_TITLE_SIZE, b=1)),
        # Else a chart of one series has that one's name for a title.
        "" if chart.title else _value("autoTitleDeleted", 1),
        tag("c:plotArea", _place(chart), *plot, _GLASS if bare else ""),
        _legend(chart) if count > 1 and not over else "",
        _value("plotVisOnly", 1),
        _value("dispBlanksAs", "gap"),
    )
    whole = style, tag("c:chart", *inside), _GLASS if over else ""
    return part("c:chartSpace", *whole, spaces="a c", main="")


def _value(name: str, held: str | float | None) -> str:
    """Return an element that is one value; "" for None."""
    return "" if held is None else tag(f"c:{name}", val=held)


def _place(chart: AnyChart) -> str:
    """Return where in its frame a chart is drawn: over the whole of it, or as a square."""
    if isinstance(chart, Scatter) and chart.bare:
        sizes = WHOLE
    elif isinstance(chart, Scatter) and chart.square:
        sizes = SQUARE
    else:
        return ""
    ends = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    modes = (_value(name, one) for name, one in ends.items())
    values = (_value(*one) for one in zip("xywh", sizes, strict=True))
    return tag("c:layout", tag("c:manualLayout", *modes, *values))


def _legend(chart: AnyChart) -> str:
    """Return the legend; it does not name what is not seen."""
    curves = chart.curves if isinstance(chart, Scatter) else ()
    without = (
        tag("c:legendEntry", _value("idx", number), _value("delete", 1))
        for number, curve in enumerate(curves)
        if curve.unseen
    )
    return tag("c:legend", _value("legendPos", "b"), *without)


def _title(words: str, look: str) -> str:
    if not words:
        return ""
    said = tag("a:p", tag("a:pPr", look), tag("a:r", tag("a:t", escaped(words))))
    return tag("c:title", tag("c:tx", tag("c:rich", tag("a:bodyPr"), said)))


# ------------------------------------------------------------------ kinds


def _of_lines(chart: Chart, names: Names) -> Iterator[str]:
    if chart.named:
        yield _line_chart(
            _line(number, _name_above(area, names), chart.x, area, names)
            for number, (_, area) in enumerate(chart.series)
        )
        yield _axis_of_names(chart)
        yield _axis_of_heights(chart.y_title, 0, percent=chart.percent)
        return
    # By numbers, not by names: applications choose so many ticks that labels do not collide.
    lines = (
        _line(number, _name_above(area, names), chart.x, area, names, ("xVal", "yVal"))
        for number, (_, area) in enumerate(chart.series)
    )
    axes = _value("axId", _X), _value("axId", _Y)
    yield tag("c:scatterChart", _value("scatterStyle", "lineMarker"), *lines, *axes)
    step = 1 if chart.x.rows <= _FEW else None
    yield _axis(
        "valAx",
        (_X, _Y),
        chart.x_title,
        _value("majorUnit", step),
        number_format="General",
        at_the_edge=True,
    )
    yield _axis_of_heights(chart.y_title, 0, percent=chart.percent)


def _of_columns(chart: Columns, names: Names) -> Iterator[str]:
    bars = (
        _series(
            number,
            tag("c:v", escaped(name)),
            tag("c:spPr", _ink(number), _edge()),
            _numbers("cat", names, chart.x),
            _numbers("val", names, area),
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
            _line(number, tag("c:v", escaped(name)), chart.x, area, names)
            for number, (name, area) in enumerate(chart.lines, len(chart.columns))
        )
    yield _axis_of_names(chart)
    yield _axis_of_heights(chart.y_title, 0 if chart.from_zero else None)


def _of_points(chart: Scatter, names: Names) -> Iterator[str]:
    yield tag(
        "c:scatterChart",
        _value("scatterStyle", "lineMarker"),
        *(_curve(number, one, names) for number, one in enumerate(chart.curves)),
        _value("axId", _X),
        _value("axId", _Y_OF_POINTS),
    )
    for own, other, title, ends, step in (
        (_X, _Y_OF_POINTS, chart.x_title, chart.x_range, chart.x_step),
        (_Y_OF_POINTS, _X, chart.y_title, chart.y_range, None),
    ):
        yield _axis(
            "valAx",
            (own, other),
            title,
            _value("majorUnit", step),
            ends=ends or (None, None),
            grid=own != _X,
            number_format="General",
            at_the_edge=True,
            bare=chart.bare or (chart.unnumbered and own == _X),
            small=chart.over is not None,
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
    names: Names,
    called: tuple[str, str] = ("cat", "val"),
) -> str:
    return _series(
        number,
        name,
        tag("c:spPr", _edge(_ink(number), _LINE_WIDTH)),
        _no_marker(),
        _numbers(called[0], names, x),
        _numbers(called[1], names, y),
        _value("smooth", 0),
    )


def _curve(number: int, curve: Curve, names: Names) -> str:
    ink, marker = _solid(curve.ink) if curve.ink else _ink(number), _no_marker()
    line = _edge(ink, _LINE_WIDTH)
    if curve.points or curve.unseen:
        line = _edge(tag("a:noFill"))
    elif curve.width:
        # With another end, a line without length would leave a dot.
        line = _edge(ink, round(curve.width * _EMU_A_POINT), cap="flat")
    if (curve.points or curve.dots) and not curve.unseen:
        marker = tag(
            "c:marker",
            _value("symbol", "circle"),
            _value("size", curve.size or (_POINT if curve.points else _DOT)),
            tag("c:spPr", ink, _edge(ink)),
        )
    return _series(
        number,
        tag("c:v", escaped(curve.name)),
        tag("c:spPr", line),
        marker,
        _numbers("xVal", names, curve.x),
        _numbers("yVal", names, curve.y),
        _value("smooth", 0),
    )


def _name_above(area: Area, names: Names) -> str:
    cell = f"{quoted(names[area.sheet])}!{a1(area.row - 1, area.column)}"
    return tag("c:strRef", tag("c:f", escaped(cell)))


def _series(number: int, name: str, *inside: str) -> str:
    order = _value("idx", number), _value("order", number)
    return tag("c:ser", *order, tag("c:tx", name), *inside)


def _ink(number: int) -> str:
    """Return the colour of a series by its number."""
    return _solid(styles.SERIES[number % len(styles.SERIES)])


def _solid(rgb: str) -> str:
    return tag("a:solidFill", tag("a:srgbClr", val=rgb))


def _edge(fill: str = "", width: int | None = None, cap: str | None = None) -> str:
    return tag("a:ln", fill, tag("a:prstDash", val="solid"), w=width, cap=cap)


# Neither ground nor frame: what lies under it is seen.
_GLASS = tag("c:spPr", tag("a:noFill"), tag("a:ln", tag("a:noFill")))
# The numbers along the axes of a small chart.
_SMALL = tag(
    "c:txPr",
    tag("a:bodyPr"),
    tag(
        "a:p", tag("a:pPr", tag("a:defRPr", sz=800)), tag("a:endParaRPr", lang="en-US")
    ),
)


def _no_marker() -> str:
    return tag("c:marker", _value("symbol", "none"), tag("c:spPr", _edge()))


def _numbers(name: str, names: Names, area: Area) -> str:
    place = f"{quoted(names[area.sheet])}!{area.a1(fixed=True)}"
    return tag(f"c:{name}", tag("c:numRef", tag("c:f", escaped(place))))


# ------------------------------------------------------------------ axes


def _axis_of_names(chart: Columns | Chart) -> str:
    fine = isinstance(chart, Columns) and chart.fine
    return _axis(
        "catAx",
        (_X, _Y),
        chart.x_title,
        _value("lblOffset", 100),
        number_format="0.0#" if fine else None,
        at_the_edge=True,
        small=fine,
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
    bare: bool = False,
    small: bool = False,
) -> str:
    """Return an axis; `numbers` are its own and that of the one it crosses.

    `at_the_edge`: what is written along it stands there, also where the axes cross inside.
    `bare`: nobody sees it; `small`: its numbers are.
    """
    low, high = ends
    lines = tag("c:majorGridlines", tag("c:spPr", _edge(_solid(styles.LINE))))
    upright = _value("orientation", "minMax")
    return tag(
        f"c:{kind}",
        _value("axId", numbers[0]),
        tag("c:scaling", upright, _value("max", high), _value("min", low)),
        # Without this, some applications draw no axes.
        _value("delete", int(bare)),
        _value("axPos", "l"),
        lines if grid and not bare else "",
        _title(title, tag("a:defRPr")),
        tag("c:numFmt", formatCode=number_format, sourceLinked=0)
        if number_format
        else "",
        _value("majorTickMark", "none"),
        _value("minorTickMark", "none"),
        _value("tickLblPos", "low" if at_the_edge else None),
        _SMALL if small and not bare else "",
        _value("crossAx", numbers[1]),
        *more,
    )

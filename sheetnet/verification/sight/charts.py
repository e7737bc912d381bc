"""Planned charts: do they draw the planned cells, and show them as planned?

Other cells, and an axis on which a point has another number than its cell, are
problems; other words, other ends and numbers that are kept for previews are notes.
"""

import math
from collections.abc import Iterable, Iterator

from sheetnet.verification.book.opening import Opened
from sheetnet.verification.sight.found import Sight
from sheetnet.verification.sight.names import plain
from sheetnet.wording import counted, later, worded
from sheetnet.workbook.address import Area
from sheetnet.workbook.drawing.styles import STYLES
from sheetnet.workbook.plan import Chart, Columns, Scatter, Sheet
from sheetnet.xlsx.reading.chart_looks import AxisLook, ChartLook, SeriesLook
from sheetnet.xlsx.reading.number_formats import shows

Planned = Chart | Scatter | Columns

# Numbers that a chart keeps may have gone through fewer digits.
_CLOSE = 1e-9


def check_charts(
    book: Opened, sheet: Sheet, charts: Iterable[ChartLook], found: Sight
) -> None:
    """Compare planned charts with those that are there; others may stand beside them."""
    name = book.names[sheet.key]
    there = list(charts)
    found_by = [_drawing(book, sheet, chart, there) for chart in sheet.charts]
    drawn = [one for drawing in found_by for one in drawing]
    for chart, drawing in zip(sheet.charts, found_by, strict=True):
        others = [one for one in drawn if one not in drawing]
        called = [one for one in there if one.title == chart.title]
        called = [one for one in called if one not in others]
        at = {"name": name, "title": _called(chart)}
        if not drawing and called:
            says = later("{name}: the chart {title} draws other cells")
            found.problems.append(worded(says, **at))
        elif not drawing:
            says = later("{name}: the chart {title} is missing")
            found.notes.append(worded(says, **at))
        else:
            one = next((one for one in drawing if one in called), drawing[0])
            if wrong := list(_false_numbers(one)):
                found.problems.append(
                    worded(
                        "{name}: the chart {title} shows other numbers than it draws,"
                        " by {what}",
                        what=", ".join(wrong),
                        **at,
                    )
                )
            if other := list(dict.fromkeys(_differences(book, sheet, chart, one))):
                found.notes.append(
                    worded(
                        "{name}: the chart {title} is not as planned: {what}",
                        what=worded("; ").join(other),
                        **at,
                    )
                )


def _drawing(
    book: Opened, sheet: Sheet, chart: Planned, there: Iterable[ChartLook]
) -> list[ChartLook]:
    """Return the charts that draw the cells of a planned one."""
    planned = frozenset(
        (_placed(book, sheet, x), _placed(book, sheet, y)) for x, y, _ in _series(chart)
    )
    return [one for one in there if _draws(_drawn(one), planned)]


def _called(chart: Planned) -> str:
    """Return by what a chart is named in a report: its title, or where it stands."""
    if chart.title or not isinstance(chart, Scatter) or chart.over is None:
        return repr(chart.title)
    return worded("over {area}", area=chart.over.a1())


def _placed(book: Opened, sheet: Sheet, area: Area) -> str:
    """Return where an area stands: of the chart's own sheet, or of the one it names."""
    return plain(f"{book.names[area.sheet or sheet.key]}!{area.a1()}")


def _draws(
    drawn: frozenset[tuple[str, str]], planned: frozenset[tuple[str, str]]
) -> bool:
    """Tell whether a chart draws what is planned.

    LibreOffice saves names along an axis without saying where they stand.
    """
    heights = {y for _, y in drawn} == {y for _, y in planned}
    return heights and all(one in planned for one in drawn if one[0] != plain(""))


def _drawn(chart: ChartLook) -> frozenset[tuple[str, str]]:
    return frozenset((plain(one.x), plain(one.y)) for one in chart.series)


def _series(chart: Planned) -> list[tuple[Area, Area, str]]:
    """Return x, y and name of each series of a planned chart.

    The name of a line by epoch is that of its column, which stands above it.
    """
    if isinstance(chart, Scatter):
        return [(curve.x, curve.y, curve.name) for curve in chart.curves]
    if isinstance(chart, Columns):
        named = (*chart.columns, *chart.lines)
        return [(chart.x, area, name) for name, area in named]
    return [(chart.x, area, "") for _, area in chart.series]


# ------------------------------------------------------------------ numbers


def _false_numbers(chart: ChartLook) -> Iterator[str]:
    """Yield by what a chart shows other numbers than those it draws."""
    ours = {style.number_format for style in STYLES.values()}
    for code in sorted(chart.formats - ours):
        if shows(code) == "other":
            yield worded("the format {code:.40}", code=code)
    yield from map(worded, sorted({axis.scales for axis in chart.axes} - {""}))
    for label in chart.labels:
        if any(letter.isdigit() for letter in label):
            yield worded("the label {label!r}", label=label[:40])
            return


# ------------------------------------------------------------------ words and looks


def _differences(
    book: Opened, sheet: Sheet, planned: Planned, chart: ChartLook
) -> Iterator[str]:
    """Yield in which words, ends and looks a chart is not as planned."""
    if chart.title != planned.title:
        yield worded("its title is {title}", title=_or_gone(chart.title))
    axes = (planned.x_title, *_ends(planned)[0]), (planned.y_title, *_ends(planned)[1])
    bare = isinstance(planned, Scatter) and (planned.bare or planned.unnumbered)
    for letter, one, axis in zip("xy", axes, chart.axes, strict=False):
        yield from _differences_of_axis(letter, one, axis, bare=bare)
    if len(chart.axes) != len(axes):
        yield counted(len(chart.axes), "it has {count} axis", "it has {count} axes")
    if any(shows(code) == "nothing" for code in chart.formats):
        yield worded("a format hides its numbers")
    yield from _differences_of_series(book, sheet, planned, chart)


_Ends = tuple[float | None, float | None]


def _ends(planned: Planned) -> tuple[_Ends, _Ends]:
    """Return the planned ends of x and of y; None where the application finds them."""
    if isinstance(planned, Scatter):
        return planned.x_range or (None, None), planned.y_range or (None, None)
    if isinstance(planned, Columns):
        return (None, None), (0.0 if planned.from_zero else None, None)
    return (None, None), (0.0, 1.0 if planned.percent else None)


def _differences_of_axis(
    letter: str,
    planned: tuple[str, float | None, float | None],
    axis: AxisLook,
    *,
    bare: bool,
) -> Iterator[str]:
    title, low, high = planned
    if axis.title != title:
        yield worded(
            "the title of {letter} is {title}",
            letter=letter,
            title=_or_gone(axis.title),
        )
    for says, end, now in (
        (later("{letter} begins {at}"), low, axis.low),
        (later("{letter} ends {at}"), high, axis.high),
    ):
        if not _same(end, now):
            at = (
                worded("where the application likes")
                if now is None
                else worded("at {now:g}", now=now)
            )
            yield worded(says, letter=letter, at=at)
    if axis.backwards:
        yield worded("{letter} runs backwards", letter=letter)
    if axis.hidden and not bare:
        yield worded("the axis of {letter} is hidden", letter=letter)


def _or_gone(text: str) -> str:
    return repr(text[:40]) if text else worded("gone")


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE)


def _differences_of_series(
    book: Opened, sheet: Sheet, planned: Planned, chart: ChartLook
) -> Iterator[str]:
    name = book.names[sheet.key]
    drawn = {plain(one.y): one for one in chart.series}
    for _, area, text in _series(planned):
        one = drawn[_placed(book, sheet, area)]
        above = f"{name}!{area._replace(row=area.row - 1, rows=1).a1()}"
        called = one.name == text if text else plain(one.name) == plain(above)
        # Some applications keep no names of series; that is no other word in sight.
        if one.name and not called:
            yield worded("the name of a series is {name!r}", name=one.name[:40])
        if count := sum(_is_other(book, sheet, area, one)):
            yield counted(
                count,
                "{count} number that it keeps is not that of its cell",
                "{count} numbers that it keeps are not those of their cells",
            )


def _is_other(
    book: Opened, sheet: Sheet, area: Area, series: SeriesLook
) -> Iterator[bool]:
    """Tell for each number that a chart keeps whether its cell holds another one."""
    grid = book.saved[area.sheet or sheet.key]
    for at, kept in series.kept:
        row, column = divmod(at, area.columns)
        row, column = area.row - 1 + row, area.column - 1 + column
        inside = row < grid.shape[0] and column < grid.shape[1]
        value = grid[row, column] if inside else None
        if isinstance(value, float):
            yield not math.isclose(kept, value, rel_tol=_CLOSE, abs_tol=_CLOSE)

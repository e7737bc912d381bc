"""Planned charts: do they draw the planned cells?"""

from collections.abc import Iterable

from sheetnet.verification.book.opening import Opened
from sheetnet.verification.sight.found import Sight
from sheetnet.verification.sight.names import plain
from sheetnet.workbook.address import Area
from sheetnet.workbook.plan import Chart, Columns, Scatter, Sheet
from sheetnet.xlsx.reading.looks import ChartLook


def check_charts(
    book: Opened, sheet: Sheet, charts: Iterable[ChartLook], found: Sight
) -> None:
    """Compare planned charts with those that are there; others may stand beside them."""
    name = book.names[sheet.key]
    there = [(one.title, _drawn(one)) for one in charts]
    for chart in sheet.charts:
        planned = frozenset(
            (plain(f"{name}!{x.a1()}"), plain(f"{name}!{y.a1()}"))
            for x, y in _series(chart)
        )
        if any(_draws(series, planned) for _, series in there):
            continue
        if any(title == chart.title for title, _ in there):
            found.problems.append(
                f"{name}: the chart {chart.title!r} draws other cells"
            )
        else:
            found.notes.append(f"{name}: the chart {chart.title!r} is missing")


def _draws(
    drawn: frozenset[tuple[str, str]], planned: frozenset[tuple[str, str]]
) -> bool:
    """Tell whether a chart draws what is planned.

    LibreOffice saves names along an axis without saying where they stand.
    """
    heights = {y for _, y in drawn} == {y for _, y in planned}
    return heights and all(one in planned for one in drawn if one[0] != plain(""))


def _drawn(chart: ChartLook) -> frozenset[tuple[str, str]]:
    return frozenset((plain(x), plain(y)) for x, y in chart.series)


def _series(chart: Chart | Scatter | Columns) -> list[tuple[Area, Area]]:
    """Return x and y of each series of a planned chart."""
    if isinstance(chart, Scatter):
        return [(curve.x, curve.y) for curve in chart.curves]
    lines = chart.series if isinstance(chart, Chart) else (*chart.columns, *chart.lines)
    return [(chart.x, area) for _, area in lines]

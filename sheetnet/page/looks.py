"""How a sheet looks, as far as a page shows it: its charts, and of a lesson all its words.

A page has colours of its own, for day and night: so a style is told by what it means.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.workbook.address import Area
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.styles import STYLES, Style
from sheetnet.workbook.plan import Chart, Columns, Scatter, Sheet

# What a colour means, by the fill or the ink.
_MEANS = {
    styles.INPUT_FILL: "input",
    styles.FORWARD_FILL: "forward",
    styles.FORWARD_INK: "forward",
    styles.BACKWARD_FILL: "backward",
    styles.BACKWARD_INK: "backward",
    styles.GRADIENT_FILL: "gradient",
    styles.GRADIENT_INK: "gradient",
    styles.GREY: "soft",
}
_TITLE, _HEADING = 16, 11


def charts_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the charts of a sheet, as JSON has them; none that lie over its cells."""
    over = (one for one in sheet.charts if isinstance(one, Scatter) and one.over)
    lying = {id(one) for one in over}
    return [_chart(one) for one in sheet.charts if id(one) not in lying]


def grid_of(sheet: Sheet, there: NDArray[np.object_]) -> dict[str, Any]:
    """Return the words of a sheet in their places, and how its cells look.

    `there`: what stands in its cells, row by row. `cells`: row, column, their axes (count,
    rows, columns), how they look and their number format; of a text the text too.
    """
    return {
        "widths": {str(at): width for at, width in sheet.widths.items()},
        "merged": [_area(one) for one in sheet.merged],
        "scales": [
            {
                "areas": [_area(area) for area in one.areas],
                "low": one.low[0],
                "high": one.high[0],
            }
            for one in sheet.color_scales
        ],
        "cells": list(_cells(sheet, there)),
    }


def _cells(sheet: Sheet, there: NDArray[np.object_]) -> Iterator[list[Any]]:
    for cell in sheet.cells:
        style = STYLES[cell.style]
        fills = [(one.count, one.rows, one.columns) for one in cell.fills]
        told = [cell.row, cell.column, fills, _means(style), style.number_format]
        if cell.text is not None:
            yield [*told, there[cell.row - 1, cell.column - 1]]
        elif cell.formula is not None or cell.value:
            yield told


def _means(style: Style) -> str:
    """Return what a style means, as the names of classes.

    >>> _means(STYLES["title"]), _means(STYLES["label"])
    ('title', 'soft right')
    """
    found = [_MEANS.get(style.fill or "", "") or _MEANS.get(style.ink, "")]
    if style.bold and style.size >= _HEADING:
        found.append("title" if style.size >= _TITLE else "heading")
    if style.align in ("right", "center"):
        found.append(style.align)
    return " ".join(filter(None, found))


def _chart(chart: Chart | Scatter | Columns) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": chart.title,
        "x_title": chart.x_title,
        "y_title": chart.y_title,
    }
    match chart:
        case Chart():
            lines = [_line(name, y, chart.x) for name, y in chart.series]
            told |= {"lines": lines, "percent": chart.percent, "named": chart.named}
        case Scatter():
            told["lines"] = [
                {
                    **_line(one.name, one.y, one.x),
                    "look": "points" if one.points else "dots" if one.dots else "line",
                    "unseen": one.unseen,
                }
                for one in chart.curves
            ]
            told |= {
                "x_range": chart.x_range,
                "y_range": chart.y_range,
                "square": chart.square,
            }
        case Columns():
            told["bars"] = [_line(name, y, chart.x) for name, y in chart.columns]
            told["lines"] = [_line(name, y, chart.x) for name, y in chart.lines]
            told |= {"zero": chart.from_zero, "named": True}
    return {name: value for name, value in told.items() if value not in (None, False)}


def _line(name: str, y: Area, x: Area) -> dict[str, Any]:
    return {"name": name, "x": _area(x), "y": _area(y)}


def _area(area: Area) -> tuple[int, int, int, int]:
    """Return a rectangle by its row, column, rows and columns."""
    return area.row, area.column, area.rows, area.columns

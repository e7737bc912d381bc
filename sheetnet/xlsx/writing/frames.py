"""Where the charts of a sheet stand, and how large they are."""

from collections.abc import Sequence

from sheetnet.workbook.plan import Chart, Columns, Scatter
from sheetnet.xlsx.xml import part, tag

AnyChart = Chart | Scatter | Columns

_EMU_A_CM = 360_000
# In cm: a chart by epoch is wide, a lesson's stands beside its inputs.
_HEIGHT, _WIDTH, _LESSON_WIDTH, _SQUARE_WIDTH = 8.5, 17.0, 13.5, 10.5
# Where in its frame a chart is drawn, as parts of it: from left and top, width, height.
# The square is 5.5 cm to each side.
WHOLE: tuple[float, ...] = (0.0, 0.0, 1.0, 1.0)
SQUARE = tuple(
    round(cm / whole, 4)
    for cm, whole in (
        (2.4, _SQUARE_WIDTH),
        (1.1, _HEIGHT),
        (5.5, _SQUARE_WIDTH),
        (5.5, _HEIGHT),
    )
)


def drawing_part(charts: Sequence[AnyChart]) -> bytes:
    """Return where the charts of a sheet stand; its relation rIdN leads to the N-th."""
    frames = (_frame(*one) for one in enumerate(charts, 1))
    return part("xdr:wsDr", *frames, spaces="a c r xdr", main="")


def _frame(number: int, chart: AnyChart) -> str:
    name = tag("xdr:cNvPr", id=number, name=f"Chart {number}")
    shown = tag("c:chart", **{"r:id": f"rId{number}"})
    kind = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    frame = (
        tag(
            "xdr:graphicFrame",
            tag("xdr:nvGraphicFramePr", name, tag("xdr:cNvGraphicFramePr")),
            tag("xdr:xfrm"),
            tag("a:graphic", tag("a:graphicData", shown, uri=kind)),
        ),
        tag("xdr:clientData"),
    )
    if isinstance(chart, Scatter) and chart.over:
        row, column = chart.over.last
        first = _corner("from", chart.over.row, chart.over.column)
        last = _corner("to", row + 1, column + 1)
        return tag("xdr:twoCellAnchor", first, last, *frame, editAs="twoCell")
    width = _WIDTH
    if not isinstance(chart, Chart):
        square = isinstance(chart, Scatter) and chart.square
        width = _SQUARE_WIDTH if square else _LESSON_WIDTH
    return tag(
        "xdr:oneCellAnchor",
        _corner("from", chart.row, chart.column),
        tag("xdr:ext", cx=width * _EMU_A_CM, cy=_HEIGHT * _EMU_A_CM),
        *frame,
    )


def _corner(name: str, row: int, column: int) -> str:
    """Return the corner of a cell at which a chart begins or ends."""
    at = {"col": column - 1, "colOff": 0, "row": row - 1, "rowOff": 0}
    return tag(f"xdr:{name}", *(tag(f"xdr:{one}", str(n)) for one, n in at.items()))

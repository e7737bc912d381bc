"""The sheets of regression: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.regression.settings import (
    INPUTS,
    MAP,
    NEAR,
    STEPS,
    Settings,
)
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column, chain
from sheetnet.workbook.plan import Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the line through the points, and the way of gradient descent to it."""
    board = Board(texts, "regression", INPUTS)
    points = lesson.read(Settings).data
    n = lesson.shapes["x"][0]
    top = board.row + 1
    x, y = points.called(texts.lang)
    _line(board, texts("list.comma").join([f"x = {x}", f"y = {y}"]))
    board.row = max(board.row, board.below(top) - 1)
    _points(board, n)
    # Seen from the middle of the points: there the axes fit any points.
    board.aside(n, [Column("fit_c", "p x + q − ȳ", "[fit]-{mean_y}")])
    board.scatter(
        "chart",
        top,
        CHARTS,
        [
            board.curve(board.say("points"), "xc", "yc", points=True),
            board.curve("y = p x + q", "xc", "fit_c"),
        ],
        x=f"{x} − x̄",
        y=f"{y} − ȳ",
    )
    return [board.sheet(), _steps(texts, board)]


def _line(board: Board, axes: str) -> None:
    board.heading("normal")
    board.line("plain", axes)
    board.field("n", "COUNT({x})", style="forward-whole", says="n")
    board.field("mean_x", "AVERAGE({x})", label="x̄")
    board.field("mean_y", "AVERAGE({y})", label="ȳ")
    board.field("S_xx", "SUMSQ({xc})", label="Σ(x−x̄)²")
    board.field("S_xy", "SUMPRODUCT({xc},{yc})", label="Σ(x−x̄)(y−ȳ)")
    board.field("p", "{S_xy}/{S_xx}", style="forward-six", says="p")
    board.field("q", "{mean_y}-{p}*{mean_x}", style="forward-six", says="q")
    board.field("C_T", "SUM({C})", label="C_T = ΣC", style="forward-six", says="C_T")
    board.heading("functions")
    for symbol, call in (("p_slope", "SLOPE"), ("q_intercept", "INTERCEPT")):
        board.field(symbol, f"{call}({{y}},{{x}})", label=call, style="forward-six")
    board.same("same_p", "{p}", "{p_slope}")
    board.same("same_q", "{q}", "{q_intercept}")
    board.field("sum_e", "SUM({e})", label="Σe", style="forward-small", says="sum_e")
    condition = "ABS({sum_e})<=1E-6*(1+{n}*ABS({mean_y}))"
    board.mark("zero", condition, label="Σe = 0?")


def _points(board: Board, n: int) -> None:
    board.heading("table")
    columns = [
        Column("x", "x", style="pixel"),
        Column("y", "y", style="pixel"),
        Column("xc", "x − x̄", "[x]-{mean_x}"),
        Column("yc", "y − ȳ", "[y]-{mean_y}"),
        Column("fit", "p x + q", "{p}*[x]+{q}"),
        Column("e", "e", "[y]-[fit]"),
        Column("C", "C = ½e²", "[e]^2/2"),
    ]
    board.table(n, columns)


def _steps(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "regression_steps", INPUTS, first)
    top = board.row + 1
    board.heading("scaled")
    board.field("eta", label="η", style="eta", says="eta")
    board.field("s", "SQRT({S_xx}/{n})", says="s")
    board.field("S_uy", "{S_xy}/{s}", label="Σ u y", says="S_uy")
    board.field("S_yy", "SUMSQ({yc})", label="Σ(y−ȳ)²")
    board.heading("reached")
    for symbol in ("p", "q"):
        last = f"{{step_{symbol}.{STEPS}}}"
        board.field(f"last_{symbol}", last, label=symbol, style="forward-six")
        near = f"ABS({{last_{symbol}}}-{{{symbol}}})<={NEAR}*(1+ABS({{{symbol}}}))"
        board.mark(f"near_{symbol}", near, label=board.say("near"))
    board.row = max(board.row, board.below(top) - 1)
    _surface_map(board)
    _descent_table(board)
    curves = [board.curve("C_T", "step", "step_C_T")]
    board.scatter("chart", top, CHARTS, curves, x=board.say("step"), y="C_T")
    return board.sheet()


def _surface_map(board: Board) -> None:
    """Put C_T over the plane of p (to the right) and q (upwards)."""
    board.heading("map")
    board.field("half_p", label="± p", style="eta", says="half_p")
    board.field("half_q", label="± q", style="eta")
    row, offset = board.row, f"(2*{{}}/{MAP - 1}-1)"
    board.put(
        "map_p", row, FIRST, right=MAP, style="map-axis",
        formula=lambda j: f"{{p}}+{{half_p}}*{offset.format(j)}",
    )  # fmt: skip
    board.put(
        "map_q", row + 1, 1, down=MAP, style="map-axis",
        formula=lambda i: f"{{q}}-{{half_q}}*{offset.format(i)}",
    )  # fmt: skip
    middle = "{mean_y}-[map_p]*{mean_x}-[map_q]"
    shape = "{S_yy}-2*[map_p]*{S_xy}+[map_p]^2*{S_xx}"
    board.put(
        "map_C_T", row + 1, FIRST, down=MAP, right=MAP, style="map-wide",
        formula=f"({shape}+{{n}}*({middle})^2)/2",
    )  # fmt: skip
    board.heat("map_C_T")
    board.row = row + MAP + 1


def _descent_table(board: Board) -> None:
    board.heading("table")
    step = chain("0", "[step:-1]+1")
    p = chain("0", "[p_u:-1]-{eta}*[dC_dp:-1]")
    q = chain("0", "[q_u:-1]-{eta}*[dC_dq:-1]")
    C_T = "({S_yy}-2*[p_u]*{S_uy}+[p_u]^2*{n}+{n}*({mean_y}-[q_u])^2)/2"
    columns = [
        Column("step", board.say("step"), step, "forward-whole"),
        Column("p_u", "p′", p, "update-six"),
        Column("q_u", "q′", q, "update-six"),
        Column("dC_dp", "∂C_T/∂p′", "[p_u]*{n}-{S_uy}", "gradient-six"),
        Column("dC_dq", "∂C_T/∂q′", "{n}*([q_u]-{mean_y})", "gradient-six"),
        Column("step_C_T", "C_T", C_T, "forward-six"),
        Column("step_p", "p = p′/s", "[p_u]/{s}", "forward-six"),
        Column("step_q", "q", "[q_u]-[step_p]*{mean_x}", "forward-six"),
    ]
    board.table(STEPS + 1, columns)

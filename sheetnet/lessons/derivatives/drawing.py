"""The sheets of derivatives: their formulas. Knows no values."""

from collections.abc import Callable

from sheetnet.lang import Texts
from sheetnet.lessons.derivatives.settings import (
    DIRECTIONS,
    INPUTS,
    NEAR,
    POINTS,
    QUOTIENTS,
    H,
)
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return three sheets: one variable, the chain rule, directions."""
    board = Board(texts, "derivatives", INPUTS)
    top = board.row + 1
    board.heading("quotient")
    board.field("x", says="x")
    board.field("f", "{x}^3-3*{x}", label="f(x) = x³ − 3x")
    board.field(
        "exact", "3*{x}^2-3", label="f′(x) = 3x² − 3", style="gradient", says="exact"
    )
    f_h = "({x}+[h])^3-3*({x}+[h])"
    small = "forward-small"
    columns = [
        Column("h", "h", chain("1", "[h:-1]/10"), small),
        Column("f_h", "f(x+h)", f_h, "forward-six"),
        Column("quotient", board.say("slope"), "([f_h]-{f})/[h]", "forward-six"),
        Column("off", board.say("off"), "[quotient]-{exact}", small),
    ]
    board.table(QUOTIENTS, columns)
    best = "MIN(" + ",".join(f"ABS({{off.{i}}})" for i in range(QUOTIENTS)) + ")"
    board.field("best", best, label=board.say("best"), style=small, says="best_says")
    board.mark("close", "{best}<=1E-5", label=board.say("near"))
    _flat_sheet(board)
    curves = [
        board.curve(name, "line", key)
        for name, key in (("x²", "square"), ("x³", "cube"))
    ]
    board.scatter("chart", top, CHARTS, curves, x="x", y="f")
    slopes = [
        board.curve(f"({name})′", "line", f"{key}_slope")
        for name, key in (("x²", "square"), ("x³", "cube"))
    ]
    board.scatter("chart_slope", board.below(top), CHARTS, slopes, x="x", y="f′")
    return [board.sheet(), _chain_sheet(texts, board), _direction_sheet(texts, board)]


def _flat_sheet(board: Board) -> None:
    board.heading("flat")
    for name, label in (("square", "x²"), ("cube", "x³")):
        condition = f"MIN({{{name}}})>=-1E-9"
        board.mark(f"{name}_least", condition, label=label, says=f"{name}_says")
    columns = [
        Column("line", "x", lambda i: f"{i}/10-2"),
        Column("square", "x²", "[line]^2"),
        Column("square_slope", "(x²)′ = 2x", "2*[line]", "gradient"),
        Column("cube", "x³", "[line]^3"),
        Column("cube_slope", "(x³)′ = 3x²", "3*[line]^2", "gradient"),
    ]
    board.table(POINTS, columns)


def _pair(
    board: Board, symbol: str, exact: object, numeric: object, count: int
) -> None:
    """Put derivatives exact and by central differences, and whether they are near."""
    near = f'IF(ABS([{symbol}_numeric]-[{symbol}])<={NEAR}*(1+ABS([{symbol}])),"✓","✗")'
    for end, text, style in (
        ("", exact, "gradient"),
        ("_numeric", numeric, "gradient"),
    ):
        label = board.say("numeric" if end else "exact")
        board.vector(f"{symbol}{end}", count, text, label=label, style=style)  # type: ignore[arg-type]
    board.vector(
        f"{symbol}_near", count, near, label=board.say("near"), style="mark", text=True
    )
    board.marked(f"{symbol}_near")


def _difference(f: Callable[[str, str], str], x: str, y: str) -> list[str]:
    """Return the central differences of f(x, y) by x and by y."""

    def at(dx: str, dy: str) -> str:
        return f(f"({x}{dx})", f"({y}{dy})")

    h = f"{H}"
    ends = [((f"+{h}", ""), (f"-{h}", "")), (("", f"+{h}"), ("", f"-{h}"))]
    return [f"(({at(*up)})-({at(*down)}))/(2*{h})" for up, down in ends]


def _chain_sheet(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "derivatives_chain", INPUTS, first)
    x, y = "{at.0}", "{at.1}"
    board.heading("where")
    board.heads(["x", "y"])
    board.vector("at", 2, label=board.say("point"), says="point_says")
    board.heading("partial")
    board.heads(["∂f/∂x", "∂f/∂y"])
    exact = [f"2*{x}+{y}", f"{x}+2*{y}"]
    numeric = _difference(lambda x, y: f"{x}^2+{x}*{y}+{y}^2", x, y)
    _pair(board, "partial", exact.__getitem__, numeric.__getitem__, 2)
    board.heading("one")
    board.field("w", says="w")
    board.field("b", says="b")
    board.field("u", f"{{w}}*{x}+{{b}}", label="u = w x + b")
    board.field("sigma", "1/(1+EXP(-{u}))", label="σ(u)")
    board.field(
        "dy_du", "{sigma}*(1-{sigma})", label="dσ/du", style="gradient", says="dy_du"
    )
    up, down = (f"1/(1+EXP(-({{w}}*({x}{sign}{H})+{{b}})))" for sign in "+-")
    central = f"({up}-{down})/(2*{H})"
    board.heads(["dσ/dx"])
    _pair(board, "chain", "{dy_du}*{w}", central, 0)
    board.label(board.row - 3, 3, board.say("chain"), "beside")
    board.heading("two")
    board.heads(["u = x y", "v = x + y"])
    board.vector("uv", 2, [f"{x}*{y}", f"{x}+{y}"].__getitem__, label="u, v")
    board.field("z", "{uv.0}^2+{uv.0}*{uv.1}", label="z = u² + u v")
    partial = ["2*{uv.0}+{uv.1}", "{uv.0}"]
    board.vector(
        "dz_duv", 2, partial.__getitem__, label="∂z/∂u, ∂z/∂v", style="gradient"
    )
    board.heads(["x", "y"])
    board.vector("du", 2, [y, x].__getitem__, label="∂u/∂x, ∂u/∂y", style="gradient")
    board.vector("dv", 2, "1", label="∂v/∂x, ∂v/∂y", style="gradient")
    z = lambda x, y: f"(({x}*{y})^2+{x}*{y}*({x}+{y}))"
    rule = "{dz_duv.0}*[du]+{dz_duv.1}*[dv]"
    _pair(board, "both", rule, _difference(z, x, y).__getitem__, 2)
    board.label(board.row - 3, 4, "∂z/∂x = ∂z/∂u ∂u/∂x + ∂z/∂v ∂v/∂x", "beside")
    return board.sheet()


def _direction_sheet(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "derivatives_direction", INPUTS, first)
    x, y = "{point.0}", "{point.1}"
    top = board.row + 1
    board.heading("where")
    board.heads(["x", "y"])
    board.vector("point", 2, label=board.say("point"))
    slopes = [f"2*{x}", f"4*{y}"]
    board.vector("gradient", 2, slopes.__getitem__, label="∇f", style="gradient",
                 says="gradient")  # fmt: skip
    board.field("length", "SQRT(SUMSQ({gradient}))", label="|∇f|")
    board.field("step", label="ε", style="eta", says="step")
    _least(board)
    _directions(board)
    curves = [
        board.curve("∇f·e", "angle", "along"),
        board.curve("Δf/ε", "angle", "rate", dots=True),
    ]
    board.scatter("chart", top, CHARTS, curves, x="θ", y="Δf/ε")
    return board.sheet()


def _least(board: Board) -> None:
    """Put the least slope of all directions: ∇f backwards, and nowhere less."""
    board.heading("least")
    board.field("least", "MIN({along})", label=board.say("found"), says="found_says")
    board.field("steepest", "-{length}", label="−|∇f|", says="steepest")
    board.mark("never_below", "{least}>={steepest}-1E-9", label="≥ −|∇f|?")
    reached = "{least}<={steepest}*COS(PI()/24)+1E-9"
    board.mark("reaches", reached, label=board.say("near"), says="reaches")


def _directions(board: Board) -> None:
    """Put the slope along every direction, and what a small step changes."""
    board.heading("table")
    x, y = "{point.0}", "{point.1}"
    radians = "[angle]*PI()/180"
    there = f"({x}+{{step}}*[e_x])^2+2*({y}+{{step}}*[e_y])^2"
    columns = [
        Column("angle", "θ °", chain("0", "[angle:-1]+15"), "forward-whole"),
        Column("e_x", "cos θ", f"COS({radians})"),
        Column("e_y", "sin θ", f"SIN({radians})"),
        Column("along", "∇f·e", "{gradient.0}*[e_x]+{gradient.1}*[e_y]", "gradient"),
        Column("change", "Δf", f"{there}-({x}^2+2*{y}^2)", "forward-six"),
        Column("rate", "Δf/ε", "[change]/{step}"),
    ]
    board.table(DIRECTIONS, columns)

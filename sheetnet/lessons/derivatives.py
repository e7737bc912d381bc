"""Derivatives: difference quotients, f′ = 0, partial ones, the chain rule, ∇f."""

import numpy as np

from sheetnet.lang import Texts
from sheetnet.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, ticks
from sheetnet.workbook.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {
    "derivatives": ("2.13", "2.14"),
    "derivatives_chain": ("2.15", "2.17", "2.18"),
    "derivatives_direction": ("2.15", "2.21"),
}

INPUTS = {
    "x": Limits(-2, 2),
    "at": Limits(-2, 2),
    "w": Limits(-3, 3),
    "b": Limits(-3, 3),
    "point": Limits(-2, 2),
    "step": Limits(0.001, 0.1),
}

# h = 1, 0.1, … 1e-12: in the end, rounding eats the digits.
_QUOTIENTS = 13
_POINTS = 41
_DIRECTIONS = 24
# A central difference with this step is right to its square.
_H = 1e-4
_NEAR = 1e-6


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return where each derivative is taken."""
    return {
        "x": np.array(1.5),
        "at": np.array([1.0, 0.5]),
        "w": np.array(2.0),
        "b": np.array(-1.0),
        "point": np.array([1.0, 0.5]),
        "step": np.array(0.01),
    }


def _near(numeric: np.ndarray, exact: np.ndarray) -> np.ndarray:
    return ticks(np.abs(numeric - exact) <= _NEAR * (1 + np.abs(exact)))


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return quotients and slopes of f(x) = x³ − 3x, and what the other sheets show."""
    return _quotients(given["x"]) | _flat() | _chain(given) | _direction(given)


def _quotients(x: np.ndarray) -> Arrays:
    h = 10.0 ** -np.arange(_QUOTIENTS)
    f, f_h = x**3 - 3 * x, (x + h) ** 3 - 3 * (x + h)
    exact = 3 * x**2 - 3
    size = (abs(x) ** 3 + 3 * abs(x) + 1) / h
    quotient = (f_h - f) / h
    return {
        "f": f,
        "exact": exact,
        "h": h,
        "f_h": f_h,
        "quotient": quotient,
        "quotient±": size,
        "off": quotient - exact,
        "off±": size,
        "best": np.abs(quotient - exact).min(),
        "best±": size.max(),
        "close": ticks(np.abs(quotient - exact).min() <= 1e-5),
    }


def _flat() -> Arrays:
    """Return x², x³ and their slopes: both are 0 at 0, only one has a minimum there."""
    x = np.arange(_POINTS) / 10 - 2
    return {
        "line": x,
        "square": x**2,
        "cube": x**3,
        "square_slope": 2 * x,
        "cube_slope": 3 * x**2,
        "square_least": ticks((x**2).min() >= -1e-9),
        "cube_least": ticks((x**3).min() >= -1e-9),
    }


def _chain(given: Arrays) -> Arrays:
    """Return partial derivatives, and the chain rule in one variable and in two.

    f = x² + x y + y²;  y = σ(u), u = w x + b;  z = u² + u v, u = x y, v = x + y.
    """
    x, y = given["at"]
    w, b = given["w"], given["b"]

    def f(x: float, y: float) -> float:
        return x**2 + x * y + y**2

    def unit(x: float) -> float:
        return float(1 / (1 + np.exp(-(w * x + b))))

    def z(x: float, y: float) -> float:
        return (x * y) ** 2 + x * y * (x + y)

    partial = np.array([2 * x + y, x + 2 * y])
    partial_numeric = np.array([_central(f, x, y, 0), _central(f, x, y, 1)])
    s = unit(x)
    chain = s * (1 - s) * w
    chain_numeric = np.array((unit(x + _H) - unit(x - _H)) / (2 * _H))
    u, v = x * y, x + y
    z_u, z_v = 2 * u + v, u
    both = np.array([z_u * y + z_v, z_u * x + z_v])
    both_numeric = np.array([_central(z, x, y, 0), _central(z, x, y, 1)])
    size = 20 / _H
    return {
        "partial": partial,
        "partial_numeric": partial_numeric,
        "partial_numeric±": np.full(2, size),
        "partial_near": _near(partial_numeric, partial),
        "u": w * x + b,
        "sigma": np.array(s),
        "dy_du": np.array(s * (1 - s)),
        "chain": np.array(chain),
        "chain_numeric": chain_numeric,
        "chain_numeric±": np.array(size),
        "chain_near": _near(chain_numeric, np.array(chain)),
        "uv": np.array([u, v]),
        "z": np.array(z(x, y)),
        "dz_duv": np.array([z_u, z_v]),
        "du": np.array([y, x]),
        "dv": np.array([1.0, 1.0]),
        "both": both,
        "both_numeric": both_numeric,
        "both_numeric±": np.full(2, 10 * size),
        "both_near": _near(both_numeric, both),
    }


def _central(f: object, x: float, y: float, which: int) -> float:
    dx, dy = (_H, 0.0) if which == 0 else (0.0, _H)
    assert callable(f)
    return float((f(x + dx, y + dy) - f(x - dx, y - dy)) / (2 * _H))


def _direction(given: Arrays) -> Arrays:
    """Return ∇f of f = x² + 2y² and how f changes along every direction."""
    (x, y), step = given["point"], given["step"]
    gradient = np.array([2 * x, 4 * y])
    length = np.sqrt(gradient @ gradient)
    angle = 15.0 * np.arange(_DIRECTIONS)
    e = np.array([np.cos(angle * np.pi / 180), np.sin(angle * np.pi / 180)])
    here = x**2 + 2 * y**2
    change = (x + step * e[0]) ** 2 + 2 * (y + step * e[1]) ** 2 - here
    along = gradient @ e
    return {
        "gradient": gradient,
        "length": length,
        "angle": angle,
        "e_x": e[0],
        "e_y": e[1],
        "along": along,
        "along±": np.full(_DIRECTIONS, length),
        "change": change,
        "change±": np.full(_DIRECTIONS, here + 1),
        "rate": change / step,
        "rate±": np.full(_DIRECTIONS, (here + 1) / step),
        "least": along.min(),
        "steepest": -length,
        "never_below": ticks(along.min() >= -length - 1e-9),
        # The nearest of the directions is at most 7.5° off.
        "reaches": ticks(along.min() <= -length * np.cos(np.pi / 24) + 1e-9),
    }


# ------------------------------------------------------------------ sheets


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
    board.table(_QUOTIENTS, columns)
    best = "MIN(" + ",".join(f"ABS({{off.{i}}})" for i in range(_QUOTIENTS)) + ")"
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
    board.table(_POINTS, columns)


def _pair(
    board: Board, symbol: str, exact: object, numeric: object, count: int
) -> None:
    """Put derivatives exact and by central differences, and whether they are near."""
    near = (
        f'IF(ABS([{symbol}_numeric]-[{symbol}])<={_NEAR}*(1+ABS([{symbol}])),"✓","✗")'
    )
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


def _difference(f: str, x: str, y: str) -> list[str]:
    """Return the central differences of f(X, Y) by X and by Y."""

    def at(dx: str, dy: str) -> str:
        return f.replace("X", f"({x}{dx})").replace("Y", f"({y}{dy})")

    h = f"{_H}"
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
    numeric = _difference("X^2+X*Y+Y^2", x, y)
    _pair(board, "partial", exact.__getitem__, numeric.__getitem__, 2)
    board.heading("one")
    board.field("w", says="w")
    board.field("b", says="b")
    board.field("u", f"{{w}}*{x}+{{b}}", label="u = w x + b")
    board.field("sigma", "1/(1+EXP(-{u}))", label="σ(u)")
    board.field(
        "dy_du", "{sigma}*(1-{sigma})", label="dσ/du", style="gradient", says="dy_du"
    )
    up, down = (f"1/(1+EXP(-({{w}}*({x}{sign}{_H})+{{b}})))" for sign in "+-")
    central = f"({up}-{down})/(2*{_H})"
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
    z = "((X*Y)^2+X*Y*(X+Y))"
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
    gradient = [f"2*{x}", f"4*{y}"]
    board.vector(
        "gradient",
        2,
        gradient.__getitem__,
        label="∇f",
        style="gradient",
        says="gradient",
    )
    board.field("length", "SQRT(SUMSQ({gradient}))", label="|∇f|")
    board.field("step", label="ε", style="eta", says="step")
    board.heading("least")
    board.field("least", "MIN({along})", label=board.say("found"), says="found_says")
    board.field("steepest", "-{length}", label="−|∇f|", says="steepest")
    board.mark("never_below", "{least}>={steepest}-1E-9", label="≥ −|∇f|?")
    reached = "{least}<={steepest}*COS(PI()/24)+1E-9"
    board.mark("reaches", reached, label=board.say("near"), says="reaches")
    board.heading("table")
    radians = "[angle]*PI()/180"
    there = f"({x}+{{step}}*[e_x])^2+2*({y}+{{step}}*[e_y])^2"
    columns = [
        Column(
            "angle",
            "θ °",
            chain("0", "[angle:-1]+15"),
            "forward-whole",
        ),
        Column("e_x", "cos θ", f"COS({radians})"),
        Column("e_y", "sin θ", f"SIN({radians})"),
        Column("along", "∇f·e", "{gradient.0}*[e_x]+{gradient.1}*[e_y]", "gradient"),
        Column("change", "Δf", f"{there}-({x}^2+2*{y}^2)", "forward-six"),
        Column("rate", "Δf/ε", "[change]/{step}"),
    ]
    board.table(_DIRECTIONS, columns)
    curves = [
        board.curve("∇f·e", "angle", "along"),
        board.curve("Δf/ε", "angle", "rate"),
    ]
    board.scatter("chart", top, CHARTS, curves, x="θ", y="Δf/ε")
    return board.sheet()

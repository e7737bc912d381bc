"""Regression: the line y = p x + q nearest to the points, found in three ways."""

import numpy as np
from msgspec import Struct

from sheetnet.errors import DataError, TrainingError, nearest
from sheetnet.lang import Texts
from sheetnet.model.lesson import (
    Arrays,
    Lesson,
    LessonFile,
    LessonSpec,
    Limits,
    same,
    ticks,
)
from sheetnet.spec.data import read_data
from sheetnet.spec.schema import DataSpec
from sheetnet.workbook.board import CHARTS, FIRST, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {
    "regression": ("1.9", "1.27", "2.24", "2.25"),
    "regression_steps": ("2.2", "2.23", "2.25", "2.26"),
}

INPUTS = {
    "x": Limits(-1000, 1000),
    "y": Limits(-1000, 1000),
    "eta": Limits(0.001, 0.25),
    "half_p": Limits(0.001, 10),
    "half_q": Limits(0.001, 1000),
}

_STEPS = 100
_MAP = 15
# Gradient descent comes as near as this in the steps that are shown.
_NEAR = 1e-6


class Points(Struct, forbid_unknown_fields=True, frozen=True):
    """Where the points come from: a CSV file and two of its columns."""

    file: str = "data/girls.csv"
    x: str = "height"
    y: str = "weight"
    ignore: list[str] = []


class Settings(LessonFile, frozen=True):
    """The points."""

    data: Points = Points()


# ------------------------------------------------------------------ inputs


def given(spec: LessonSpec) -> Arrays:
    """Return the points, the learning rate, and how far the map of C_T reaches.

    Raises: DataError where there are no two columns of numbers, or all x are alike.
    """
    settings = spec.settings
    assert isinstance(settings, Settings)
    data, path = settings.data, spec.beside(settings.data.file)
    found = read_data(path, DataSpec(data.file, target=[data.y], ignore=data.ignore))
    if data.x not in found.features:
        hint = nearest(data.x, list(found.features))
        raise DataError(f"{path}: no column {data.x!r}; {hint}")
    x = found.x[:, found.features.index(data.x)]
    assert found.t is not None
    if len(x) < 3 or (x == x[0]).all():
        raise DataError(f"{path}: expected three points or more, with different x")
    y = found.t[:, 0]
    slope = _slope(x, y)
    if not np.isfinite(slope):
        raise DataError(f"{path}: {data.x} and {data.y} are too large, or too small")
    half_p = round(max(abs(slope), 0.1) / 4, 3)
    return {
        "x": x.copy(),
        "y": y,
        # On standardized x the steps shrink the distance by 1 − η n.
        "eta": np.array(round(0.35 / len(x), 6)),
        "half_p": np.array(half_p),
        "half_q": np.array(round(max(half_p * float(np.abs(x).max()), 0.1), 3)),
    }


@np.errstate(all="ignore")
def _slope(x: np.ndarray, y: np.ndarray) -> float:
    xc = x - x.mean()
    return float((xc @ (y - y.mean())) / (xc @ xc))


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the line by normal equations, twice, and by gradient descent.

    Equation: C_T = ½ Σ (y − p x − q)², least where its partial derivatives are 0 (2-12)
    Raises: TrainingError where all x are alike, but for rounding.
    """
    x, y = given["x"], given["y"]
    n = len(x)
    p, q = _by_normal_equations(x, y)
    xc, yc = x - x.mean(), y - y.mean()
    p_sums = (xc @ yc) / (xc @ xc)
    fit = p_sums * x + (y.mean() - p_sums * x.mean())
    e = y - fit
    found: Arrays = {
        "n": np.array(float(n)),
        "mean_x": x.mean(),
        "mean_y": y.mean(),
        "xc": xc,
        "yc": yc,
        "S_xx": xc @ xc,
        "S_xy": xc @ yc,
        "p": p_sums,
        "q": y.mean() - p_sums * x.mean(),
        "p_slope": p,
        "q_intercept": q,
        "same_p": same(p_sums, p),
        "same_q": same(y.mean() - p_sums * x.mean(), q),
        "fit": fit,
        "e": e,
        "e±": abs(y) + abs(p_sums * x),
        "C": e * e / 2,
        "C±": abs(e) * (abs(y) + abs(p_sums * x)),
        "C_T": (e @ e) / 2,
        "sum_e": e.sum(),
        "sum_e±": (abs(y) + abs(p_sums * x)).sum(),
    }
    found["zero"] = ticks(abs(e.sum()) <= 1e-6 * (1 + n * abs(y.mean())))
    return found | _descent(x, y, given, found) | _surface(x, y, given, found)


def _by_normal_equations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    design = np.stack([x, np.ones(len(x))], axis=1)
    try:
        return np.linalg.solve(design.T @ design, design.T @ y)
    except np.linalg.LinAlgError as error:
        raise TrainingError("x: its values differ too little for their size") from error


def _descent(x: np.ndarray, y: np.ndarray, given: Arrays, line: Arrays) -> Arrays:
    """Return the steps on standardized x, u = (x − x̄)/s: C_T is round there."""
    s = x.std()
    u = (x - x.mean()) / s
    p, q = 0.0, 0.0
    rows = []
    for _ in range(_STEPS + 1):
        e = y - p * u - q
        dp, dq = -(e @ u), -e.sum()
        rows.append((p, q, dp, dq, (e @ e) / 2))
        p, q = p - given["eta"] * dp, q - given["eta"] * dq
    p_u, q_u, dp, dq, C_T = np.array(rows).T
    found = {
        "s": s,
        "S_uy": u @ y,
        "S_yy": (y - y.mean()) @ (y - y.mean()),
        "step": np.arange(_STEPS + 1.0),
        "p_u": p_u,
        "q_u": q_u,
        "dC_dp": dp,
        "dC_dq": dq,
        "step_C_T": C_T,
        "step_p": p_u / s,
        "step_q": q_u - p_u / s * x.mean(),
    }
    size = abs(y).sum() + abs(u).sum() * abs(p_u) + len(x) * abs(q_u)
    found |= {"dC_dp±": size * abs(u).max(), "dC_dq±": size}
    for symbol, exact in (("p", line["p"]), ("q", line["q"])):
        last = found[f"step_{symbol}"][-1]
        found[f"last_{symbol}"] = last
        found[f"near_{symbol}"] = ticks(abs(last - exact) <= _NEAR * (1 + abs(exact)))
    return found


def _surface(x: np.ndarray, y: np.ndarray, given: Arrays, line: Arrays) -> Arrays:
    offsets = 2 * np.arange(_MAP) / (_MAP - 1) - 1
    p = line["p"] + given["half_p"] * offsets
    q = line["q"] - given["half_q"] * offsets
    e = y - p[:, None] * x - q[:, None, None]
    return {"map_p": p, "map_q": q, "map_C_T": (e * e).sum(axis=2) / 2}


# ------------------------------------------------------------------ sheets


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the line through the points, and the way of gradient descent to it."""
    board = Board(texts, "regression", INPUTS)
    points = lesson.read(Settings).data
    n = lesson.shapes["x"][0]
    top = board.row + 1
    _line(board, points)
    board.row = max(board.row, board.below(top) - 1)
    _points(board, n)
    board.scatter(
        "chart",
        top,
        CHARTS,
        [
            board.curve(board.say("points"), "x", "y", points=True),
            board.curve("y = p x + q", "x", "fit"),
        ],
        x=points.x,
        y=points.y,
    )
    return [board.sheet(), _steps(texts, board)]


def _line(board: Board, points: Points) -> None:
    board.heading("normal")
    board.line("plain", f"x = {points.x}, y = {points.y}")
    board.field("n", "COUNT({x})", style="forward-whole", says="n")
    board.field("mean_x", "AVERAGE({x})", label="x̄")
    board.field("mean_y", "AVERAGE({y})", label="ȳ")
    board.field("S_xx", "SUMSQ({xc})", label="Σ(x−x̄)²")
    board.field("S_xy", "SUMPRODUCT({xc},{yc})", label="Σ(x−x̄)(y−ȳ)")
    board.field("p", "{S_xy}/{S_xx}", style="forward-general", says="p")
    board.field("q", "{mean_y}-{p}*{mean_x}", style="forward-general", says="q")
    board.field(
        "C_T", "SUM({C})", label="C_T = ΣC", style="forward-general", says="C_T"
    )
    board.heading("functions")
    for symbol, call in (("p_slope", "SLOPE"), ("q_intercept", "INTERCEPT")):
        board.field(symbol, f"{call}({{y}},{{x}})", label=call, style="forward-general")
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
        last = f"{{step_{symbol}.{_STEPS}}}"
        board.field(f"last_{symbol}", last, label=symbol, style="forward-general")
        near = f"ABS({{last_{symbol}}}-{{{symbol}}})<={_NEAR}*(1+ABS({{{symbol}}}))"
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
    row, offset = board.row, f"(2*{{}}/{_MAP - 1}-1)"
    board.put(
        "map_p", row, FIRST, right=_MAP, style="map-axis",
        formula=lambda j: f"{{p}}+{{half_p}}*{offset.format(j)}",
    )  # fmt: skip
    board.put(
        "map_q", row + 1, 1, down=_MAP, style="map-axis",
        formula=lambda i: f"{{q}}-{{half_q}}*{offset.format(i)}",
    )  # fmt: skip
    middle = "{mean_y}-[map_p]*{mean_x}-[map_q]"
    shape = "{S_yy}-2*[map_p]*{S_xy}+[map_p]^2*{S_xx}"
    board.put(
        "map_C_T", row + 1, FIRST, down=_MAP, right=_MAP, style="map-wide",
        formula=f"({shape}+{{n}}*({middle})^2)/2",
    )  # fmt: skip
    board.heat("map_C_T")
    board.row = row + _MAP + 1


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
        Column("dC_dp", "∂C_T/∂p′", "[p_u]*{n}-{S_uy}", "gradient-general"),
        Column("dC_dq", "∂C_T/∂q′", "{n}*([q_u]-{mean_y})", "gradient-general"),
        Column("step_C_T", "C_T", C_T, "forward-six"),
        Column("step_p", "p = p′/s", "[p_u]/{s}", "forward-six"),
        Column("step_q", "q", "[q_u]-[step_p]*{mean_x}", "forward-six"),
    ]
    board.table(_STEPS + 1, columns)

"""Lagrange's multiplier: the extreme values of a x + b y on a circle."""

import numpy as np

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
from sheetnet.workbook.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {"lagrange": ("2.16",)}

INPUTS = {
    "a": Limits(0.1, 5),
    "b": Limits(0.1, 5),
    "r": Limits(0.1, 5),
}

# Every 5°, all round. The nearest of them is at most 2.5° from the answer.
_ANGLES = 73
_LINE = 3


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return f = x + y on the unit circle."""
    return {"a": np.array(1.0), "b": np.array(1.0), "r": np.array(1.0)}


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the multiplier's answer and the sweep round the circle.

    Equation: ∇f = λ∇g with f = a x + b y, g = x² + y² − r²: a = 2λx, b = 2λy.
    """
    a, b, r = given["a"], given["b"], given["r"]
    length = np.hypot(a, b)
    x, y = -r * a / length, -r * b / length
    multiplier = a / (2 * x)
    least = a * x + b * y
    angle = 5.0 * np.arange(_ANGLES)
    sweep_x = r * np.cos(angle * np.pi / 180)
    sweep_y = r * np.sin(angle * np.pi / 180)
    f = a * sweep_x + b * sweep_y
    line_x = x + r * (np.arange(_LINE) - 1.0)
    return {
        "length": length,
        "x": x,
        "y": y,
        "lambda_": multiplier,
        "least": least,
        "most": -least,
        "g": x**2 + y**2,
        "on_circle": same(x**2 + y**2, r**2),
        "f_x": 2 * multiplier * x,
        "f_y": 2 * multiplier * y,
        "same_x": same(a, 2 * multiplier * x),
        "same_y": same(b, 2 * multiplier * y),
        "angle": angle,
        "sweep_x": sweep_x,
        "sweep_y": sweep_y,
        "f": f,
        "f±": np.full(_ANGLES, r * (a + b)),
        "sweep_least": f.min(),
        "sweep_most": f.max(),
        "never_below": ticks(f.min() >= least - 1e-9),
        "near": ticks(f.min() <= least * np.cos(np.pi / 72) + 1e-9),
        "line_x": line_x,
        "line_y": (least - a * line_x) / b,
    }


# ------------------------------------------------------------------ sheets


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sheet."""
    board = Board(texts, "lagrange", INPUTS)
    top = board.row + 1
    board.heading("problem")
    board.field("a", says="a")
    board.field("b", says="b")
    board.field("r", says="r")
    _answer(board)
    _sweep(board)
    board.row = max(board.row, board.below(board.below(top)))
    curves = [
        board.curve(board.say("circle"), "sweep_x", "sweep_y"),
        board.curve(board.say("level"), "line_x", "line_y"),
        board.curve(board.say("point"), "x", "y", points=True),
    ]
    board.scatter("chart", top, CHARTS, curves, x="x", y="y", square=True)
    by_angle = [board.curve("f", "angle", "f")]
    board.scatter("chart_f", board.below(top), CHARTS, by_angle, x="θ °", y="f")
    return [board.sheet()]


def _answer(board: Board) -> None:
    board.heading("answer")
    board.field("length", "SQRT({a}^2+{b}^2)", label="√(a² + b²)")
    board.field("x", "-{r}*{a}/{length}", says="x")
    board.field("y", "-{r}*{b}/{length}")
    board.field("lambda_", "{a}/(2*{x})", label="λ", says="lambda_")
    board.field(
        "least", "{a}*{x}+{b}*{y}", label="f", style="forward-general", says="least"
    )
    board.field("most", "-{least}", label="f", style="forward-general", says="most")
    board.heading("checks")
    board.field("g", "{x}^2+{y}^2", label="x² + y²")
    board.same("on_circle", "{g}", "{r}^2", says="on_circle")
    board.field("f_x", "2*{lambda_}*{x}", label="2λx", style="gradient")
    board.field("f_y", "2*{lambda_}*{y}", label="2λy", style="gradient")
    board.same("same_x", "{a}", "{f_x}", says="same_x")
    board.same("same_y", "{b}", "{f_y}", says="same_y")


def _sweep(board: Board) -> None:
    board.heading("sweep")
    board.field(
        "sweep_least",
        "MIN({f})",
        label="min f",
        style="forward-general",
        says="sweep_least",
    )
    board.field("sweep_most", "MAX({f})", label="max f", style="forward-general")
    board.mark(
        "never_below", "{sweep_least}>={least}-1E-9", label="≥ f?", says="never_below"
    )
    near = "{sweep_least}<={least}*COS(PI()/72)+1E-9"
    board.mark("near", near, label="≈ f?", says="near")
    row = board.row
    radians = "[angle]*PI()/180"
    columns = [
        Column("angle", "θ °", chain("0", "[angle:-1]+5"), "forward-whole"),
        Column("sweep_x", "x = r cos θ", f"{{r}}*COS({radians})"),
        Column("sweep_y", "y = r sin θ", f"{{r}}*SIN({radians})"),
        Column("f", "f = a x + b y", "{a}*[sweep_x]+{b}*[sweep_y]", "forward-six"),
    ]
    board.table(_ANGLES, columns)
    for column in (2, 3, 4):
        board.width(column, 13.0)
    end, board.row = board.row, row
    line = [
        Column("line_x", "x", lambda i: f"{{x}}+{{r}}*{i - 1}" if i else "{x}-{r}"),
        Column("line_y", "y", "({least}-{a}*[line_x])/{b}"),
    ]
    board.table(_LINE, line, column=6)
    board.label(board.row, 6, board.say("level"), "beside")
    board.row = end

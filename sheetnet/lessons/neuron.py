"""One neuron: inputs, weights and a threshold or bias; weighted input z; activation a."""

import numpy as np

from sheetnet.lang import Texts
from sheetnet.model.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, same
from sheetnet.workbook.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {"neuron": ("1.2", "1.6", "1.10", "1.11", "2.1")}

INPUTS = {
    "x": Limits(-10, 10),
    "w": Limits(-10, 10),
    "theta": Limits(-20, 20),
}

# The curve of a(z) reaches from −8 to 8, the line of z over x₁ from −4 to 4.
_CURVE = 33
_LINE = 17


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return three inputs, three weights and the threshold."""
    return {
        "x": np.array([1.0, 0.0, 1.0]),
        "w": np.array([2.0, -1.0, 1.5]),
        "theta": np.array(2.5),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return z = Σ wᵢxᵢ − θ = w·x + b, y = u(z), a = σ(z), the curve and the line."""
    x, w, theta = given["x"], given["w"], given["theta"]
    wx, b = w * x, -theta
    z_theta, z = wx.sum() - theta, w @ x + b
    curve_z = np.linspace(-8, 8, _CURVE)
    line_x = np.linspace(-4, 4, _LINE)
    line_z = w[0] * line_x + (w[1] * x[1] + w[2] * x[2] + b)
    slope = (line_z[-1] - line_z[0]) / 8
    return {
        "wx": wx,
        "sum_wx": wx.sum(),
        "z_theta": z_theta,
        "b": b,
        "z": z,
        "same_z": same(z_theta, z),
        "y": np.where(z_theta >= -1e-9, 1.0, 0.0),
        "a": _sigmoid(z),
        "curve_z": curve_z,
        "curve_a": _sigmoid(curve_z),
        "curve_y": np.where(curve_z >= -1e-9, 1.0, 0.0),
        "line_x": line_x,
        "line_z": line_z,
        "line_a": _sigmoid(line_z),
        "slope": slope,
        "same_slope": same(slope, w[0]),
    }


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sheet."""
    board = Board(texts, "neuron", INPUTS)
    top = board.row + 1
    board.heading("unit")
    board.heads(["1", "2", "3"])
    board.vector("x", 3, says="x")
    board.vector("w", 3, says="w")
    board.field("theta", label="θ", says="theta")
    board.vector("wx", 3, "[w]*[x]", label="w x", says="wx")
    board.heading("two_ways")
    board.field("sum_wx", "SUM({wx})", label="Σ wᵢxᵢ", says="sum_wx")
    board.field("z_theta", "{sum_wx}-{theta}", label="Σ wᵢxᵢ − θ", says="z_theta")
    board.field("b", "-{theta}", label="b = −θ", says="b")
    board.field("z", "SUMPRODUCT({w},{x})+{b}", label="z = w·x + b", says="z")
    board.same("same_z", "{z_theta}", "{z}", says="same_z")
    board.heading("activation")
    step = "IF({z_theta}>=-1E-9,1,0)"
    board.field("y", step, label="y = u(z)", says="y", style="forward-whole")
    board.field("a", "1/(1+EXP(-{z}))", label="a = σ(z)", says="a")
    board.heading("line")
    board.note("line_says")
    _tables(board)
    board.scatter(
        "chart",
        top,
        CHARTS,
        [
            board.curve("σ(z)", "curve_z", "curve_a"),
            board.curve("u(z)", "curve_z", "curve_y"),
            board.curve(board.say("now"), "z", "a", points=True),
        ],
        x="z",
        y="a",
    )
    board.scatter(
        "chart_line",
        board.below(top),
        CHARTS,
        [board.curve("z", "line_x", "line_z")],
        x="x₁",
        y="z",
    )
    return [board.sheet()]


def _tables(board: Board) -> None:
    """Put the curve of a(z), and z as a linear function of x₁."""
    row = board.row
    z = "{w.0}*[line_x]+{w.1}*{x.1}+{w.2}*{x.2}+{b}"
    line = [
        Column("line_x", "x₁", chain("-4", "[line_x:-1]+0.5")),
        Column("line_z", "z", z),
        Column("line_a", "σ(z)", "1/(1+EXP(-[line_z]))"),
    ]
    board.table(_LINE, line)
    slope = (
        f"({{line_z.{_LINE - 1}}}-{{line_z.0}})/({{line_x.{_LINE - 1}}}-{{line_x.0}})"
    )
    board.field("slope", slope, label="Δz / Δx₁", says="slope")
    board.same("same_slope", "{slope}", "{w.0}")
    board.row = row
    curve = [
        Column("curve_z", "z", chain("-8", "[curve_z:-1]+0.5")),
        Column("curve_y", "u(z)", "IF([curve_z]>=-1E-9,1,0)", "forward-whole"),
        Column("curve_a", "σ(z)", "1/(1+EXP(-[curve_z]))"),
    ]
    board.table(_CURVE, curve, column=5)

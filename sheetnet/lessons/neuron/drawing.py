"""The sheets of the neuron: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.neuron.settings import CURVE, INPUTS, LINE
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet


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
    _two_ways(board)
    board.heading("line")
    board.note("line_says")
    _tables(board)
    curves = [
        board.curve("σ(z)", "curve_z", "curve_a"),
        board.curve("u(z)", "jump_z", "jump_y"),
        board.curve(board.say("now"), "z", "a", points=True),
    ]
    board.scatter("chart", top, CHARTS, curves, x="z", y="a")
    line = [board.curve("z", "line_x", "line_z")]
    board.scatter("chart_line", board.below(top), CHARTS, line, x="x₁", y="z")
    return [board.sheet()]


def _two_ways(board: Board) -> None:
    """Put z with the threshold and with the bias, and what the unit makes of it."""
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


def _tables(board: Board) -> None:
    """Put the curve of a(z), and z as a linear function of x₁."""
    row = board.row
    z = "{w.0}*[line_x]+{w.1}*{x.1}+{w.2}*{x.2}+{b}"
    line = [
        Column("line_x", "x₁", chain("-4", "[line_x:-1]+0.5")),
        Column("line_z", "z", z),
        Column("line_a", "σ(z)", "1/(1+EXP(-[line_z]))"),
    ]
    board.table(LINE, line)
    slope = f"({{line_z.{LINE - 1}}}-{{line_z.0}})/({{line_x.{LINE - 1}}}-{{line_x.0}})"
    board.field("slope", slope, label="Δz / Δx₁", says="slope")
    board.same("same_slope", "{slope}", "{w.0}")
    board.row = row
    curve = [
        Column("curve_z", "z", chain("-8", "[curve_z:-1]+0.5")),
        Column("curve_y", "u(z)", "IF([curve_z]>=-1E-9,1,0)", "forward-whole"),
        Column("curve_a", "σ(z)", "1/(1+EXP(-[curve_z]))"),
    ]
    board.table(CURVE, curve, column=5)
    # At 0 the step stands upright.
    jump = [
        Column("jump_z", "z", lambda i: ("-8", "0", "0", "8")[i]),
        Column("jump_y", "u(z)", lambda i: "0" if i < 2 else "1", "forward-whole"),
    ]
    board.aside(4, jump)

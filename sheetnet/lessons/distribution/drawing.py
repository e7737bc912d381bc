"""The sheets of the normal distribution: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.distribution.settings import BINS, DRAWS, INPUTS, PER_ROW, POINTS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sheet."""
    board = Board(texts, "distribution", INPUTS)
    top = board.row + 1
    board.heading("shape")
    board.field("mu", label="μ", says="mu")
    board.field("sigma", label="σ", says="sigma")
    board.field(
        "area", "SUM({density})*{sigma}/4", label=board.say("area"), says="area_says"
    )
    board.heading("weights")
    board.field("mean", "AVERAGE({w})", label=board.say("mean"), says="mean_says")
    board.field("sd", "STDEV({w})", label="STDEV", says="sd")
    n = DRAWS
    by_hand = f"SQRT((SUMSQ({{w}})-{n}*{{mean}}^2)/{n - 1})"
    board.field("sum_sd", by_hand, label="√(Σ(w−w̄)²/(n−1))")
    board.same("same_sd", "{sd}", "{sum_sd}")
    board.heads(["1 σ", "2 σ", "3 σ"])
    within = lambda j: _within(j + 1)
    board.vector("within", 3, within, label=board.say("within"), says="within_says",
                 style="summary-percent")  # fmt: skip
    _tables(board)
    board.row = max(board.row, board.below(board.below(top)) - 1)
    _draws(board)
    board.scatter(
        "chart", top, CHARTS, [board.curve("f(x)", "x", "density")], x="x", y="f(x)"
    )
    board.columns(
        "chart_bins",
        board.below(top),
        CHARTS,
        names="centre",
        columns=[(board.say("count"), "count")],
        lines=[(board.say("expected"), "expected")],
        x="w",
        y=board.say("count"),
        fine=True,
    )
    return [board.sheet()]


def _within(k: int) -> str:
    """Return the share of weights within k σ: those of the bins between −k and k."""
    first, last = 8 - 2 * k, 8 + 2 * k - 1
    parts = ",".join(f"{{count.{at}}}" for at in range(first, last + 1))
    return f"SUM({parts})/{DRAWS}"


def _tables(board: Board) -> None:
    """Put the density twice, and the histogram beside it."""
    board.heading("tables")
    row = board.row
    formula = "EXP(-((([x]-{mu})/{sigma})^2)/2)/(SQRT(2*PI())*{sigma})"
    density = [
        Column("x", "x", lambda i: f"{{mu}}+{{sigma}}*({i}/4-4)"),
        Column("density", "f(x)", formula, "forward-six"),
        Column("normdist", "NORMDIST", "NORMDIST([x],{mu},{sigma},FALSE)", "forward-six"),
        Column("same_density", "=?", 'IF(ABS([density]-[normdist])<=1E-9*(1+ABS([density])),"✓","✗")', "mark", text=True),
    ]  # fmt: skip
    board.table(POINTS, density)
    board.marked("same_density")
    end, board.row = board.row, row
    at_centre = "EXP(-((([centre]-{mu})/{sigma})^2)/2)/SQRT(2*PI())"
    histogram = [
        Column("bin", "k", chain("1", "[bin:-1]+1"), "forward-whole"),
        Column("centre", board.say("centre"), "{mu}+{sigma}*([bin]/2-4.25)"),
        Column("count", board.say("count"), "COUNTIF({number},[bin])", "forward-whole"),
        Column("expected", board.say("expected"), f"{DRAWS}/2*{at_centre}"),
    ]
    board.table(BINS, histogram, column=6)
    board.row = end


def _draws(board: Board) -> None:
    """Put the numbers drawn, the weights made of them, and each weight's column."""
    rows = DRAWS // PER_ROW
    board.heading("draws")
    row = board.row
    board.matrix("u", rows, PER_ROW, label="u")
    board.matrix("w", rows, PER_ROW, "{mu}+{sigma}*[u]", column=13, label="w = μ + σ u")
    number = "INT(([w]-{mu})/{sigma}*2+8+1E-9)+1"
    board.matrix(
        "number", rows, PER_ROW, number, column=24, label="k", style="forward-whole"
    )
    board.row = row + rows + 1

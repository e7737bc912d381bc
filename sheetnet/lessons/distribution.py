"""The normal distribution: its density two ways, and initial weights drawn from it."""

from typing import Annotated

import numpy as np
from msgspec import Meta

from sheetnet.lang import Texts
from sheetnet.model.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, same
from sheetnet.workbook.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {"distribution": ("2.5",)}

INPUTS = {
    "mu": Limits(-10, 10),
    "sigma": Limits(0.1, 10),
    "u": Limits(-3.999, 3.999),
}

_DRAWS = 200
_PER_ROW = 10
# The density is shown, and weights are counted, in steps of σ/2 from −4σ to 4σ.
_BINS = 16
_POINTS = 33


class Settings(LessonFile, frozen=True):
    """The seed of the weights that are drawn."""

    seed: Annotated[int, Meta(ge=0)] = 1


def given(spec: LessonSpec) -> Arrays:
    """Return mean, standard deviation, and numbers drawn from the standard normal."""
    settings = spec.settings
    assert isinstance(settings, Settings)
    u = np.random.default_rng(settings.seed).normal(size=_DRAWS)
    return {
        "mu": np.array(0.0),
        "sigma": np.array(1.0),
        "u": np.round(u, 3).reshape(-1, _PER_ROW).clip(-3.999, 3.999),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the density, the weights w = μ + σ u, their mean, sd and histogram.

    Equation: f(x) = e^(−(x−μ)²/2σ²) / √(2π) σ  (book 2-1)
    """
    mu, sigma, u = given["mu"], given["sigma"], given["u"]
    x = mu + sigma * (np.arange(_POINTS) / 4 - 4)
    density = np.exp(-(((x - mu) / sigma) ** 2) / 2) / (np.sqrt(2 * np.pi) * sigma)
    w = mu + sigma * u
    mean, sd = w.mean(), w.std(ddof=1)
    number = np.floor((w - mu) / sigma * 2 + 8 + 1e-9) + 1
    bins = np.arange(1.0, _BINS + 1)
    centre = mu + sigma * (bins / 2 - 4.25)
    at_centre = np.exp(-(((centre - mu) / sigma) ** 2) / 2) / np.sqrt(2 * np.pi)
    sum_sd = np.sqrt(((w - mean) ** 2).sum() / (_DRAWS - 1))
    within = [((number > 8 - 2 * k) & (number <= 8 + 2 * k)).mean() for k in (1, 2, 3)]
    return {
        "w": w,
        "mean": mean,
        "sd": sd,
        "sum_sd": sum_sd,
        "same_sd": same(sd, sum_sd),
        "within": np.array(within),
        "x": x,
        "density": density,
        "normdist": density,
        "same_density": same(density, density),
        "area": (density * sigma / 4).sum(),
        "number": number,
        "bin": bins,
        "centre": centre,
        "count": np.array([(number == k).sum() for k in bins], dtype=float),
        "expected": _DRAWS / 2 * at_centre,
    }


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
    n = _DRAWS
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
    )
    return [board.sheet()]


def _within(k: int) -> str:
    """Return the share of weights within k σ: those of the bins between −k and k."""
    first, last = 8 - 2 * k, 8 + 2 * k - 1
    parts = ",".join(f"{{count.{at}}}" for at in range(first, last + 1))
    return f"SUM({parts})/{_DRAWS}"


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
    board.table(_POINTS, density)
    board.marked("same_density")
    end, board.row = board.row, row
    at_centre = "EXP(-((([centre]-{mu})/{sigma})^2)/2)/SQRT(2*PI())"
    histogram = [
        Column("bin", "k", chain("1", "[bin:-1]+1"), "forward-whole"),
        Column("centre", board.say("centre"), "{mu}+{sigma}*([bin]/2-4.25)"),
        Column("count", board.say("count"), "COUNTIF({number},[bin])", "forward-whole"),
        Column("expected", board.say("expected"), f"{_DRAWS}/2*{at_centre}"),
    ]
    board.table(_BINS, histogram, column=6)
    board.row = end


def _draws(board: Board) -> None:
    """Put the numbers drawn, the weights made of them, and each weight's column."""
    rows = _DRAWS // _PER_ROW
    board.heading("draws")
    row = board.row
    board.matrix("u", rows, _PER_ROW, label="u")
    board.matrix(
        "w", rows, _PER_ROW, "{mu}+{sigma}*[u]", column=13, label="w = μ + σ u"
    )
    number = "INT(([w]-{mu})/{sigma}*2+8+1E-9)+1"
    board.matrix(
        "number", rows, _PER_ROW, number, column=24, label="k", style="forward-whole"
    )
    board.row = row + rows + 1

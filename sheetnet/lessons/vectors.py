"""Vectors: lengths, the inner product two ways, Cauchy–Schwarz, similar pictures."""

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
from sheetnet.workbook.board import CHARTS, FIRST, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {
    "vectors": ("1.11", "2.9", "2.10"),
    "vectors_pictures": ("2.9", "A"),
}

INPUTS = {
    "a": Limits(-5, 5),
    "b": Limits(-5, 5),
    "flat": Limits(0.1, 5),
    "k": Limits(0.1, 5),
    "pattern": Limits(0, 1, whole=True),
    **{f"picture_{n}": Limits(0, 1, whole=True) for n in (1, 2, 3)},
}

# Every 15°, all round.
_ANGLES = 25
_PICTURES = (1, 2, 3)
_ROWS, _COLUMNS = 4, 3


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return two vectors in space, one in the plane, and pictures of 4×3 pixels."""

    def picture(rows: str) -> np.ndarray:
        return np.array([[float(pixel) for pixel in row] for row in rows.split()])

    return {
        "a": np.array([2.0, 1.0, 2.0]),
        "b": np.array([1.0, 3.0, -1.0]),
        "flat": np.array([3.0, 1.0]),
        "k": np.array(2.0),
        "pattern": picture("010 010 010 010"),
        "picture_1": picture("010 010 010 110"),
        "picture_2": picture("111 101 101 111"),
        "picture_3": picture("001 010 010 100"),
    }


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return inner products, the sweep of directions, and the pictures' likeness."""
    return _products(given) | _sweep(given) | _likeness(given)


def _products(given: Arrays) -> Arrays:
    """Return a·b = Σ aᵢbᵢ = |a||b| cos θ, cos θ by the law of cosines."""
    a, b = given["a"], given["b"]
    length_a, length_b = np.sqrt(a @ a), np.sqrt(b @ b)
    apart = np.sqrt(((a - b) ** 2).sum())
    both = length_a * length_b
    some = both > 1e-9
    cosine = np.where(
        some,
        (length_a**2 + length_b**2 - apart**2) / (2 * np.where(some, both, 1)),
        0.0,
    )
    return {
        "products": a * b,
        "dot": a @ b,
        "length_a": length_a,
        "length_b": length_b,
        "apart": apart,
        "cosine": cosine,
        "by_angle": both * cosine,
        "by_angle±": length_a**2 + length_b**2 + apart**2,
        "same_dot": same(a @ b, both * cosine),
        "inside": ticks(abs(a @ b) <= both + 1e-9),
    }


def _sweep(given: Arrays) -> Arrays:
    """Return a·b for b of length k in every direction, and the least of all."""
    a, k = given["flat"], given["k"]
    length = np.sqrt(a @ a)
    angle = 15.0 * np.arange(_ANGLES)
    b = k * np.array([np.cos(angle * np.pi / 180), np.sin(angle * np.pi / 180)])
    dot = a @ b
    against = -k / length * a
    return {
        "flat_length": length,
        "against": against,
        "against_dot": a @ against,
        "least": -length * k,
        "same_least": same(-length * k, a @ against),
        "angle": angle,
        "b_x": b[0],
        "b_y": b[1],
        "flat_dot": dot,
        "flat_dot±": np.full(_ANGLES, length * k),
        "low": np.full(_ANGLES, -length * k),
        "high": np.full(_ANGLES, length * k),
        "between": ticks(abs(dot) <= length * k + 1e-9),
        "found": dot.min(),
        "found±": length * k,
    }


def _likeness(given: Arrays) -> Arrays:
    """Return each picture's inner product with the pattern, and its cosine."""
    pattern = given["pattern"]
    pictures = [given[f"picture_{n}"] for n in _PICTURES]
    dots = np.array([(picture * pattern).sum() for picture in pictures])
    sizes = np.array([np.sqrt((p**2).sum() * (pattern**2).sum()) for p in pictures])
    some = sizes > 1e-9
    cosines = np.where(some, dots / np.where(some, sizes, 1.0), 0.0)
    first = int(np.flatnonzero(cosines >= cosines.max() - 1e-9)[0]) + 1
    best = first if cosines.max() > 1e-9 else 0
    numbers = np.array(_PICTURES, dtype=float)
    return {
        "numbers": numbers,
        "dots": dots,
        "sizes": sizes,
        "cosines": cosines,
        "best": np.array(float(best)),
    }


# ------------------------------------------------------------------ sheets


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return one sheet of vectors, one of pictures."""
    board = Board(texts, "vectors", INPUTS)
    top = board.row + 1
    board.heading("space")
    board.heads(["1", "2", "3"])
    board.vector("a", 3, says="a")
    board.vector("b", 3, says="b")
    board.vector("products", 3, "[a]*[b]", label="aᵢ bᵢ")
    board.field("dot", "SUM({products})", label="a·b = Σ aᵢbᵢ", says="dot")
    board.field("length_a", "SQRT(SUMSQ({a}))", label="|a|")
    board.field("length_b", "SQRT(SUMSQ({b}))", label="|b|")
    board.field("apart", "SQRT(SUMXMY2({a},{b}))", label="|a − b|")
    both = "({length_a}*{length_b})"
    law = f"({{length_a}}^2+{{length_b}}^2-{{apart}}^2)/(2*{both})"
    board.field("cosine", f"IF({both}>1E-9,{law},0)", label="cos θ", says="cosine")
    board.field(
        "by_angle", f"{both}*{{cosine}}", label="|a| |b| cos θ", says="by_angle"
    )
    board.same("same_dot", "{dot}", "{by_angle}")
    board.mark("inside", f"ABS({{dot}})<={both}+1E-9", label="|a·b| ≤ |a||b|")
    _plane(board)
    names = ("a·b", "flat_dot"), ("−|a||b|", "low"), ("|a||b|", "high")
    curves = [board.curve(name, "angle", symbol) for name, symbol in names]
    board.scatter("chart", top, CHARTS, curves, x="θ °", y="a·b")
    return [board.sheet(), _pictures(texts, board)]


def _plane(board: Board) -> None:
    board.heading("plane")
    board.heads(["x", "y"])
    board.vector("flat", 2, label="a", says="flat")
    board.field("k", label="|b|", says="k")
    board.field("flat_length", "SQRT(SUMSQ({flat}))", label="|a|")
    against = "-{k}/{flat_length}*[flat]"
    board.vector("against", 2, against, label="b = −(k/|a|) a", says="against")
    product = "SUMPRODUCT({flat},{against})"
    board.field("against_dot", product, label="a·b", says="against_dot")
    board.field("least", "-{flat_length}*{k}", label="−|a||b|", says="least")
    board.same("same_least", "{least}", "{against_dot}")
    board.field("found", "MIN({flat_dot})", label="min a·b", says="found")
    inside = 'IF(ABS([flat_dot])<=[high]+1E-9,"✓","✗")'
    columns = [
        Column("angle", "θ °", chain("0", "[angle:-1]+15"), "forward-whole"),
        Column("b_x", "b_x", "{k}*COS([angle]*PI()/180)"),
        Column("b_y", "b_y", "{k}*SIN([angle]*PI()/180)"),
        Column("flat_dot", "a·b", "{flat.0}*[b_x]+{flat.1}*[b_y]"),
        Column("low", "−|a||b|", "-{flat_length}*{k}"),
        Column("high", "|a||b|", "{flat_length}*{k}"),
        Column("between", "≤ ?", inside, "mark", text=True),
    ]
    board.table(_ANGLES, columns)
    board.marked("between")


def _pictures(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "vectors_pictures", INPUTS, first)
    board.heading("pictures")
    names = ["pattern", *(f"picture_{n}" for n in _PICTURES)]
    for at, name in enumerate(names):
        label = board.say("pattern") if at == 0 else board.say("picture", number=at)
        column = FIRST + at * (_COLUMNS + 1)
        board.matrix(name, _ROWS, _COLUMNS, column=column, label=label, style="pixel")
        for used in range(column, column + _COLUMNS):
            board.width(used, 6.0)
    board.pixels(*names)
    board.row += _ROWS + 2
    board.heading("likeness")
    top = board.row
    count = lambda j: str(j + 1)
    board.vector("numbers", 3, count, label=board.say("number"), style="forward-whole")
    dots = [f"SUMPRODUCT({{picture_{n}}},{{pattern}})" for n in _PICTURES]
    board.vector("dots", 3, dots.__getitem__, label="a·b", says="dots")
    sizes = [f"SQRT(SUMSQ({{picture_{n}}})*SUMSQ({{pattern}}))" for n in _PICTURES]
    board.vector("sizes", 3, sizes.__getitem__, label="|a| |b|")
    cosine = "IF([sizes]>1E-9,[dots]/[sizes],0)"
    board.vector("cosines", 3, cosine, label="cos θ", says="cosines")
    most = "MAX({cosines})-1E-9"
    first_of = f"IF({{cosines.0}}>={most},1,IF({{cosines.1}}>={most},2,3))"
    best = f"IF(MAX({{cosines}})>1E-9,{first_of},0)"
    board.field(
        "best", best, label=board.say("best"), style="forward-whole", says="best_says"
    )
    board.columns(
        "chart", top + 7, FIRST, names="numbers", columns=[("cos θ", "cosines")],
        x=board.say("number"), y="cos θ",
    )  # fmt: skip
    return board.sheet()

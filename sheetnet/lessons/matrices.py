"""Matrices: products, transposes, the Hadamard product, and a layer as one of them."""

from collections.abc import Sequence

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
from sheetnet.workbook.board import CHARTS, FIRST, Board, Text
from sheetnet.workbook.plan import Sheet

SECTIONS = {"matrices": ("2.11", "2.12"), "matrices_layer": ("2.11", "3.2")}

INPUTS = {
    "A": Limits(-10, 10),
    "B": Limits(-10, 10),
    "W": Limits(-5, 5),
    "x": Limits(-5, 5),
    "bias": Limits(-5, 5),
}

_N = 3
_UNITS, _SEEN = 3, 4


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return two square matrices, and a layer of three units that sees four inputs."""
    return {
        "A": np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]),
        "B": np.array([[2.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 3.0, 1.0]]),
        "W": np.array(
            [[1.0, -1.0, 0.5, 0.0], [0.5, 2.0, -1.0, 1.0], [-1.0, 0.0, 1.5, 2.0]]
        ),
        "x": np.array([1.0, 0.0, 2.0, 1.0]),
        "bias": np.array([0.5, -1.0, 0.0]),
    }


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the products of A and B and their transposes, and the layer's z two ways."""
    A, B = given["A"], given["B"]
    W, x, bias = given["W"], given["x"], given["bias"]
    off = abs((A @ B).T - B.T @ A.T).max()
    return {
        "AB": A @ B,
        "BA": B @ A,
        "differ": abs(A @ B - B @ A).max(),
        "commute": ticks(abs(A @ B - B @ A).max() <= 1e-9),
        "E": np.eye(_N),
        "AE": A @ np.eye(_N),
        "same_AE": ticks(abs(A @ np.eye(_N) - A).max() <= 1e-9),
        "A_T": A.T,
        "B_T": B.T,
        "AB_T": (A @ B).T,
        "BT_AT": B.T @ A.T,
        "off": off,
        "off±": (abs(A) @ abs(B)).max(),
        "same_T": ticks(off <= 1e-9 * (1 + abs(A @ B).max())),
        "hadamard": A * B,
        "z_sum": W @ x + bias,
        "z_matrix": (np.hstack([W, bias[:, None]]) @ np.append(x, 1.0)),
        "same_z": same(W @ x + bias, np.einsum("ji,i->j", W, x) + bias),
        "activation": 1 / (1 + np.exp(-(W @ x + bias))),
        "unit": np.arange(1.0, _UNITS + 1),
    }


# ------------------------------------------------------------------ sheets


def _product(one: str, other: str) -> Text:
    """Return the formulas of a matrix product: row times column, term by term."""
    return lambda i, j: "+".join(
        f"{{{one}.{i}.{k}}}*{{{other}.{k}.{j}}}" for k in range(_N)
    )


def _transposed(one: str) -> Text:
    return lambda i, j: f"{{{one}.{j}.{i}}}"


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return one sheet of matrices, one of a layer."""
    board = Board(texts, "matrices", INPUTS)
    _row(board, "inputs", (("A", "A", None), ("B", "B", None)))
    products = ("AB", "A B", _product("A", "B")), ("BA", "B A", _product("B", "A"))
    hadamard = "hadamard", "A ⊙ B", "[A]*[B]"
    _row(board, "products", (*products, hadamard))
    largest = _largest("AB", "BA")
    board.field("differ", largest, label="max |AB − BA|", says="differ")
    board.mark("commute", "{differ}<=1E-9", label="AB = BA?", says="commute")
    ones = lambda i, j: str(int(i == j))
    _row(board, "unit", (("E", "E", ones), ("AE", "A E", _product("A", "E"))))
    board.mark("same_AE", f"{_largest('AE', 'A')}<=1E-9", label="AE = A?")
    turned = ("A_T", "Aᵀ", _transposed("A")), ("B_T", "Bᵀ", _transposed("B"))
    _row(board, "transposes", turned)
    both = (
        ("AB_T", "(A B)ᵀ", _transposed("AB")),
        ("BT_AT", "Bᵀ Aᵀ", _product("B_T", "A_T")),
    )
    _row(board, "both", both)
    board.field(
        "off", _largest("AB_T", "BT_AT"), label="max |Δ|", style="forward-small"
    )
    size = "MAX(MAX({AB}),-MIN({AB}))"
    board.mark("same_T", f"{{off}}<=1E-9*(1+{size})", label="(AB)ᵀ = BᵀAᵀ?")
    return [board.sheet(), _layer(texts, board)]


def _row(
    board: Board, key: str, matrices: Sequence[tuple[str, str, Text | None]]
) -> None:
    """Put matrices (symbol, label, formula) side by side under a heading."""
    board.heading(key)
    for at, (symbol, label, formula) in enumerate(matrices):
        board.matrix(symbol, _N, _N, formula, column=FIRST + at * (_N + 1), label=label)
    board.row += _N + 1


def _largest(one: str, other: str) -> str:
    """Return the largest |difference| of two matrices, cell by cell."""
    cells = [(i, j) for i in range(_N) for j in range(_N)]
    each = (f"ABS({{{one}.{i}.{j}}}-{{{other}.{i}.{j}}})" for i, j in cells)
    return f"MAX({','.join(each)})"


def _layer(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "matrices_layer", INPUTS, first)
    top = board.row + 1
    board.heading("layer")
    board.label(board.row, FIRST + _SEEN + 1, "b", "symbol-left")
    board.put("bias", board.row + 1, FIRST + _SEEN + 1, down=_UNITS)
    board.matrix("W", _UNITS, _SEEN, label="W")
    board.weights("W", "bias")
    board.row += _UNITS + 2
    board.vector("x", _SEEN, says="x")
    board.heading("sums")

    def by_hand(j: int) -> str:
        return (
            "".join(f"{{W.{j}.{i}}}*{{x.{i}}}+" for i in range(_SEEN)) + f"{{bias.{j}}}"
        )

    count = lambda j: str(j + 1)
    board.vector("unit", _UNITS, count, label=board.say("unit"), style="forward-whole")
    board.vector("z_sum", _UNITS, by_hand, label="w₁x₁ + w₂x₂ + … + b")
    matrix = lambda j: f"SUMPRODUCT({{W.{j}}},{{x}})+{{bias.{j}}}"
    board.vector("z_matrix", _UNITS, matrix, label="W x + b", says="matrix")
    near = 'IF(ABS([z_sum]-[z_matrix])<=1E-9*(1+ABS([z_sum])),"✓","✗")'
    same_label = texts("lesson.same")
    board.vector("same_z", _UNITS, near, label=same_label, style="mark", text=True)
    board.marked("same_z")
    board.vector("activation", _UNITS, "1/(1+EXP(-[z_sum]))", label="a = σ(z)")
    z = [("z", "z_matrix"), ("a", "activation")]
    board.columns(
        "chart", top, CHARTS, names="unit", columns=z, x=board.say("unit"), y="z, a"
    )
    return board.sheet()

"""Notation: which cell is w²₃₁? Sums beside matrices, labels as targets, gradients."""

import numpy as np

from sheetnet.lang import Texts
from sheetnet.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, ticks
from sheetnet.spelled import Added, Plain, Signed, Spelled
from sheetnet.workbook.address import a1
from sheetnet.workbook.board import FIRST, Board, Text
from sheetnet.workbook.plan import Sheet
from sheetnet.workbook.spelling import added, plain, quoted_text, sentence, signed

SECTIONS = {
    "notation": ("3.1", "3.2", "3.3"),
    "notation_gradient": ("3.3", "4.2", "4.3", "4.4", "4.5"),
}

_SEEN, _HIDDEN, _OUT = 3, 3, 2
_EXAMPLES = 3

INPUTS = {
    "l": Limits(2, 3, whole=True),
    "j": Limits(1, 3, whole=True),
    "i": Limits(1, 3, whole=True),
    "k": Limits(1, _EXAMPLES, whole=True),
    "w2": Limits(-5, 5),
    "b2": Limits(-5, 5),
    "w3": Limits(-5, 5),
    "b3": Limits(-5, 5),
    "x": Limits(-3, 3),
    "label": Limits(0, 1, whole=True),
}

_SUPERSCRIPT, _SUBSCRIPT = "²³", "₁₂₃"


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return a 3-3-2 network, three examples, and the question: which cell is w²₃₁?"""
    return {
        "l": np.array(2.0),
        "j": np.array(3.0),
        "i": np.array(1.0),
        "k": np.array(1.0),
        "w2": np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5], [-0.75, 1.5, 1.0]]),
        "b2": np.array([0.5, -0.25, 0.0]),
        "w3": np.array([[1.0, -0.5, 0.75], [-1.0, 0.5, 1.25]]),
        "b3": np.array([0.25, -0.5]),
        "x": np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]),
        "label": np.array([0.0, 1.0, 1.0]),
    }


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the answer to the question, and the network forward and backward.

    Equations: z = Σ w a + b, δ³ = (a³ − t) a′, δ² = (Σ δ³ w³) a′, ∂C/∂w = δ a  (ch. 4)
    """
    return _network(given) | _question(given)


def _network(given: Arrays) -> Arrays:
    x, label = given["x"], given["label"]
    w2, b2, w3, b3 = (given[name] for name in ("w2", "b2", "w3", "b3"))
    t = np.stack([np.abs(label) <= 1e-9, np.abs(label - 1) <= 1e-9], axis=1) * 1.0
    z2 = x @ w2.T + b2
    a2 = 1 / (1 + np.exp(-z2))
    z3 = a2 @ w3.T + b3
    a3 = 1 / (1 + np.exp(-z3))
    delta3 = (a3 - t) * a3 * (1 - a3)
    delta2 = delta3 @ w3 * a2 * (1 - a2)
    found: Arrays = {
        "t": t,
        "z2": z2,
        "a2": a2,
        "z3": z3,
        "a3": a3,
        "C": ((t - a3) ** 2).sum(axis=1) / 2,
        "delta3": delta3,
        "delta2": delta2,
        "C_T": ((t - a3) ** 2).sum() / 2,
    }
    for l, delta, seen in ((2, delta2, x), (3, delta3, a2)):
        each = [np.outer(delta[k], seen[k]) for k in range(_EXAMPLES)]
        for k in range(_EXAMPLES):
            found[f"g{l}_{k + 1}"] = each[k]
        found[f"sum_{l}"] = np.sum(each, axis=0)
        found[f"whole_{l}"] = delta.T @ seen
        off = np.abs(found[f"sum_{l}"] - found[f"whole_{l}"]).max()
        found[f"same_{l}"] = ticks(off <= 1e-9)
    return found


def _question(given: Arrays) -> Arrays:
    l, i, k = (round(float(given[name])) for name in ("l", "i", "k"))
    # Layer 3 has two units only.
    j = min(round(float(given["j"])), _OUT if l == 3 else _HIDDEN)
    w, b = given[f"w{l}"], given[f"b{l}"]
    x = given["x"]
    a2 = 1 / (1 + np.exp(-(x @ given["w2"].T + given["b2"])))
    seen = (x if l == 2 else a2)[k - 1]
    terms = w[j - 1] * seen
    z = terms.sum() + b[j - 1]
    raised, low = _SUPERSCRIPT[l - 2], _SUBSCRIPT[j - 1]
    head: list[str | Signed | Added | Plain] = [f"z{raised}{low} = "]
    for n in range(_SEEN):
        one = Signed(w[j - 1, n]) if n == 0 else Added(w[j - 1, n])
        head += [one, "×", Plain(seen[n])]
    spelled = Spelled.of([*head, Added(b[j - 1]), " = ", Signed(z)])
    return {
        "j_used": np.array(float(j)),
        "symbol": np.array(f"w{raised}{low}{_SUBSCRIPT[i - 1]}", dtype=object),
        "address": np.array(_cell("w", l, j, i), dtype=object),
        "value": w[j - 1, i - 1],
        "from_unit": np.array(
            f"{'x' if l == 2 else 'a²'}{_SUBSCRIPT[i - 1]}", dtype=object
        ),
        "to_unit": np.array(f"z{raised}{low}", dtype=object),
        "seen": seen,
        "weights": w[j - 1],
        "by_sum": z,
        "by_matrix": (w @ seen + b)[j - 1],
        "same_z": ticks(abs(z - (w @ seen + b)[j - 1]) <= 1e-9 * (1 + abs(z))),
        "equation": np.array(spelled, dtype=object),
        "cells_2": _cells(2, _HIDDEN),
        "cells_3": _cells(3, _OUT),
    }


def _cells(l: int, units: int) -> np.ndarray:
    every = [
        [_cell("w", l, j, i) for i in range(1, _SEEN + 1)] for j in range(1, units + 1)
    ]
    return np.array(every, dtype=object)


# ------------------------------------------------------------------ sheets

# The weights stand from these cells on: w², b², w³, b³ side by side.
_TOP = 30
_PLACES = {
    ("w", 2): FIRST,
    ("b", 2): FIRST + 4,
    ("w", 3): FIRST + 6,
    ("b", 3): FIRST + 10,
}


def _cell(symbol: str, l: int, j: int, i: int) -> str:
    """Return the address of a parameter on the first sheet."""
    return a1(_TOP + j, _PLACES[symbol, l] + i - 1)


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the question, and the network with its gradients."""
    board = Board(texts, "notation", INPUTS)
    board.heading("question")
    board.field("l", style="input-whole", says="l")
    board.field("j", style="input-whole", says="j")
    board.field("i", style="input-whole", says="i")
    board.field("k", style="input-whole", says="k")
    board.heading("answer")
    _answer(board)
    board.row = _TOP - 1
    board.line("heading", board.say("parameters"))
    _parameters(board)
    board.row = _TOP + _HIDDEN + 2
    _table_of_addresses(board)
    gradients = _gradient_board(texts, board)
    return [board.sheet(), gradients.sheet()]


def _answer(board: Board) -> None:
    board.field(
        "j_used",
        "IF({l}=3,MIN({j},2),{j})",
        label=board.say("j_used"),
        style="forward-whole",
        says="j_says",
    )
    raised = 'IF({l}=2,"²","³")'
    symbol = f'"w"&{raised}&{_lowered("j_used")}&{_lowered("i")}'
    board.field(
        "symbol",
        symbol,
        label=board.say("symbol"),
        style="answer",
        text=True,
        says="symbol_says",
    )
    address = "IF({l}=2,INDEX({cells_2},{j_used},{i}),INDEX({cells_3},{j_used},{i}))"
    board.field(
        "address",
        address,
        label=board.say("cell"),
        style="answer",
        text=True,
        says="cell_says",
    )
    value = "IF({l}=2,INDEX({w2},{j_used},{i}),INDEX({w3},{j_used},{i}))"
    board.field("value", value, label=board.say("value"))
    sender = f'IF({{l}}=2,"x","a²")&{_lowered("i")}'
    board.field(
        "from_unit", sender, label=board.say("from"), style="forward-text", text=True
    )
    receiver = f'"z"&{raised}&{_lowered("j_used")}'
    board.field(
        "to_unit", receiver, label=board.say("to"), style="forward-text", text=True
    )
    board.heading("equation_head")
    seen = lambda n: (
        f"IF({{l}}=2,INDEX({{x}},{{k}},{n + 1}),INDEX({{a2}},{{k}},{n + 1}))"
    )
    board.vector("seen", _SEEN, seen, label=board.say("seen"))
    row = lambda n: (
        f"IF({{l}}=2,INDEX({{w2}},{{j_used}},{n + 1}),INDEX({{w3}},{{j_used}},{n + 1}))"
    )
    board.vector("weights", _SEEN, row, label=board.say("row"))
    b = "IF({l}=2,INDEX({b2},{j_used}),INDEX({b3},{j_used}))"
    terms = "+".join(f"{{weights.{n}}}*{{seen.{n}}}" for n in range(_SEEN))
    board.field("by_sum", f"{terms}+{b}", label="Σ wᵢ aᵢ + b")
    board.field("by_matrix", f"SUMPRODUCT({{weights}},{{seen}})+{b}", label="W a + b")
    board.same("same_z", "{by_sum}", "{by_matrix}")
    pieces = [f'"z"&{raised}&{_lowered("j_used")}&" = "']
    for n in range(_SEEN):
        number = f"{{weights.{n}}}"
        pieces += [
            signed(number) if n == 0 else added(number),
            quoted_text("×"),
            plain(f"{{seen.{n}}}"),
        ]
    whole = sentence([*pieces, added(b), quoted_text(" = "), signed("{by_sum}")])
    board.put("equation", board.row, FIRST, formula=whole, style="spelled", text=True)


def _lowered(symbol: str) -> str:
    """Return formula text for a number as a subscript."""
    return f'CHOOSE({{{symbol}}},"₁","₂","₃")'


def _parameters(board: Board) -> None:
    heads = {("w", 2): "w²", ("b", 2): "b²", ("w", 3): "w³", ("b", 3): "b³"}
    for (symbol, l), column in _PLACES.items():
        down = _HIDDEN if l == 2 else _OUT
        right = _SEEN if symbol == "w" else 0
        board.label(_TOP, column, heads[symbol, l], "symbol-left")
        board.put(f"{symbol}{l}", _TOP + 1, column, down=down, right=right)
    board.weights("w2", "w3")


def _table_of_addresses(board: Board) -> None:
    """Put the address of every weight as text, in the shape of the weights."""
    board.heading("addresses")
    for l, down in ((2, _HIDDEN), (3, _OUT)):
        column = _PLACES["w", l]
        cells = lambda j, i, l=l: quoted_text(_cell("w", l, j + 1, i + 1))
        board.put(
            f"cells_{l}", board.row, column, down=down, right=_SEEN,
            formula=cells, style="forward-text", text=True,
        )  # fmt: skip
    board.row += _HIDDEN


def _gradient_board(texts: Texts, first: Board) -> Board:
    board = Board(texts, "notation_gradient", INPUTS, first)
    board.heading("examples")
    _examples(board)
    for l, down in ((2, _HIDDEN), (3, _OUT)):
        board.heading(f"gradient_{l}")
        _gradients(board, l, down)
    return board


def _examples(board: Board) -> None:
    """Put the examples, one a row: from x and label to δ."""
    row, column = board.row + 1, 1

    def put(
        symbol: str, head: str, right: int, formula: Text | None, style: str
    ) -> None:
        nonlocal column
        board.label(board.row, column, head, "symbol-left")
        board.put(
            symbol,
            row,
            column,
            down=_EXAMPLES,
            right=right,
            formula=formula,
            style=style,
        )
        column += max(right, 1)

    put("label", board.say("label"), 0, None, "pixel")
    put("x", "x", _SEEN, None, "input")
    put("t", "t", _OUT, lambda k, j: f"IF({{label.{k}}}={j},1,0)", "target")
    put(
        "z2",
        "z²",
        _HIDDEN,
        lambda k, j: f"SUMPRODUCT({{x.{k}}},{{w2.{j}}})+{{b2.{j}}}",
        "forward",
    )
    put("a2", "a²", _HIDDEN, "1/(1+EXP(-[z2]))", "forward")
    put(
        "z3",
        "z³",
        _OUT,
        lambda k, j: f"SUMPRODUCT({{a2.{k}}},{{w3.{j}}})+{{b3.{j}}}",
        "forward",
    )
    put("a3", "a³", _OUT, "1/(1+EXP(-[z3]))", "forward")
    put("C", "C", 0, lambda k: f"SUMXMY2({{t.{k}}},{{a3.{k}}})/2", "forward")
    put("delta3", "δ³", _OUT, "([a3]-[t])*[a3]*(1-[a3])", "backward")
    back = lambda k, i: (
        f"({{delta3.{k}.0}}*{{w3.0.{i}}}+{{delta3.{k}.1}}*{{w3.1.{i}}})*[a2]*(1-[a2])"
    )
    put("delta2", "δ²", _HIDDEN, back, "backward")
    for at in range(2, column):
        board.width(at, 8.0)
    board.row = row + _EXAMPLES
    board.field("C_T", "SUM({C})", label="C_T = ΣC")


def _gradients(board: Board, l: int, down: int) -> None:
    """Put ∂C/∂w of each example, their sum, and the gradient of the sum at once."""
    seen, delta = ("x", "delta2") if l == 2 else ("a2", "delta3")
    width = _SEEN + 1
    for k in range(_EXAMPLES):
        one = lambda j, i, k=k: f"{{{delta}.{k}.{j}}}*{{{seen}.{k}.{i}}}"
        board.matrix(f"g{l}_{k + 1}", down, _SEEN, one, column=FIRST + k * width,
                     label=f"∂C/∂w [{k + 1}]", style="gradient")  # fmt: skip
    total = "+".join(f"[g{l}_{k + 1}]" for k in range(_EXAMPLES))
    column = FIRST + _EXAMPLES * width
    board.matrix(
        f"sum_{l}",
        down,
        _SEEN,
        total,
        column=column,
        label="Σₖ ∂C/∂w [k]",
        style="gradient",
    )
    whole = lambda j, i: "+".join(
        f"{{{delta}.{k}.{j}}}*{{{seen}.{k}.{i}}}" for k in range(_EXAMPLES)
    )
    board.matrix(
        f"whole_{l}",
        down,
        _SEEN,
        whole,
        column=column + width,
        label="∂C_T/∂w",
        style="gradient",
    )
    board.row += down + 1
    off = f"SUMXMY2({{sum_{l}}},{{whole_{l}}})<=1E-18"
    board.mark(f"same_{l}", off, label="Σ ∂C = ∂C_T?")

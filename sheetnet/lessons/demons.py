"""Demons: hidden units set by hand that like certain pixels, and what a bias is for."""

import numpy as np

from sheetnet.engine import run
from sheetnet.lang import Texts
from sheetnet.model.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, same
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.board import FIRST, Board, Column, Text, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {
    "demons": ("1.12", "1.13", "1.16", "1.17", "1.18", "1.19", "5.1"),
    "demons_pictures": ("1.17", "1.19"),
}

_WEIGHT = Limits(-20, 20)

INPUTS = {
    "k": Limits(1, 64, whole=True),
    **{f"w_{j}": Limits(-5, 5) for j in (1, 2, 3)},
    "b": Limits(-10, 10),
    "v": Limits(-10, 10),
    "c": Limits(-10, 10),
    "x": Limits(0, 1, whole=True),
    "label": Limits(0, 1, whole=True),
    **dict.fromkeys(("w2", "b2", "w3", "b3"), _WEIGHT),
}

# Each demon likes two pixels, numbered in reading order: one beside, one in the middle.
_LIKES = ((4, 7), (5, 8), (6, 9))
_ROWS, _COLUMNS = 4, 3
_PIXELS = _ROWS * _COLUMNS
_BIASES = 13
_TEMPLATE = "digits"


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return the demons set by hand, the pictures of `digits`, a trained network."""
    # A spec is read by what knows the lessons, so it is asked for only now.
    from sheetnet.spec.loading import load_network

    network, inputs = resolve(load_network(_TEMPLATE))
    assert inputs.labels is not None
    last = {key: array[-1] for key, array in run(network, inputs).items()}
    found: Arrays = {"k": np.array(1.0)}
    for j, liked in enumerate(_LIKES, 1):
        weights = np.zeros(_PIXELS)
        weights[[pixel - 1 for pixel in liked]] = 2
        found[f"w_{j}"] = weights.reshape(_ROWS, _COLUMNS)
    return found | {
        "b": np.array([-2.0, -2.0, -2.0]),
        "v": np.array([[4.0, -4.0, 4.0], [-4.0, 4.0, -4.0]]),
        "c": np.array([-4.0, 4.0]),
        "x": inputs.x.reshape(len(inputs.x), _PIXELS),
        "label": inputs.labels.astype(float),
        "w2": np.round(last[Key("w", 2)].reshape(3, _PIXELS), 3),
        "b2": np.round(last[Key("b", 2)], 3),
        "w3": np.round(last[Key("w", 3)], 3),
        "b3": np.round(last[Key("b", 3)], 3),
    }


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return what demons and trained network say to every picture, and of one more."""
    x, label, b = given["x"], given["label"], given["b"]
    w = np.stack([given[f"w_{j}"].ravel() for j in (1, 2, 3)])
    z, out, right = _judged(x, label, (w, b, given["v"], given["c"]))
    trained = given["w2"], given["b2"], given["w3"], given["b3"]
    trained_z, trained_out, trained_right = _judged(x, label, trained)
    at = round(float(given["k"])) - 1
    picture = x[at].reshape(_ROWS, _COLUMNS)
    own_z = np.array([(given[f"w_{j}"] * picture).sum() for j in (1, 2, 3)]) + b
    own_a = _sigmoid(own_z)
    filters = -0.5 * np.arange(_BIASES)
    liked = x @ w[1]
    fires = np.where(liked[:, None] + filters >= -1e-9, 1.0, 0.0)
    zero = np.where(np.abs(label) <= 1e-9, 1.0, 0.0)
    return {
        "w_rows": w,
        "z": z,
        "a": _sigmoid(z),
        "out": out,
        "right": right,
        "trained_a": _sigmoid(trained_z),
        "trained_out": trained_out,
        "trained_right": trained_right,
        "zero": zero,
        "one": 1 - zero,
        "liked": liked,
        **{f"fires_{i}": fires[:, i] for i in range(_BIASES)},
        "picture": picture,
        "own_label": label[at],
        "own_z": own_z,
        "own_a": own_a,
        "own_out": _sigmoid(given["v"] @ own_a + given["c"]),
        "answer": np.where(out[at, 1] - out[at, 0] > 1e-9, 1.0, 0.0),
        "same_row": same(own_z.sum(), z[at].sum()),
        "score": right.sum(),
        "trained_score": trained_right.sum(),
        "bias": filters,
        "alarms": zero @ fires,
        "misses": (1 - zero) @ (1 - fires),
    }


def _judged(
    x: np.ndarray, label: np.ndarray, parameters: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return z of the hidden units, the outputs, and 1 where the answer is right."""
    w, b, v, c = parameters
    z = x @ w.T + b
    out = _sigmoid(_sigmoid(z) @ v.T + c)
    answer = np.where(out[:, 1] - out[:, 0] > 1e-9, 1.0, 0.0)
    return z, out, np.where(np.abs(answer - label) <= 1e-9, 1.0, 0.0)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))


# ------------------------------------------------------------------ sheets


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the demons and one picture, and all the pictures."""
    examples = lesson.shapes["x"][0]
    board = Board(texts, "demons", INPUTS)
    _demons(board)
    _answer(board)
    board.heading("score")
    board.field(
        "score",
        "SUM({right})",
        style="forward-whole",
        label=board.say("by_hand"),
        says="of_all",
    )
    board.field(
        "trained_score",
        "SUM({trained_right})",
        style="forward-whole",
        label=board.say("trained"),
        says="of_all",
    )
    top = board.row + 1
    _filter(board)
    pictures = Board(texts, "demons_pictures", INPUTS, board)
    _parameters(pictures)
    _pictures(pictures, examples)
    lines = [("alarms", board.say("alarms")), ("misses", board.say("misses"))]
    curves = [board.curve(name, "bias", symbol, dots=True) for symbol, name in lines]
    board.scatter("chart", top + 2, FIRST + 5, curves, x="b", y=board.say("pictures"))
    return [board.sheet(), pictures.sheet()]


def _demons(board: Board) -> None:
    """Put the chosen picture, and beside it what each demon likes."""
    board.heading("choose")
    board.field("k", style="input-whole", says="k")
    board.field(
        "own_label",
        "INDEX({label},{k})",
        style="forward-whole",
        label=board.say("label"),
    )
    board.row += 1
    pixel = lambda i, j: f"INDEX({{x}},{{k}},{i * _COLUMNS + j + 1})"
    board.matrix(
        "picture",
        _ROWS,
        _COLUMNS,
        pixel,
        label=board.say("picture"),
        style="pixel-link",
    )
    board.pixels("picture")
    for j, (one, other) in enumerate(_LIKES, 1):
        name = f"{board.say('demon')} {one}·{other}"
        board.matrix(f"w_{j}", _ROWS, _COLUMNS, column=FIRST + 4 * j, label=name)
    board.weights("w_1", "w_2", "w_3")
    for column in range(FIRST, FIRST + 16):
        board.width(column, 7.0)
    board.row += _ROWS + 1


def _answer(board: Board) -> None:
    board.heading("answer")
    names = [f"{one}·{other}" for one, other in _LIKES]
    board.heads(names)
    board.vector("b", 3, says="b")
    z = lambda j: f"SUMPRODUCT({{picture}},{{w_{j + 1}}})+{{b.{j}}}"
    board.vector("own_z", 3, z, label="z = Σ w x + b")
    board.vector("own_a", 3, "1/(1+EXP(-[own_z]))", label="a = σ(z)", says="a")
    board.bars("own_a", shares=True)
    board.same(
        "same_row",
        "SUM({own_z})",
        "INDEX({z},{k},1)+INDEX({z},{k},2)+INDEX({z},{k},3)",
        says="same_row",
    )
    board.row += 1
    board.heads([*names, "b"])
    for j in range(2):
        board.label(board.row + j, 1, f"w³ → {j}", "symbol")
    board.put("v", board.row, FIRST, down=2, right=3)
    board.put("c", board.row, FIRST + 3, down=2)
    board.weights("v")
    board.label(board.row, FIRST + 4, board.say("v"), "beside")
    board.row += 2
    out = lambda j: f"1/(1+EXP(-(SUMPRODUCT({{v.{j}}},{{own_a}})+{{c.{j}}})))"
    board.heads(["0", "1"])
    board.vector("own_out", 2, out, label="a³", says="out")
    board.bars("own_out", shares=True)
    answer = "IF({own_out.1}-{own_out.0}>1E-9,1,0)"
    board.field("answer", answer, label=board.say("says"), style="answer")


def _filter(board: Board) -> None:
    """Put false alarms and misses of the demon in the middle, by its bias."""
    board.heading("filter")
    board.note("filter_says")
    column = lambda i: f"SUMPRODUCT({{zero}},{_COLUMN_OF[i]})"
    missed = lambda i: f"SUM({{one}})-SUMPRODUCT({{one}},{_COLUMN_OF[i]})"
    columns = [
        Column("bias", "b", chain("0", "[bias:-1]-0.5")),
        Column("alarms", board.say("alarms"), column, "forward-whole"),
        Column("misses", board.say("misses"), missed, "forward-whole"),
    ]
    board.table(_BIASES, columns)


# The flags of every bias stand in a column of their own.
_COLUMN_OF = [f"{{fires_{i}}}" for i in range(_BIASES)]


def _parameters(board: Board) -> None:
    board.heading("parameters")
    outputs = FIRST + _PIXELS + 3
    board.label(board.row, 1, board.say("by_hand"), "symbol-left")
    board.row += 1
    link = lambda j, i: f"{{w_{j + 1}.{i // _COLUMNS}.{i % _COLUMNS}}}"
    board.put(
        "w_rows", board.row, FIRST, down=3, right=_PIXELS, formula=link, style="link"
    )
    board.row += 4
    board.label(board.row, 1, board.say("trained"), "symbol-left")
    board.label(board.row, FIRST + _PIXELS, "b²", "symbol-left")
    board.label(board.row, outputs, "w³", "symbol-left")
    board.label(board.row, outputs + 3, "b³", "symbol-left")
    board.row += 1
    board.put("w2", board.row, FIRST, down=3, right=_PIXELS)
    board.put("b2", board.row, FIRST + _PIXELS, down=3)
    board.put("w3", board.row, outputs, down=2, right=3)
    board.put("b3", board.row, outputs + 3, down=2)
    board.weights("w2", "w3")
    board.row += 3


def _pictures(board: Board, examples: int) -> None:
    board.heading("all")
    row, column = board.row + 1, FIRST + _PIXELS + 1

    def put(
        symbol: str, head: str, right: int, formula: Text, style: str = "forward"
    ) -> None:
        nonlocal column
        board.label(board.row, column, head, "symbol-left")
        board.put(
            symbol,
            row,
            column,
            down=examples,
            right=right,
            formula=formula,
            style=style,
        )
        column += right or 1

    board.label(board.row, 1, board.say("label"), "column-head")
    board.put("label", row, 1, down=examples, style="pixel")
    board.put("x", row, FIRST, down=examples, right=_PIXELS, style="pixel")
    board.pixels("x")
    put("z", "z", 3, lambda k, j: f"SUMPRODUCT({{x.{k}}},{{w_rows.{j}}})+{{b.{j}}}")
    put("a", "a²", 3, "1/(1+EXP(-[z]))")
    put("out", "a³", 2, lambda k, j: _unit(f"{{a.{k}}}", f"{{v.{j}}}", f"{{c.{j}}}"))
    put("right", "✓", 0, lambda k: _right(f"{{out.{k}.0}}", f"{{out.{k}.1}}"), "tick")
    column += 1
    put("trained_a", f"{board.say('trained')}: a²", 3,
        lambda k, j: _unit(f"{{x.{k}}}", f"{{w2.{j}}}", f"{{b2.{j}}}"))  # fmt: skip
    put(
        "trained_out",
        "a³",
        2,
        lambda k, j: _unit(f"{{trained_a.{k}}}", f"{{w3.{j}}}", f"{{b3.{j}}}"),
    )
    put(
        "trained_right",
        "✓",
        0,
        lambda k: _right(f"{{trained_out.{k}.0}}", f"{{trained_out.{k}.1}}"),
        "tick",
    )
    column += 1
    put("zero", "0?", 0, "IF(ABS([label])<=1E-9,1,0)", "forward-whole")
    put("one", "1?", 0, "1-[zero]", "forward-whole")
    put("liked", "5·8", 0, lambda k: f"SUMPRODUCT({{x.{k}}},{{w_rows.1}})")
    board.label(board.row - 1, column, board.say("fires"), "symbol-left")
    for i in range(_BIASES):
        put(
            f"fires_{i}",
            f"{-0.5 * i:g}",
            0,
            f"IF([liked]+{{bias.{i}}}>=-1E-9,1,0)",
            "forward-whole",
        )
    for at in range(FIRST, column):
        board.width(at, 7.0)
    board.row = row + examples


def _unit(seen: str, weights: str, bias: str) -> str:
    """Return σ(z) of a unit: its inputs and its weights stand in rows."""
    return f"1/(1+EXP(-(SUMPRODUCT({seen},{weights})+{bias})))"


def _right(zero: str, one: str) -> str:
    """Return 1 where the larger output is the label's: the first in a tie."""
    return f"IF(ABS(IF({one}-{zero}>1E-9,1,0)-[label])<=1E-9,1,0)"

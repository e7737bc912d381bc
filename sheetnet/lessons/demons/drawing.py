"""The sheets of the demons: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.demons.settings import (
    BIASES,
    COLUMNS,
    INPUTS,
    LIKES,
    ROWS,
)
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.block import Axis
from sheetnet.workbook.drawing.board import FIRST, Board, Column, Text, chain
from sheetnet.workbook.plan import Sheet


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


# From picture to picture, and where the chosen one begins.
_EVERY = ROWS + 1
_AT = f"({{k}}-1)*{_EVERY}+1"


def _demons(board: Board) -> None:
    """Put the chosen picture, and beside it what each demon likes."""
    board.heading("choose")
    board.field("k", style="input-whole", says="k")
    board.field(
        "own_label",
        f"INDEX({{label}},{_AT})",
        style="forward-whole",
        label=board.say("label"),
    )
    board.row += 1
    pixel = lambda i, j: f"INDEX({{x}},{_AT}+{i},{j + 1})"
    board.matrix(
        "picture",
        ROWS,
        COLUMNS,
        pixel,
        label=board.say("picture"),
        style="pixel-link",
    )
    board.pixels("picture")
    for j, (one, other) in enumerate(LIKES, 1):
        name = f"{board.say('demon')} {one}·{other}"
        board.matrix(f"w_{j}", ROWS, COLUMNS, column=FIRST + 4 * j, label=name)
    board.weights("w_1", "w_2", "w_3")
    for column in range(FIRST, FIRST + 16):
        board.width(column, 7.0)
    board.row += ROWS + 1


def _answer(board: Board) -> None:
    board.heading("answer")
    names = [f"{one}·{other}" for one, other in LIKES]
    board.heads(names)
    board.vector("b", 3, says="b")
    z = lambda j: f"SUMPRODUCT({{picture}},{{w_{j + 1}}})+{{b.{j}}}"
    board.vector("own_z", 3, z, label="z = Σ w x + b")
    board.vector("own_a", 3, "1/(1+EXP(-[own_z]))", label="a = σ(z)", says="a")
    board.bars("own_a", shares=True)
    board.same(
        "same_row",
        "SUM({own_z})",
        "+".join(f"INDEX({{z}},{_AT},{j})" for j in (1, 2, 3)),
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
    board.table(BIASES, columns)


# The flags of every bias stand in a column of their own.
_COLUMN_OF = [f"{{fires_{i}}}" for i in range(BIASES)]


def _parameters(board: Board) -> None:
    """Put the trained network: a hidden unit's weights as a picture, its bias below."""
    board.heading("parameters")
    first = FIRST + COLUMNS + 1
    outputs = first + 3 * (COLUMNS + 1)
    for at, name in ((first, "w², b²"), (outputs, "w³"), (outputs + 4, "b³")):
        board.label(board.row, at, name, "symbol-left")
    row = board.row + 1
    unit = Axis("unit", 3, columns=COLUMNS + 1)
    picture = Axis("row", ROWS, rows=1), Axis("column", COLUMNS, columns=1)
    board.put("w2", row, first, axes=(unit, *picture))
    board.put("b2", row + ROWS, first, axes=(unit,))
    board.put("w3", row, outputs, down=2, right=3)
    board.put("b3", row, outputs + 4, down=2)
    board.weights("w2", "w3")
    board.row = row + ROWS + 1


def _pictures(board: Board, examples: int) -> None:
    board.heading("all")
    row = board.row + 1
    board.label(board.row, 1, board.say("label"), "column-head")
    board.put("label", row, 1, down=examples, style="pixel", every=_EVERY)
    picture = Axis("row", ROWS, rows=1), Axis("column", COLUMNS, columns=1)
    pictures = Axis("unit", examples, rows=_EVERY), *picture
    board.put("x", row, FIRST, axes=pictures, style="pixel")
    board.pixels("x")
    column = FIRST + COLUMNS + 1
    for group in (_by_hand(), _trained(board), _one_demon()):
        column = board.examples(examples, group, column, _EVERY) + 1
    board.label(board.row - 1, column - 1, board.say("fires"), "symbol-left")
    column = board.examples(examples, _fires(), column - 1, _EVERY)
    for at in range(FIRST, column):
        board.width(at, 3.5 if at < FIRST + COLUMNS else 7.0)
    board.row = row + examples * _EVERY


def _by_hand() -> list[Column]:
    z = lambda k, j: f"SUMPRODUCT({{x.{k}}},{{w_{j + 1}}})+{{b.{j}}}"
    out = lambda k, j: _unit(f"{{a.{k}}}", f"{{v.{j}}}", f"{{c.{j}}}")
    return [
        Column("z", "z", z, right=3),
        Column("a", "a²", "1/(1+EXP(-[z]))", right=3),
        Column("out", "a³", out, right=2),
        Column("right", "✓", _right("out"), "tick"),
    ]


def _trained(board: Board) -> list[Column]:
    a = lambda k, j: _unit(f"{{x.{k}}}", f"{{w2.{j}}}", f"{{b2.{j}}}")
    out = lambda k, j: _unit(f"{{trained_a.{k}}}", f"{{w3.{j}}}", f"{{b3.{j}}}")
    return [
        Column("trained_a", f"{board.say('trained')}: a²", a, right=3),
        Column("trained_out", "a³", out, right=2),
        Column("trained_right", "✓", _right("trained_out"), "tick"),
    ]


def _one_demon() -> list[Column]:
    """Return who is a 0, who is a 1, and how the demon in the middle likes each."""
    liked = lambda k: f"SUMPRODUCT({{x.{k}}},{{w_2}})"
    return [
        Column("zero", "0?", "IF(ABS([label])<=1E-9,1,0)", "forward-whole"),
        Column("one", "1?", "1-[zero]", "forward-whole"),
        Column("liked", "5·8", liked),
    ]


def _fires() -> list[Column]:
    """Return whether it fires, with each bias."""
    fires = [f"IF([liked]+{{bias.{i}}}>=-1E-9,1,0)" for i in range(BIASES)]
    return [
        Column(f"fires_{i}", f"{-i / 2 if i else 0:g}", text, "forward-whole")
        for i, text in enumerate(fires)
    ]


def _unit(seen: str, weights: str, bias: str) -> str:
    """Return σ(z) of a unit: its inputs and its weights have one shape."""
    return f"1/(1+EXP(-(SUMPRODUCT({seen},{weights})+{bias})))"


def _right(out: str) -> Text:
    """Return 1 where the larger output is the label's: the first in a tie."""

    def text(k: int) -> str:
        answer = f"IF({{{out}.{k}.1}}-{{{out}.{k}.0}}>1E-9,1,0)"
        return f"IF(ABS({answer}-[label])<=1E-9,1,0)"

    return text

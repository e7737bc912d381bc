"""The sheets of depth: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.depth.settings import HIDDEN, INPUTS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column, Text
from sheetnet.workbook.plan import Sheet

_LAYERS = 5


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the sizes and what they buy, and the forward passes."""
    examples, pixels = lesson.shapes["x"]
    board = Board(texts, "depth", INPUTS)
    top = board.row + 1
    board.heading("sizes")
    board.heads([board.say("layer", number=l) for l in range(1, _LAYERS + 1)])
    board.vector("sizes", _LAYERS, label=board.say("units"), style="pixel")
    _count(board, "weights", "{m}*{n}", "m n")
    _count(board, "biases", "{n}", "n")
    _count(board, "by_layer", "({m}+1)*{n}", "(m+1) n")
    board.field(
        "total",
        "SUM({by_layer})",
        label=board.say("total"),
        style="forward-whole",
        says="total_says",
    )
    _more(board, examples, pixels)
    axis = board.say("hidden")
    board.columns("chart", top, CHARTS, names="hidden", columns=[("C_T", "C_T")],
                  x=axis, y="C_T", from_zero=True)  # fmt: skip
    right = board.say("correct")
    board.columns("chart_right", board.below(top), CHARTS, names="hidden",
                  columns=[(right, "correct")], x=axis, y=right, from_zero=True)  # fmt: skip
    forward = _forward(texts, board, examples, pixels)
    return [board.sheet(), forward.sheet()]


def _count(board: Board, symbol: str, formula: str, label: str) -> None:
    """Put a count for layers 2 to 5, each below its own layer; none where one is 0."""

    def text(j: int) -> str:
        m, n = f"{{sizes.{j}}}", f"{{sizes.{j + 1}}}"
        return f"IF({m}*{n}>0.5,{formula.format(m=m, n=n)},0)"

    board.label(board.row, 1, label, "symbol")
    board.put(
        symbol,
        board.row,
        FIRST + 1,
        right=_LAYERS - 1,
        formula=text,
        style="forward-whole",
    )
    board.row += 1


def _forward(texts: Texts, first: Board, examples: int, pixels: int) -> Board:
    """Put the parameters, one row a unit, and below them the pictures, one a row."""
    board = Board(texts, "depth_forward", INPUTS, first)
    board.heading("parameters")
    outputs = FIRST + pixels + 4
    for h in HIDDEN:
        board.label(board.row, 1, board.say("units", units=h), "symbol-left")
        board.label(board.row, FIRST, "w²", "symbol-left")
        board.label(board.row, FIRST + pixels + 1, "b²", "symbol-left")
        board.label(board.row, outputs, "w³", "symbol-left")
        board.label(board.row, outputs + h + 1, "b³", "symbol-left")
        board.row += 1
        board.put(f"w2_{h}", board.row, FIRST, down=h, right=pixels)
        board.put(f"b2_{h}", board.row, FIRST + pixels + 1, down=h)
        board.put(f"w3_{h}", board.row, outputs, down=2, right=h)
        board.put(f"b3_{h}", board.row, outputs + h + 1, down=2)
        board.weights(f"w2_{h}", f"w3_{h}")
        board.row += max(h, 2) + 1
    board.heading("pictures")
    _pictures(board, examples, pixels)
    for column in range(FIRST, FIRST + pixels):
        board.width(column, 7.0)
    return board


def _more(board: Board, examples: int, pixels: int) -> None:
    """Put what each number of hidden units costs, and what it buys."""
    board.heading("more")
    board.note("more_says", examples=examples)
    columns = [
        Column("hidden", board.say("hidden"), lambda i: str(HIDDEN[i]), "forward-whole"),
        Column("parameters", board.say("parameters"), f"({pixels}+1)*[hidden]+([hidden]+1)*2", "forward-whole"),
        Column("C_T", "C_T", lambda i: f"SUM({{C_{HIDDEN[i]}}})"),
        Column("correct", board.say("correct"), lambda i: f"SUM({{right_{HIDDEN[i]}}})", "forward-whole"),
        Column("accuracy", "%", f"[correct]/{examples}", "summary-percent"),
    ]  # fmt: skip
    board.table(len(HIDDEN), columns)


def _pictures(board: Board, examples: int, pixels: int) -> None:
    board.label(board.row, 1, board.say("label"), "column-head")
    board.put("label", board.row + 1, 1, down=examples, style="pixel")
    x = Column("x", "x", style="pixel", right=pixels)
    column = board.examples(examples, [x], FIRST)
    board.pixels("x")
    t = Column("t", "t", lambda k, j: f"IF({{label.{k}}}={j},1,0)", "target", right=2)
    column = board.examples(examples, [t], column + 1)
    for h in HIDDEN:
        column = board.examples(examples, _pass(h), column + 1)
    board.row += 1 + examples


def _pass(h: int) -> list[Column]:
    """Return the forward pass of the network with so many hidden units."""
    hidden = lambda k, j: _unit(f"{{x.{k}}}", f"{{w2_{h}.{j}}}", f"{{b2_{h}.{j}}}")
    output = lambda k, j: _unit(f"{{a_{h}.{k}}}", f"{{w3_{h}.{j}}}", f"{{b3_{h}.{j}}}")
    cost = lambda k: f"SUMXMY2({{t.{k}}},{{out_{h}.{k}}})/2"
    return [
        Column(f"a_{h}", f"a² ({h})", hidden, right=h),
        Column(f"out_{h}", f"a³ ({h})", output, right=2),
        Column(f"C_{h}", f"C ({h})", cost),
        Column(f"right_{h}", f"✓ ({h})", _right(f"out_{h}"), "tick"),
    ]


def _unit(seen: str, weights: str, bias: str) -> str:
    """Return σ(z) of a unit: its inputs and its weights stand in rows."""
    return f"1/(1+EXP(-(SUMPRODUCT({seen},{weights})+{bias})))"


def _right(out: str) -> Text:
    """Return 1 where the larger output is the label's: the first in a tie."""

    def text(k: int) -> str:
        answer = f"IF({{{out}.{k}.1}}-{{{out}.{k}.0}}>1E-9,1,0)"
        return f"IF(ABS({answer}-{{label.{k}}})<=1E-9,1,0)"

    return text

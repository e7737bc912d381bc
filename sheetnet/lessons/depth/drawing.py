"""The sheets of depth: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.depth.settings import HIDDEN, INPUTS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.board import CHARTS, FIRST, Board, Column
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
    cost = [("C_T", "C_T")]
    board.columns(
        "chart",
        top,
        CHARTS,
        names="hidden",
        columns=cost,
        x=board.say("hidden"),
        y="C_T",
        from_zero=True,
    )
    right = [(board.say("correct"), "correct")]
    board.columns("chart_right", board.below(top), CHARTS, names="hidden", columns=right,
                  x=board.say("hidden"), y=board.say("correct"), from_zero=True)  # fmt: skip
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


def _pictures(board: Board, examples: int, pixels: int) -> None:
    row = board.row + 1
    column = FIRST + pixels
    board.label(board.row, 1, board.say("label"), "column-head")
    board.put("label", row, 1, down=examples, style="pixel")
    board.label(board.row, FIRST, "x", "symbol-left")
    board.put("x", row, FIRST, down=examples, right=pixels, style="pixel")
    board.pixels("x")
    board.label(board.row, column + 1, "t", "symbol-left")
    target = lambda k, j: f"IF({{label.{k}}}={j},1,0)"
    board.put(
        "t", row, column + 1, down=examples, right=2, formula=target, style="target"
    )
    column += 4
    for h in HIDDEN:
        hidden = lambda k, j, h=h: _unit(
            f"{{x.{k}}}", f"{{w2_{h}.{j}}}", f"{{b2_{h}.{j}}}"
        )
        output = lambda k, j, h=h: _unit(
            f"{{a_{h}.{k}}}", f"{{w3_{h}.{j}}}", f"{{b3_{h}.{j}}}"
        )
        cost = lambda k, h=h: f"SUMXMY2({{t.{k}}},{{out_{h}.{k}}})/2"
        answer = lambda k, h=h: _right(
            f"{{out_{h}.{k}.0}}", f"{{out_{h}.{k}.1}}", f"{{label.{k}}}"
        )
        heads = (
            ("a²", column),
            ("a³", column + h),
            ("C", column + h + 2),
            ("✓", column + h + 3),
        )
        for head, at in heads:
            board.label(board.row, at, f"{head} ({h})", "symbol-left")
        board.put(f"a_{h}", row, column, down=examples, right=h, formula=hidden)
        board.put(f"out_{h}", row, column + h, down=examples, right=2, formula=output)
        board.put(f"C_{h}", row, column + h + 2, down=examples, formula=cost)
        board.put(
            f"right_{h}",
            row,
            column + h + 3,
            down=examples,
            formula=answer,
            style="tick",
        )
        column += h + 5
    board.row = row + examples


def _unit(seen: str, weights: str, bias: str) -> str:
    """Return σ(z) of a unit: its inputs and its weights stand in rows."""
    return f"1/(1+EXP(-(SUMPRODUCT({seen},{weights})+{bias})))"


def _right(zero: str, one: str, label: str) -> str:
    """Return 1 where the larger output is the label's: the first in a tie."""
    return f"IF(ABS(IF({one}-{zero}>1E-9,1,0)-{label})<=1E-9,1,0)"

"""The sheets of depth: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.depth.settings import HIDDEN, INPUTS, STARTS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.block import Axis
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column, Text
from sheetnet.workbook.plan import Sheet

_LAYERS = 5


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the sizes and what they buy, and the forward passes."""
    shape = lesson.shapes["x"]
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
    _more(board, shape)
    axis = board.say("hidden")
    board.columns("chart", top, CHARTS, names="hidden", columns=[("C_T", "C_T")],
                  x=axis, y="C_T", from_zero=True)  # fmt: skip
    of_starts = [(board.say(one), one) for one in ("best", "mean", "worst")]
    board.columns("chart_starts", board.below(top), CHARTS, names="hidden",
                  columns=of_starts, x=axis, y="C_T", from_zero=True)  # fmt: skip
    board.row = board.below(board.below(top)) - 1
    board.heading("each")
    board.put("starts", board.row, FIRST, down=len(HIDDEN), right=STARTS)
    board.put(
        "each",
        board.row,
        1,
        down=len(HIDDEN),
        formula="[hidden]",
        style="forward-whole",
    )
    forward = _forward(texts, board, shape)
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


def _forward(texts: Texts, first: Board, shape: tuple[int, ...]) -> Board:
    """Put the parameters, and below them the pictures with the answers of each network."""
    board = Board(texts, "depth_forward", INPUTS, first)
    examples, rows, columns = shape
    picture = Axis("row", rows, rows=1), Axis("column", columns, columns=1)
    board.heading("parameters")
    weights = FIRST + columns + 1
    outputs = weights + len(HIDDEN) * (columns + 1)
    for h in HIDDEN:
        row, unit = board.row + 1, Axis("unit", h, columns=columns + 1)
        board.label(row - 1, 1, board.say("units", units=h), "symbol-left")
        for at, name in ((weights, "w², b²"), (outputs, "w³"), (outputs + h + 1, "b³")):
            board.label(row - 1, at, name, "symbol-left")
        board.put(f"w2_{h}", row, weights, axes=(unit, *picture))
        board.put(f"b2_{h}", row + rows, weights, axes=(unit,))
        board.put(f"w3_{h}", row, outputs, down=2, right=h)
        board.put(f"b3_{h}", row, outputs + h + 1, down=2)
        board.weights(f"w2_{h}", f"w3_{h}")
        board.row = row + rows + 2
    board.heading("pictures")
    last = _pictures(board, examples, rows + 1, picture)
    for column in range(FIRST, last):
        board.width(column, 3.5 if column < FIRST + columns else 7.0)
    return board


def _more(board: Board, shape: tuple[int, ...]) -> None:
    """Put what each number of hidden units costs, and what it buys, from many starts."""
    examples, rows, columns = shape
    board.heading("more")
    board.note("more_says", examples=examples)
    table = [
        Column("hidden", board.say("hidden"), lambda i: str(HIDDEN[i]), "forward-whole"),
        Column("parameters", board.say("parameters"), f"({rows * columns}+1)*[hidden]+([hidden]+1)*2", "forward-whole"),
        Column("C_T", "C_T", lambda i: f"SUM({{C_{HIDDEN[i]}}})"),
        Column("correct", board.say("correct"), lambda i: f"SUM({{right_{HIDDEN[i]}}})", "forward-whole"),
        Column("accuracy", "%", f"[correct]/{examples}", "summary-percent"),
    ]  # fmt: skip
    board.table(len(HIDDEN), table)
    board.heading("starts")
    board.note("starts_says", count=STARTS)
    of_starts = [
        Column(name, board.say(name), f"{call}({{starts.#}})")
        for name, call in (("best", "MIN"), ("mean", "AVERAGE"), ("worst", "MAX"))
    ]
    table = [Column("units", board.say("hidden"), "[hidden]", "forward-whole")]
    table += [
        one._replace(formula=lambda i, text=one.formula: text.replace("#", str(i)))
        for one in of_starts
    ]
    board.table(len(HIDDEN), table)


def _pictures(
    board: Board, examples: int, every: int, picture: tuple[Axis, Axis]
) -> int:
    """Put labels, pictures, and what each network makes of them; return the next column."""
    row = board.row + 1
    board.label(board.row, 1, board.say("label"), "column-head")
    board.put("label", row, 1, down=examples, style="pixel", every=every)
    board.label(board.row, FIRST, "x", "symbol-left")
    axes = Axis("unit", examples, rows=every), *picture
    board.put("x", row, FIRST, axes=axes, style="pixel")
    board.pixels("x")
    t = Column("t", "t", lambda k, j: f"IF({{label.{k}}}={j},1,0)", "target", right=2)
    column = FIRST + picture[1].length + 1
    column = board.examples(examples, [t], column, every)
    for h in HIDDEN:
        column = board.examples(examples, _pass(h), column + 1, every)
    board.row = row + examples * every
    return column


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
    """Return σ(z) of a unit: its inputs and its weights have one shape."""
    return f"1/(1+EXP(-(SUMPRODUCT({seen},{weights})+{bias})))"


def _right(out: str) -> Text:
    """Return 1 where the larger output is the label's: the first in a tie."""

    def text(k: int) -> str:
        answer = f"IF({{{out}.{k}.1}}-{{{out}.{k}.0}}>1E-9,1,0)"
        return f"IF(ABS({answer}-{{label.{k}}})<=1E-9,1,0)"

    return text

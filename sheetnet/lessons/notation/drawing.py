"""The sheets of notation: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.notation.settings import EXAMPLES, HIDDEN, INPUTS, OUT, SEEN
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.address import a1
from sheetnet.workbook.drawing.board import FIRST, Board, Column
from sheetnet.workbook.formula.sentence import (
    added,
    plain,
    quoted_text,
    sentence,
    signed,
)
from sheetnet.workbook.plan import Sheet

# The parameters stand below this row, from these columns on: w², b², w³, b³.
_TOP = 30
_COLUMNS = {
    ("w", 2): FIRST,
    ("b", 2): FIRST + 4,
    ("w", 3): FIRST + 6,
    ("b", 3): FIRST + 10,
}


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
    board.heading("equation_head")
    _two_ways(board)
    _equation(board)
    board.row = _TOP - 1
    board.line("heading", board.say("parameters"))
    _parameters(board)
    board.row = _TOP + HIDDEN + 2
    _table_of_addresses(board)
    gradients = _gradient_board(texts, board)
    return [board.sheet(), gradients.sheet()]


# The layer as a superscript.
_RAISED = 'IF({l}=2,"²","³")'


def _answer(board: Board) -> None:
    """Put the weight that is asked for: its name, its cell, its value, its two ends."""
    used = "IF({l}=3,MIN({j},2),{j})"
    board.field("j_used", used, label=board.say("j_used"), style="forward-whole",
                says="j_says")  # fmt: skip
    symbol = f'"w"&{_RAISED}&{_lowered("j_used")}&{_lowered("i")}'
    board.field("symbol", symbol, label=board.say("symbol"), style="answer", text=True,
                says="symbol_says")  # fmt: skip
    address = _of_layer(
        "INDEX({cells_2},{j_used},{i})", "INDEX({cells_3},{j_used},{i})"
    )
    board.field("address", address, label=board.say("cell"), style="answer", text=True,
                says="cell_says")  # fmt: skip
    value = _of_layer("INDEX({w2},{j_used},{i})", "INDEX({w3},{j_used},{i})")
    board.field("value", value, label=board.say("value"))
    sender = _of_layer(quoted_text("x"), quoted_text("a²")) + f"&{_lowered('i')}"
    receiver = f'"z"&{_RAISED}&{_lowered("j_used")}'
    for end, unit in (("from", sender), ("to", receiver)):
        board.field(f"{end}_unit", unit, label=board.say(end), style="forward-text",
                    text=True)  # fmt: skip


def _of_layer(second: str, third: str) -> str:
    """Return formula text for what stands in layer 2, or in layer 3."""
    return f"IF({{l}}=2,{second},{third})"


_BIAS = _of_layer("INDEX({b2},{j_used})", "INDEX({b3},{j_used})")


def _two_ways(board: Board) -> None:
    """Put what the unit sees, its weights, and z as a sum and by the matrix."""
    seen = lambda n: _of_layer(*(f"INDEX({{{x}}},{{k}},{n + 1})" for x in ("x", "a2")))
    board.vector("seen", SEEN, seen, label=board.say("seen"))
    row = lambda n: _of_layer(*(f"INDEX({{w{l}}},{{j_used}},{n + 1})" for l in (2, 3)))
    board.vector("weights", SEEN, row, label=board.say("row"))
    terms = "+".join(f"{{weights.{n}}}*{{seen.{n}}}" for n in range(SEEN))
    board.field("by_sum", f"{terms}+{_BIAS}", label="Σ wᵢ aᵢ + b")
    by_matrix = f"SUMPRODUCT({{weights}},{{seen}})+{_BIAS}"
    board.field("by_matrix", by_matrix, label="W a + b")
    board.same("same_z", "{by_sum}", "{by_matrix}")


def _equation(board: Board) -> None:
    """Put z spelled out with its numbers."""
    pieces = [f'"z"&{_RAISED}&{_lowered("j_used")}&" = "']
    for n in range(SEEN):
        weight = f"{{weights.{n}}}"
        first = signed(weight) if n == 0 else added(weight)
        pieces += [first, quoted_text("×"), plain(f"{{seen.{n}}}")]
    whole = sentence([*pieces, added(_BIAS), quoted_text(" = "), signed("{by_sum}")])
    board.put("equation", board.row, FIRST, formula=whole, style="spelled", text=True)


def _lowered(symbol: str) -> str:
    """Return formula text for a number as a subscript."""
    return f'CHOOSE({{{symbol}}},"₁","₂","₃")'


def _parameters(board: Board) -> None:
    for (symbol, l), column in _COLUMNS.items():
        down = HIDDEN if l == 2 else OUT
        right = SEEN if symbol == "w" else 0
        head = symbol + ("²" if l == 2 else "³")
        board.label(_TOP, column, head, "symbol-left")
        board.put(f"{symbol}{l}", _TOP + 1, column, down=down, right=right)
    board.weights("w2", "w3")


def _table_of_addresses(board: Board) -> None:
    """Put the address of every weight as text, in the shape of the weights."""
    board.heading("addresses")
    for l, down in ((2, HIDDEN), (3, OUT)):
        column = _COLUMNS["w", l]
        cells = lambda j, i, column=column: quoted_text(a1(_TOP + 1 + j, column + i))
        board.put(
            f"cells_{l}", board.row, column, down=down, right=SEEN,
            formula=cells, style="forward-text", text=True,
        )  # fmt: skip
    board.row += HIDDEN


def _gradient_board(texts: Texts, first: Board) -> Board:
    board = Board(texts, "notation_gradient", INPUTS, first)
    board.heading("examples")
    _examples(board)
    for l, down in ((2, HIDDEN), (3, OUT)):
        board.heading(f"gradient_{l}")
        _gradients(board, l, down)
    return board


def _examples(board: Board) -> None:
    """Put the examples, one a row: from x and label to δ."""
    end = board.examples(EXAMPLES, [*_forward(board), *_backward()], 1)
    for at in range(2, end):
        board.width(at, 8.0)
    board.row += 1 + EXAMPLES
    board.field("C_T", "SUM({C})", label="C_T = ΣC")


def _forward(board: Board) -> list[Column]:
    t = lambda k, j: f"IF({{label.{k}}}={j},1,0)"
    z2 = lambda k, j: f"SUMPRODUCT({{x.{k}}},{{w2.{j}}})+{{b2.{j}}}"
    z3 = lambda k, j: f"SUMPRODUCT({{a2.{k}}},{{w3.{j}}})+{{b3.{j}}}"
    return [
        Column("label", board.say("label"), style="pixel"),
        Column("x", "x", right=SEEN),
        Column("t", "t", t, "target", right=OUT),
        Column("z2", "z²", z2, right=HIDDEN),
        Column("a2", "a²", "1/(1+EXP(-[z2]))", right=HIDDEN),
        Column("z3", "z³", z3, right=OUT),
        Column("a3", "a³", "1/(1+EXP(-[z3]))", right=OUT),
        Column("C", "C", lambda k: f"SUMXMY2({{t.{k}}},{{a3.{k}}})/2"),
    ]


def _backward() -> list[Column]:
    delta = "([a3]-[t])*[a3]*(1-[a3])"
    back = lambda k, i: (
        f"({{delta3.{k}.0}}*{{w3.0.{i}}}+{{delta3.{k}.1}}*{{w3.1.{i}}})*[a2]*(1-[a2])"
    )
    return [
        Column("delta3", "δ³", delta, "backward", right=OUT),
        Column("delta2", "δ²", back, "backward", right=HIDDEN),
    ]


def _gradients(board: Board, l: int, down: int) -> None:
    """Put ∂C/∂w of each example, their sum, and the gradient of the sum at once."""
    seen, delta = ("x", "delta2") if l == 2 else ("a2", "delta3")
    width = SEEN + 1
    for k in range(EXAMPLES):
        one = lambda j, i, k=k: f"{{{delta}.{k}.{j}}}*{{{seen}.{k}.{i}}}"
        board.matrix(f"g{l}_{k + 1}", down, SEEN, one, column=FIRST + k * width,
                     label=f"∂C/∂w [{k + 1}]", style="gradient")  # fmt: skip
    total = "+".join(f"[g{l}_{k + 1}]" for k in range(EXAMPLES))
    column = FIRST + EXAMPLES * width
    board.matrix(
        f"sum_{l}",
        down,
        SEEN,
        total,
        column=column,
        label="Σₖ ∂C/∂w [k]",
        style="gradient",
    )
    whole = lambda j, i: "+".join(
        f"{{{delta}.{k}.{j}}}*{{{seen}.{k}.{i}}}" for k in range(EXAMPLES)
    )
    board.matrix(
        f"whole_{l}",
        down,
        SEEN,
        whole,
        column=column + width,
        label="∂C_T/∂w",
        style="gradient",
    )
    board.row += down + 1
    off = f"SUMXMY2({{sum_{l}}},{{whole_{l}}})<=1E-18"
    board.mark(f"same_{l}", off, label="Σ ∂C = ∂C_T?")

"""The sheets of notation: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.notation.settings import EXAMPLES, HIDDEN, INPUTS, OUT, SEEN
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.address import a1
from sheetnet.workbook.board import FIRST, Board, Text
from sheetnet.workbook.plan import Sheet
from sheetnet.workbook.sentence import added, plain, quoted_text, sentence, signed

# The parameters stand below this row, from these columns on: w², b², w³, b³.
_TOP = 30
_COLUMNS = {"w2": FIRST, "b2": FIRST + 4, "w3": FIRST + 6, "b3": FIRST + 10}


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
    board.row = _TOP + HIDDEN + 2
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
    board.vector("seen", SEEN, seen, label=board.say("seen"))
    row = lambda n: (
        f"IF({{l}}=2,INDEX({{w2}},{{j_used}},{n + 1}),INDEX({{w3}},{{j_used}},{n + 1}))"
    )
    board.vector("weights", SEEN, row, label=board.say("row"))
    b = "IF({l}=2,INDEX({b2},{j_used}),INDEX({b3},{j_used}))"
    terms = "+".join(f"{{weights.{n}}}*{{seen.{n}}}" for n in range(SEEN))
    board.field("by_sum", f"{terms}+{b}", label="Σ wᵢ aᵢ + b")
    board.field("by_matrix", f"SUMPRODUCT({{weights}},{{seen}})+{b}", label="W a + b")
    board.same("same_z", "{by_sum}", "{by_matrix}")
    pieces = [f'"z"&{raised}&{_lowered("j_used")}&" = "']
    for n in range(SEEN):
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
    for symbol, column in _COLUMNS.items():
        letter, l = symbol
        down = HIDDEN if l == "2" else OUT
        right = SEEN if letter == "w" else 0
        head = letter + ("²" if l == "2" else "³")
        board.label(_TOP, column, head, "symbol-left")
        board.put(symbol, _TOP + 1, column, down=down, right=right)
    board.weights("w2", "w3")


def _table_of_addresses(board: Board) -> None:
    """Put the address of every weight as text, in the shape of the weights."""
    board.heading("addresses")
    for l, down in ((2, HIDDEN), (3, OUT)):
        column = _COLUMNS[f"w{l}"]
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
            down=EXAMPLES,
            right=right,
            formula=formula,
            style=style,
        )
        column += max(right, 1)

    put("label", board.say("label"), 0, None, "pixel")
    put("x", "x", SEEN, None, "input")
    put("t", "t", OUT, lambda k, j: f"IF({{label.{k}}}={j},1,0)", "target")
    put(
        "z2",
        "z²",
        HIDDEN,
        lambda k, j: f"SUMPRODUCT({{x.{k}}},{{w2.{j}}})+{{b2.{j}}}",
        "forward",
    )
    put("a2", "a²", HIDDEN, "1/(1+EXP(-[z2]))", "forward")
    put(
        "z3",
        "z³",
        OUT,
        lambda k, j: f"SUMPRODUCT({{a2.{k}}},{{w3.{j}}})+{{b3.{j}}}",
        "forward",
    )
    put("a3", "a³", OUT, "1/(1+EXP(-[z3]))", "forward")
    put("C", "C", 0, lambda k: f"SUMXMY2({{t.{k}}},{{a3.{k}}})/2", "forward")
    put("delta3", "δ³", OUT, "([a3]-[t])*[a3]*(1-[a3])", "backward")
    back = lambda k, i: (
        f"({{delta3.{k}.0}}*{{w3.0.{i}}}+{{delta3.{k}.1}}*{{w3.1.{i}}})*[a2]*(1-[a2])"
    )
    put("delta2", "δ²", HIDDEN, back, "backward")
    for at in range(2, column):
        board.width(at, 8.0)
    board.row = row + EXAMPLES
    board.field("C_T", "SUM({C})", label="C_T = ΣC")


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

"""The sheets of sequences: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.sequences.settings import COUPLED, INPUTS, LAYERS, LEAST, TERMS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column, chain
from sheetnet.workbook.drawing.frames import frame
from sheetnet.workbook.plan import Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sequences, and the chain of layers."""
    board = Board(texts, "sequences", INPUTS)
    top = board.row + 1
    board.heading("inputs")
    board.field("first", label="a₁", says="first")
    board.field("d", says="d")
    board.field("r", says="r")
    last = TERMS - 1
    board.field("a_last", f"{{a.{last}}}", label=f"a({TERMS})", says="a_last")
    board.field("g_last", f"{{g.{last}}}", label=f"g({TERMS})", says="g_last")
    board.same("same_a", f"{{a.{last}}}", f"{{a_closed.{last}}}", says="same_a")
    board.same("same_g", f"{{g.{last}}}", f"{{g_closed.{last}}}", says="same_g")
    board.heading("terms")
    _term_table(board)
    board.heading("coupled")
    _coupled_table(board)
    curves = [board.curve(board.say("arithmetic"), "n", "a", dots=True),
              board.curve(board.say("geometric"), "n", "g", dots=True)]  # fmt: skip
    board.scatter("chart", top, CHARTS, curves, x="n", y="aₙ, gₙ")
    # Of two axes that end alike, a turn is a turn; never smaller than the least frame.
    most = ",".join(f"MAX({{{one}}}),-MIN({{{one}}})" for one in "pq")
    edge = frame(board, "corner", f"MAX({LEAST},{most})")
    pair = [board.curve("(pₙ, qₙ)", "p", "q", dots=True), edge]
    board.scatter(
        "chart_pair", board.below(top), CHARTS, pair, x="pₙ", y="qₙ", square=True
    )
    return [board.sheet(), _chain_sheet(texts, board)]


def _term_table(board: Board) -> None:
    columns = [
        Column("n", "n", chain("1", "[n:-1]+1"), "forward-whole"),
        Column("a", "aₙ₊₁ = aₙ + d", chain("{first}", "[a:-1]+{d}")),
        Column("a_closed", "a₁ + (n−1)d", "{first}+([n]-1)*{d}"),
        Column("g", "gₙ₊₁ = r gₙ", chain("{first}", "[g:-1]*{r}")),
        Column("g_closed", "a₁ rⁿ⁻¹", chain("{first}", "{first}*{r}^([n]-1)")),
    ]
    board.table(TERMS, columns)
    for column in (2, 3, 4):
        board.width(column, 14.0)


def _coupled_table(board: Board) -> None:
    """Put the pair step by step, and the powers of its matrix beside it."""
    board.matrix("matrix", 2, 2, label="M")
    board.matrix("start", 0, 2, label="p₀, q₀", column=5)
    board.row += 4
    columns = [
        Column("m", "n", chain("0", "[m:-1]+1"), "forward-whole"),
        Column("p", "pₙ", chain("{start.0}", _step(0))),
        Column("q", "qₙ", chain("{start.1}", _step(1))),
    ]
    for k in range(4):
        i, j = divmod(k, 2)
        text = chain(str(int(i == j)), _power(i, j))
        columns.append(Column(f"power_{k}", f"Mⁿ[{i + 1},{j + 1}]", text))
    for name, k in (("p", 0), ("q", 2)):
        by_power = f"[power_{k}]*{{start.0}}+[power_{k + 1}]*{{start.1}}"
        columns.append(Column(f"{name}_power", f"Mⁿ → {name}ₙ", by_power))
    board.table(COUPLED, columns)
    last = COUPLED - 1
    for name in ("p", "q"):
        one, other = f"{{{name}.{last}}}", f"{{{name}_power.{last}}}"
        board.same(f"same_{name}", one, other, says=f"same_{name}")


def _step(i: int) -> str:
    """Return a row of M times the pair before."""
    return f"{{matrix.{i}.0}}*[p:-1]+{{matrix.{i}.1}}*[q:-1]"


def _power(i: int, j: int) -> str:
    """Return a row of the power before times a column of M."""
    row = f"[power_{2 * i}:-1]", f"[power_{2 * i + 1}:-1]"
    return f"{row[0]}*{{matrix.0.{j}}}+{row[1]}*{{matrix.1.{j}}}"


def _chain_sheet(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "sequences_chain", INPUTS, first)
    board.heading("inputs")
    board.field("x", says="x")
    board.field("t", says="t")
    board.field("C", f"({{t}}-{{act.{LAYERS - 1}}})^2/2", label="C = ½(t−a)²", says="C")
    board.heading("chain")
    board.note("chain_says")
    last = LAYERS - 1
    z = chain("[w]*{x}+[b]", "[w]*[act:-1]+[b]")
    back = lambda i: "([act]-{t})*[slope]" if i == last else "[delta:+1]*[w:+1]*[slope]"
    columns = [
        Column("layer", board.say("layer"), chain("2", "[layer:-1]+1"), "forward-whole"),
        Column("w", "w"),
        Column("b", "b"),
        Column("z", "z ↓", z),
        Column("act", "a ↓", "1/(1+EXP(-[z]))"),
        Column("slope", "a′", "[act]*(1-[act])", "backward"),
        Column("delta", "δ ↑", back, "backward-six"),
        Column("closed", board.say("closed"), _closed, "backward-six"),
        Column("same_delta", "=?", 'IF(ABS([delta]-[closed])<=1E-9*(1+ABS([delta])),"✓","✗")', "mark", text=True),
    ]  # fmt: skip
    board.table(LAYERS, columns)
    board.marked("same_delta")
    names, deltas = "layer", [("δ", "delta")]
    board.columns(
        "chart",
        board.row + 1,
        2,
        names=names,
        columns=deltas,
        x=board.say("layer"),
        y="δ",
    )
    return board.sheet()


def _closed(i: int) -> str:
    """Return δ of a layer at once: (aᴸ − t), all weights above, all slopes from here."""
    last = LAYERS - 1
    weights = [f"{{w.{at}}}" for at in range(i + 1, LAYERS)]
    slopes = [f"{{slope.{at}}}" for at in range(i, LAYERS)]
    return "*".join([f"({{act.{last}}}-{{t}})", *weights, *slopes])

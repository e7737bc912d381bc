"""The sheets of attention: their formulas. Knows no values.

Positions are columns, as in the strips of a network; of a table of weights a row is who
looks, a column what is looked at. Behind the mask there are no cells.
"""

from collections.abc import Callable

from sheetnet.lang import Texts
from sheetnet.lessons.attention.settings import INPUTS, LATER, POSITIONS, SIZE
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.block import Axis
from sheetnet.workbook.drawing.board import FIRST, LABELS, Board, Text
from sheetnet.workbook.plan import Sheet

# All that is without the mask stands at the left, all that is with it beside.
_MASKED = FIRST + POSITIONS + 1
_CHARTS = _MASKED + POSITIONS + 1
_WIDTH = 7.5
_SUBSCRIPT = "₁₂"
# A column a position or a unit, so that {x.t} is a column; or a row a number.
_DOWN = (Axis("row", SIZE, rows=1),)
_COLUMNS = (Axis("column", POSITIONS, columns=1), *_DOWN)
_UNITS = (Axis("column", SIZE, columns=1), *_DOWN)
_ROWS = (*_DOWN, Axis("column", POSITIONS, columns=1))


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return attention, and attention where the last position says something else."""
    board = Board(texts, "attention", INPUTS)
    top = board.row + 1
    _chosen(board)
    board.heading("inputs")
    _numbers(board, "x", "x", None, _COLUMNS)
    _looking(board, "", lambda t: f"{{x.{t}}}")
    _checks(board)
    _shifted(board)
    shares = [
        (board.say("all"), "chosen"),
        (board.say("masked"), "chosen_masked"),
    ]
    board.columns(
        "chart", top, _CHARTS, names="position", columns=shares, x="s", y="P", from_zero=True
    )  # fmt: skip
    _widths(board)
    return [board.sheet(), _later(texts, board)]


def _later(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "attention_later", INPUTS, first)
    top = board.row + 1
    board.heading("moved_heading")
    board.heads([f"t = {t}" for t in range(1, POSITIONS + 1)])
    for name, label in (("", "all"), ("masked_", "masked")):
        o = f"{{{LATER}{name}o.#.%}}-{{{name}o.#.%}}"
        each = ",".join(f"ABS({o.replace('%', str(j))})" for j in range(SIZE))
        moved = lambda t, each=each: f"MAX({each.replace('#', str(t))})"
        board.vector(f"{name}moved", POSITIONS, moved, label=board.say(label))  # fmt: skip
    unmoved = [f"{{masked_moved.{t}}}<=1E-9" for t in range(POSITIONS - 1)]
    board.mark("same_before", f"AND({','.join(unmoved)})", label="Δo = 0?", says="same_before")  # fmt: skip
    board.heading("inputs")
    last = POSITIONS - 1
    board.put("later", board.row + 1, FIRST + last, axes=_DOWN)
    links = (Axis("column", last, columns=1), *_DOWN)
    _numbers(board, f"{LATER}x", "x", lambda t, i: f"{{x.{t}.{i}}}", links)
    _looking(board, LATER, lambda t: f"{{{LATER}x.{t}}}" if t < last else "{later}")
    count = lambda t: str(t + 1)
    board.vector("later_position", POSITIONS, count, label="t", style="forward-whole")
    moves = [(board.say("all"), "moved"), (board.say("masked"), "masked_moved")]
    board.columns("chart", top, _CHARTS, names="later_position", columns=moves, x="t", y="|Δo|", from_zero=True)  # fmt: skip
    _widths(board)
    return board.sheet()


def _widths(board: Board) -> None:
    for column in range(FIRST, _CHARTS):
        board.width(column, _WIDTH)


# ------------------------------------------------------------------ tables


def _looking(board: Board, before: str, x: Callable[[int], str]) -> None:
    """Put q, k, v, and all that comes of them, with the mask beside.

    `before` stands before each symbol; `x` names the column of a position.
    """
    for name in "qkv":
        if not before:
            board.label(board.row, _MASKED, f"W_{name}", "symbol-left")
            board.put(f"W_{name}", board.row + 1, _MASKED, axes=_UNITS)
        made = lambda t, j, name=name: f"SUMPRODUCT({{W_{name}.{j}}},{x(t)})"
        turned = lambda j, t, made=made: made(t, j)
        axes, formula = (_ROWS, turned) if name == "v" else (_COLUMNS, made)
        _numbers(board, f"{before}{name}", f"{name} = W_{name} x", formula, axes)
    for symbol in "SEP":
        _pair(board, before, symbol)
    _coloured(board, before)
    _outputs(board, before)


def _numbers(
    board: Board, symbol: str, label: str, formula: Text | None, axes: tuple[Axis, ...],
    column: int = FIRST,
) -> None:  # fmt: skip
    """Put the two numbers of each position under a label; the positions are columns."""
    if label == "x":
        for t in range(POSITIONS):
            board.label(board.row, column + t, f"t = {t + 1}", "symbol-head")
    else:
        board.label(board.row, column, label, "symbol-left")
    for at in range(SIZE):
        letter = label[0] + _SUBSCRIPT[at]
        board.label(board.row + 1 + at, column - 1, letter, "label")
    board.put(symbol, board.row + 1, column, formula=formula, axes=axes)
    board.row += SIZE + 1


def _pair(board: Board, before: str, symbol: str) -> None:
    """Put a table of who looks at what, and beside it the same up to s = t."""
    board.heading(symbol)
    for column, name in ((FIRST, "all"), (_MASKED, "masked")):
        board.label(board.row, column, board.say(name), "symbol-left")
        for s in range(POSITIONS):
            board.label(board.row + 1, column + s, f"s = {s + 1}", "symbol-head")
    board.row += 2
    size = POSITIONS
    whole = lambda t, s: _cell(symbol, t, s, before, f"{before}%", f".{t}")
    board.put(f"{before}{symbol}", board.row, FIRST, down=size, right=size, formula=whole)  # fmt: skip
    for t in range(size):
        for column in (LABELS, _MASKED - 1):
            board.label(board.row, column, f"t = {t + 1}", "label")
        own = f"{before}masked_%_{t + 1}"
        some = lambda s, t=t, own=own: _cell(symbol, t, s, before, own, "")
        board.put(own.replace("%", symbol), board.row, _MASKED, right=t + 1, formula=some)  # fmt: skip
        for s in range(t + 1, size):
            board.label(board.row, _MASKED + s, "·", "arrow")
        board.row += 1


def _cell(symbol: str, t: int, s: int, before: str, own: str, row: str) -> str:
    """Return the formula of one cell of a table.

    `own` is the pattern of the tables' symbols, `row` what names row t of them.
    """
    if symbol == "S":
        scores = f"SUMPRODUCT({{{before}q.{t}}},{{{before}k.{s}}})"
        return f"{scores}/SQRT({SIZE})"
    if symbol == "E":
        scores = own.replace("%", "S")
        return f"EXP([{scores}]-MAX({{{scores}{row}}}))"
    powers = own.replace("%", "E")
    return f"[{powers}]/SUM({{{powers}{row}}})"


def _coloured(board: Board, before: str) -> None:
    """Show scores by their sign, and weights as pixels."""
    for symbol, show in (("S", board.weights), ("P", board.pixels)):
        rows = (f"{before}masked_{symbol}_{t + 1}" for t in range(POSITIONS))
        show(f"{before}{symbol}", *rows)


def _outputs(board: Board, before: str) -> None:
    """Put o = Σ P v: a row of weights times a row of values, with the mask up to t."""
    board.heading("o")
    P, v = f"{before}P", f"{before}v"
    whole = lambda t, j: f"SUMPRODUCT({{{P}.{t}}},{{{v}.{j}}})"

    def some(t: int, j: int) -> str:
        values = f"{{{v}.{j}.0}}" + (f":{{{v}.{j}.{t}}}" if t else "")
        return f"SUMPRODUCT({{{before}masked_P_{t + 1}}},{values})"

    row = board.row
    _numbers(board, f"{before}o", "o = Σ P v", whole, _COLUMNS)
    board.row = row
    _numbers(board, f"{before}masked_o", "o = Σ P v,  s ≤ t", some, _COLUMNS, _MASKED)


# ------------------------------------------------------------------ what holds


def _checks(board: Board) -> None:
    board.heading("checks")
    rows = {
        "same_sum": [f"{{P.{t}}}" for t in range(POSITIONS)],
        "same_masked_sum": [f"{{masked_P_{t + 1}}}" for t in range(POSITIONS)],
    }
    for symbol, each in rows.items():
        whole = ",".join(f"ABS(SUM({row})-1)<=1E-9" for row in each)
        board.mark(symbol, f"AND({whole})", label="Σ P = 1?", says=symbol)
    near = "ABS({masked_o.0.#}-{v.#.0})<=1E-9*(1+ABS({v.#.0}))"
    both = ",".join(near.replace("#", str(j)) for j in range(SIZE))
    board.mark("same_first", f"AND({both})", label="o(1) = v(1)?", says="same_first")


def _chosen(board: Board) -> None:
    """Put the weights of one query."""
    board.heading("chosen_heading")
    board.field("query", label="t", says="query", style="eta")
    count = lambda s: str(s + 1)
    board.vector("position", POSITIONS, count, label="s", style="forward-whole")
    for symbol, table in (("chosen_S", "S"), ("chosen", "P")):
        board.vector(symbol, POSITIONS, _picked(table), label=f"{table}(t,s)", says=symbol)  # fmt: skip

    def few(s: int) -> str:
        rows = (f"{{masked_P_{t + 1}.{s}}}" if s <= t else "0" for t in range(POSITIONS))  # fmt: skip
        return f"CHOOSE({{query}},{','.join(rows)})"

    board.vector("chosen_masked", POSITIONS, few, label="P(t,s),  s ≤ t", says="chosen_masked")  # fmt: skip
    board.pixels("chosen", "chosen_masked")


def _picked(table: str) -> Text:
    return lambda s: f"INDEX({{{table}}},{{query}},{s + 1})"


def _shifted(board: Board) -> None:
    """Put the same scores with a constant added, and their weights."""
    board.heading("shift_heading")
    board.field("shift", label="c", says="shift", style="eta")
    board.vector("shifted", POSITIONS, "[chosen_S]+{shift}", label="S + c")
    largest, total = "MAX({shifted})", "SUM({shifted_E})"
    board.vector("shifted_E", POSITIONS, f"EXP([shifted]-{largest})", label="E")
    board.vector("shifted_P", POSITIONS, f"[shifted_E]/{total}", label="P", says="shifted_P")  # fmt: skip
    near = (f"ABS({{chosen.{s}}}-{{shifted_P.{s}}})<=1E-9" for s in range(POSITIONS))
    board.mark("same_shifted", f"AND({','.join(near)})", label=board.say_for_all("same"), says="same_shifted")  # fmt: skip

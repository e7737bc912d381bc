"""The sheets of recurrence: their formulas. Knows no values.

Steps go down: forward a cell looks at the row above, backward at the row below. What
begins before the first step has a row more than the rest, so in its column `[x:-1]` is x
of the same step, and in the others `[h]` is h of the step before.
"""

from sheetnet.lang import Texts
from sheetnet.lessons.recurrence.settings import (
    EPSILON,
    INPUTS,
    LEAST,
    NEAR,
    STEPS,
    UNITS,
)
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.address import Area
from sheetnet.workbook.drawing.board import FIRST, LABELS, Board, Column, Text, chain
from sheetnet.workbook.plan import Curve, Sheet

_CHARTS, _BESIDE = 12, 7
# What is told of a unit stands in so many columns, and one is left empty.
_OF_A_UNIT = 5
_SUBSCRIPT = "₁₂₃"
_STEPS = 0.0, float(STEPS)


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the unrolled unit, the factors of its gradient, and a pair of units."""
    board = Board(texts, "recurrence", INPUTS)
    top = board.row + 1
    board.heading("inputs")
    for name in ("w", "u", "b"):
        board.field(name, says=name)
    board.field("start", label="h(0)", says="start")
    _results(board)
    board.heading("steps")
    board.note("steps_says")
    _unrolled(board)
    t = _later(board, "step")
    answers = [board.curve("h", "step", "h", dots=True),
               Curve("y", t, board.area("y"), points=True)]  # fmt: skip
    board.scatter("chart", top, _CHARTS, answers, x="t", y="h, y", x_range=_STEPS)
    delta = [Curve("δ", t, board.area("delta"), dots=True)]
    board.scatter(
        "chart_delta", board.below(top), _CHARTS, delta, x="t", y="δ", x_range=_STEPS
    )
    return [board.sheet(), _factors(texts, board), _pair(texts, board)]


def _later(board: Board, symbol: str) -> Area:
    """Return the cells of a column from the first step on."""
    area = board.area(symbol)
    return area._replace(row=area.row + 1, rows=area.rows - 1)


def _count(symbol: str, head: str = "t") -> Column:
    return Column(symbol, head, chain("0", f"[{symbol}:-1]+1"), "forward-whole")


def _run(h: str, u: str) -> Text:
    """Return the formulas of a unit's answers, from before the first step on."""
    return chain("{start}", f"TANH({{w}}*[x:-1]+{u}*[{h}:-1]+{{b}})")


def _back(last: str, earlier: str) -> Text:
    """Return the formulas of a column that is read upwards, from t = T on."""
    return lambda t: last if t == STEPS else earlier


def _power(symbol: str, of: str) -> Column:
    """Return a column for a chart: how large another one is, as a power of ten."""
    each = lambda t: f"LOG10(MAX(1E{LEAST},ABS({{{of}.{t}}})))"
    return Column(symbol, "lg", each)


# ------------------------------------------------------------------ one unit


def _results(board: Board) -> None:
    """Put the cost, its gradient, and the quotient that tells the same."""
    board.heading("results")
    board.field("C", _cost("h"), label="C = ½ Σ (y−h)²", says="C")
    gradient = {
        "dC_dw": ("∂C/∂w", "SUMPRODUCT({delta},{x})"),
        # Of a step, δ; of the step before, h.
        "dC_du": ("∂C/∂u", f"SUMPRODUCT({{delta}},{{h.0}}:{{h.{STEPS - 1}}})"),
        "dC_db": ("∂C/∂b", "SUM({delta})"),
    }
    for symbol, (label, formula) in gradient.items():
        board.field(symbol, formula, label=label, says=symbol, style="gradient-six")
    board.field(
        "eps", f"{EPSILON:f}".rstrip("0"), label="ε", says="eps", style="forward-small"
    )
    board.field("C_more", _cost("h_more"), label="C(u+ε)", style="forward-six")
    board.field("C_less", _cost("h_less"), label="C(u−ε)", style="forward-six")
    quotient = "({C_more}-{C_less})/(2*{eps})"
    board.field("quotient", quotient, label="ΔC / 2ε", says="quotient", style="gradient-six")  # fmt: skip
    near = f"ABS({{dC_du}}-{{quotient}})<={NEAR:.0E}*(1+ABS({{quotient}}))"
    board.mark("near_u", near, label=board.say_for_all("same"), says="near_u")


def _cost(h: str) -> str:
    return f"SUMXMY2({{y}},{{{h}.1}}:{{{h}.{STEPS}}})/2"


def _unrolled(board: Board) -> None:
    """Put the steps; the row before the first has h(0) alone."""
    row = board.row
    moved = {"more": "({u}+{eps})", "less": "({u}-{eps})"}
    back = lambda i: "[error]*[slope]" if i == STEPS - 1 else "([error]+{u}*[delta:+1])*[slope]"  # fmt: skip
    columns: list[Column | None] = [
        _count("step"), None, None, None,
        Column("h", "h ↓", chain("{start}", "TANH([z:-1])")), None, None, None,
        *(Column(f"h_{name}", f"h(u{sign}ε)", _run(f"h_{name}", moved[name]), "forward-six")
          for name, sign in (("more", "+"), ("less", "−"))),
    ]  # fmt: skip
    later = {
        2: Column("x", "x"),
        3: Column("y", "y"),
        4: Column("z", "z ↓", "{w}*[x]+{u}*[h]+{b}"),
        6: Column("slope", "1 − h²", "1-[h:+1]*[h:+1]", "backward-six"),
        7: Column("error", "∂C/∂h", "[h:+1]-[y]", "backward-six"),
        8: Column("delta", "δ ↑", back, "backward-six"),
    }
    for column, one in enumerate(columns, LABELS):
        board.row = row
        if one:
            board.table(STEPS + 1, [one], column=column)
        else:
            _from_the_first(board, later[column], column)
    board.row = row + STEPS + 2


def _from_the_first(board: Board, one: Column, column: int) -> None:
    """Put a column that begins at step 1, a row below its head."""
    board.heads([one.head], column)
    board.put(one.symbol, board.row + 1, column, down=STEPS, formula=one.formula, style=one.style)  # fmt: skip


# ------------------------------------------------------------------ three units


def _factors(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "recurrence_factors", INPUTS, first)
    board.heading("inputs")
    board.heads([f"u{one}" for one in _SUBSCRIPT])
    board.vector("us", UNITS, label="u", says="us", style="eta")
    ends = {"last": "back_#", "linear_last": "linear_#"}
    for symbol, of in ends.items():
        end = lambda k, of=of: f"{{{of.replace('#', str(k))}.0}}"
        says = "linear_says" * (symbol == "linear_last")
        board.vector(symbol, UNITS, end, label=board.say(symbol), says=says, style="gradient-six")  # fmt: skip
    smaller = 'IF(ABS([last])<=ABS([linear_last])*(1+1E-9),"✓","✗")'
    board.vector("smaller", UNITS, smaller, label=board.say("smaller"), says="smaller_says", style="mark", text=True)  # fmt: skip
    board.marked("smaller")
    chart_row = board.row + 1
    board.row = board.below(chart_row)
    board.heading("steps")
    row = board.row
    board.row += 1
    board.table(STEPS + 1, [_count("back_step")])
    for k in range(UNITS):
        board.row = row
        _unit(board, k, FIRST + k * _OF_A_UNIT)
    for column, name in ((LABELS, "tanh"), (_BESIDE, "linear")):
        power = "power" if name == "tanh" else "linear_power"
        curves = [board.curve(f"u{one}", "back_step", f"{power}_{k}") for k, one in enumerate(_SUBSCRIPT)]  # fmt: skip
        board.scatter(f"chart_{name}", chart_row, column, curves, x="t", y=board.say("power"), x_range=_STEPS)  # fmt: skip
    return board.sheet()


def _unit(board: Board, k: int, column: int) -> None:
    """Put the steps of one unit: h, what a step back multiplies by, and its products."""
    h, factor, back, linear = (f"{name}_{k}" for name in ("h", "factor", "back", "linear"))  # fmt: skip
    u = f"{{us.{k}}}"
    board.label(board.row, column, f"u{_SUBSCRIPT[k]}", "symbol-left")
    board.row += 1
    row = board.row
    board.table(STEPS + 1, [Column(h, "h ↓", _run(h, u))], column=column)
    board.row = row
    times = Column(factor, "u(1−h²)", f"{u}*(1-[{h}:+1]*[{h}:+1])", "backward-six")
    _from_the_first(board, times, column + 1)
    board.row = row
    products = [
        Column(back, "∂h(T)/∂h ↑", _back("1", f"[{back}:+1]*[{factor}]"), "backward-six"),
        Column(linear, board.say("linear_head"), _back("1", f"[{linear}:+1]*{u}"), "backward-six"),
    ]  # fmt: skip
    board.table(STEPS + 1, products, column=column + 2)
    board.aside(STEPS + 1, [_power(f"power_{k}", back), _power(f"linear_power_{k}", linear)])  # fmt: skip


# ------------------------------------------------------------------ two units


def _pair(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "recurrence_matrix", INPUTS, first)
    top = board.row + 1
    board.heading("inputs")
    board.matrix("matrix", 2, 2, label="U")
    product = lambda i, j: (
        f"{{matrix.0.{i}}}*{{matrix.0.{j}}}+{{matrix.1.{i}}}*{{matrix.1.{j}}}"
    )
    board.matrix("square", 2, 2, product, column=FIRST + 3, label="UᵀU")
    signs = ("COS", "-SIN"), ("SIN", "COS")
    turn = lambda i, j: f"{signs[i][j]}({{phi}}*PI()/180)"
    board.matrix("R", 2, 2, turn, column=FIRST + 6, label="R")
    board.row += 4
    board.vector("h_start", 2, label="h(0)", says="h_start")
    board.vector("g_last", 2, label="g(T)", says="g_last")
    board.field("phi", label="φ", says="phi", style="eta")
    root = "SQRT(SUMSQ({square.0.0}-{square.1.1},2*{square.0.1}))"
    stretch = f"SQRT(({{square.0.0}}+{{square.1.1}}+{root})/2)"
    board.field("stretch", stretch, label="s", says="stretch", style="forward-six")
    board.same("same_gh", "{gh.0}", f"{{gh.{STEPS}}}", says="same_gh")
    within = (f"{{length.{t}}}<={{bound.{t}}}*(1+1E-9)" for t in range(STEPS + 1))
    board.mark(
        "bounded",
        f"AND({','.join(within)})",
        label=f"|g| ≤ {board.say('bound')}?",
        says="bounded",
    )
    board.same("same_turn", f"{{turn_length.{STEPS}}}", "{turn_length.0}", says="same_turn")  # fmt: skip
    board.heading("steps")
    _steps_of_the_pair(board)
    names = {"length": "U", "bound": "sⁿ", "turn": "R"}
    of = {"length": "length", "bound": "bound", "turn": "turn_length"}
    board.aside(STEPS + 1, [_power(f"{one}_power", of[one]) for one in names])
    curves = [board.curve(name, "pair_step", f"{one}_power", dots=one == "length") for one, name in names.items()]  # fmt: skip
    board.scatter(
        "chart", top, _CHARTS + 1, curves, x="t", y=board.say("power"), x_range=_STEPS
    )
    return board.sheet()


def _steps_of_the_pair(board: Board) -> None:
    def back(name: str, by: str, i: int) -> Text:
        column = f"{{{by}.0.{i}}}*[{name}_0:+1]+{{{by}.1.{i}}}*[{name}_1:+1]"
        return _back(f"{{g_last.{i}}}", column)

    def length(name: str) -> str:
        return f"SQRT([{name}_0]*[{name}_0]+[{name}_1]*[{name}_1])"

    forward = "{{matrix.{0}.0}}*[forward_0:-1]+{{matrix.{0}.1}}*[forward_1:-1]"
    bound = _back(f"{{length.{STEPS}}}", "{stretch}*[bound:+1]")
    columns = [_count("pair_step")]
    columns += [
        Column(f"forward_{i}", f"h{_SUBSCRIPT[i]} ↓", chain(f"{{h_start.{i}}}", forward.format(i)))
        for i in (0, 1)
    ]  # fmt: skip
    columns += [
        Column(f"g_{i}", f"g{_SUBSCRIPT[i]} ↑", back("g", "matrix", i), "backward-six")
        for i in (0, 1)
    ]
    columns += [
        Column("gh", "g·h", "[g_0]*[forward_0]+[g_1]*[forward_1]", "backward-six"),
        Column("length", "|g|", length("g"), "backward-six"),
        Column("bound", board.say("bound"), bound, "backward-six"),
    ]
    columns += [
        Column(f"turn_{i}", f"R: g{_SUBSCRIPT[i]} ↑", back("turn", "R", i), "backward-six")
        for i in (0, 1)
    ]  # fmt: skip
    columns.append(Column("turn_length", "R: |g|", length("turn"), "backward-six"))  # fmt: skip
    board.table(STEPS + 1, columns)

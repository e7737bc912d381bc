"""Sequences: closed forms and recurrences, coupled ones, and δ as one run backwards."""

import numpy as np

from sheetnet.lang import Texts
from sheetnet.model.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, same
from sheetnet.workbook.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet

SECTIONS = {
    "sequences": ("2.6", "2.7", "2.8"),
    "sequences_chain": ("2.8",),
}

INPUTS = {
    "first": Limits(-10, 10),
    "d": Limits(-5, 5),
    "r": Limits(-1.5, 1.5),
    "matrix": Limits(-1.2, 1.2),
    "start": Limits(-5, 5),
    "x": Limits(-3, 3),
    "t": Limits(0, 1),
    "w": Limits(-3, 3),
    "b": Limits(-3, 3),
}

_TERMS = 20
_COUPLED = 11
# Layers 2 to 6 of the chain, one unit each.
_LAYERS = 5


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return first terms, difference, ratio, the coupled pair, and the chain."""
    return {
        "first": np.array(1.0),
        "d": np.array(0.5),
        "r": np.array(1.2),
        "matrix": np.array([[0.9, -0.4], [0.4, 0.9]]),
        "start": np.array([1.0, 2.0]),
        "x": np.array(1.0),
        "t": np.array(1.0),
        "w": np.array([1.5, -1.0, 2.0, 1.0, -1.5]),
        "b": np.array([0.5, 0.5, -1.0, 0.0, 0.5]),
    }


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return both sequences two ways, the coupled pair two ways, and the chain."""
    return _terms(given) | _coupled(given) | _chain(given)


def _terms(given: Arrays) -> Arrays:
    """Return aₙ = a₁ + (n−1)d and bₙ = a₁ rⁿ⁻¹, by recurrence and in closed form."""
    first, d, r = given["first"], given["d"], given["r"]
    n = np.arange(1.0, _TERMS + 1)
    arithmetic, geometric = [first], [first]
    for _ in range(_TERMS - 1):
        arithmetic.append(arithmetic[-1] + d)
        geometric.append(geometric[-1] * r)
    a, b = np.array(arithmetic), np.array(geometric)
    a_closed = first + (n - 1) * d
    b_closed = first * np.cumprod(np.append(1.0, np.full(_TERMS - 1, r)))
    return {
        "n": n,
        "a": a,
        "a_closed": a_closed,
        "g": b,
        "g_closed": b_closed,
        "a_last": a[-1],
        "g_last": b[-1],
        "same_a": same(a[-1], a_closed[-1]),
        "same_g": same(b[-1], b_closed[-1]),
    }


def _coupled(given: Arrays) -> Arrays:
    """Return (p, q) ← M (p, q) step by step, and by the powers of M."""
    matrix, start = given["matrix"], given["start"]
    steps = [start]
    powers = [np.eye(2)]
    for _ in range(_COUPLED - 1):
        steps.append(matrix @ steps[-1])
        powers.append(powers[-1] @ matrix)
    p, q = np.array(steps).T
    power = np.array(powers).reshape(_COUPLED, 4).T
    p_power = power[0] * start[0] + power[1] * start[1]
    q_power = power[2] * start[0] + power[3] * start[1]
    return {
        "m": np.arange(float(_COUPLED)),
        "p": p,
        "q": q,
        **{f"power_{k}": power[k] for k in range(4)},
        "p_power": p_power,
        "q_power": q_power,
        "same_p": same(p[-1], p_power[-1]),
        "same_q": same(q[-1], q_power[-1]),
    }


def _chain(given: Arrays) -> Arrays:
    """Return z and a forward, δ backward, and δ in closed form.

    Equations: z = w a + b, a = σ(z); δᴸ = (a − t) a′, δˡ = δˡ⁺¹ wˡ⁺¹ a′(zˡ)  (4-3)
    """
    w, b, t = given["w"], given["b"], given["t"]
    z, a = np.empty(_LAYERS), np.empty(_LAYERS)
    before = given["x"]
    for i in range(_LAYERS):
        z[i] = w[i] * before + b[i]
        before = a[i] = 1 / (1 + np.exp(-z[i]))
    slope = a * (1 - a)
    delta = np.empty(_LAYERS)
    delta[-1] = (a[-1] - t) * slope[-1]
    for i in reversed(range(_LAYERS - 1)):
        delta[i] = delta[i + 1] * w[i + 1] * slope[i]
    closed = np.array(
        [(a[-1] - t) * slope[i:].prod() * w[i + 1 :].prod() for i in range(_LAYERS)]
    )
    return {
        "layer": np.arange(2.0, 2 + _LAYERS),
        "z": z,
        "act": a,
        "slope": slope,
        "C": (t - a[-1]) ** 2 / 2,
        "delta": delta,
        "closed": closed,
        "same_delta": same(delta, closed),
    }


# ------------------------------------------------------------------ sheets


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sequences, and the chain of layers."""
    board = Board(texts, "sequences", INPUTS)
    top = board.row + 1
    board.heading("inputs")
    board.field("first", label="a₁", says="first")
    board.field("d", says="d")
    board.field("r", says="r")
    last = _TERMS - 1
    board.field("a_last", f"{{a.{last}}}", label=f"a({_TERMS})", says="a_last")
    board.field("g_last", f"{{g.{last}}}", label=f"g({_TERMS})", says="g_last")
    board.same("same_a", f"{{a.{last}}}", f"{{a_closed.{last}}}", says="same_a")
    board.same("same_g", f"{{g.{last}}}", f"{{g_closed.{last}}}", says="same_g")
    board.heading("terms")
    _term_table(board)
    board.heading("coupled")
    _coupled_table(board)
    curves = [board.curve(board.say("arithmetic"), "n", "a", dots=True),
              board.curve(board.say("geometric"), "n", "g", dots=True)]  # fmt: skip
    board.scatter("chart", top, CHARTS, curves, x="n", y="aₙ, gₙ")
    pair = [board.curve("(pₙ, qₙ)", "p", "q", dots=True)]
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
    board.table(_TERMS, columns)
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
    board.table(_COUPLED, columns)
    last = _COUPLED - 1
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
    board.field(
        "C", f"({{t}}-{{act.{_LAYERS - 1}}})^2/2", label="C = ½(t−a)²", says="C"
    )
    board.heading("chain")
    board.note("chain_says")
    last = _LAYERS - 1
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
    board.table(_LAYERS, columns)
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
    last = _LAYERS - 1
    weights = [f"{{w.{at}}}" for at in range(i + 1, _LAYERS)]
    slopes = [f"{{slope.{at}}}" for at in range(i, _LAYERS)]
    return "*".join([f"({{act.{last}}}-{{t}})", *weights, *slopes])

"""The sheets of squared error and cross-entropy: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.cross_entropy.settings import INPUTS, POINTS, STEPS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column
from sheetnet.workbook.plan import Sheet

_COSTS = {
    "s": "({t}-[a_s])^2/2",
    "e": "MAX(0,[z_e])-{t}*[z_e]+LN(1+EXP(-ABS([z_e])))",
}
_DELTAS = {"s": "([a_s]-{t})*[a_s]*(1-[a_s])", "e": "[a_e]-{t}"}


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sheet."""
    board = Board(texts, "cross_entropy", INPUTS)
    top = board.row + 1
    _start(board)
    board.row = max(board.row, board.below(board.below(top)) - 1)
    board.heading("runs")
    row = board.row
    for at, name in enumerate(("s", "e")):
        board.row = row
        board.label(row, 1 + 8 * at, board.say(f"run_{name}"), "symbol-left")
        board.row += 1
        board.table(STEPS + 1, _columns(board, name), column=1 + 8 * at)
    _curves(board)
    _charts(board, top)
    return [board.sheet()]


def _start(board: Board) -> None:
    board.heading("start")
    board.field("x", says="x")
    board.field("t", style="pixel", says="t")
    board.field("w_start", label="w", says="w")
    board.field("b_start", label="b", says="b")
    board.field("eta", label="η", style="eta", says="eta")
    board.heading("delta")
    board.field("z", "{w_start}*{x}+{b_start}", label="z")
    board.field("a", "1/(1+EXP(-{z}))", label="a = σ(z)", says="a")
    board.field("slope", "{a}*(1-{a})", label="a′ = a (1 − a)", says="slope")
    delta = "({a}-{t})*{slope}"
    board.field("start_delta_s", delta, label="δ", style="backward", says="delta_s")
    board.field("start_delta_e", "{a}-{t}", label="δ", style="backward", says="delta_e")
    dC_da = "-{t}/{a}+(1-{t})/(1-{a})"
    board.field("dC_da", dC_da, label="∂C/∂a", style="backward", says="dC_da")
    board.field(
        "chain", "{dC_da}*{slope}", label="∂C/∂a · a′", style="backward", says="chain"
    )
    board.same("same_delta", "{start_delta_e}", "{chain}")
    board.heading("result")
    for name in ("s", "e"):
        last = f"{{a_{name}.{STEPS}}}"
        board.field(f"last_{name}", last, label=f"a({STEPS})", says=f"last_{name}")


def _columns(board: Board, name: str) -> list[Column]:
    def count(i: int) -> str:
        return "0" if i == 0 else f"[step_{name}:-1]+1"

    def parameter(one: str, seen: str) -> Column:
        def text(i: int) -> str:
            if i == 0:
                return f"{{{one}_start}}"
            return f"[{one}_{name}:-1]-{{eta}}*[delta_{name}:-1]{seen}"

        return Column(f"{one}_{name}", one, text, "update")

    return [
        Column(f"step_{name}", board.say("step"), count, "forward-whole"),
        parameter("w", "*{x}"),
        parameter("b", ""),
        Column(f"z_{name}", "z", f"[w_{name}]*{{x}}+[b_{name}]"),
        Column(f"a_{name}", "a", f"1/(1+EXP(-[z_{name}]))"),
        Column(f"C_{name}", "C", _COSTS[name]),
        Column(f"delta_{name}", "δ", _DELTAS[name], "backward"),
    ]


def _curves(board: Board) -> None:
    board.heading("curves")
    z, a = "[curve_z]", "[curve_a]"
    entropy = f"MAX(0,{z})-{{t}}*{z}+LN(1+EXP(-ABS({z})))"
    columns = [
        Column("curve_z", "z", lambda i: f"{i}/4-6"),
        Column("curve_a", "a", f"1/(1+EXP(-{z}))"),
        Column("curve_C_s", "½(t−a)²", f"({{t}}-{a})^2/2"),
        Column("curve_C_e", board.say("entropy"), entropy),
        Column("curve_delta_s", "(a−t)a′", f"({a}-{{t}})*{a}*(1-{a})", "backward"),
        Column("curve_delta_e", "a − t", f"{a}-{{t}}", "backward"),
    ]
    board.table(POINTS, columns)


def _charts(board: Board, top: int) -> None:
    names = board.say("squared"), board.say("entropy")
    for at, (key, x, x_name, y, y_name) in enumerate(
        (
            ("chart_run", "step", board.say("step"), "a", "a"),
            ("chart_delta", "curve_z", "z", "curve_delta", "δ"),
        )
    ):
        ends = {"step": ("step_s", "step_e")}.get(x, (x, x))
        curves = [
            board.curve(name, one, f"{y}_{end}")
            for name, one, end in zip(names, ends, ("s", "e"), strict=True)
        ]
        row = board.below(top) if at else top
        board.scatter(key, row, CHARTS, curves, x=x_name, y=y_name)

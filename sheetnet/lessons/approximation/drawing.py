"""The sheets of linear approximation: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.approximation.settings import HALVINGS, INPUTS, NEAR
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column, chain
from sheetnet.workbook.plan import Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return one sheet for one variable, one for two."""
    board = Board(texts, "approximation", INPUTS)
    top = board.row + 1
    board.heading("one")
    board.field("x", says="x")
    board.field("dx", label="Δx", says="dx")
    board.field("f", "EXP({x})", label="f(x) = eˣ")
    board.field("slope", "EXP({x})", label="f′(x) = eˣ", style="gradient", says="slope")
    board.field("half_second", "EXP({x})/2", label="½ f″(x)", says="half_second")
    board.heading("halving")
    _halvings(board)
    last = f"ABS({{ratio.{HALVINGS - 1}}}-4)<={NEAR}"
    board.mark("near", last, label="≈ 4?", says="near")
    board.heading("tangent")
    columns = [
        Column("line", "x", lambda i: f"{{x}}+{{dx}}*({i}/10-1)"),
        Column("curve", "f", "EXP([line])"),
        Column("tangent", board.say("line"), "{f}+{slope}*([line]-{x})"),
    ]
    board.table(21, columns)
    curves = [
        board.curve("f = eˣ", "line", "curve"),
        board.curve(board.say("line"), "line", "tangent"),
        board.curve(board.say("point"), "x", "f", points=True),
    ]
    board.scatter("chart", top, CHARTS, curves, x="x", y="f")
    errors = [board.curve(board.say("error"), "step", "error", dots=True)]
    board.scatter(
        "chart_error", board.below(top), CHARTS, errors, x="Δx", y=board.say("error")
    )
    return [board.sheet(), _two_sheet(texts, board)]


def _halvings(board: Board) -> None:
    columns = [
        Column("step", "Δx", chain("{dx}", "[step:-1]/2"), "forward-six"),
        Column("true", "f(x+Δx)", "EXP({x}+[step])", "forward-six"),
        Column("linear", "f + f′Δx", "{f}+{slope}*[step]", "forward-six"),
        Column("error", board.say("error"), "[true]-[linear]", "forward-small"),
        Column("share", "/ Δx²", "[error]/[step]^2"),
        Column("ratio", board.say("ratio"), chain("0", "[error:-1]/[error]")),
    ]  # fmt: skip
    board.table(HALVINGS, columns)


def _two_sheet(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "approximation_two", INPUTS, first)
    top = board.row + 1
    x, y = "{point.0}", "{point.1}"
    board.heading("where")
    board.heads(["x", "y"])
    board.vector("point", 2, label=board.say("point"))
    board.vector("delta", 2, label="Δx, Δy", says="delta")
    slopes = [f"2*{x}*{y}", f"{x}^2+2*{y}"]
    board.vector(
        "gradient", 2, slopes.__getitem__, label="∇f", style="gradient", says="gradient"
    )
    board.field("here", f"{x}^2*{y}+{y}^2", label="f(x, y)")
    board.heading("ways")
    as_sum = "{here}+{gradient.0}*{delta.0}+{gradient.1}*{delta.1}"
    board.field("as_sum", as_sum, label="f + ∂f/∂x Δx + …", says="as_sum")
    product = "{here}+SUMPRODUCT({gradient},{delta})"
    board.field("as_product", product, label="f + ∇f·Δ", says="as_product")
    board.same("same_two", "{as_sum}", "{as_product}")
    there = f"({x}+{{delta.0}})^2*({y}+{{delta.1}})+({y}+{{delta.1}})^2"
    board.field("there", there, label="f(x+Δx, y+Δy)", says="there")
    board.heading("halving")
    _halvings_two(board)
    errors = [board.curve(board.say("error"), "k", "error_two", dots=True)]
    axes = board.say("share"), board.say("error")
    board.scatter("chart", top, CHARTS, errors, x=axes[0], y=axes[1])
    return board.sheet()


def _halvings_two(board: Board) -> None:
    x, y = "{point.0}", "{point.1}"
    dx, dy = "[k]*{delta.0}", "[k]*{delta.1}"
    true = f"({x}+{dx})^2*({y}+{dy})+({y}+{dy})^2"
    rest = f"2*{x}*{dx}*{dy}+{y}*({dx})^2+({dy})^2+({dx})^2*{dy}"
    close = 'IF(ABS([error_two]-[rest])<=1E-9,"✓","✗")'
    columns = [
        Column("k", board.say("share"), chain("1", "[k:-1]/2"), "forward-six"),
        Column("true_two", "f", true, "forward-six"),
        Column("linear_two", "f + ∇f·Δ", "{here}+[k]*SUMPRODUCT({gradient},{delta})", "forward-six"),
        Column("error_two", board.say("error"), "[true_two]-[linear_two]", "forward-small"),
        Column("rest", board.say("rest"), rest, "forward-small"),
        Column("same_rest", "=?", close, "mark", text=True),
    ]  # fmt: skip
    board.table(HALVINGS, columns)
    board.marked("same_rest")

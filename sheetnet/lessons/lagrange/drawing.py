"""The sheets of Lagrange's multiplier: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.lagrange.settings import ANGLES, INPUTS, LINE, REACH
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column, chain
from sheetnet.workbook.drawing.frames import frame
from sheetnet.workbook.plan import Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sheet."""
    board = Board(texts, "lagrange", INPUTS)
    top = board.row + 1
    board.heading("problem")
    board.field("a", says="a")
    board.field("b", says="b")
    board.field("r", says="r")
    _answer(board)
    _sweep(board)
    board.row = max(board.row, board.below(board.below(top)))
    # The line of equal f leads r to either side of a point of the circle.
    edge = frame(board, "corner", f"{REACH}*{{r}}")
    curves = [
        board.curve(board.say("circle"), "sweep_x", "sweep_y"),
        board.curve(board.say("level"), "line_x", "line_y"),
        board.curve(board.say("point"), "x", "y", points=True),
        edge,
    ]
    board.scatter("chart", top, CHARTS, curves, x="x", y="y", square=True)
    by_angle = [board.curve("f", "angle", "f")]
    board.scatter("chart_f", board.below(top), CHARTS, by_angle, x="θ °", y="f")
    return [board.sheet()]


def _answer(board: Board) -> None:
    board.heading("answer")
    board.field("length", "SQRT({a}^2+{b}^2)", label="√(a² + b²)")
    board.field("x", "-{r}*{a}/{length}", says="x")
    board.field("y", "-{r}*{b}/{length}")
    board.field("lambda_", "{a}/(2*{x})", label="λ", says="lambda_")
    board.field(
        "least", "{a}*{x}+{b}*{y}", label="f", style="forward-six", says="least"
    )
    board.field("most", "-{least}", label="f", style="forward-six", says="most")
    board.heading("checks")
    board.field("g", "{x}^2+{y}^2", label="x² + y²")
    board.same("on_circle", "{g}", "{r}^2", says="on_circle")
    board.field("f_x", "2*{lambda_}*{x}", label="2λx", style="gradient")
    board.field("f_y", "2*{lambda_}*{y}", label="2λy", style="gradient")
    board.same("same_x", "{a}", "{f_x}", says="same_x")
    board.same("same_y", "{b}", "{f_y}", says="same_y")


def _sweep(board: Board) -> None:
    board.heading("sweep")
    board.field(
        "sweep_least",
        "MIN({f})",
        label="min f",
        style="forward-six",
        says="sweep_least",
    )
    board.field("sweep_most", "MAX({f})", label="max f", style="forward-six")
    board.mark(
        "never_below", "{sweep_least}>={least}-1E-9", label="≥ f?", says="never_below"
    )
    near = "{sweep_least}<={least}*COS(PI()/72)+1E-9"
    board.mark("near", near, label="≈ f?", says="near")
    row = board.row
    radians = "[angle]*PI()/180"
    columns = [
        Column("angle", "θ °", chain("0", "[angle:-1]+5"), "forward-whole"),
        Column("sweep_x", "x = r cos θ", f"{{r}}*COS({radians})"),
        Column("sweep_y", "y = r sin θ", f"{{r}}*SIN({radians})"),
        Column("f", "f = a x + b y", "{a}*[sweep_x]+{b}*[sweep_y]", "forward-six"),
    ]
    board.table(ANGLES, columns)
    for column in (2, 3, 4):
        board.width(column, 13.0)
    end, board.row = board.row, row
    along = "{r}/{length}"
    line = [
        Column("line_x", "x", lambda i: f"{{x}}+{i - 1}*{{b}}*{along}"),
        Column("line_y", "y", lambda i: f"{{y}}-{i - 1}*{{a}}*{along}"),
        Column("line_f", "f = a x + b y", "{a}*[line_x]+{b}*[line_y]", "forward-six"),
    ]
    board.label(board.row, 6, board.say("level"), "symbol-left")
    board.row += 1
    board.table(LINE, line, column=6)
    board.row = end

"""The sheets of activation functions: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.activations.settings import INPUTS, NAMES, NEAR, ROWS
from sheetnet.model.functions import ACTIVATIONS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, Board, Column
from sheetnet.workbook.plan import Sheet

# Which of the curves are 0 to the left of 0, and 1 to the right.
_JUMPS = {("step", "a"), ("relu", "slope")}
_HEADS = ("u", "σ", "tanh", "softsign", "ReLU")


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return the sheet."""
    board = Board(texts, "activations", INPUTS)
    top = board.row + 1
    board.heading("one")
    board.field("z", says="z")
    board.heads(_HEADS)
    board.vector("a", 5, lambda j: _formula(NAMES[j], "{z}"), label="a(z)")
    slopes = lambda j: _prime(NAMES[j], "{z}", f"{{a.{j}}}")
    board.vector("slope", 5, slopes, label="a′(z)", style="gradient")
    board.heading("mirror")
    board.field("mirror", "1/(1+EXP({z}))", label="σ(−z)")
    board.field("one_minus", "1-1/(1+EXP(-{z}))", label="1 − σ(z)")
    board.same("same_mirror", "{mirror}", "{one_minus}")
    _summary(board)
    board.row = max(board.row, board.below(board.below(top)) - 1)
    _tables(board)
    _charts(board, top)
    return [board.sheet()]


def _formula(name: str, z: str) -> str:
    return ACTIVATIONS[name].excel(f"({z})" if "+" in z or "-" in z else z)


def _prime(name: str, z: str, a: str) -> str:
    prime = ACTIVATIONS[name].excel_prime
    return "0" if prime is None else prime(z, a)


def _summary(board: Board) -> None:
    board.heading("numeric")
    board.field("first", label="z₁", says="first")
    board.field("h", style="eta", says="h")
    board.field("limit", label=board.say("limit"), style="eta", says="limit_says")
    board.heads(_HEADS)
    worst = lambda j: f"MAX({{{NAMES[j]}_off}})"
    board.vector("worst", 5, worst, label=board.say("worst"), style="forward-small")
    near = f'IF([worst]<={NEAR},"✓","✗")'
    board.vector("near", 5, near, label=board.say("near"), style="mark", text=True)
    board.marked("near")
    share = lambda j: f"SUM({{{NAMES[j]}_small}})/{ROWS}"
    board.vector(
        "vanished", 5, share, label=board.say("vanished"), style="summary-percent"
    )


def _tables(board: Board) -> None:
    """Put a(z), a′(z), its numeric twin, how far they differ, and what is small."""
    board.heading("table")
    board.table(ROWS, list(_columns()))


def _columns() -> list[Column]:
    z = lambda i: f"{{first}}*(1-{i}/{ROWS - 1}*2)"
    columns = [Column("table_z", "z", z)]
    pairs = list(zip(NAMES, _HEADS, strict=True))
    for name, head in pairs:
        columns.append(Column(f"{name}_a", head, _formula(name, "[table_z]")))
    for name, head in pairs:
        prime = _prime(name, "[table_z]", f"[{name}_a]")
        columns.append(Column(f"{name}_slope", f"{head}′", prime, "gradient"))
    for name, head in pairs:
        up, down = (_formula(name, f"[table_z]{sign}{{h}}") for sign in "+-")
        numeric = f"IF(ABS([table_z])<={{h}},0,({up}-({down}))/(2*{{h}}))"
        columns.append(Column(f"{name}_numeric", f"Δ{head}/Δz", numeric))
    for name, head in pairs:
        off = f"IF(ABS([table_z])<={{h}},0,ABS([{name}_numeric]-[{name}_slope]))"
        columns.append(Column(f"{name}_off", f"|Δ| {head}", off, "forward-small"))
    for name, head in pairs:
        small = f"IF([{name}_slope]<{{limit}}-1E-9,1,0)"
        columns.append(Column(f"{name}_small", f"{head}′ ≈ 0", small, "forward-whole"))
    return columns


def _charts(board: Board, top: int) -> None:
    """Put a(z) and its slope; where one jumps in 0, its line stands upright there."""
    ends = "{first}", "0", "0", "-{first}"
    jump = [
        Column("jump_z", "z", lambda i: ends[i]),
        Column("jump_a", "u", lambda i: "0" if i < 2 else "1", "forward-whole"),
    ]
    board.aside(len(ends), jump)
    for at, (key, end) in enumerate((("chart", "a"), ("chart_slope", "slope"))):
        row = top if at == 0 else board.below(top)
        curves = [
            board.curve(head, "jump_z", "jump_a")
            if (name, end) in _JUMPS
            else board.curve(head, "table_z", f"{name}_{end}")
            for name, head in zip(NAMES, _HEADS, strict=True)
        ]
        axis = "a" if at == 0 else "a′"
        board.scatter(key, row, CHARTS, curves, x="z", y=axis, y_range=(-1, 1.5))

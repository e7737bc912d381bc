"""The sheets of vectors: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.vectors.settings import ANGLES, INPUTS, PICTURES
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column, chain
from sheetnet.workbook.plan import Sheet

_ROWS, _COLUMNS = 4, 3


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return one sheet of vectors, one of pictures."""
    board = Board(texts, "vectors", INPUTS)
    top = board.row + 1
    board.heading("space")
    board.heads(["1", "2", "3"])
    board.vector("a", 3, says="a")
    board.vector("b", 3, says="b")
    board.vector("products", 3, "[a]*[b]", label="aᵢ bᵢ")
    board.field("dot", "SUM({products})", label="a·b = Σ aᵢbᵢ", says="dot")
    board.field("length_a", "SQRT(SUMSQ({a}))", label="|a|")
    board.field("length_b", "SQRT(SUMSQ({b}))", label="|b|")
    board.field("apart", "SQRT(SUMXMY2({a},{b}))", label="|a − b|")
    both = "({length_a}*{length_b})"
    law = f"({{length_a}}^2+{{length_b}}^2-{{apart}}^2)/(2*{both})"
    board.field("cosine", f"IF({both}>1E-9,{law},0)", label="cos θ", says="cosine")
    board.field(
        "by_angle", f"{both}*{{cosine}}", label="|a| |b| cos θ", says="by_angle"
    )
    board.same("same_dot", "{dot}", "{by_angle}")
    board.mark("inside", f"ABS({{dot}})<={both}+1E-9", label="|a·b| ≤ |a||b|")
    _plane(board)
    names = ("a·b", "flat_dot"), ("−|a||b|", "low"), ("|a||b|", "high")
    curves = [board.curve(name, "angle", symbol) for name, symbol in names]
    board.scatter("chart", top, CHARTS, curves, x="θ °", y="a·b")
    return [board.sheet(), _pictures(texts, board)]


def _plane(board: Board) -> None:
    board.heading("plane")
    board.heads(["x", "y"])
    board.vector("flat", 2, label="a", says="flat")
    board.field("k", label="|b|", says="k")
    board.field("flat_length", "SQRT(SUMSQ({flat}))", label="|a|")
    against = "-{k}/{flat_length}*[flat]"
    board.vector("against", 2, against, label="b = −(k/|a|) a", says="against")
    product = "SUMPRODUCT({flat},{against})"
    board.field("against_dot", product, label="a·b", says="against_dot")
    board.field("least", "-{flat_length}*{k}", label="−|a||b|", says="least")
    board.same("same_least", "{least}", "{against_dot}")
    board.field("found", "MIN({flat_dot})", label="min a·b", says="found")
    inside = 'IF(ABS([flat_dot])<=[high]+1E-9,"✓","✗")'
    columns = [
        Column("angle", "θ °", chain("0", "[angle:-1]+15"), "forward-whole"),
        Column("b_x", "b_x", "{k}*COS([angle]*PI()/180)"),
        Column("b_y", "b_y", "{k}*SIN([angle]*PI()/180)"),
        Column("flat_dot", "a·b", "{flat.0}*[b_x]+{flat.1}*[b_y]"),
        Column("low", "−|a||b|", "-{flat_length}*{k}"),
        Column("high", "|a||b|", "{flat_length}*{k}"),
        Column("between", "≤ ?", inside, "mark", text=True),
    ]
    board.table(ANGLES, columns)
    board.marked("between")


def _pictures(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "vectors_pictures", INPUTS, first)
    board.heading("pictures")
    names = ["pattern", *(f"picture_{n}" for n in PICTURES)]
    for at, name in enumerate(names):
        label = board.say("pattern") if at == 0 else board.say("picture", number=at)
        column = FIRST + at * (_COLUMNS + 1)
        board.matrix(name, _ROWS, _COLUMNS, column=column, label=label, style="pixel")
        for used in range(column, column + _COLUMNS):
            board.width(used, 6.0)
    board.pixels(*names)
    board.row += _ROWS + 2
    board.heading("likeness")
    top = board.row
    count = lambda j: str(j + 1)
    board.vector("numbers", 3, count, label=board.say("number"), style="forward-whole")
    dots = [f"SUMPRODUCT({{picture_{n}}},{{pattern}})" for n in PICTURES]
    board.vector("dots", 3, dots.__getitem__, label="a·b", says="dots")
    sizes = [f"SQRT(SUMSQ({{picture_{n}}})*SUMSQ({{pattern}}))" for n in PICTURES]
    board.vector("sizes", 3, sizes.__getitem__, label="|a| |b|")
    cosine = "IF([sizes]>1E-9,[dots]/[sizes],0)"
    board.vector("cosines", 3, cosine, label="cos θ", says="cosines")
    most = "MAX({cosines})-1E-9"
    first_of = f"IF({{cosines.0}}>={most},1,IF({{cosines.1}}>={most},2,3))"
    best = f"IF(MAX({{cosines}})>1E-9,{first_of},0)"
    board.field(
        "best", best, label=board.say("best"), style="forward-whole", says="best_says"
    )
    board.columns(
        "chart", top + 7, FIRST, names="numbers", columns=[("cos θ", "cosines")],
        x=board.say("number"), y="cos θ",
    )  # fmt: skip
    return board.sheet()

"""The sheets of matrices: their formulas. Knows no values."""

from collections.abc import Sequence

from sheetnet.lang import Texts
from sheetnet.lessons.matrices.settings import INPUTS, SEEN, UNITS, N
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Text
from sheetnet.workbook.plan import Sheet


def _product(one: str, other: str) -> Text:
    """Return the formulas of a matrix product: row times column, term by term."""
    return lambda i, j: "+".join(
        f"{{{one}.{i}.{k}}}*{{{other}.{k}.{j}}}" for k in range(N)
    )


def _transposed(one: str) -> Text:
    return lambda i, j: f"{{{one}.{j}.{i}}}"


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return one sheet of matrices, one of a layer."""
    board = Board(texts, "matrices", INPUTS)
    _row(board, "inputs", (("A", "A", None), ("B", "B", None)))
    products = ("AB", "A B", _product("A", "B")), ("BA", "B A", _product("B", "A"))
    hadamard = "hadamard", "A ⊙ B", "[A]*[B]"
    _row(board, "products", (*products, hadamard))
    largest = _largest("AB", "BA")
    board.field("differ", largest, label="max |AB − BA|", says="differ")
    board.mark("commute", "{differ}<=1E-9", label="AB = BA?", says="commute")
    ones = lambda i, j: str(int(i == j))
    _row(board, "unit", (("E", "E", ones), ("AE", "A E", _product("A", "E"))))
    board.mark("same_AE", f"{_largest('AE', 'A')}<=1E-9", label="AE = A?")
    turned = ("A_T", "Aᵀ", _transposed("A")), ("B_T", "Bᵀ", _transposed("B"))
    _row(board, "transposes", turned)
    both = (
        ("AB_T", "(A B)ᵀ", _transposed("AB")),
        ("BT_AT", "Bᵀ Aᵀ", _product("B_T", "A_T")),
    )
    _row(board, "both", both)
    board.field(
        "off", _largest("AB_T", "BT_AT"), label="max |Δ|", style="forward-small"
    )
    size = "MAX(MAX({AB}),-MIN({AB}))"
    board.mark("same_T", f"{{off}}<=1E-9*(1+{size})", label="(AB)ᵀ = BᵀAᵀ?")
    return [board.sheet(), _layer(texts, board)]


def _row(
    board: Board, key: str, matrices: Sequence[tuple[str, str, Text | None]]
) -> None:
    """Put matrices (symbol, label, formula) side by side under a heading."""
    board.heading(key)
    for at, (symbol, label, formula) in enumerate(matrices):
        board.matrix(symbol, N, N, formula, column=FIRST + at * (N + 1), label=label)
    board.row += N + 1


def _largest(one: str, other: str) -> str:
    """Return the largest |difference| of two matrices, cell by cell."""
    cells = [(i, j) for i in range(N) for j in range(N)]
    each = (f"ABS({{{one}.{i}.{j}}}-{{{other}.{i}.{j}}})" for i, j in cells)
    return f"MAX({','.join(each)})"


def _layer(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "matrices_layer", INPUTS, first)
    top = board.row + 1
    board.heading("layer")
    board.label(board.row, FIRST + SEEN + 1, "b", "symbol-left")
    board.put("bias", board.row + 1, FIRST + SEEN + 1, down=UNITS)
    board.matrix("W", UNITS, SEEN, label="W")
    board.weights("W", "bias")
    board.row += UNITS + 2
    board.vector("x", SEEN, says="x")
    board.heading("sums")

    def by_hand(j: int) -> str:
        return (
            "".join(f"{{W.{j}.{i}}}*{{x.{i}}}+" for i in range(SEEN)) + f"{{bias.{j}}}"
        )

    count = lambda j: str(j + 1)
    board.vector("unit", UNITS, count, label=board.say("unit"), style="forward-whole")
    board.vector("z_sum", UNITS, by_hand, label="w₁x₁ + w₂x₂ + … + b")
    matrix = lambda j: f"SUMPRODUCT({{W.{j}}},{{x}})+{{bias.{j}}}"
    board.vector("z_matrix", UNITS, matrix, label="W x + b", says="matrix")
    near = 'IF(ABS([z_sum]-[z_matrix])<=1E-9*(1+ABS([z_sum])),"✓","✗")'
    same_label = texts("lesson.same")
    board.vector("same_z", UNITS, near, label=same_label, style="mark", text=True)
    board.marked("same_z")
    board.vector("activation", UNITS, "1/(1+EXP(-[z_sum]))", label="a = σ(z)")
    z = [("z", "z_matrix"), ("a", "activation")]
    board.columns(
        "chart", top, CHARTS, names="unit", columns=z, x=board.say("unit"), y="z, a"
    )
    return board.sheet()

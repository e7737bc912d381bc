"""The sheets of learning: their formulas. Knows no values."""

from sheetnet.lang import Texts
from sheetnet.lessons.learning.settings import AWAY, INPUTS, LINE, POINTS, STEPS
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column, chain
from sheetnet.workbook.plan import Curve, Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:  # noqa: ARG001
    """Return learning with labels, and without."""
    board = Board(texts, "learning", INPUTS)
    top = board.row + 1
    _by_hand(board)
    board.row = max(board.row, board.below(top) - 1)
    _examples(board)
    _lines(board)
    curves = [
        board.curve(board.say("yours"), "line_x_hand", "line_y_hand"),
        board.curve(board.say("stepped"), "line_x_step", "line_y_step"),
        board.curve("t = 0", "x_1", "zeros", points=True),
        board.curve("t = 1", "x_1", "ones", points=True),
    ]
    board.scatter(
        "chart",
        top,
        CHARTS,
        curves,
        x="x₁",
        y="x₂",
        x_range=LINE,
        y_range=LINE,
        square=True,
    )
    return [board.sheet(), _clusters(texts, board)]


def _by_hand(board: Board) -> None:
    """Put the parameters to turn, their gradient, and where one step leads."""
    board.heading("hand")
    board.heads(["w₁", "w₂", "b"])
    board.vector("by_hand", 3, label=board.say("yours"), says="yours_says")
    board.field("C_T_hand", "SUM({C_hand})", label="C_T", says="C_T")
    board.heading("gradient")
    board.heads(["∂C_T/∂w₁", "∂C_T/∂w₂", "∂C_T/∂b"])
    seen = ("SUMPRODUCT({delta},{x_1})", "SUMPRODUCT({delta},{x_2})", "SUM({delta})")
    board.vector("gradient", 3, seen.__getitem__, label="Σ δ x", style="gradient")
    board.field("eta", label="η", style="eta", says="eta")
    step = "[by_hand]-{eta}*[gradient]"
    board.vector("stepped", 3, step, label=board.say("stepped"), style="update",
                 says="stepped_says")  # fmt: skip
    board.field("C_T_step", "SUM({C_step})", label="C_T", says="C_T_step")
    lower = "{C_T_step}<={C_T_hand}+1E-12"
    board.mark("lower", lower, label=board.say("lower"), says="lower_says")


def _examples(board: Board) -> None:
    board.heading("examples")
    columns = [
        Column("x_1", "x₁"),
        Column("x_2", "x₂"),
        Column("t", "t", style="pixel"),
    ]
    for name, w in (("hand", "by_hand"), ("step", "stepped")):
        z = f"{{{w}.0}}*[x_1]+{{{w}.1}}*[x_2]+{{{w}.2}}"
        right = f"ABS(IF([a_{name}]-0.5>1E-9,1,0)-[t])<=1E-9"
        columns += [
            Column(f"z_{name}", "z", z),
            Column(f"a_{name}", "a", f"1/(1+EXP(-[z_{name}]))"),
            Column(f"C_{name}", "C = ½(t−a)²", f"([t]-[a_{name}])^2/2"),
            Column(f"mark_{name}", "✓", f'IF({right},"✓","✗")', "mark", text=True),
        ]
    delta = "([a_hand]-[t])*[a_hand]*(1-[a_hand])"
    columns.insert(7, Column("delta", "δ", delta, "backward"))
    board.label(board.row, 4, board.say("yours"), "symbol-left")
    board.label(board.row, 9, board.say("stepped"), "symbol-left")
    board.row += 1
    board.table(POINTS, columns)
    board.marked("mark_hand")
    board.marked("mark_step")


def _lines(board: Board) -> None:
    """Put two points of each line w₁x₁ + w₂x₂ + b = 0, and the points by their label."""
    columns = []
    for name, w in (("hand", "by_hand"), ("step", "stepped")):
        y = f"-({{{w}.0}}*[line_x_{name}]+{{{w}.2}})/{{{w}.1}}"
        guarded = f"IF(ABS({{{w}.1}})<=1E-6,0,{y})"
        head = board.say("yours" if name == "hand" else "stepped")
        columns += [
            Column(f"line_x_{name}", f"x₁ ({head})", lambda i: str(LINE[i])),
            Column(f"line_y_{name}", "x₂", guarded),
        ]
    board.aside(2, columns)
    zeros = Column("zeros", "t = 0", f"IF([t]<0.5,[x_2],{AWAY})")
    ones = Column("ones", "t = 1", f"IF([t]<0.5,{AWAY},[x_2])")
    board.aside(POINTS, [zeros, ones])


def _clusters(texts: Texts, first: Board) -> Sheet:
    board = Board(texts, "learning_clusters", INPUTS, first)
    top = board.row + 1
    board.heading("centres")
    board.heads(["x₁", "x₂"])
    board.vector("start_1", 2, label=board.say("centre", number=1), says="start")
    board.vector("start_2", 2, label=board.say("centre", number=2))
    board.heading("result")
    board.field(
        "agree",
        _agree(),
        label=board.say("agree"),
        style="forward-whole",
        says="agree_says",
    )
    falls = ",".join(f"{{total.{i + 1}}}-{{total.{i}}}<=1E-9" for i in range(STEPS - 1))
    board.mark("falls", f"AND({falls})", label=board.say("falls"), says="falls_says")
    board.heading("ways")
    _centres(board)
    board.row = max(board.row, board.below(top) - 1)
    _groups(board)
    curves = [
        board.curve(board.say("points"), "p_1", "p_2", points=True),
        *(_way(board, number) for number in (1, 2)),
    ]
    board.scatter(
        "chart",
        top,
        CHARTS,
        curves,
        x="x₁",
        y="x₂",
        x_range=LINE,
        y_range=LINE,
        square=True,
    )
    return board.sheet()


def _agree() -> str:
    """Return how many points are grouped as they are labelled, whatever a group's name."""
    group = f"{{group_{STEPS}}}"
    # With s = group − 1, Σ(s−t)² = Σs + Σt − 2Σst counts those that differ: all are 0 or 1.
    wrong = f"(SUM({group})+3*SUM({{t}})-2*SUMPRODUCT({group},{{t}})-{POINTS})"
    return f"MAX({wrong},{POINTS}-{wrong})"


def _centres(board: Board) -> None:
    """Put both centres, step by step, and the total distance before each new mean."""
    board.heads(["1: x₁", "1: x₂", "2: x₁", "2: x₂", "Σ d²"])
    row = board.row
    for number in (1, 2):
        board.put(
            f"centre_{number}", row, FIRST + 2 * (number - 1), down=STEPS + 1, right=2,
            formula=lambda n, j, number=number: _centre(number, n, j),
        )  # fmt: skip
    board.put("total", row, FIRST + 4, down=STEPS, formula=_total)
    board.put(
        "step",
        row,
        1,
        down=STEPS,
        formula=chain("1", "[step:-1]+1"),
        style="forward-whole",
    )
    board.row = row + STEPS + 1


def _centre(number: int, n: int, j: int) -> str:
    """Return a coordinate of a centre: given at first, then the mean of its group."""
    if n == 0:
        return f"{{start_{number}.{j}}}"
    group, x = f"{{group_{n}}}", f"{{x_{j + 1}}}"
    # group − 1 is 1 in the second group; 2 − group is 1 in the first.
    inside = f"(SUMPRODUCT({group},{x})-SUM({x}))"
    count = f"(SUM({group})-{POINTS})"
    if number == 1:
        inside = f"(2*SUM({x})-SUMPRODUCT({group},{x}))"
        count = f"(2*{POINTS}-SUM({group}))"
    return f"IF({count}<0.5,[centre_{number}:-1],{inside}/{count})"


def _total(i: int) -> str:
    n = i + 1
    near = [
        f"IF({{group_{n}.{k}}}>1.5,{{d_2_{n}.{k}}},{{d_1_{n}.{k}}})"
        for k in range(POINTS)
    ]
    return "+".join(near)


def _groups(board: Board) -> None:
    board.heading("groups")
    columns = [
        Column("p_1", "x₁", "[x_1]", "link"),
        Column("p_2", "x₂", "[x_2]", "link"),
    ]
    for n in range(1, STEPS + 1):
        for number in (1, 2):
            x, y = (f"{{centre_{number}.{n - 1}.{j}}}" for j in (0, 1))
            d = f"([x_1]-{x})^2+([x_2]-{y})^2"
            columns.append(Column(f"d_{number}_{n}", f"d² {number}", d))
        nearer = f"IF([d_1_{n}]-[d_2_{n}]>1E-9,2,1)"
        columns.append(
            Column(f"group_{n}", board.say("group"), nearer, "forward-whole")
        )
    for n in range(STEPS):
        board.label(
            board.row, 3 + 3 * n, board.say("step", number=n + 1), "symbol-left"
        )
    board.row += 1
    board.table(POINTS, columns)


def _way(board: Board, number: int) -> Curve:
    area = board.area(f"centre_{number}")
    x = area._replace(columns=1)
    name = board.say("centre", number=number)
    return Curve(name, x, x._replace(column=x.column + 1), dots=True)

"""The sheets of gradient descent on a function: their formulas. Knows no values."""

from collections.abc import Iterator

from sheetnet.calculus.formula import formula_of
from sheetnet.calculus.tree import Tree
from sheetnet.calculus.written import written
from sheetnet.lang import Texts
from sheetnet.lessons.gradient_descent.settings import (
    CURVE,
    HALF,
    INPUTS,
    MAP,
    NUMERIC,
    Settings,
    read_settings,
)
from sheetnet.model.lesson import Lesson
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column, chain
from sheetnet.workbook.drawing.frames import corners
from sheetnet.workbook.plan import Curve, Sheet

# The map stands beside the knobs, in narrow columns; a chart takes so many usual ones.
_MAP_AT = 7
_BESIDE = 7
# In points: another line may lie on this one.
_BROAD = 5.0


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the knobs with the map (or the curve), and the ways step by step.

    Raises: SpecError where a derivative has no formula.
    """
    from sheetnet.calculus.derivatives import derivative

    settings, tree, names = read_settings(lesson)
    slopes = {name: derivative(tree, name) for name in names}
    board = Board(texts, "gradient_descent", INPUTS)
    top = board.row + 1
    _inputs(board, settings, tree, names)
    _window(board, names)
    steps = Board(texts, "gradient_descent_steps", INPUTS, board)
    _two_ways(steps, tree, slopes, names)
    _ways(steps, settings, tree, slopes, names)
    if len(names) == 1:
        board.row = max(board.row, board.below(top) - 1)
        _curve_table(board, tree)
        _charts(board, top, (CHARTS, CHARTS + _BESIDE), names)
    else:
        _map(board, top, tree)
        _spots(board)
        _charts(board, board.row + 1, (1, _MAP_AT + 2), names)
    return [board.sheet(), steps.sheet()]


def _inputs(
    board: Board, settings: Settings, tree: Tree, names: tuple[str, ...]
) -> None:
    board.heading("function")
    board.label(board.row, 1, "z =", "symbol")
    board.label(board.row, FIRST, written(tree), "quoted")
    board.row += 1
    board.heads(names)
    board.vector("start", len(names), label=board.say("start"), says="start_says")
    board.field("eta", label="η", says="eta", style="eta")
    board.field("other_eta", label="η′", says="other_eta", style="eta")
    last = f"z{{}}({settings.steps})"
    end = f"{{z.{settings.steps}}}", f"{{other_z.{settings.steps}}}"
    board.field("last", end[0], label=last.format(""), says="last", style="forward-six")
    board.field(
        "other_last",
        end[1],
        label=last.format("′"),
        says="other_last",
        style="forward-six",
    )


def _two_ways(
    board: Board, tree: Tree, slopes: dict[str, Tree], names: tuple[str, ...]
) -> None:
    """Put the slopes at the start: by formula, and by central differences."""
    board.heading("slopes")
    here = {name: f"{{start.{i}}}" for i, name in enumerate(names)}
    board.heads([f"∂z/∂{name}" for name in names])

    def exact(i: int) -> str:
        return formula_of(slopes[names[i]], here)

    def numeric(i: int) -> str:
        up, down = (
            formula_of(tree, {**here, names[i]: f"({here[names[i]]}{sign}{{h}})"})
            for sign in "+-"
        )
        return f"(({up})-({down}))/(2*{{h}})"

    board.field("h", label="h", says="h", style="eta")
    board.vector("exact", len(names), exact, label=board.say("exact"), style="gradient")
    board.vector(
        "numeric", len(names), numeric, label=board.say("numeric"), style="gradient"
    )
    near = f'IF(ABS([numeric]-[exact])<={NUMERIC}*(1+ABS([exact])),"✓","✗")'
    board.vector(
        "agree", len(names), near, label=board.say("agree"), style="mark", text=True
    )
    board.marked("agree")


def _ways(
    board: Board,
    settings: Settings,
    tree: Tree,
    slopes: dict[str, Tree],
    names: tuple[str, ...],
) -> None:
    board.heading("ways")
    row = board.row
    for at, (other, eta) in enumerate((("", "eta"), ("other_", "other_eta"))):
        board.row = row
        columns = list(_columns(board, tree, slopes, names, other, eta))
        board.label(
            row, 1 + at * (len(columns) + 1), board.say(f"{other}way"), "symbol-left"
        )
        board.row += 1
        board.table(settings.steps + 1, columns, column=1 + at * (len(columns) + 1))


def _columns(
    board: Board,
    tree: Tree,
    slopes: dict[str, Tree],
    names: tuple[str, ...],
    other: str,
    eta: str,
) -> Iterator[Column]:
    mark = "′" if other else ""
    here = {name: f"[{other}{name}]" for name in names}

    def count(i: int) -> str:
        return "0" if i == 0 else f"[{other}step:-1]+1"

    yield Column(f"{other}step", board.say("step"), count, "forward-whole")
    for number, name in enumerate(names):

        def moved(i: int, number: int = number, name: str = name) -> str:
            if i == 0:
                return f"{{start.{number}}}"
            return f"[{other}{name}:-1]-{{{eta}}}*[{other}dz_d{name}:-1]"

        yield Column(f"{other}{name}", name + mark, moved, "update-six")
    for name in names:
        text = formula_of(slopes[name], here)
        yield Column(f"{other}dz_d{name}", f"∂z/∂{name}", text, "gradient-six")
    yield Column(f"{other}z", "z" + mark, formula_of(tree, here), "forward-six")


def _charts(
    board: Board, row: int, at: tuple[int, int], names: tuple[str, ...]
) -> None:
    """Put the ways, the first one broad: where the second lies on it, both are seen."""
    ways = ("way", "", _BROAD), ("other_way", "other_", None)
    across = names[0], (*names, "z")[1]
    curves = [
        board.curve(
            board.say(way),
            *(f"{other}{name}" for name in across),
            dots=True,
            width=width,
        )
        for way, other, width in ways
    ]
    if len(names) == 1:
        curves.insert(0, board.curve("z", "curve_x", "curve_z"))
    else:
        start = board.block("start")
        name = board.say("start")
        curves.append(Curve(name, start.area(0), start.area(1), points=True))
        curves.append(corners(board, "edge_x", "edge_y"))
    board.scatter("chart_way", row, at[0], curves, x="x", y=across[1], square=True)
    falling = [
        board.curve(board.say(way), f"{other}step", f"{other}z", width=width)
        for way, other, width in ways
    ]
    board.scatter(
        "chart_z", row, at[1], falling, x=board.say("step"), y="z", square=True
    )


def _window(board: Board, names: tuple[str, ...]) -> None:
    board.heading("window")
    board.heads(names)
    board.vector("middle", len(names), label=board.say("middle"))
    board.field("half", label=board.say("half"), says="half_says")


def _curve_table(board: Board, tree: Tree) -> None:
    board.heading("curve")
    step = f"{{half}}*2/{CURVE - 1}"
    places = {"x": "[curve_x]"}
    board.table(
        CURVE,
        [
            Column("curve_x", "x", lambda i: f"{{middle.0}}-{{half}}+{i}*{step}"),
            Column("curve_z", "z", formula_of(tree, places)),
        ],
    )


def _map(board: Board, top: int, tree: Tree) -> None:
    """Put z over the plane as a map beside the knobs, with the cells that ways visit."""
    step = f"{{half}}*2/{MAP - 1}"
    board.put(
        "map_x", top, _MAP_AT, right=MAP,
        formula=lambda j: f"{{middle.0}}-{{half}}+{j}*{step}", style="axis",
    )  # fmt: skip
    board.put(
        "map_y", top + 1, _MAP_AT - 1, down=MAP,
        formula=lambda i: f"{{middle.1}}+{{half}}-{i}*{step}", style="axis",
    )  # fmt: skip
    z = formula_of(tree, {"x": "[map_x]", "y": "[map_y]"})
    board.put("map_z", top + 1, _MAP_AT, down=MAP, right=MAP, formula=z, style="map")
    board.heat("map_z")
    board.width(_MAP_AT - 1, 5.0)
    for column in range(_MAP_AT, _MAP_AT + MAP):
        board.width(column, 4.6)
    board.row = max(board.row, top + 1 + MAP)
    edge = chain("{{middle.{0}}}-{{half}}", "{{middle.{0}}}+{{half}}")
    board.aside(2, [Column(f"edge_{name}", name, lambda i, at=at: edge(i).format(at))
                    for at, name in enumerate(("x", "y"))])  # fmt: skip


def _spots(board: Board) -> None:
    """Number the map's cells, and find the one that each step stands in."""
    columns = []
    for other in ("", "other_"):
        places = [
            f"(({{{other}{name}.#}}-{{map_{name}.0}})/({{map_{name}.1}}-{{map_{name}.0}})+{HALF})"
            for name in ("x", "y")
        ]
        inside = ",".join(f"{place}>=0,{place}<{MAP}" for place in places)
        text = f"IF(AND({inside}),INT({places[0]})+{MAP}*INT({places[1]}),-1)"
        step = lambda i, text=text: text.replace("#", str(i))
        columns.append(Column(f"{other}spot", board.say("spot"), step, "forward-whole"))
    board.aside(board.block("x").size, columns)
    row = board.area("map_z").row
    cell = f"COLUMN()-{_MAP_AT}+{MAP}*(ROW()-{row})"
    first, second = (
        f"COUNTIF({board.area(f'{other}spot').a1(fixed=True)},{cell})"
        for other in ("", "other_")
    )
    board.where("map_z", f"{first}*{second}>0", "visited-twice")
    board.where("map_z", f"{first}>0", "visited")
    board.where("map_z", f"{second}>0", "visited-second")

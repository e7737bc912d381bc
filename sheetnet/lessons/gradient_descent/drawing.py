"""The sheets of gradient descent on a function: their formulas. Knows no values."""

from collections.abc import Iterator

from sheetnet.calculus.formula import formula_of
from sheetnet.calculus.tree import Tree
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
from sheetnet.workbook.address import Area
from sheetnet.workbook.drawing.board import CHARTS, FIRST, Board, Column
from sheetnet.workbook.plan import Curve, Sheet


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the sheet of the way downhill, and for two variables the map.

    Raises: SpecError where a derivative has no formula.
    """
    from sheetnet.calculus.derivatives import derivative

    settings, tree, names = read_settings(lesson)
    slopes = {name: derivative(tree, name) for name in names}
    board = Board(texts, "gradient_descent", INPUTS)
    top = board.row + 1
    _inputs(board, settings, names)
    _two_ways(board, tree, slopes, names)
    if len(names) == 1:
        _map_inputs(board, names)
    board.row = max(board.row, board.below(top) - 1)
    board.heading("ways")
    _ways(board, settings, tree, slopes, names)
    if len(names) == 1:
        _curve_table(board, tree)
        _charts(board, top, names)
        return [board.sheet()]
    _charts(board, top, names)
    return [board.sheet(), _map_sheet(texts, board, tree, names)]


def _inputs(board: Board, settings: Settings, names: tuple[str, ...]) -> None:
    board.heading("function")
    board.label(board.row, 1, "z =", "symbol")
    board.label(board.row, FIRST, settings.function, "quoted")
    board.row += 1
    board.heads(names)
    board.vector("start", len(names), label=board.say("start"), says="start_says")
    board.field("eta", label="η", says="eta", style="eta")
    board.field("other_eta", label="η′", says="other_eta", style="eta")
    last = f"z{{}}({settings.steps})"
    end = f"{{z.{settings.steps}}}", f"{{other_z.{settings.steps}}}"
    board.field(
        "last", end[0], label=last.format(""), says="last", style="forward-general"
    )
    board.field(
        "other_last",
        end[1],
        label=last.format("′"),
        says="other_last",
        style="forward-general",
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

        yield Column(f"{other}{name}", name + mark, moved, "update-general")
    for name in names:
        text = formula_of(slopes[name], here)
        yield Column(f"{other}dz_d{name}", f"∂z/∂{name}", text, "gradient-general")
    yield Column(f"{other}z", "z" + mark, formula_of(tree, here), "forward-general")


def _charts(board: Board, top: int, names: tuple[str, ...]) -> None:
    ways = ("way", ""), ("other_way", "other_")
    if len(names) == 2:
        curves = [
            board.curve(board.say(way), f"{other}x", f"{other}y", dots=True)
            for way, other in ways
        ]
        start = board.block("start")
        name = board.say("start")
        curves.append(Curve(name, start.area(0), start.area(1), points=True))
    else:
        curves = [board.curve("z", "curve_x", "curve_z")]
        curves.append(board.curve(board.say("way"), "x", "z", points=True))
    vertical = "y" if len(names) == 2 else "z"
    board.scatter("chart_way", top, CHARTS, curves, x="x", y=vertical, square=True)
    falling = [
        board.curve(board.say(way), f"{other}step", f"{other}z") for way, other in ways
    ]
    board.scatter(
        "chart_z", top, CHARTS + 5, falling, x=board.say("step"), y="z", square=True
    )


def _map_inputs(board: Board, names: tuple[str, ...]) -> None:
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


def _map_sheet(texts: Texts, first: Board, tree: Tree, names: tuple[str, ...]) -> Sheet:
    """Return z over the plane as a map, with the cells that the way visits."""
    board = Board(texts, "gradient_descent_map", INPUTS, first)
    _map_inputs(board, names)
    board.row += 1
    step = f"{{half}}*2/{MAP - 1}"
    row = board.row
    board.put(
        "map_x", row, FIRST, right=MAP,
        formula=lambda j: f"{{middle.0}}-{{half}}+{j}*{step}", style="axis",
    )  # fmt: skip
    board.put(
        "map_y", row + 1, 1, down=MAP,
        formula=lambda i: f"{{middle.1}}+{{half}}-{i}*{step}", style="axis",
    )  # fmt: skip
    z = formula_of(tree, {"x": "[map_x]", "y": "[map_y]"})
    board.put("map_z", row + 1, FIRST, down=MAP, right=MAP, formula=z, style="map")
    board.heat("map_z")
    for column in range(FIRST, FIRST + MAP):
        board.width(column, 5.5)
    _spots(board, row)
    return board.sheet()


def _spots(board: Board, row: int) -> None:
    """Number the map's cells, and find the one that each step stands in."""
    column = FIRST + MAP + 1
    steps = board.block("x").size
    board.label(row, column, board.say("spot"), "column-head")
    places = [
        f"(([{name}]-{{map_{name}.0}})/({{map_{name}.1}}-{{map_{name}.0}})+{HALF})"
        for name in ("x", "y")
    ]
    inside = ",".join(f"{place}>=0,{place}<{MAP}" for place in places)
    number = f"INT({places[0]})+{MAP}*INT({places[1]})"
    board.put(
        "spot", row + 1, column, down=steps,
        formula=f"IF(AND({inside}),{number},-1)", style="forward-whole",
    )  # fmt: skip
    corner = f"COLUMN()-{FIRST}+{MAP}*(ROW()-{row + 1})"
    spots = Area(row + 1, column, steps).a1(fixed=True)
    board.where("map_z", f"COUNTIF({spots},{corner})>0", "visited")

"""Gradient descent on a function of one or two variables, one of the user's own too."""

from collections.abc import Iterator

import numpy as np

from sheetnet.calculus.dual import slope_of, value_of
from sheetnet.calculus.formula import formula_of
from sheetnet.calculus.parsing import parse
from sheetnet.calculus.tree import Tree, variables_of
from sheetnet.errors import SpecError, TrainingError
from sheetnet.lang import Texts
from sheetnet.lesson import Arrays, Lesson, LessonFile, LessonSpec, Limits, ticks
from sheetnet.workbook.address import letters
from sheetnet.workbook.board import CHARTS, FIRST, Board, Column
from sheetnet.workbook.plan import Curve, Sheet

SECTIONS = {
    "gradient_descent": ("2.20", "2.21", "2.22", "2.23", "4.1"),
    "gradient_descent_map": ("2.21", "2.22"),
}

INPUTS = {
    "start": Limits(-100, 100),
    "eta": Limits(0, 2),
    "other_eta": Limits(0, 2),
    "h": Limits(1e-6, 0.1),
    "middle": Limits(-100, 100),
    "half": Limits(0.1, 100),
}

# Points of the map to each side, and of the curve of a function of one variable.
_MAP = 21
_CURVE = 41
_SHRINK = 12
# To round to the nearest point; a step half way between two goes up in every calculator.
_HALF = 0.500001
# Central differences are right to h² times the third derivative.
_NUMERIC = 1e-3


class Settings(LessonFile, frozen=True):
    """The function, where to start, the learning rates, how many steps."""

    function: str = "x**2 + y**2"
    start: tuple[float, ...] = (3.0, 2.0)
    eta: float = 0.1
    other_eta: float = 0.5
    steps: int = 30


def _settings(lesson: Lesson) -> tuple[Settings, Tree, tuple[str, ...]]:
    settings = lesson.read(Settings)
    tree = parse(settings.function)
    return settings, tree, variables_of(tree)


# ------------------------------------------------------------------ inputs


def given(spec: LessonSpec) -> Arrays:
    """Return start, learning rates, h, and the middle and the half width of the map.

    Raises: SpecError; TrainingError where the way leaves what a spreadsheet can hold.
    """
    settings = spec.settings
    assert isinstance(settings, Settings)
    try:
        tree = parse(settings.function)
        names = variables_of(tree)
        _check(settings, names)
    except SpecError as error:
        raise SpecError(f"{spec.path}: {error}") from error
    start = np.array(settings.start)
    way = _way(tree, names, start, "eta", np.array(settings.eta), settings.steps)
    points = np.array([way[name] for name in names])
    middle = np.round(points[:, -1])
    # A way that goes far away would leave nothing to see on the map.
    reach = np.minimum(np.abs(points - middle[:, None]), 10).max()
    half = max(1.0, float(np.ceil(1.2 * reach)))
    for _ in range(_SHRINK):
        ends = _ends(names, middle, half)
        if np.isfinite(_surface(tree, names, ends)).all():
            break
        half /= 2
    else:
        raise SpecError(f"{spec.path}: function: has no value around its way")
    return {
        "start": start,
        "eta": np.array(settings.eta),
        "other_eta": np.array(settings.other_eta),
        "h": np.array(1e-4),
        "middle": middle,
        "half": np.array(half),
    }


def _check(settings: Settings, names: tuple[str, ...]) -> None:
    if len(settings.start) != len(names):
        raise SpecError(
            f"start: expected {len(names)} numbers, one for each of {', '.join(names)},"
            f" found {len(settings.start)}"
        )
    if not 1 <= settings.steps <= 1000:
        raise SpecError(f"steps: expected 1 to 1000, found {settings.steps}")
    every = [*settings.start, settings.eta, settings.other_eta]
    if not np.isfinite(every).all() or min(settings.eta, settings.other_eta) < 0:
        raise SpecError(
            "start, eta, other_eta: expected finite numbers, eta at least 0"
        )


# ------------------------------------------------------------------ NumPy


def truth(lesson: Lesson, given: Arrays) -> Arrays:
    """Return both ways downhill, slopes at the start two ways, the map or the curve.

    Equation: (x, y) ← (x, y) − η ∇f(x, y)  (book 2-10)
    Raises: TrainingError, naming the step that overflows.
    """
    settings, tree, names = _settings(lesson)
    start, h = given["start"], given["h"]
    found: Arrays = {}
    for other, eta in (("", "eta"), ("other_", "other_eta")):
        way = _way(tree, names, start, eta, given[eta], settings.steps)
        found[f"{other}step"] = np.arange(settings.steps + 1.0)
        found |= {f"{other}{symbol}": array for symbol, array in way.items()}
        found[f"{other}last"] = way["z"][-1]
    at = dict(zip(names, start, strict=True))
    exact = np.array([slope_of(tree, at, name) for name in names])
    both = [
        (value_of(tree, {**at, n: at[n] + h}), value_of(tree, {**at, n: at[n] - h}))
        for n in names
    ]
    numeric = np.array([(up - down) / (2 * h) for up, down in both])
    found["exact"], found["numeric"] = exact, numeric
    found["numeric±"] = np.array([(abs(u) + abs(d)) / (2 * h) for u, d in both])
    found["agree"] = ticks(np.abs(numeric - exact) <= _NUMERIC * (1 + np.abs(exact)))
    ends = _ends(names, given["middle"], float(given["half"]))
    return found | (
        _map(tree, names, ends, found) if len(names) > 1 else _curve(tree, ends)
    )


def _way(
    tree: Tree,
    names: tuple[str, ...],
    start: np.ndarray,
    key: str,
    eta: np.ndarray,
    steps: int,
) -> Arrays:
    """Return the steps of gradient descent: variables, slopes and z by step.

    Raises: TrainingError, naming the step; `key` is the learning rate to lower.
    """
    rows: dict[str, list[float]] = {}
    point = dict(zip(names, start, strict=True))
    for step in range(steps + 1):
        slopes = {name: slope_of(tree, point, name) for name in names}
        one = {**point, **{f"dz_d{name}": s for name, s in slopes.items()}}
        one["z"] = value_of(tree, point)
        for symbol, value in one.items():
            if not np.isfinite(value):
                raise TrainingError(
                    f"step {step} with {key} = {float(eta):g}: {symbol} is no finite"
                    f" number; lower {key} or start nearer"
                )
            rows.setdefault(symbol, []).append(float(value))
        point = {name: point[name] - eta * slopes[name] for name in names}
    return {symbol: np.array(values) for symbol, values in rows.items()}


def _ends(
    names: tuple[str, ...], middle: np.ndarray, half: float
) -> dict[str, np.ndarray]:
    """Return the points of the map along each variable."""
    count = _MAP if len(names) > 1 else _CURVE
    offsets = half * (2 * np.arange(count) / (count - 1) - 1)
    return {name: m + offsets for name, m in zip(names, middle, strict=True)}


def _surface(
    tree: Tree, names: tuple[str, ...], ends: dict[str, np.ndarray]
) -> np.ndarray:
    if len(names) == 1:
        return np.asarray(value_of(tree, ends))
    # y grows upwards, as on paper.
    x, y = np.meshgrid(ends["x"], ends["y"][::-1])
    return np.asarray(value_of(tree, {"x": x, "y": y}) + 0 * x)


def _map(
    tree: Tree, names: tuple[str, ...], ends: dict[str, np.ndarray], way: Arrays
) -> Arrays:
    x, y = ends["x"], ends["y"][::-1]
    spots = _spot(way["x"], x) + _MAP * _spot(way["y"], y)
    outside = (_outside(way["x"], x)) | (_outside(way["y"], y))
    return {
        "map_x": x,
        "map_y": y,
        "map_z": _surface(tree, names, ends),
        "spot": np.where(outside, -1.0, spots),
    }


def _curve(tree: Tree, ends: dict[str, np.ndarray]) -> Arrays:
    return {"curve_x": ends["x"], "curve_z": value_of(tree, ends) + 0 * ends["x"]}


def _place(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    return np.asarray((values - line[0]) / (line[1] - line[0]) + _HALF)


def _spot(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    return np.asarray(np.floor(_place(values, line)))


def _outside(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    place = _place(values, line)
    return np.asarray((place < 0) | (place >= len(line)))


# ------------------------------------------------------------------ sheets


def sheets(lesson: Lesson, texts: Texts) -> list[Sheet]:
    """Return the sheet of the way downhill, and for two variables the map.

    Raises: SpecError where a derivative has no formula.
    """
    from sheetnet.calculus.derivatives import derivative

    settings, tree, names = _settings(lesson)
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
    near = f'IF(ABS([numeric]-[exact])<={_NUMERIC}*(1+ABS([exact])),"✓","✗")'
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
    step = f"{{half}}*2/{_CURVE - 1}"
    places = {"x": "[curve_x]"}
    board.table(
        _CURVE,
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
    step = f"{{half}}*2/{_MAP - 1}"
    row = board.row
    board.put(
        "map_x", row, FIRST, right=_MAP,
        formula=lambda j: f"{{middle.0}}-{{half}}+{j}*{step}", style="axis",
    )  # fmt: skip
    board.put(
        "map_y", row + 1, 1, down=_MAP,
        formula=lambda i: f"{{middle.1}}+{{half}}-{i}*{step}", style="axis",
    )  # fmt: skip
    z = formula_of(tree, {"x": "[map_x]", "y": "[map_y]"})
    board.put("map_z", row + 1, FIRST, down=_MAP, right=_MAP, formula=z, style="map")
    board.heat("map_z")
    for column in range(FIRST, FIRST + _MAP):
        board.width(column, 5.5)
    _spots(board, row)
    return board.sheet()


def _spots(board: Board, row: int) -> None:
    """Number the map's cells, and find the one that each step stands in."""
    column = FIRST + _MAP + 1
    steps = board.block("x").size
    board.label(row, column, board.say("spot"), "column-head")
    places = [
        f"(([{name}]-{{map_{name}.0}})/({{map_{name}.1}}-{{map_{name}.0}})+{_HALF})"
        for name in ("x", "y")
    ]
    inside = ",".join(f"{place}>=0,{place}<{_MAP}" for place in places)
    number = f"INT({places[0]})+{_MAP}*INT({places[1]})"
    board.put(
        "spot", row + 1, column, down=steps,
        formula=f"IF(AND({inside}),{number},-1)", style="forward-whole",
    )  # fmt: skip
    corner = f"COLUMN()-{FIRST}+{_MAP}*(ROW()-{row + 1})"
    spots = f"{_fixed(column, row + 1)}:{_fixed(column, row + steps)}"
    board.where("map_z", f"COUNTIF({spots},{corner})>0", "visited")


def _fixed(column: int, row: int) -> str:
    return f"${letters(column)}${row}"

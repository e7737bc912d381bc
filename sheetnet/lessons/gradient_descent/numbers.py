"""NumPy's side of gradient descent on a function: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.calculus.dual import slope_of, value_of
from sheetnet.calculus.parsing import parse
from sheetnet.calculus.tree import Tree, variables_of
from sheetnet.errors import SpecError, TrainingError
from sheetnet.lessons.gradient_descent.settings import (
    CURVE,
    HALF,
    MAP,
    NUMERIC,
    Settings,
    read_settings,
)
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, ticks
from sheetnet.wording import placed

_SHRINK = 12


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
        raise SpecError(placed(spec.path, error)) from error
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
        raise SpecError("{path}: function: has no value around its way", path=spec.path)
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
            "start: expected {count} numbers, one for each of {names}, found {found}",
            count=len(names),
            names=", ".join(names),
            found=len(settings.start),
        )
    every = [*settings.start, settings.eta, settings.other_eta]
    if not np.isfinite(every).all() or min(settings.eta, settings.other_eta) < 0:
        raise SpecError(
            "start, eta, other_eta: expected finite numbers, eta at least 0"
        )


def truth(lesson: Lesson, given: Arrays) -> Arrays:
    """Return both ways downhill, slopes at the start two ways, the map or the curve.

    Equation: (x, y) ← (x, y) − η ∇f(x, y)  (book 2-10)
    Raises: TrainingError, naming the step that overflows.
    """
    settings, tree, names = read_settings(lesson)
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
    found["agree"] = ticks(np.abs(numeric - exact) <= NUMERIC * (1 + np.abs(exact)))
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
                    "step {step} with {key} = {value:g}: {symbol} is no finite number;"
                    " lower {key} or start nearer",
                    step=step,
                    key=key,
                    value=float(eta),
                    symbol=symbol,
                )
            rows.setdefault(symbol, []).append(float(value))
        point = {name: point[name] - eta * slopes[name] for name in names}
    return {symbol: np.array(values) for symbol, values in rows.items()}


def _ends(
    names: tuple[str, ...], middle: np.ndarray, half: float
) -> dict[str, np.ndarray]:
    """Return the points of the map along each variable."""
    count = MAP if len(names) > 1 else CURVE
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
    return {
        "map_x": x,
        "map_y": y,
        "map_z": _surface(tree, names, ends),
        **{f"{one}spot": _spots(way, one, x, y) for one in ("", "other_")},
        "edge_x": x[[0, -1]],
        "edge_y": y[[-1, 0]],
    }


def _spots(way: Arrays, one: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the number of the map's cell that each step stands in; −1 outside."""
    here, there = way[f"{one}x"], way[f"{one}y"]
    outside = _outside(here, x) | _outside(there, y)
    return np.where(outside, -1.0, _spot(here, x) + MAP * _spot(there, y))


def _curve(tree: Tree, ends: dict[str, np.ndarray]) -> Arrays:
    return {"curve_x": ends["x"], "curve_z": value_of(tree, ends) + 0 * ends["x"]}


def _place(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    return np.asarray((values - line[0]) / (line[1] - line[0]) + HALF)


def _spot(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    return np.asarray(np.floor(_place(values, line)))


def _outside(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    place = _place(values, line)
    return np.asarray((place < 0) | (place >= len(line)))

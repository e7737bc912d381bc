"""NumPy's side of the optimizers' lesson: inputs, and what must be shown. Knows no sheets."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sheetnet.lessons.optimizers.settings import (
    ANGLES,
    BEYOND,
    LEAST,
    LEVELS,
    LINE,
    MOST,
    RULES,
    STEPS,
    SURFACE,
    called,
)
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same
from sheetnet.model.optimizers import GRADIENT, PARAMETER, Optimizer

_Point = NDArray[np.float64]
# At a point: gradient, cost, and the sizes of the terms that both are sums of.
_Slope = Callable[[_Point], tuple[_Point, float, _Point, float]]


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return surface, start, settings of the rules, and the points of the line."""
    return {
        "steep": np.array([1.0, 10.0]),
        "start": np.array([-4.0, 1.0]),
        "eta": np.array([0.18, 0.05, 0.05, 0.8, 0.2, 0.3]),
        "mu": np.array(0.8),
        "rho": np.array(0.9),
        "beta_1": np.array(0.9),
        "beta_2": np.array(0.999),
        "epsilon": np.array(1e-8),
        "line_start": np.array([0.0, 0.0]),
        "line_eta": np.array([0.03, 0.01, 0.01, 1.0, 0.2, 0.2]),
        "points_x": np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]),
        "points_y": np.array([2.3, 2.8, 4.2, 4.7, 6.3, 6.8, 8.3, 8.8]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the ways of all rules on the surface and to the line, and what charts draw.

    Equations: z = (a x² + b y²) / 2; C_T = ½ Σ (p x + q − y)²; the rules' own
    """
    return _surface(given) | _line(given)


def _surface(given: Arrays) -> Arrays:
    steep, start = given["steep"], given["start"]

    def slope(at: _Point) -> tuple[_Point, float, _Point, float]:
        return steep * at, float(steep @ at**2) / 2, np.zeros(2), 0.0

    z_start = (steep @ start**2) / 2
    reach = np.sqrt(2 * z_start / steep)
    angle = np.arange(ANGLES) * 2 * np.pi / (ANGLES - 1)
    found: Arrays = {
        "z_start": np.array(z_start),
        "reach": reach,
        "level_x": np.concatenate(
            [share * reach[0] * np.cos(angle) for share in LEVELS]
        ),
        "level_y": np.concatenate(
            [share * reach[1] * np.sin(angle) for share in LEVELS]
        ),
        # What is 0 but for the rounding of a sine.
        "level_y±": np.full(len(LEVELS) * ANGLES, reach[1]),
    }
    found |= _ways(given, SURFACE, start, slope)
    return found | _seen(found, SURFACE, -BEYOND * reach, BEYOND * reach)


def _line(given: Arrays) -> Arrays:
    x, y, start = given["points_x"], given["points_y"], given["line_start"]
    design = np.stack([x, np.ones(len(x))], axis=1)
    S, t = design.T @ design, design.T @ y
    S_yy = y @ y

    def slope(at: _Point) -> tuple[_Point, float, _Point, float]:
        e = design @ at - y
        sizes = abs(S) @ abs(at) + abs(design).T @ abs(y)
        return design.T @ e, float(e @ e) / 2, sizes, float(abs(at) @ sizes + S_yy)

    best = np.linalg.solve(S, t)
    e = design @ start - y
    found: Arrays = {
        "S_x": S[0, 1],
        "S_y": t[1],
        "S_xx": S[0, 0],
        "S_xy": t[0],
        "S_yy": S_yy,
        "n": S[1, 1],
        "best": best,
        "e": e,
        "by_points": design.T @ e,
        "by_sums": design.T @ e,
        "same_gradient": same(design.T @ e, design.T @ e),
    }
    sizes = abs(S) @ abs(start) + abs(design).T @ abs(y)
    found |= {"by_points±": sizes, "by_sums±": sizes}
    found |= _ways(given, LINE, start, slope)
    reach = BEYOND * (abs(best - start) + 1)
    return found | _seen(found, LINE, best - reach, best + reach)


def _ways(
    given: Arrays, where: tuple[str, tuple[str, str]], start: _Point, slope: _Slope
) -> Arrays:
    """Return the way of every rule from a start: point, gradient, slots, powers, cost."""
    prefix, names = where
    found: Arrays = {f"{prefix}step": np.arange(STEPS + 1.0)}
    last = []
    for number, rule in enumerate(RULES):
        to = {name: given[name] for name in rule.settings if name != "eta"}
        to["eta"] = given[f"{prefix}eta"][number]
        rows = _way(rule, to, start, slope)
        for part, values in rows.items():
            base, mark = part.rstrip("±"), "±" * part.endswith("±")
            stem = "_".join([f"{prefix}{called(rule)}", *([base] if base else [])])
            columns = {stem: values}
            if values.ndim > 1:
                each = zip(names, values.T, strict=True)
                columns = {f"{stem}_{name}": column for name, column in each}
            found |= {f"{symbol}{mark}": column for symbol, column in columns.items()}
        last.append((rows["cost"][-1], rows["cost±"][-1]))
    costs, sizes = np.array(last).T
    return found | {f"{prefix}last": costs, f"{prefix}last±": sizes}


def _way(rule: Optimizer, to: Arrays, start: _Point, slope: _Slope) -> Arrays:
    """Return a way by part, step by step; "" is the point itself."""
    now = {PARAMETER: start, **{slot: np.zeros(2) for slot in rule.slots}}
    carried = {one.name: np.array(one.start) for one in rule.heading}
    rows: dict[str, list[np.ndarray]] = {}
    for _ in range(STEPS + 1):
        gradient, cost, sizes, size = slope(now[PARAMETER])
        one = {
            "": now[PARAMETER], "±": abs(now[PARAMETER]) + to["eta"] * sizes,
            "g": gradient, "g±": sizes,
            **{slot: now[slot] for slot in rule.slots},
            **{f"{slot}±": abs(now[slot]) + sizes for slot in rule.slots},
            **carried, "cost": np.array(cost), "cost±": np.array(size),
        }  # fmt: skip
        for part, value in one.items():
            rows.setdefault(part, []).append(np.asarray(value, dtype=float))
        # Both powers follow from those of the step before.
        carried = {h.name: np.asarray(h.step({**to, **carried})) for h in rule.heading}
        now = rule.step({**now, GRADIENT: gradient}, {**to, **carried})
    return {part: np.array(values) for part, values in rows.items()}


def _seen(
    found: Arrays, where: tuple[str, tuple[str, str]], low: _Point, high: _Point
) -> Arrays:
    """Return the ways as charts draw them: no further than from low to high."""
    prefix, names = where
    seen: Arrays = {}
    for name, least, most in zip(names, low, high, strict=True):
        for rule in RULES:
            way = found[f"{prefix}{called(rule)}_{name}"]
            seen[f"{prefix}{called(rule)}_seen_{name}"] = np.clip(way, least, most)
    for rule in RULES:
        symbol = f"{prefix}{called(rule)}"
        cost = np.clip(found[f"{symbol}_cost"], 10.0**LEAST, 10.0**MOST)
        seen[f"{symbol}_power"] = np.log10(cost)
        seen[f"{symbol}_power±"] = found[f"{symbol}_cost±"] / cost
    return seen

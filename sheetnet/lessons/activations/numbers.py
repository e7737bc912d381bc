"""NumPy's side of activation functions: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.activations.settings import NAMES, NEAR, ROWS
from sheetnet.model.functions import ACTIVATIONS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return one z to look at, the table's first z, h, and when a slope is small."""
    return {
        "z": np.array(1.0),
        "first": np.array(-6.0),
        "h": np.array(1e-4),
        "limit": np.array(0.01),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return a(z), a′(z), central differences, σ(−z), and how many slopes are small."""
    z, h = given["z"], given["h"]
    table_z = given["first"] * (1 - np.arange(ROWS) / (ROWS - 1) * 2)
    found: Arrays = {
        "a": np.array([_value(name, z) for name in NAMES]),
        "slope": np.array([_slope(name, z) for name in NAMES]),
        "mirror": 1 / (1 + np.exp(z)),
        "one_minus": 1 - 1 / (1 + np.exp(-z)),
    }
    found["same_mirror"] = same(found["mirror"], found["one_minus"])
    found["table_z"] = table_z
    # Where a corner lies between z − h and z + h there is no slope to find.
    corner = np.abs(table_z) <= h
    for name in NAMES:
        found[f"{name}_a"] = _value(name, table_z)
    for name in NAMES:
        found[f"{name}_slope"] = _slope(name, table_z)
    for name in NAMES:
        up, down = _value(name, table_z + h), _value(name, table_z - h)
        numeric = (up - down) / (2 * h)
        found[f"{name}_numeric"] = np.where(corner, 0.0, numeric)
        off = abs(numeric - found[f"{name}_slope"])
        found[f"{name}_off"] = np.where(corner, 0.0, off)
    worst = np.array([found[f"{name}_off"].max() for name in NAMES])
    found["worst"] = worst
    found["near"] = ticks(worst <= NEAR)
    small = {name: found[f"{name}_slope"] < given["limit"] - 1e-9 for name in NAMES}
    for name in NAMES:
        found[f"{name}_small"] = small[name].astype(float)
    found["jump_z"] = given["first"] * np.array([1.0, 0.0, 0.0, -1.0])
    found["jump_a"] = np.array([0.0, 0.0, 1.0, 1.0])
    found["vanished"] = np.array([small[name].mean() for name in NAMES])
    return found


def _value(name: str, z: np.ndarray) -> np.ndarray:
    return np.asarray(ACTIVATIONS[name].f(z))


def _slope(name: str, z: np.ndarray) -> np.ndarray:
    f_prime = ACTIVATIONS[name].f_prime
    return np.zeros_like(z) if f_prime is None else f_prime(z, _value(name, z))

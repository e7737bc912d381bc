"""NumPy's side of squared error and cross-entropy: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.cross_entropy.settings import POINTS, STEPS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return one example and a start that is thoroughly wrong about it."""
    return {
        "x": np.array(1.0),
        "t": np.array(0.0),
        "w_start": np.array(2.0),
        "b_start": np.array(2.0),
        "eta": np.array(0.3),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return cost and δ of both costs over z, and both runs of gradient descent.

    Equations: C = ½ (t − a)², δ = (a − t) a (1 − a);  C = −t ln a − (1 − t) ln (1 − a),
    δ = a − t  (book 3-4, 4-2)
    """
    t = given["t"]
    z = given["w_start"] * given["x"] + given["b_start"]
    a = 1 / (1 + np.exp(-z))
    dC_da = -t / a + (1 - t) / (1 - a)
    found: Arrays = {
        "z": z,
        "a": a,
        "slope": a * (1 - a),
        "start_delta_s": (a - t) * a * (1 - a),
        "start_delta_e": a - t,
        "dC_da": dC_da,
        "chain": dC_da * (a * (1 - a)),
        "same_delta": same(a - t, dC_da * (a * (1 - a))),
    }
    for name in ("s", "e"):
        found |= _run(given, name)
    curve_z = np.arange(POINTS) / 4 - 6
    C_s, delta_s = _squared(curve_z, t)
    C_e, delta_e = _entropy(curve_z, t)
    return found | {
        "curve_z": curve_z,
        "curve_a": 1 / (1 + np.exp(-curve_z)),
        "curve_C_s": C_s,
        "curve_C_e": C_e,
        "curve_delta_s": delta_s,
        "curve_delta_e": delta_e,
    }


def _squared(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a = 1 / (1 + np.exp(-z))
    return (t - a) ** 2 / 2, (a - t) * a * (1 - a)


def _entropy(z: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return C and δ; from z, as ln (1 − a) would lose digits where a is near 1."""
    C = np.logaddexp(0.0, z) - t * z
    return C, 1 / (1 + np.exp(-z)) - t


def _run(given: Arrays, name: str) -> Arrays:
    """Return the steps from the start with one cost, s or e."""
    x, t, eta = given["x"], given["t"], given["eta"]
    w, b = given["w_start"], given["b_start"]
    rows = []
    for _ in range(STEPS + 1):
        z = w * x + b
        C, delta = _squared(z, t) if name == "s" else _entropy(z, t)
        rows.append((w, b, z, 1 / (1 + np.exp(-z)), C, delta))
        w, b = w - eta * delta * x, b - eta * delta
    columns = np.array(rows, dtype=float).T
    symbols = ("w", "b", "z", "a", "C", "delta")
    run = {
        f"{one}_{name}": column for one, column in zip(symbols, columns, strict=True)
    }
    return {
        f"step_{name}": np.arange(STEPS + 1.0),
        **run,
        f"last_{name}": run[f"a_{name}"][-1],
    }

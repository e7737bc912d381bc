"""NumPy's side of linear approximation: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.approximation.settings import HALVINGS, NEAR
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return a point and a step, in one variable and in two."""
    return {
        "x": np.array(0.5),
        "dx": np.array(1.0),
        "point": np.array([1.0, 0.5]),
        "delta": np.array([0.5, 0.4]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return f(x + Δx) ≈ f(x) + f′(x) Δx for f = eˣ, and f = x² y + y² likewise."""
    return _one(given) | _two(given)


def _one(given: Arrays) -> Arrays:
    x = given["x"]
    f = np.exp(x)
    step = given["dx"] / 2.0 ** np.arange(HALVINGS)
    true, linear = np.exp(x + step), f + f * step
    error = true - linear
    ratio = error[:-1] / error[1:]
    size = true + abs(linear)
    line = x + given["dx"] * (np.arange(21) / 10 - 1)
    return {
        "f": f,
        "slope": f,
        "half_second": f / 2,
        "step": step,
        "true": true,
        "linear": linear,
        "error": error,
        "error±": size,
        "share": error / step**2,
        "share±": size / step**2,
        "ratio": np.append(0.0, ratio),
        "ratio±": np.append(1.0, 8 * size[1:] / error[1:]),
        "near": ticks(abs(ratio[-1] - 4) <= NEAR),
        "line": line,
        "curve": np.exp(line),
        "tangent": f + f * (line - x),
    }


def _two(given: Arrays) -> Arrays:
    (x, y), delta = given["point"], given["delta"]

    def f(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.asarray(x**2 * y + y**2)

    here = f(x, y)
    gradient = np.array([2 * x * y, x**2 + 2 * y])
    as_sum = here + gradient[0] * delta[0] + gradient[1] * delta[1]
    as_product = here + gradient @ delta
    k = 0.5 ** np.arange(HALVINGS)
    true = f(x + k * delta[0], y + k * delta[1])
    linear = here + k * (gradient @ delta)
    size = abs(true) + abs(linear) + abs(here) + 20
    # The rest is 2 x Δx Δy + y Δx² + Δy² + Δx² Δy: found without a difference.
    dx, dy = k * delta[0], k * delta[1]
    rest = 2 * x * dx * dy + y * dx**2 + dy**2 + dx**2 * dy
    return {
        "here": here,
        "gradient": gradient,
        "as_sum": as_sum,
        "as_product": as_product,
        "same_two": same(as_sum, as_product),
        "there": f(x + delta[0], y + delta[1]),
        "k": k,
        "true_two": true,
        "linear_two": linear,
        "error_two": true - linear,
        "error_two±": size,
        "rest": rest,
        "same_rest": ticks(abs(true - linear - rest) <= 1e-9),
    }

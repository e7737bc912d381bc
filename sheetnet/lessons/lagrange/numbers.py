"""NumPy's side of Lagrange's multiplier: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.lagrange.settings import ANGLES, LINE, REACH
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, frame, same, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return f = x + y on the unit circle."""
    return {"a": np.array(1.0), "b": np.array(1.0), "r": np.array(1.0)}


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the multiplier's answer and the sweep round the circle.

    Equation: ∇f = λ∇g with f = a x + b y, g = x² + y² − r²: a = 2λx, b = 2λy.
    """
    a, b, r = given["a"], given["b"], given["r"]
    length = np.hypot(a, b)
    x, y = -r * a / length, -r * b / length
    multiplier = a / (2 * x)
    least = a * x + b * y
    angle = 5.0 * np.arange(ANGLES)
    sweep_x = r * np.cos(angle * np.pi / 180)
    sweep_y = r * np.sin(angle * np.pi / 180)
    f = a * sweep_x + b * sweep_y
    return (
        {
            "length": length,
            "x": x,
            "y": y,
            "lambda_": multiplier,
            "least": least,
            "most": -least,
            "g": x**2 + y**2,
            "on_circle": same(x**2 + y**2, r**2),
            "f_x": 2 * multiplier * x,
            "f_y": 2 * multiplier * y,
            "same_x": same(a, 2 * multiplier * x),
            "same_y": same(b, 2 * multiplier * y),
            "angle": angle,
            "sweep_x": sweep_x,
            "sweep_y": sweep_y,
            "f": f,
            "f±": np.full(ANGLES, r * (a + b)),
            "sweep_least": f.min(),
            "sweep_most": f.max(),
            "never_below": ticks(f.min() >= least - 1e-9),
            "near": ticks(f.min() <= least * np.cos(np.pi / 72) + 1e-9),
        }
        | _line(a, b, r)
        | frame("corner", REACH * r)
    )


def _line(a: np.ndarray, b: np.ndarray, r: np.ndarray) -> Arrays:
    """Return three points of the line of equal f that touches the circle below."""
    length = np.hypot(a, b)
    steps = np.arange(LINE) - 1.0
    x, y = r * (steps * b - a) / length, r * (-steps * a - b) / length
    return {
        "line_x": x,
        "line_y": y,
        "line_f": a * x + b * y,
        "line_f±": a * abs(x) + b * abs(y),
    }

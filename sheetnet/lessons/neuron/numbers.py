"""NumPy's side of the neuron: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.neuron.settings import CURVE, LINE
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return three inputs, three weights and the threshold."""
    return {
        "x": np.array([1.0, 0.0, 1.0]),
        "w": np.array([2.0, -1.0, 1.5]),
        "theta": np.array(2.5),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return z = Σ wᵢxᵢ − θ = w·x + b, y = u(z), a = σ(z), the curve and the line."""
    x, w, theta = given["x"], given["w"], given["theta"]
    wx, b = w * x, -theta
    z_theta, z = wx.sum() - theta, w @ x + b
    curve_z = np.linspace(-8, 8, CURVE)
    line_x = np.linspace(-4, 4, LINE)
    line_z = w[0] * line_x + (w[1] * x[1] + w[2] * x[2] + b)
    slope = (line_z[-1] - line_z[0]) / 8
    return {
        "wx": wx,
        "sum_wx": wx.sum(),
        "z_theta": z_theta,
        "b": b,
        "z": z,
        "same_z": same(z_theta, z),
        "y": np.where(z_theta >= -1e-9, 1.0, 0.0),
        "a": _sigmoid(z),
        "curve_z": curve_z,
        "curve_a": _sigmoid(curve_z),
        "curve_y": np.where(curve_z >= -1e-9, 1.0, 0.0),
        "jump_z": np.array([-8.0, 0.0, 0.0, 8.0]),
        "jump_y": np.array([0.0, 0.0, 1.0, 1.0]),
        "line_x": line_x,
        "line_z": line_z,
        "line_a": _sigmoid(line_z),
        "slope": slope,
        "same_slope": same(slope, w[0]),
    }


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))

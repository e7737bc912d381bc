"""NumPy's side of learning: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.learning.settings import AWAY, LINE, POINTS, STEPS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return eight points with labels, parameters to turn, η, and two first centres."""
    return {
        "by_hand": np.array([1.0, -1.0, 0.5]),
        "eta": np.array(0.5),
        "x_1": np.array([-2.0, -1.0, -1.5, 0.0, 1.0, 2.0, 1.5, 3.0]),
        "x_2": np.array([-1.0, 0.5, -2.0, -1.0, 1.0, 0.0, 2.0, 1.5]),
        "t": np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]),
        "start_1": np.array([-2.0, 2.0]),
        "start_2": np.array([1.0, 2.0]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return costs by hand and after one step, then the two means.

    Equations: C = ½ (t − a)², δ = (a − t) a (1 − a), w ← w − η Σ δ x  (3-4, 4-2, 4-4)
    """
    x = np.stack([given["x_1"], given["x_2"], np.ones(POINTS)], axis=1)
    t = given["t"]
    found: Arrays = {}
    w = given["by_hand"]
    for name in ("hand", "step"):
        z = x @ w
        a = 1 / (1 + np.exp(-z))
        C = (t - a) ** 2 / 2
        delta = (a - t) * a * (1 - a)
        answer = np.where(a - 0.5 > 1e-9, 1.0, 0.0)
        found |= {
            f"z_{name}": z,
            f"a_{name}": a,
            f"C_{name}": C,
            f"mark_{name}": ticks(np.abs(answer - t) <= 1e-9),
            f"C_T_{name}": C.sum(),
            f"line_x_{name}": np.array(LINE, dtype=float),
            f"line_y_{name}": _line(w),
        }
        if name == "hand":
            found |= {"delta": delta, "gradient": delta @ x}
            w = w - given["eta"] * (delta @ x)
            found["stepped"] = w
    found["zeros"] = np.where(t < 0.5, given["x_2"], float(AWAY))
    found["ones"] = np.where(t < 0.5, float(AWAY), given["x_2"])
    found["lower"] = ticks(found["C_T_step"] <= found["C_T_hand"] + 1e-12)
    return found | _two_means(given)


def _line(w: np.ndarray) -> np.ndarray:
    """Return where w₁x₁ + w₂x₂ + b = 0; flat where w₂ is nearly 0."""
    if abs(w[1]) <= 1e-6:
        return np.zeros(2)
    return np.asarray(-(w[0] * np.array(LINE) + w[2]) / w[1])


def _two_means(given: Arrays) -> Arrays:
    """Return the steps of two-means: who is nearer, then the mean of each group."""
    x_1, x_2, t = given["x_1"], given["x_2"], given["t"]
    centre = np.stack([given["start_1"], given["start_2"]])
    found: Arrays = {"p_1": x_1, "p_2": x_2}
    totals, ways = [], [centre]
    for n in range(1, STEPS + 1):
        d = (x_1 - centre[:, :1]) ** 2 + (x_2 - centre[:, 1:]) ** 2
        second = np.where(d[0] - d[1] > 1e-9, 1.0, 0.0)
        found |= {f"d_1_{n}": d[0], f"d_2_{n}": d[1], f"group_{n}": 1 + second}
        totals.append(np.where(second > 0.5, d[1], d[0]).sum())
        centre = np.stack(
            [_mean(x_1, x_2, 1 - second, centre[0]), _mean(x_1, x_2, second, centre[1])]
        )
        ways.append(centre)
    every = np.array(ways)
    agree = (second == t).sum()
    return found | {
        "centre_1": every[:, 0, :],
        "centre_2": every[:, 1, :],
        "total": np.array(totals),
        "falls": ticks((np.diff(totals) <= 1e-9).all()),
        "agree": np.array(float(max(agree, POINTS - agree))),
        "step": np.arange(1.0, STEPS + 1),
    }


def _mean(
    x_1: np.ndarray, x_2: np.ndarray, here: np.ndarray, before: np.ndarray
) -> np.ndarray:
    """Return the mean of a group's points; the centre before where it has none."""
    if here.sum() < 0.5:
        return before
    return np.array([here @ x_1, here @ x_2]) / float(here.sum())

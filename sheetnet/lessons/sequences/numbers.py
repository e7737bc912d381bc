"""NumPy's side of sequences: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.sequences.settings import COUPLED, LAYERS, LEAST, TERMS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, frame, same


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return first terms, difference, ratio, the coupled pair, and the chain."""
    return {
        "first": np.array(1.0),
        "d": np.array(0.5),
        "r": np.array(1.2),
        "matrix": np.array([[0.9, -0.4], [0.4, 0.9]]),
        "start": np.array([1.0, 2.0]),
        "x": np.array(1.0),
        "t": np.array(1.0),
        "w": np.array([1.5, -1.0, 2.0, 1.0, -1.5]),
        "b": np.array([0.5, 0.5, -1.0, 0.0, 0.5]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return both sequences two ways, the coupled pair two ways, and the chain."""
    return _terms(given) | _coupled(given) | _chain(given)


def _terms(given: Arrays) -> Arrays:
    """Return aₙ = a₁ + (n−1)d and bₙ = a₁ rⁿ⁻¹, by recurrence and in closed form."""
    first, d, r = given["first"], given["d"], given["r"]
    n = np.arange(1.0, TERMS + 1)
    arithmetic, geometric = [first], [first]
    for _ in range(TERMS - 1):
        arithmetic.append(arithmetic[-1] + d)
        geometric.append(geometric[-1] * r)
    a, b = np.array(arithmetic), np.array(geometric)
    a_closed = first + (n - 1) * d
    b_closed = first * np.cumprod(np.append(1.0, np.full(TERMS - 1, r)))
    return {
        "n": n,
        "a": a,
        "a_closed": a_closed,
        "g": b,
        "g_closed": b_closed,
        "a_last": a[-1],
        "g_last": b[-1],
        "same_a": same(a[-1], a_closed[-1]),
        "same_g": same(b[-1], b_closed[-1]),
    }


def _coupled(given: Arrays) -> Arrays:
    """Return (p, q) ← M (p, q) step by step, and by the powers of M."""
    matrix, start = given["matrix"], given["start"]
    steps = [start]
    powers = [np.eye(2)]
    for _ in range(COUPLED - 1):
        steps.append(matrix @ steps[-1])
        powers.append(powers[-1] @ matrix)
    p, q = np.array(steps).T
    power = np.array(powers).reshape(COUPLED, 4).T
    p_power = power[0] * start[0] + power[1] * start[1]
    q_power = power[2] * start[0] + power[3] * start[1]
    return {
        "m": np.arange(float(COUPLED)),
        "p": p,
        "q": q,
        **{f"power_{k}": power[k] for k in range(4)},
        "p_power": p_power,
        "q_power": q_power,
        "same_p": same(p[-1], p_power[-1]),
        "same_q": same(q[-1], q_power[-1]),
    } | frame("corner", max(LEAST, abs(p).max(), abs(q).max()))


def _chain(given: Arrays) -> Arrays:
    """Return z and a forward, δ backward, and δ in closed form.

    Equations: z = w a + b, a = σ(z); δᴸ = (a − t) a′, δˡ = δˡ⁺¹ wˡ⁺¹ a′(zˡ)  (4-3)
    """
    w, b, t = given["w"], given["b"], given["t"]
    z, a = np.empty(LAYERS), np.empty(LAYERS)
    before = given["x"]
    for i in range(LAYERS):
        z[i] = w[i] * before + b[i]
        before = a[i] = 1 / (1 + np.exp(-z[i]))
    slope = a * (1 - a)
    delta = np.empty(LAYERS)
    delta[-1] = (a[-1] - t) * slope[-1]
    for i in reversed(range(LAYERS - 1)):
        delta[i] = delta[i + 1] * w[i + 1] * slope[i]
    closed = np.array(
        [(a[-1] - t) * slope[i:].prod() * w[i + 1 :].prod() for i in range(LAYERS)]
    )
    return {
        "layer": np.arange(2.0, 2 + LAYERS),
        "z": z,
        "act": a,
        "slope": slope,
        "C": (t - a[-1]) ** 2 / 2,
        "delta": delta,
        "closed": closed,
        "same_delta": same(delta, closed),
    }

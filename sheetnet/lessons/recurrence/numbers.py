"""NumPy's side of recurrence: inputs, and what must be shown. Knows no sheets."""

import numpy as np
from numpy.typing import NDArray

from sheetnet.lessons.recurrence.settings import EPSILON, LEAST, NEAR, STEPS, UNITS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same, ticks

_Array = NDArray[np.float64]


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return a unit and what it sees, three units that differ by u, and two by a matrix."""
    return {
        "w": np.array(0.5),
        "u": np.array(0.8),
        "b": np.array(0.0),
        "start": np.array(0.0),
        "x": np.array([1.0, 0.5, -0.5, -1.0, 0.5, 0.0, -0.5, 1.0, -1.0, 0.5]),
        "y": np.array([0.5, 0.5, 0.0, -0.5, 0.0, 0.0, -0.5, 0.5, 0.0, 0.0]),
        "us": np.array([0.5, 1.0, 1.5]),
        "matrix": np.array([[0.9, -0.5], [0.3, 0.8]]),
        "h_start": np.array([1.0, 0.5]),
        "g_last": np.array([1.0, 0.0]),
        "phi": np.array(30.0),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the unrolled unit and its gradient, the factors of three, and the pair.

    Equations: h(t) = tanh(w x(t) + u h(t−1) + b); C = ½ Σ (h(t) − y(t))²;
    δ(t) = (h(t) − y(t) + u δ(t+1)) (1 − h(t)²); ∂C/∂u = Σ δ(t) h(t−1)
    """
    return _unrolled(given) | _factors(given) | _pair(given)


def _run(given: Arrays, u: _Array) -> tuple[_Array, _Array]:
    """Return z of every step, and h from before the first step on."""
    z, h = [], [given["start"]]
    for x in given["x"]:
        z.append(given["w"] * x + u * h[-1] + given["b"])
        h.append(np.tanh(z[-1]))
    return np.array(z), np.array(h)


def _unrolled(given: Arrays) -> Arrays:
    u, y = given["u"], given["y"]
    z, h = _run(given, u)
    slope, error = 1 - h[1:] ** 2, h[1:] - y
    delta = np.empty(STEPS)
    after = np.array(0.0)
    for t in reversed(range(STEPS)):
        after = delta[t] = (error[t] + u * after) * slope[t]
    found: Arrays = {
        "step": np.arange(STEPS + 1.0),
        "z": z,
        "h": h,
        "slope": slope,
        "error": error,
        "delta": delta,
        "C": (error**2).sum() / 2,
        "dC_dw": (delta * given["x"]).sum(),
        "dC_du": (delta * h[:-1]).sum(),
        "dC_db": delta.sum(),
        "eps": np.array(EPSILON),
    }
    for name, moved in (("more", u + EPSILON), ("less", u - EPSILON)):
        _, found[f"h_{name}"] = _run(given, moved)
        found[f"C_{name}"] = ((found[f"h_{name}"][1:] - y) ** 2).sum() / 2
    quotient = (found["C_more"] - found["C_less"]) / (2 * EPSILON)
    near = abs(found["dC_du"] - quotient) <= NEAR * (1 + abs(quotient))
    return found | {"quotient": quotient, "near_u": ticks(near)}


def _factors(given: Arrays) -> Arrays:
    """Return of each u the run, what a step back multiplies by, and its products."""
    found: Arrays = {"back_step": np.arange(STEPS + 1.0)}
    last, linear_last = [], []
    for k in range(UNITS):
        u = given["us"][k]
        _, h = _run(given, u)
        factor = u * (1 - h[1:] ** 2)
        back, linear = _products(factor), _products(np.full(STEPS, 1.0) * u)
        found |= {f"h_{k}": h, f"factor_{k}": factor, f"back_{k}": back}
        found[f"linear_{k}"] = linear
        found[f"power_{k}"] = _power(back)
        found[f"linear_power_{k}"] = _power(linear)
        last.append(back[0])
        linear_last.append(linear[0])
    smaller = abs(np.array(last)) <= abs(np.array(linear_last)) * (1 + 1e-9)
    return found | {
        "last": np.array(last),
        "linear_last": np.array(linear_last),
        "smaller": ticks(smaller),
    }


def _products(factor: _Array) -> _Array:
    """Return ∂h(T)/∂h(t), from t = 0 to T: the product of the factors after t."""
    return np.append(np.cumprod(factor[::-1])[::-1], 1.0)


def _power(size: _Array) -> _Array:
    return np.asarray(np.log10(np.maximum(10.0**LEAST, abs(size))))


def _pair(given: Arrays) -> Arrays:
    """Return h forward by U, g back by Uᵀ, its length, the bound, and a rotation's."""
    U = given["matrix"]
    angle = given["phi"] * np.pi / 180
    R = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    h, g, turned = [given["h_start"]], [given["g_last"]], [given["g_last"]]
    for _ in range(STEPS):
        h.append(U @ h[-1])
        g.append(U.T @ g[-1])
        turned.append(R.T @ turned[-1])
    forward, back, by_turns = np.array(h), np.array(g)[::-1], np.array(turned)[::-1]
    length, turn = _length(back), _length(by_turns)
    stretch = np.linalg.svd(np.asarray(U), compute_uv=False)[0]
    bound = length[-1] * np.append(np.cumprod(np.full(STEPS, stretch))[::-1], 1.0)
    gh = (forward * back).sum(axis=1)
    return {
        "square": U.T @ U,
        "square±": abs(U).T @ abs(U),
        "R": R,
        "R±": np.ones((2, 2)),
        "stretch": np.array(stretch),
        "pair_step": np.arange(STEPS + 1.0),
        **{f"forward_{i}": forward[:, i] for i in (0, 1)},
        **{f"g_{i}": back[:, i] for i in (0, 1)},
        **{f"turn_{i}": by_turns[:, i] for i in (0, 1)},
        **{f"turn_{i}±": turn for i in (0, 1)},
        "gh": gh,
        "gh±": (abs(forward) * abs(back)).sum(axis=1),
        "length": length,
        "bound": bound,
        "turn_length": turn,
        "length_power": _power(length),
        "bound_power": _power(bound),
        "turn_power": _power(turn),
        "same_gh": same(gh[0], gh[-1]),
        "bounded": ticks((length <= bound * (1 + 1e-9)).all()),
        "same_turn": same(turn[-1], turn[0]),
    }


def _length(vectors: _Array) -> _Array:
    return np.asarray(np.sqrt((vectors**2).sum(axis=1)))

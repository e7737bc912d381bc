"""NumPy's side of derivatives: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.derivatives.settings import DIRECTIONS, NEAR, POINTS, QUOTIENTS, H
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return where each derivative is taken."""
    return {
        "x": np.array(1.5),
        "at": np.array([1.0, 0.5]),
        "w": np.array(2.0),
        "b": np.array(-1.0),
        "point": np.array([1.0, 0.5]),
        "step": np.array(0.01),
    }


# What a central difference with this step is made of is at most so large.
_SIZE = 20 / H


def _near(numeric: np.ndarray, exact: np.ndarray) -> np.ndarray:
    return ticks(np.abs(numeric - exact) <= NEAR * (1 + np.abs(exact)))


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return quotients and slopes of f(x) = x³ − 3x, and what the other sheets show."""
    chains = _chain_of_one(given) | _chain_of_two(given)
    return (
        _quotients(given["x"]) | _flat() | _partial(given) | chains | _direction(given)
    )


def _quotients(x: np.ndarray) -> Arrays:
    h = 10.0 ** -np.arange(QUOTIENTS)
    f, f_h = x**3 - 3 * x, (x + h) ** 3 - 3 * (x + h)
    exact = 3 * x**2 - 3
    size = (abs(x) ** 3 + 3 * abs(x) + 1) / h
    quotient = (f_h - f) / h
    error = np.abs(quotient - exact)
    return {
        "f": f,
        "exact": exact,
        "h": h,
        "f_h": f_h,
        "quotient": quotient,
        "quotient±": size,
        "off": quotient - exact,
        "off±": size,
        "best": error.min(),
        # Rounding raises the least by no more than the size there.
        "best±": size[error.argmin()],
        "close": ticks(error.min() <= 1e-5),
    }


def _flat() -> Arrays:
    """Return x², x³ and their slopes: both are 0 at 0, only one has a minimum there."""
    x = np.arange(POINTS) / 10 - 2
    return {
        "line": x,
        "square": x**2,
        "cube": x**3,
        "square_slope": 2 * x,
        "cube_slope": 3 * x**2,
        "square_least": ticks((x**2).min() >= -1e-9),
        "cube_least": ticks((x**3).min() >= -1e-9),
    }


def _partial(given: Arrays) -> Arrays:
    """Return the partial derivatives of f = x² + x y + y²."""
    x, y = given["at"]

    def f(x: float, y: float) -> float:
        return x**2 + x * y + y**2

    partial = np.array([2 * x + y, x + 2 * y])
    numeric = np.array([_central(f, x, y, 0), _central(f, x, y, 1)])
    return {
        "partial": partial,
        "partial_numeric": numeric,
        "partial_numeric±": np.full(2, _SIZE),
        "partial_near": _near(numeric, partial),
    }


def _chain_of_one(given: Arrays) -> Arrays:
    """Return the chain rule in one variable: dσ/dx, σ(u) with u = w x + b."""
    x, w, b = given["at"][0], given["w"], given["b"]

    def unit(x: float) -> float:
        return float(1 / (1 + np.exp(-(w * x + b))))

    s = unit(x)
    chain = s * (1 - s) * w
    numeric = np.array((unit(x + H) - unit(x - H)) / (2 * H))
    return {
        "u": w * x + b,
        "sigma": np.array(s),
        "dy_du": np.array(s * (1 - s)),
        "chain": np.array(chain),
        "chain_numeric": numeric,
        "chain_numeric±": np.array(_SIZE),
        "chain_near": _near(numeric, np.array(chain)),
    }


def _chain_of_two(given: Arrays) -> Arrays:
    """Return the chain rule in two variables: z = u² + u v, u = x y, v = x + y."""
    x, y = given["at"]

    def z(x: float, y: float) -> float:
        return (x * y) ** 2 + x * y * (x + y)

    u, v = x * y, x + y
    z_u, z_v = 2 * u + v, u
    both = np.array([z_u * y + z_v, z_u * x + z_v])
    numeric = np.array([_central(z, x, y, 0), _central(z, x, y, 1)])
    return {
        "uv": np.array([u, v]),
        "z": np.array(z(x, y)),
        "dz_duv": np.array([z_u, z_v]),
        "du": np.array([y, x]),
        "dv": np.array([1.0, 1.0]),
        "both": both,
        "both_numeric": numeric,
        "both_numeric±": np.full(2, 10 * _SIZE),
        "both_near": _near(numeric, both),
    }


def _central(f: object, x: float, y: float, which: int) -> float:
    dx, dy = (H, 0.0) if which == 0 else (0.0, H)
    assert callable(f)
    return float((f(x + dx, y + dy) - f(x - dx, y - dy)) / (2 * H))


def _direction(given: Arrays) -> Arrays:
    """Return ∇f of f = x² + 2y² and how f changes along every direction."""
    (x, y), step = given["point"], given["step"]
    gradient = np.array([2 * x, 4 * y])
    length = np.sqrt(gradient @ gradient)
    angle = 15.0 * np.arange(DIRECTIONS)
    e = np.array([np.cos(angle * np.pi / 180), np.sin(angle * np.pi / 180)])
    here = x**2 + 2 * y**2
    change = (x + step * e[0]) ** 2 + 2 * (y + step * e[1]) ** 2 - here
    along = gradient @ e
    return {
        "gradient": gradient,
        "length": length,
        "angle": angle,
        "e_x": e[0],
        "e_y": e[1],
        "along": along,
        "along±": np.full(DIRECTIONS, length),
        "change": change,
        "change±": np.full(DIRECTIONS, here + 1),
        "rate": change / step,
        "rate±": np.full(DIRECTIONS, (here + 1) / step),
        "least": along.min(),
        "steepest": -length,
        "never_below": ticks(along.min() >= -length - 1e-9),
        # The nearest of the directions is at most 7.5° off.
        "reaches": ticks(along.min() <= -length * np.cos(np.pi / 24) + 1e-9),
    }

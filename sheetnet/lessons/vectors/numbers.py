"""NumPy's side of vectors: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.vectors.settings import ANGLES, PICTURES
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return two vectors in space, one in the plane, and pictures of 4×3 pixels."""

    def picture(rows: str) -> np.ndarray:
        return np.array([[float(pixel) for pixel in row] for row in rows.split()])

    return {
        "a": np.array([2.0, 1.0, 2.0]),
        "b": np.array([1.0, 3.0, -1.0]),
        "flat": np.array([3.0, 1.0]),
        "k": np.array(2.0),
        "pattern": picture("010 010 010 010"),
        "picture_1": picture("010 010 010 110"),
        "picture_2": picture("111 101 101 111"),
        "picture_3": picture("001 010 010 100"),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return inner products, the sweep of directions, and the pictures' likeness."""
    return _products(given) | _sweep(given) | _likeness(given)


def _products(given: Arrays) -> Arrays:
    """Return a·b = Σ aᵢbᵢ = |a||b| cos θ, cos θ by the law of cosines."""
    a, b = given["a"], given["b"]
    length_a, length_b = np.sqrt(a @ a), np.sqrt(b @ b)
    apart = np.sqrt(((a - b) ** 2).sum())
    both = length_a * length_b
    some = both > 1e-9
    cosine = np.where(
        some,
        (length_a**2 + length_b**2 - apart**2) / (2 * np.where(some, both, 1)),
        0.0,
    )
    return {
        "products": a * b,
        "dot": a @ b,
        "length_a": length_a,
        "length_b": length_b,
        "apart": apart,
        "cosine": cosine,
        "by_angle": both * cosine,
        "by_angle±": length_a**2 + length_b**2 + apart**2,
        "same_dot": same(a @ b, both * cosine),
        "inside": ticks(abs(a @ b) <= both + 1e-9),
    }


def _sweep(given: Arrays) -> Arrays:
    """Return a·b for b of length k in every direction, and the least of all."""
    a, k = given["flat"], given["k"]
    length = np.sqrt(a @ a)
    angle = 15.0 * np.arange(ANGLES)
    b = k * np.array([np.cos(angle * np.pi / 180), np.sin(angle * np.pi / 180)])
    dot = a @ b
    against = -k / length * a
    return {
        "flat_length": length,
        "against": against,
        "against_dot": a @ against,
        "least": -length * k,
        "same_least": same(-length * k, a @ against),
        "angle": angle,
        "b_x": b[0],
        "b_y": b[1],
        "flat_dot": dot,
        "flat_dot±": np.full(ANGLES, length * k),
        "low": np.full(ANGLES, -length * k),
        "high": np.full(ANGLES, length * k),
        "between": ticks(abs(dot) <= length * k + 1e-9),
        "found": dot.min(),
        "found±": length * k,
    }


def _likeness(given: Arrays) -> Arrays:
    """Return each picture's inner product with the pattern, and its cosine."""
    pattern = given["pattern"]
    pictures = [given[f"picture_{n}"] for n in PICTURES]
    dots = np.array([(picture * pattern).sum() for picture in pictures])
    sizes = np.array([np.sqrt((p**2).sum() * (pattern**2).sum()) for p in pictures])
    some = sizes > 1e-9
    cosines = np.where(some, dots / np.where(some, sizes, 1.0), 0.0)
    first = int(np.flatnonzero(cosines >= cosines.max() - 1e-9)[0]) + 1
    best = first if cosines.max() > 1e-9 else 0
    numbers = np.array(PICTURES, dtype=float)
    return {
        "numbers": numbers,
        "dots": dots,
        "sizes": sizes,
        "cosines": cosines,
        "best": np.array(float(best)),
    }

"""The network's answers: which class it says, and whether that is right."""

import numpy as np

from sheetnet.model.functions import MARGIN, Array


def answers(a: Array, other: float = 0.0) -> Array:
    """Return the number (from 1) of the class each output says.

    The first output within MARGIN of the largest; of two classes on one unit, the
    second where a lies above the middle between the targets, 1 and `other`.
    Shapes: a (…, n) -> (…)
    """
    if a.shape[-1] == 1:
        return np.where(a[..., 0] - _middle(other) > MARGIN, 2.0, 1.0)
    near = a >= a.max(axis=-1, keepdims=True) - MARGIN
    first: Array = 1.0 + near.argmax(axis=-1)
    return first


def _middle(other: float) -> float:
    return (1.0 + other) / 2


def correct(answer: Array, t: Array, other: float = 0.0) -> Array:
    """Return 1 where the class answered is the target, else 0.

    `other` is the target of a class that an example is not.
    Shapes: answer (…, K), t (K, n) -> (…, K)
    """
    hit = (t - other) / (1.0 - other)
    if t.shape[1] == 1:
        return 1.0 - np.abs(answer - 1.0 - hit[:, 0])
    said: Array = hit[np.arange(len(t)), answer.astype(int) - 1]
    return said


def distance_to_edge(a: Array, other: float = 0.0) -> Array:
    """Return how far each answer is from the point where it would be another.

    Shapes: a (…, n) -> (…)
    """
    if a.shape[-1] == 1:
        return np.abs(a[..., 0] - _middle(other) - MARGIN)
    gaps = np.abs(a.max(axis=-1, keepdims=True) - MARGIN - a)
    closest: Array = gaps.min(axis=-1)
    return closest

"""The network's answers: which class it says, and whether that is right."""

import numpy as np

from sheetnet.model.functions import MARGIN, Array


def answers(a: Array) -> Array:
    """Return the number (from 1) of the class each output says.

    The first output within MARGIN of the largest; of two classes on one unit, the
    second where a lies above one half. Shapes: a (…, n) -> (…)
    """
    if a.shape[-1] == 1:
        return np.where(a[..., 0] - 0.5 > MARGIN, 2.0, 1.0)
    near = a >= a.max(axis=-1, keepdims=True) - MARGIN
    first: Array = 1.0 + near.argmax(axis=-1)
    return first


def correct(answer: Array, t: Array) -> Array:
    """Return 1 where the class answered is the target, else 0.

    Shapes: answer (…, K), t (K, n) -> (…, K)
    """
    if t.shape[1] == 1:
        return 1.0 - np.abs(answer - 1.0 - t[:, 0])
    said: Array = t[np.arange(len(t)), answer.astype(int) - 1]
    return said


def distance_to_edge(a: Array) -> Array:
    """Return how far each answer is from the point where it would be another.

    Shapes: a (…, n) -> (…)
    """
    if a.shape[-1] == 1:
        return np.abs(a[..., 0] - 0.5 - MARGIN)
    gaps = np.abs(a.max(axis=-1, keepdims=True) - MARGIN - a)
    closest: Array = gaps.min(axis=-1)
    return closest

"""NumPy's side of matrices: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.matrices.settings import UNITS, N
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same, ticks


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return two square matrices, and a layer of three units that sees four inputs."""
    return {
        "A": np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]),
        "B": np.array([[2.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 3.0, 1.0]]),
        "W": np.array(
            [[1.0, -1.0, 0.5, 0.0], [0.5, 2.0, -1.0, 1.0], [-1.0, 0.0, 1.5, 2.0]]
        ),
        "x": np.array([1.0, 0.0, 2.0, 1.0]),
        "bias": np.array([0.5, -1.0, 0.0]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the products of A and B and their transposes, and the layer's z two ways."""
    A, B = given["A"], given["B"]
    W, x, bias = given["W"], given["x"], given["bias"]
    off = abs((A @ B).T - B.T @ A.T).max()
    return {
        "AB": A @ B,
        "BA": B @ A,
        "differ": abs(A @ B - B @ A).max(),
        "commute": ticks(abs(A @ B - B @ A).max() <= 1e-9),
        "E": np.eye(N),
        "AE": A @ np.eye(N),
        "same_AE": ticks(abs(A @ np.eye(N) - A).max() <= 1e-9),
        "A_T": A.T,
        "B_T": B.T,
        "AB_T": (A @ B).T,
        "BT_AT": B.T @ A.T,
        "off": off,
        "off±": (abs(A) @ abs(B)).max(),
        "same_T": ticks(off <= 1e-9 * (1 + abs(A @ B).max())),
        "hadamard": A * B,
        "z_sum": W @ x + bias,
        "z_matrix": (np.hstack([W, bias[:, None]]) @ np.append(x, 1.0)),
        "same_z": same(W @ x + bias, np.einsum("ji,i->j", W, x) + bias),
        "activation": 1 / (1 + np.exp(-(W @ x + bias))),
        "unit": np.arange(1.0, UNITS + 1),
    }

"""NumPy's side of the demons: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.engine import run
from sheetnet.lessons.demons.settings import BIASES, COLUMNS, LIKES, PIXELS, ROWS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve

_TEMPLATE = "digits"


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return the demons set by hand, the pictures of `digits`, a trained network."""
    # A spec is read by what knows the lessons, so it is asked for only now.
    from sheetnet.spec.loading import load_network

    network, inputs = resolve(load_network(_TEMPLATE))
    assert inputs.labels is not None
    last = {key: array[-1] for key, array in run(network, inputs).items()}
    found: Arrays = {"k": np.array(1.0)}
    for j, liked in enumerate(LIKES, 1):
        weights = np.zeros(PIXELS)
        weights[[pixel - 1 for pixel in liked]] = 2
        found[f"w_{j}"] = weights.reshape(ROWS, COLUMNS)
    return found | {
        "b": np.array([-2.0, -2.0, -2.0]),
        "v": np.array([[4.0, -4.0, 4.0], [-4.0, 4.0, -4.0]]),
        "c": np.array([-4.0, 4.0]),
        "x": inputs.x.reshape(-1, ROWS, COLUMNS),
        "label": inputs.labels.astype(float),
        "w2": np.round(last[Key("w", 2)].reshape(3, ROWS, COLUMNS), 3),
        "b2": np.round(last[Key("b", 2)], 3),
        "w3": np.round(last[Key("w", 3)], 3),
        "b3": np.round(last[Key("b", 3)], 3),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return what demons and trained network say to every picture, and of one more."""
    x, label = given["x"].reshape(-1, PIXELS), given["label"]
    w = np.stack([given[f"w_{j}"].ravel() for j in (1, 2, 3)])
    z, out, right = _judged(x, label, (w, given["b"], given["v"], given["c"]))
    trained = given["w2"].reshape(-1, PIXELS), given["b2"], given["w3"], given["b3"]
    trained_z, trained_out, trained_right = _judged(x, label, trained)
    at = round(float(given["k"])) - 1
    own = _of_one(given, at)
    filters = -0.5 * np.arange(BIASES)
    liked = x @ w[1]
    fires = np.where(liked[:, None] + filters >= -1e-9, 1.0, 0.0)
    zero = np.where(np.abs(label) <= 1e-9, 1.0, 0.0)
    return {
        "z": z,
        "a": _sigmoid(z),
        "out": out,
        "right": right,
        "trained_a": _sigmoid(trained_z),
        "trained_out": trained_out,
        "trained_right": trained_right,
        "zero": zero,
        "one": 1 - zero,
        "liked": liked,
        **{f"fires_{i}": fires[:, i] for i in range(BIASES)},
        **own,
        "answer": np.where(out[at, 1] - out[at, 0] > 1e-9, 1.0, 0.0),
        "same_row": same(own["own_z"].sum(), z[at].sum()),
        "score": right.sum(),
        "trained_score": trained_right.sum(),
        "bias": filters,
        "alarms": zero @ fires,
        "misses": (1 - zero) @ (1 - fires),
    }


def _of_one(given: Arrays, at: int) -> Arrays:
    """Return what the demons say to one picture."""
    picture = given["x"][at]
    liked = np.array([(given[f"w_{j}"] * picture).sum() for j in (1, 2, 3)])
    z = liked + given["b"]
    a = _sigmoid(z)
    return {
        "picture": picture,
        "own_label": given["label"][at],
        "own_z": z,
        "own_a": a,
        "own_out": _sigmoid(given["v"] @ a + given["c"]),
    }


def _judged(
    x: np.ndarray, label: np.ndarray, parameters: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return z of the hidden units, the outputs, and 1 where the answer is right."""
    w, b, v, c = parameters
    z = x @ w.T + b
    out = _sigmoid(_sigmoid(z) @ v.T + c)
    answer = np.where(out[:, 1] - out[:, 0] > 1e-9, 1.0, 0.0)
    return z, out, np.where(np.abs(answer - label) <= 1e-9, 1.0, 0.0)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))

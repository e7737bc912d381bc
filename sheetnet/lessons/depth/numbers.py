"""NumPy's side of depth: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.engine import run
from sheetnet.lessons.depth.settings import HIDDEN, STARTS
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve

_TEMPLATE = "digits"


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return layer sizes, the pictures of `digits`, and parameters that NumPy trained."""
    # A spec is read by what knows the lessons, so it is asked for only now.
    from sheetnet.spec.loading import load_network

    found: Arrays = {"sizes": np.array([12.0, 3.0, 2.0, 0.0, 0.0])}
    for h in HIDDEN:
        network, inputs = resolve(load_network(_TEMPLATE, [f"layer.2.units={h}"]))
        if h == HIDDEN[0]:
            assert inputs.labels is not None
            found["x"] = inputs.x
            found["label"] = inputs.labels.astype(float)
            eta, epochs = inputs.settings["eta"], network.epochs
            found["starts"] = _starts(found["x"], found["label"], eta, epochs)
        trace = run(network, inputs)
        last = {key: array[-1] for key, array in trace.items()}
        found[f"w2_{h}"] = np.round(last[Key("w", 2)], 3)
        found[f"b2_{h}"] = np.round(last[Key("b", 2)], 3)
        found[f"w3_{h}"] = np.round(last[Key("w", 3)], 3)
        found[f"b3_{h}"] = np.round(last[Key("b", 3)], 3)
    return found


def _starts(x: np.ndarray, label: np.ndarray, eta: float, epochs: int) -> np.ndarray:
    """Return C_T at the end of many trainings of each size, each from its own start."""
    rng = np.random.default_rng(0)
    x, t = x.reshape(len(x), -1), np.eye(2)[label.astype(int)]
    found = []
    for h in HIDDEN:
        shapes = (x.shape[1], h), (1, h), (h, 2), (1, 2)
        start = [rng.normal(size=(STARTS, *shape)) for shape in shapes]
        found.append(descend(x, t, start, eta, epochs))
    return np.round(found, 3)


def descend(
    x: np.ndarray, t: np.ndarray, start: list[np.ndarray], eta: float, epochs: int
) -> np.ndarray:
    """Return C_T after so many epochs, for many networks at once.

    Shapes: x (K, n), t (K, 2); start: w² (S, n, h), b² (S, 1, h), w³ (S, h, 2), b³ (S, 1, 2).
    """
    w2, b2, w3, b3 = start
    for _ in range(epochs):
        a = _sigmoid(x @ w2 + b2)
        out = _sigmoid(a @ w3 + b3)
        delta3 = (out - t) * out * (1 - out)
        delta2 = (delta3 @ w3.swapaxes(1, 2)) * a * (1 - a)
        w3 = w3 - eta * (a.swapaxes(1, 2) @ delta3)
        b3 = b3 - eta * delta3.sum(axis=1, keepdims=True)
        w2 = w2 - eta * (x.T @ delta2)
        b2 = b2 - eta * delta2.sum(axis=1, keepdims=True)
    out = _sigmoid(_sigmoid(x @ w2 + b2) @ w3 + b3)
    return np.asarray(((t - out) ** 2).sum(axis=(1, 2)) / 2)


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the numbers of parameters, and the forward pass for 1 to 5 hidden units.

    Equation: a layer of n units that sees m values has (m + 1) n parameters (1-20).
    """
    sizes, label = given["sizes"], given["label"]
    x = given["x"].reshape(len(label), -1)
    below, here = sizes[:-1], sizes[1:]
    by_layer = np.where(here * below > 0.5, (below + 1) * here, 0.0)
    t = np.stack([np.abs(label) <= 1e-9, np.abs(label - 1) <= 1e-9], axis=1) * 1.0
    found: Arrays = {
        "weights": np.where(here * below > 0.5, below * here, 0.0),
        "biases": np.where(here * below > 0.5, here, 0.0),
        "by_layer": by_layer,
        "total": by_layer.sum(),
        "t": t,
    }
    for h in HIDDEN:
        a = _sigmoid(x @ given[f"w2_{h}"].reshape(h, -1).T + given[f"b2_{h}"])
        out = _sigmoid(a @ given[f"w3_{h}"].T + given[f"b3_{h}"])
        answer = np.where(out[:, 1] - out[:, 0] > 1e-9, 1.0, 0.0)
        found[f"a_{h}"] = a
        found[f"out_{h}"] = out
        found[f"C_{h}"] = ((t - out) ** 2).sum(axis=1) / 2
        found[f"right_{h}"] = 1.0 * (np.abs(answer - label) <= 1e-9)
    found["hidden"] = np.array(HIDDEN, dtype=float)
    found["parameters"] = np.array([13.0 * h + (h + 1) * 2 for h in HIDDEN])
    found["C_T"] = np.array([found[f"C_{h}"].sum() for h in HIDDEN])
    found["correct"] = np.array([found[f"right_{h}"].sum() for h in HIDDEN])
    starts = given["starts"]
    found |= {"best": starts.min(axis=1), "mean": starts.mean(axis=1)}
    found |= {
        "worst": starts.max(axis=1),
        "units": found["hidden"],
        "each": found["hidden"],
    }
    found["accuracy"] = found["correct"] / len(x)
    return found


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))

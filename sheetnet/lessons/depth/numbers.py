"""NumPy's side of depth: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.engine import run
from sheetnet.lessons.depth.settings import HIDDEN
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
            found["x"] = inputs.x.reshape(len(inputs.x), -1)
            found["label"] = inputs.labels.astype(float)
        trace = run(network, inputs)
        last = {key: array[-1] for key, array in trace.items()}
        found[f"w2_{h}"] = np.round(last[Key("w", 2)].reshape(h, -1), 3)
        found[f"b2_{h}"] = np.round(last[Key("b", 2)], 3)
        found[f"w3_{h}"] = np.round(last[Key("w", 3)], 3)
        found[f"b3_{h}"] = np.round(last[Key("b", 3)], 3)
    return found


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the numbers of parameters, and the forward pass for 1 to 5 hidden units.

    Equation: a layer of n units that sees m values has (m + 1) n parameters (1-20).
    """
    sizes, x, label = given["sizes"], given["x"], given["label"]
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
        a = _sigmoid(x @ given[f"w2_{h}"].T + given[f"b2_{h}"])
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
    found["accuracy"] = found["correct"] / len(x)
    return found


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))

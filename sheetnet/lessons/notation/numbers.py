"""NumPy's side of notation: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.notation.settings import EXAMPLES, HIDDEN, OUT, SEEN
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, ticks
from sheetnet.model.sentence import Added, Plain, Signed, Spelled

_SUPERSCRIPT, _SUBSCRIPT = "²³", "₁₂₃"
# Where w² and w³ stand on the first sheet: in these columns, and below this row.
_COLUMNS, _ABOVE = {2: "BCD", 3: "HIJ"}, 30


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return a 3-3-2 network, three examples, and the question: which cell is w²₃₁?"""
    return {
        "l": np.array(2.0),
        "j": np.array(3.0),
        "i": np.array(1.0),
        "k": np.array(1.0),
        "w2": np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5], [-0.75, 1.5, 1.0]]),
        "b2": np.array([0.5, -0.25, 0.0]),
        "w3": np.array([[1.0, -0.5, 0.75], [-1.0, 0.5, 1.25]]),
        "b3": np.array([0.25, -0.5]),
        "x": np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]),
        "label": np.array([0.0, 1.0, 1.0]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the answer to the question, and the network forward and backward.

    Equations: z = Σ w a + b, δ³ = (a³ − t) a′, δ² = (Σ δ³ w³) a′, ∂C/∂w = δ a  (ch. 4)
    """
    return _network(given) | _question(given)


def _network(given: Arrays) -> Arrays:
    x, label = given["x"], given["label"]
    w2, b2, w3, b3 = (given[name] for name in ("w2", "b2", "w3", "b3"))
    t = np.stack([np.abs(label) <= 1e-9, np.abs(label - 1) <= 1e-9], axis=1) * 1.0
    z2 = x @ w2.T + b2
    a2 = 1 / (1 + np.exp(-z2))
    z3 = a2 @ w3.T + b3
    a3 = 1 / (1 + np.exp(-z3))
    delta3 = (a3 - t) * a3 * (1 - a3)
    delta2 = delta3 @ w3 * a2 * (1 - a2)
    found: Arrays = {
        "t": t,
        "z2": z2,
        "a2": a2,
        "z3": z3,
        "a3": a3,
        "C": ((t - a3) ** 2).sum(axis=1) / 2,
        "delta3": delta3,
        "delta2": delta2,
        "C_T": ((t - a3) ** 2).sum() / 2,
    }
    for l, delta, seen in ((2, delta2, x), (3, delta3, a2)):
        each = [np.outer(delta[k], seen[k]) for k in range(EXAMPLES)]
        for k in range(EXAMPLES):
            found[f"g{l}_{k + 1}"] = each[k]
        found[f"sum_{l}"] = np.sum(each, axis=0)
        found[f"whole_{l}"] = delta.T @ seen
        off = np.abs(found[f"sum_{l}"] - found[f"whole_{l}"]).max()
        found[f"same_{l}"] = ticks(off <= 1e-9)
    return found


def _question(given: Arrays) -> Arrays:
    l, i, k = (round(float(given[name])) for name in ("l", "i", "k"))
    # Layer 3 has two units only.
    j = min(round(float(given["j"])), OUT if l == 3 else HIDDEN)
    w, b = given[f"w{l}"], given[f"b{l}"]
    x = given["x"]
    a2 = 1 / (1 + np.exp(-(x @ given["w2"].T + given["b2"])))
    seen = (x if l == 2 else a2)[k - 1]
    terms = w[j - 1] * seen
    z = terms.sum() + b[j - 1]
    raised, low = _SUPERSCRIPT[l - 2], _SUBSCRIPT[j - 1]
    head: list[str | Signed | Added | Plain] = [f"z{raised}{low} = "]
    for n in range(SEEN):
        one = Signed(w[j - 1, n]) if n == 0 else Added(w[j - 1, n])
        head += [one, "×", Plain(seen[n])]
    spelled = Spelled.of([*head, Added(b[j - 1]), " = ", Signed(z)])
    return {
        "j_used": np.array(float(j)),
        "symbol": np.array(f"w{raised}{low}{_SUBSCRIPT[i - 1]}", dtype=object),
        "address": np.array(_address(l, j, i), dtype=object),
        "value": w[j - 1, i - 1],
        "from_unit": np.array(
            f"{'x' if l == 2 else 'a²'}{_SUBSCRIPT[i - 1]}", dtype=object
        ),
        "to_unit": np.array(f"z{raised}{low}", dtype=object),
        "seen": seen,
        "weights": w[j - 1],
        "by_sum": z,
        "by_matrix": (w @ seen + b)[j - 1],
        "same_z": ticks(abs(z - (w @ seen + b)[j - 1]) <= 1e-9 * (1 + abs(z))),
        "equation": np.array(spelled, dtype=object),
        "cells_2": _cells(2, HIDDEN),
        "cells_3": _cells(3, OUT),
    }


def _cells(l: int, units: int) -> np.ndarray:
    every = [
        [_address(l, j, i) for i in range(1, SEEN + 1)] for j in range(1, units + 1)
    ]
    return np.array(every, dtype=object)


def _address(l: int, j: int, i: int) -> str:
    return f"{_COLUMNS[l][i - 1]}{_ABOVE + j}"

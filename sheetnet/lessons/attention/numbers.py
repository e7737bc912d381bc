"""NumPy's side of attention: inputs, and what must be shown. Knows no sheets."""

import numpy as np
from numpy.typing import NDArray

from sheetnet.lessons.attention.settings import LATER, POSITIONS, SIZE
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, ticks

_Array = NDArray[np.float64]


def given(spec: LessonSpec) -> Arrays:  # noqa: ARG001
    """Return four positions, the weights ([units, seen]), and what is asked of them."""
    return {
        "x": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [-1.0, 0.5]]),
        "W_q": np.array([[1.5, 0.5], [-1.0, 2.0]]),
        "W_k": np.array([[1.0, -0.5], [0.5, 1.0]]),
        "W_v": np.array([[1.0, 0.0], [0.5, -1.0]]),
        "query": np.array(2.0),
        "shift": np.array(10.0),
        "later": np.array([2.0, -1.0]),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return attention with the mask and without, and once more with another last x.

    Equations: q = W_q x, k = W_k x, v = W_v x; S(t,s) = q(t)·k(s) / √2;
    P = softmax of S by row; o(t) = Σₛ P(t,s) v(s), with the mask over s ≤ t
    """
    x = given["x"]
    other = np.concatenate([x[:-1], given["later"][None]])
    first, second = _attend(x, given), _attend(other, given)
    found = first | {f"{LATER}{symbol}": one for symbol, one in second.items()}
    found[f"{LATER}x"] = x[:-1]
    for name in ("", "masked_"):
        moved = abs(second[f"{name}o"] - first[f"{name}o"]).max(axis=1)
        found[f"{name}moved"] = moved
        # As large as the numbers whose difference it is.
        found[f"{name}moved±"] = abs(first[f"{name}o"]).max(axis=1)
    found["later_position"] = np.arange(1.0, POSITIONS + 1)
    found["same_before"] = ticks((found["masked_moved"][:-1] <= 1e-9).all())
    return found | _checks(first) | _chosen(first, given)


def _attend(x: _Array, given: Arrays) -> Arrays:
    """Return q, k, v, and scores, exponentials, weights, outputs, all and masked."""
    q, k, v = (x @ given[f"W_{one}"].T for one in "qkv")
    scores = q @ k.T / np.sqrt(float(SIZE))
    found: Arrays = {"q": q, "k": k, "v": v.T, "S": scores}
    found["E"] = np.exp(scores - scores.max(axis=1, keepdims=True))
    found["P"] = found["E"] / found["E"].sum(axis=1, keepdims=True)
    found["o"] = found["P"] @ v
    outputs = np.empty_like(found["o"])
    for t in range(POSITIONS):
        seen = scores[t, : t + 1]
        powers = np.exp(seen - seen.max())
        found[f"masked_S_{t + 1}"] = seen
        found[f"masked_E_{t + 1}"] = powers
        found[f"masked_P_{t + 1}"] = powers / powers.sum()
        outputs[t] = found[f"masked_P_{t + 1}"] @ v[: t + 1]
    return found | {"masked_o": outputs}


def _checks(found: Arrays) -> Arrays:
    """Return what holds of any weights: whole shares; the first sees itself alone."""
    masked = [found[f"masked_P_{t + 1}"].sum() for t in range(POSITIONS)]
    first, own = found["masked_o"][0], found["v"][:, 0]
    return {
        "same_sum": ticks((abs(found["P"].sum(axis=1) - 1) <= 1e-9).all()),
        "same_masked_sum": ticks((abs(np.array(masked) - 1) <= 1e-9).all()),
        "same_first": ticks((abs(first - own) <= 1e-9 * (1 + abs(own))).all()),
    }


def _chosen(found: Arrays, given: Arrays) -> Arrays:
    """Return the chosen query's weights, and those of its scores with a constant added."""
    t = int(given["query"]) - 1
    masked = found[f"masked_P_{t + 1}"]
    scores = found["S"][t] + given["shift"]
    powers = np.exp(scores - scores.max())
    shares = powers / powers.sum()
    return {
        "position": np.arange(1.0, POSITIONS + 1),
        "chosen_S": found["S"][t],
        "chosen": found["P"][t],
        "chosen_masked": np.append(masked, np.zeros(POSITIONS - 1 - t)),
        "shifted": scores,
        "shifted_E": powers,
        "shifted_P": shares,
        "same_shifted": ticks((abs(found["P"][t] - shares) <= 1e-9).all()),
    }

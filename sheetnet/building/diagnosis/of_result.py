"""Signs in the answers: worth no more than a constant, or good for its examples alone."""

from collections.abc import Iterator

import numpy as np

from sheetnet.building.diagnosis.course import Examples, class_counts, score
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.model.functions import Array
from sheetnet.model.network import Network

# A skill below this is that of an answer that never changes, but for luck.
NOTHING = 0.05


def of_result(
    network: Network, examples: Examples, learned: float
) -> Iterator[Finding]:
    """Find a network whose answers are worth no more than one that never changes."""
    if not learned < NOTHING:
        return
    reached = score(network, examples, examples.last)
    if not network.labelled:
        yield Finding("no-better-than-the-mean", {"r2": reached})
        return
    counts = class_counts(examples.t)
    yield Finding(
        "no-better-than-largest-class",
        {
            "accuracy": reached,
            "largest": network.outputs[int(counts.argmax())],
            "share": float(counts.max() / counts.sum()),
        },
    )


# ------------------------------------------------------------------ test examples

# Half as much again as its lowest value: where all goes well it rises by a third at times.
WORSE = 0.5
# And by a tenth of what it was at the start: near 0 it doubles for nothing.
WORTH = 0.1
# Of right answers or of R²: on few examples a gap of half that is usual.
GAP = 0.2


def overfitting(training: Array, test: Array) -> Iterator[Finding]:
    """Find a network that learns its examples by heart: C of the test examples rises.

    In an earlier epoch it was two thirds of that or less, and C of the training examples has fallen
    since. Both are means over their examples. Shapes: (epochs + 1,) each.
    """
    best = int(test.argmin())
    rose = test[-1] - test[best]
    worse = rose > WORSE * test[best] and rose > WORTH * test[0]
    if worse and training[-1] < training[best]:
        yield Finding(
            "overfitting",
            {
                "epoch": best,
                "fewer": max(1, best),
                "lowest": float(test[best]),
                "last": float(test[-1]),
                "training": float(training[-1]),
            },
        )


def gap_to_test(training: float, test: float, examples: int) -> Iterator[Finding]:
    """Find right answers (or R²) that are much worse for the test examples.

    `examples` counts these. By luck alone a share s of so many is off by √(s(1−s)/n);
    the gap has to be twice that, and a fifth.
    """
    luck = np.sqrt(max(0.0, test * (1.0 - test)) / examples)
    if training - test > max(GAP, 2.0 * luck):
        yield Finding("test-much-worse", {"training": training, "test": test})

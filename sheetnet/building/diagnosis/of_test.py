"""Signs in the test examples: the network is good for the others alone, or was thrown."""

from collections.abc import Iterator

import numpy as np

from sheetnet.building.diagnosis.course import Examples
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.engine import Trace
from sheetnet.layers.quantities import learning, parameters
from sheetnet.model.functions import Array
from sheetnet.model.network import Network

# Half as much again as its lowest value: where all goes well it rises by a third at times.
WORSE = 0.5
# And by a tenth of what it was at the start: near 0 it doubles for nothing.
WORTH = 0.1
# Of right answers or of R²: on few examples a gap of half that is usual.
GAP = 0.2

# Who learns by heart gets better first: C that only rises, or ends at ten times its
# first value, or parameters a hundred times as large as at the start, tell of large steps.
SOON, FAR, JUMPED = 1, 10.0, 100.0


def of_test_cost(
    training: Array, test: Array, eta: float, *, thrown: bool
) -> Iterator[Finding]:
    """Find C of the test examples that rises while that of the training examples falls.

    In an earlier epoch it was two thirds of what it is in the end, or less. The examples
    are learned by heart, or the steps are too large. Both are means over their examples.
    Shapes: (epochs + 1,) each.
    """
    best = int(test.argmin())
    rose = test[-1] - test[best]
    worse = rose > WORSE * test[best] and rose > WORTH * test[0]
    if not (worse and training[-1] < training[best]):
        return
    numbers = {
        "epoch": best,
        "lowest": float(test[best]),
        "last": float(test[-1]),
        "training": float(training[-1]),
    }
    if thrown or best <= SOON or test[-1] > FAR * test[0]:
        step = {"eta": eta, "smaller": eta / 10}
        yield Finding("test-cost-rose", numbers | step)
    else:
        yield Finding("overfitting", numbers | {"fewer": best})


def thrown(network: Network, examples: Examples) -> bool:
    """Tell whether the parameters have become a hundred times as large, and as 1."""
    first, last = (_largest(network, one) for one in (examples.first, examples.last))
    return last > JUMPED * max(1.0, first)


def _largest(network: Network, one: Trace) -> float:
    keys = [part.key for layer in learning(network) for part in parameters(layer)]
    return max((float(np.abs(one[key]).max()) for key in keys), default=0.0)


def gap_to_test(training: float, test: float, examples: int) -> Iterator[Finding]:
    """Find right answers (or R²) that are much worse for the test examples.

    `examples` counts these. By luck alone a share s of so many is off by √(s(1−s)/n);
    the gap has to be twice that, and a fifth.
    """
    luck = np.sqrt(max(0.0, test * (1.0 - test)) / examples)
    if training - test > max(GAP, 2.0 * luck):
        yield Finding("test-much-worse", {"training": training, "test": test})

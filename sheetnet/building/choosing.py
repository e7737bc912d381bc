"""η, chosen by short runs: which step size makes C_T fall fast and keeps a margin.

NumPy alone: it trains on a sample of the examples and looks at C_T. Knows nothing of
files and of sheets.
"""

from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import data_of, epochs
from sheetnet.errors import TrainingError
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key

# Each about three times the one before: a finer grid tells apart what a workbook of some
# dozen epochs does not.
GRID = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)

# The mean of C over so many is as steep as over all, within some percent.
MOST_EXAMPLES = 500
# Longer runs than this are told apart by their beginning.
MOST_EPOCHS = 60


@dataclass(frozen=True, slots=True)
class Tried:
    """One η, and what the mean of C did with it.

    `C` are the first and the last; the last is infinite where a number left what a
    spreadsheet can hold. `calm` tells that C never rose from one epoch to the next.
    """

    eta: float
    C: tuple[float, float]
    calm: bool

    @property
    def fell(self) -> float:
        """By how much C ended below where it began."""
        return self.C[0] - self.C[1]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The η to take, and the runs from which it was taken, by falling η."""

    eta: float
    tried: tuple[Tried, ...]
    examples: int
    epochs: int


def choose_eta(network: Network, inputs: Inputs) -> Chosen:
    """Try η on a grid and return the best that has a margin against divergence.

    Of those with which C falls in every epoch it is the one that ends lowest, provided
    that with twice its size C falls by half as much at least. Where C is the sum over
    the examples, η is smaller by their number: the steps are the same. Where even the
    least of the grid is too large, it goes on downwards.
    """
    short, sample = _shortened(network, inputs)
    used = network.examples if inputs.use is None else int(inputs.use.sum())
    count = used if network.reduction == "sum" else 1
    tried: list[Tried] = []
    for eta in reversed(_grid()):
        tried.append(_try(short, sample, eta))
        # The second calm one: twice that is less than the first.
        if eta <= GRID[0] and all(one.calm for one in tried[-2:]):
            break
    best = _best(short, sample, tried)
    return Chosen(
        eta=_plain(best.eta / count),
        tried=tuple(replace(one, eta=_plain(one.eta / count)) for one in tried),
        examples=short.examples,
        epochs=short.epochs,
    )


def _grid() -> tuple[float, ...]:
    """Return the grid and what lies below it: 3 and 1 times powers of 10, to 1e-12."""
    below = [float(f"{digit}e-{n}") for n in range(12, 2, -1) for digit in (1, 3)]
    return (*below, 0.01, *GRID)


def _plain(eta: float) -> float:
    """Return η with two digits, as a person would write it."""
    return float(f"{eta:.2g}")


def _best(network: Network, inputs: Inputs, tried: list[Tried]) -> Tried:
    """Return the calm one that ends lowest and has a margin; else the least of all."""
    calm = sorted((one for one in tried if one.calm), key=lambda one: one.C[1])
    for one in calm:
        if _try(network, inputs, 2 * one.eta).fell >= one.fell / 2:
            return one
    return tried[-1]


def _try(network: Network, inputs: Inputs, eta: float) -> Tried:
    """Train with one η and look at C."""
    settings = {**inputs.settings, "eta": eta}
    C: list[float] = []
    try:
        for one in epochs(network, replace(inputs, settings=settings)):
            C.append(float(one[Key("C_T")]))
    except TrainingError:
        C.append(np.inf)
    # What rounding adds where nothing is left to learn is no rise.
    rises = np.diff(C) > 1e-9 * np.array(C[:-1])
    return Tried(eta, (C[0], C[-1]), calm=not rises.any())


def _shortened(network: Network, inputs: Inputs) -> tuple[Network, Inputs]:
    """Return a network of fewer examples and epochs, whose C_T is a mean.

    Its examples are some of those that are learned from, as the network sees them.
    """
    data = data_of(network, inputs)
    used = np.arange(len(data.x)) if data.use is None else np.flatnonzero(data.use)
    chosen = used[_sample(data.t[used])]
    short = msgspec.structs.replace(
        network,
        examples=len(chosen),
        epochs=min(MOST_EPOCHS, max(1, network.epochs)),
        reduction="mean",
        fields=(),
        target_scale="none",
        counts=False,
        test=0,
    )
    x, t = np.asarray(data.x)[chosen], data.t[chosen]
    seen = Inputs(x, None, None, t, settings=inputs.settings, start=inputs.start)
    return short, seen


def _sample(t: Array) -> NDArray[np.intp]:
    """Return which examples to try with: of each class, or of t, at equal distances."""
    order = np.lexsort(t.T[::-1])
    at = np.linspace(0, len(t) - 1, min(MOST_EXAMPLES, len(t))).round().astype(int)
    return np.sort(order[at])

"""η, chosen by short runs: which step size makes C_T fall fast and keeps a margin.

NumPy alone: it trains on a sample of the examples and looks at C_T. Knows nothing of
files and of sheets.
"""

from collections.abc import Iterator
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
# So many times another part of the examples is left out; of fewer, too few are.
FOLDS = 5
LEAST_TO_FOLD = 20
# What lies above the lowest C by so much of C at the start is as good.
NEARLY = 0.01
# With smaller steps some dozen epochs learn nothing by heart.
LEAST_CAREFUL = 0.3
# A fifth of fewer examples is less than twenty.
FEW = 100


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
    """The η to take, and the runs from which it was taken, by falling η.

    `judged` are the η, `eta` among them, that were compared on examples left out; none
    where these were too few.
    """

    eta: float
    tried: tuple[Tried, ...]
    examples: int
    epochs: int
    judged: tuple[float, ...] = ()


def choose_eta(network: Network, inputs: Inputs) -> Chosen:
    """Try η on a grid and return the best that has a margin against divergence.

    Of those with which C falls in every epoch it is the one that ends lowest, provided
    that with twice its size C falls by half as much at least. Where C is the sum over
    the examples, η is smaller by their number: the steps are the same. Where even the
    least of the grid is too large, it goes on downwards.
    """
    short, sample = _shortened(network, inputs)
    used = network.examples if inputs.use is None else int(inputs.use.sum())
    count = used / network.batches if network.reduction == "sum" else 1
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


def choose_eta_by_unseen(network: Network, inputs: Inputs) -> Chosen:
    """Try η, too, on examples that took no part, and return the one that does well there.

    Each fifth of the examples is left out in turn. It is the least η that does nearly as well
    as the best: a larger one only learns more by heart. The largest is what `choose_eta` takes,
    or its double where that has a margin, too; below it the doubles of the grid are tried as
    well. Of few examples a fifth tells nothing: then it is `choose_eta`'s.
    """
    chosen = choose_eta(network, inputs)
    short, sample = _shortened(network, inputs)
    if short.examples < LEAST_TO_FOLD:
        return chosen
    used = network.examples if inputs.use is None else int(inputs.use.sum())
    count = used if network.reduction == "sum" else 1
    largest = _doubled(short, sample, chosen.eta * count)
    calm = [one.eta * count for one in chosen.tried if one.calm]
    near = [eta for eta in calm if largest / 40 < eta <= largest]
    both = {*near, *(2 * eta for eta in near)}
    candidates = sorted(eta for eta in both if eta <= largest)
    if not candidates:
        return chosen
    folds = list(_folds(short, sample))
    ends = np.array([_unseen(folds, eta) for eta in candidates])
    few = short.examples < FEW
    best = _least_of_the_good(candidates, ends, chosen.tried[0].C[0], few=few)
    judged = tuple(_plain(eta / count) for eta in candidates)
    return replace(chosen, eta=_plain(best / count), judged=judged)


def _least_of_the_good(
    candidates: list[float], ends: Array, start: float, *, few: bool
) -> float:
    """Return the least η that ends nearly as low as the best.

    No higher than by a hundredth of C at the start; or, if it is half the best η at least,
    and not so small that it learns little, than by luck: the standard error of the differences between fifths. Of `few` examples
    these are too alike by chance; there it is that of the best one's ends.
    Shapes: ends (η, FOLDS).
    """
    at_best = int(ends.mean(axis=1).argmin())
    best, lowest = candidates[at_best], ends[at_best]
    for eta, own in zip(candidates, ends, strict=True):
        if not np.isfinite(own).all():
            continue
        above = own - lowest
        luck = float((lowest if few else above).std(ddof=1)) / np.sqrt(FOLDS)
        careful = 2 * eta >= best and eta >= LEAST_CAREFUL
        if above.mean() <= max(luck if careful else 0.0, NEARLY * start):
            return eta
    return best


def _doubled(network: Network, inputs: Inputs, eta: float) -> float:
    """Return twice an η where C falls in every epoch with it, and by half with twice that."""
    twice = _try(network, inputs, 2 * eta)
    if twice.calm and _try(network, inputs, 4 * eta).fell >= twice.fell / 2:
        return 2 * eta
    return eta


def _folds(network: Network, inputs: Inputs) -> Iterator[tuple[Network, Inputs]]:
    """Yield the run with each fifth of the examples as those that test."""
    order = np.random.default_rng(1).permutation(network.examples)
    for first in range(FOLDS):
        out = order[first::FOLDS]
        at = np.concatenate([np.setdiff1d(order, out), out])
        use = np.ones(len(at))
        use[len(at) - len(out) :] = 0.0
        x, t = np.asarray(inputs.x)[at], np.asarray(inputs.t)[at]
        fold = msgspec.structs.replace(network, counts=True, test=len(out))
        yield fold, replace(inputs, x=x, t=t, use=use)


def _unseen(folds: list[tuple[Network, Inputs]], eta: float) -> list[float]:
    """Return C at the end over the examples that took no part, of each fold."""
    found: list[float] = []
    for network, inputs in folds:
        settings = {**inputs.settings, "eta": eta}
        last = np.inf
        try:
            for one in epochs(network, replace(inputs, settings=settings)):
                last = float(one[Key("test_C_T")])
        except TrainingError:
            last = np.inf
        found.append(last)
    return found


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
        for n, one in enumerate(epochs(network, replace(inputs, settings=settings))):
            # Between the batches of an epoch C may rise.
            if n % network.batches == 0:
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
        batches=min(network.batches, len(chosen)),
        checkpoints=(),
    )
    x, t = np.asarray(data.x)[chosen], data.t[chosen]
    dealt: Array = np.arange(len(chosen), dtype=float) % short.batches + 1
    batch = dealt if short.in_batches else None
    seen = Inputs(
        x, None, None, t, settings=inputs.settings, start=inputs.start, batch=batch
    )
    return short, seen


def _sample(t: Array) -> NDArray[np.intp]:
    """Return which examples to try with: of each class, or of t, at equal distances."""
    order = np.lexsort(t.T[::-1])
    at = np.linspace(0, len(t) - 1, min(MOST_EXAMPLES, len(t))).round().astype(int)
    return np.sort(order[at])

"""How a run went: C_T by epoch, its first and its last epoch, and how much it learned.

NumPy alone. What is told of a run, and what is wrong with it, is read off this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from sheetnet.engine import Trace
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network, targets
from sheetnet.model.notation import Key


@dataclass(frozen=True, slots=True)
class Course:
    """A run in short. Shapes: C_T (epochs + 1,); `first` and `last` are single epochs."""

    C_T: Array
    first: Trace
    last: Trace


def course_of(trace: Trace) -> Course:
    """Return a whole run in short."""
    first, last = ({key: array[at] for key, array in trace.items()} for at in (0, -1))
    return Course(trace[Key("C_T")], first, last)


def followed(every: Iterable[Trace], tell: Callable[[Trace], None]) -> Course:
    """Return a run in short, epoch by epoch, and keep no more of it than that."""
    C_T: list[float] = []
    first: Trace = {}
    one: Trace = {}
    for one in every:
        first = first or one
        C_T.append(float(one[Key("C_T")]))
        tell(one)
    return Course(np.array(C_T), first, one)


def score(network: Network, inputs: Inputs, one: Trace) -> float:
    """Return the share of right answers of an epoch; of a regression R²."""
    if network.labelled:
        return float(one[Key("accuracy")])
    a = one[Key("a", network.last.number)]
    return r_squared(targets(inputs, network.units_out), a)


def r_squared(t: Array, a: Array) -> float:
    """Return R² = 1 − Σ (t − a)² / Σ (t − t̄)², the mean over the targets.

    It is 1 where all is right and 0 where the mean would do as well. Of a target that
    is the same everywhere there is none (NaN). Shapes: t, a (K, n).
    """
    with np.errstate(all="ignore"):
        missed = ((t - a) ** 2).sum(axis=0)
        spread = ((t - t.mean(axis=0)) ** 2).sum(axis=0)
        return float((1.0 - missed / np.where(spread > 0.0, spread, np.nan)).mean())


def class_counts(t: Array) -> Array:
    """Return how many examples each class has. Shapes: t (K, n) -> (classes,)."""
    counts: Array = t.sum(axis=0)
    return np.array([len(t) - counts[0], counts[0]]) if len(counts) == 1 else counts


def skill(network: Network, inputs: Inputs, one: Trace) -> float:
    """Return what was learned, of what there is beyond an answer that never changes.

    0 is the largest class (or the mean) for every example, 1 is all right; NaN where
    nothing can be learned.
    """
    reached = score(network, inputs, one)
    if not network.labelled:
        return reached
    t = targets(inputs, network.units_out)
    constant = float(class_counts(t).max()) / len(t)
    return (reached - constant) / (1.0 - constant) if constant < 1.0 else np.nan

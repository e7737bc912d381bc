"""How a run went: C_T by epoch, its first and its last epoch, and how much it learned.

NumPy alone. What is told of a run, and what is wrong with it, is read off this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Data, Trace
from sheetnet.layers.quantities import quantities
from sheetnet.model.functions import Array
from sheetnet.model.network import Network
from sheetnet.model.notation import Key


@dataclass(frozen=True, slots=True)
class Course:
    """A run in short. `first` and `last` are single epochs.

    Shapes: C_T (epochs + 1,), and that of the test examples, where there are any.
    """

    C_T: Array
    test_cost: Array | None
    first: Trace
    last: Trace


def by_epochs(course: Course, batches: int) -> Course:
    """Return a course of updates as one of epochs, of which each has so many.

    Between the batches of an epoch C_T may rise.
    """
    test = course.test_cost
    return replace(
        course,
        C_T=course.C_T[::batches],
        test_cost=None if test is None else test[::batches],
    )


@dataclass(frozen=True, slots=True)
class Examples:
    """Some examples of a run, and what became of them in its first and last epoch.

    Shapes: x (K, *input_shape), t (K, n_L): 1 where an example is of a class, else 0; or
    the numbers that are to be met.
    """

    x: Array
    t: Array
    first: Trace
    last: Trace


def course_of(trace: Trace) -> Course:
    """Return a whole run in short."""
    first, last = ({key: array[at] for key, array in trace.items()} for at in (0, -1))
    return Course(trace[Key("C_T")], trace.get(Key("test_C_T")), first, last)


def followed(every: Iterable[Trace], tell: Callable[[Trace], None]) -> Course:
    """Return a run in short, epoch by epoch, and keep no more of it than that."""
    C_T: list[float] = []
    test: list[float] = []
    first: Trace = {}
    one: Trace = {}
    for one in every:
        first = first or one
        C_T.append(float(one[Key("C_T")]))
        if Key("test_C_T") in one:
            test.append(float(one[Key("test_C_T")]))
        tell(one)
    return Course(np.array(C_T), np.array(test) if test else None, first, one)


def learned_from(network: Network, data: Data, course: Course) -> Examples:
    """Return the examples that are used to learn."""
    used = np.ones(len(data.x), bool) if data.use is None else data.use > 0.5
    return _of(network, data, course, used)


def unseen(network: Network, data: Data, course: Course) -> Examples:
    """Return the test examples."""
    return _of(
        network, data, course, np.arange(len(data.x)) >= len(data.x) - network.test
    )


def _of(
    network: Network, data: Data, course: Course, which: NDArray[np.bool_]
) -> Examples:
    """Return some examples, with their part of every quantity that has one for each."""
    by_example = {one.key for one in quantities(network) if "example" in one.each}
    first, last = (
        {key: one[which] if key in by_example else one for key, one in epoch.items()}
        for epoch in (course.first, course.last)
    )
    other = network.other_target if network.labelled else 0.0
    return Examples(data.x[which], (data.t[which] - other) / (1.0 - other), first, last)


def score(network: Network, examples: Examples, one: Trace) -> float:
    """Return the share of right answers of an epoch; of a regression R²."""
    if network.labelled:
        return float(one[Key("correct")].mean())
    return r_squared(examples.t, one[Key("a", network.last.number)])


def r_squared(t: Array, a: Array) -> float:
    """Return R² = 1 − Σ (t − a)² / Σ (t − t̄)², the mean over the targets.

    It is 1 where all is right and 0 where the mean would do as well. Of a target that
    is the same everywhere there is none (NaN). Shapes: t, a (K, n).
    """
    with np.errstate(all="ignore"):
        missed = ((t - a) ** 2).sum(axis=0)
        spread = ((t - t.mean(axis=0)) ** 2).sum(axis=0)
        return float((1.0 - missed / np.where(spread > 0.0, spread, np.nan)).mean())


def membership(t: Array) -> Array:
    """Return 1 where an example is of a class, else 0.

    One unit stands for two classes. Shapes: t (K, n) -> (K, classes).
    """
    return np.concatenate([1.0 - t, t], axis=1) if t.shape[1] == 1 else t


def class_counts(t: Array) -> Array:
    """Return how many examples each class has. Shapes: t (K, n) -> (classes,)."""
    counts: Array = membership(t).sum(axis=0)
    return counts


def right_by_class(examples: Examples) -> Array:
    """Return how many examples of each class are right in the end. Shapes: (classes,)."""
    right: Array = membership(examples.t).T @ examples.last[Key("correct")]
    return right


def skill(network: Network, examples: Examples) -> float:
    """Return what was learned, of what there is beyond an answer that never changes.

    0 is the largest class (or the mean) for every example, 1 is all right; NaN where
    nothing can be learned.
    """
    reached = score(network, examples, examples.last)
    if not network.labelled:
        return reached
    constant = float(class_counts(examples.t).max()) / len(examples.t)
    return (reached - constant) / (1.0 - constant) if constant < 1.0 else np.nan

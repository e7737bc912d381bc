"""NumPy's side of a check, whatever the workbook is about: what it must hold, and how far
rounding alone may carry it.

Two right calculators differ in the last bits; a difference of nearly equal numbers
magnifies that beyond any fixed tolerance. So NumPy computes again with numbers that are
off in the last digits (`engine/rounding.py`), and what this changes is allowed for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from sheetnet.calculators import Grid
from sheetnet.engine.rounding import FACTOR, is_whole
from sheetnet.model.functions import Array
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Spelled
from sheetnet.model.shown import SIZE, Shown
from sheetnet.verification.book.opening import Edit, Opened

# A sum of some hundred terms is uncertain by so much of its size.
_IN_A_SUM = 64 * np.finfo(np.float64).eps
# A number that is copied, not computed, is off by no more than this share of it.
_OF_A_COPY = 1e-14


class Leeway(NamedTuple):
    """What rounding alone may do to a text.

    `numbers` tells how far each number of a sentence may be off; `others` are the texts
    that a twin shows instead: a decision that stands on its edge.
    """

    numbers: tuple[float, ...] = ()
    others: tuple[object, ...] = ()


# Of a text its Leeway.
Spread = Mapping[Key, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|Δ| ≤ atol + rtol·|v|."""

    rtol: float
    atol: float


class Truth(Protocol):
    """All that a workbook must show, what rounding may add, and how it follows changes.

    `bands` is how many epochs there are, pasted ones included; 1 where there are none.
    """

    @property
    def shown(self) -> Shown:
        """Every value, by quantity, in order of computation."""

    @property
    def spread(self) -> Spread:
        """How far each number may be off by rounding alone."""

    @property
    def bands(self) -> int:
        """How many epochs there are."""

    def outright(self) -> "Outright | Self":
        """Return it with what is allowed for rounding without a further run."""

    def beside(self, book: Opened, grids: Mapping[str, Grid]) -> tuple[Self, list[str]]:
        """Return the truth for a calculator's values, where it depends on them; and notes."""

    def decided(
        self, book: Opened, grids: Mapping[str, Grid]
    ) -> tuple[Shown, list[str]]:
        """Return what is shown where a calculator may decide, and a note on each."""

    def changed(
        self, book: Opened, tolerance: Tolerance, rng: np.random.Generator
    ) -> tuple[Self, list[Edit]]:
        """Return the truth after a change of some inputs at random, and the edits."""


@dataclass(frozen=True, slots=True)
class Outright:
    """What must be shown where nothing is allowed for rounding: most workbooks show it.

    Then nobody need ask how far rounding may go, which takes several runs.
    """

    shown: Shown
    bands: int

    @property
    def spread(self) -> Spread:
        """Nothing."""
        return {}


@np.errstate(all="ignore")
def spread_of(shown: Shown, twins: Sequence[Shown]) -> Spread:
    """Return how far each number shown may be off by rounding alone.

    `twins` were computed with rough numbers. What is a whole number in all of them
    counts something, or is a decision: rounding adds nothing to it.
    """
    by: dict[Key, NDArray[Any]] = {}
    for key, array in shown.items():
        if array.dtype == np.object_:
            by[key] = _by_text(array, [twin[key] for twin in twins])
        if array.dtype != np.float64:
            continue
        every = [np.asarray(twin[key]) for twin in twins]
        off = np.max([_apart(one, array) for one in every], axis=0)
        counted = np.all([is_whole(one) for one in (array, *every)], axis=0)
        by[key] = np.where(counted, 0.0, FACTOR * off)
    for key, size in shown.items():
        if key.symbol.endswith(SIZE):
            difference = Key(key.symbol.removesuffix(SIZE), key.layer)
            by[difference] = by[difference] + _IN_A_SUM * size
    return by


def _by_text(texts: NDArray[Any], twins: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return what rounding alone may do to each text."""
    found = np.empty(texts.shape, dtype=object)
    for at in np.ndindex(texts.shape):
        found[at] = _leeway(texts[at], [one[at] for one in twins])
    return found


def _leeway(text: object, twins: Sequence[object]) -> Leeway:
    if not isinstance(text, Spelled):
        return Leeway(others=tuple(one for one in twins if not is_copy(text, one)))
    alike = [one for one in twins if isinstance(one, Spelled) and one.is_like(text)]
    others = tuple(one for one in twins if one not in alike)
    off = [_apart(np.array(one.values), np.array(text.values)) for one in alike]
    numbers = tuple(FACTOR * np.max(off, axis=0)) if off else ()
    return Leeway(numbers, others)


def is_copy(one: object, other: object) -> bool:
    """Tell whether a cell among texts, which may hold a number, is copied to another."""
    if isinstance(one, float) and isinstance(other, float):
        # It goes through a calculator's 15 digits.
        return abs(one - other) <= _OF_A_COPY * abs(one)
    return one == other


def _apart(one: Array, other: Array) -> Array:
    """Return how far numbers are apart; where one overflows nothing is known of it."""
    off = np.abs(one - other)
    return np.where(np.isnan(off), np.inf, off)

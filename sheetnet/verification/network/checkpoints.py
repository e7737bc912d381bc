"""Do the constants of the checkpoints lie where the updates from band 0 lead?

Each band is proved from its own constants; this is a statement of its own. After an edit
of η, of w or of the data they cannot lie there, so it is a note and no problem.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from sheetnet.engine import reaching, roughened
from sheetnet.engine.rounding import FACTOR, TWINS
from sheetnet.layers.quantities import starting
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.truth import Tolerance
from sheetnet.wording import counted, later, worded

# Rounding that carries a number farther, in parts of its size, leaves little to be told.
_FAR = 1e-6

_Start = Mapping[Key, Array]


def of_checkpoints(
    book: Opened, network: Network, inputs: Inputs, tolerance: Tolerance
) -> Iterator[str]:
    """Yield what is to be said of the checkpoints after the first.

    What rounding may do takes some runs, so it is asked up to the first that is
    elsewhere: of further ones it is told that they differ.
    """
    twins = _Twins(network, inputs)
    there, others, elsewhere = list[str](), list[str](), False
    every = zip(
        network.begins[1:], inputs.checkpoints, reaching(network, inputs), strict=True
    )
    for at, (band, found, v) in enumerate(every):
        n = str(network.update_of(band))
        if _first_off(network, found, v, tolerance) is None:
            there.append(n)
        elif elsewhere:
            others.append(n)
        else:
            spread = twins.spread(at, v)
            wrong = _first_off(network, found, v, tolerance, spread)
            if wrong is not None:
                elsewhere = True
                yield _elsewhere(book, n, band, wrong, found, v)
            elif _is_far(spread, v):
                yield _lost(n)
            else:
                there.append(n)
    yield from _summed_up(there, others)


def _summed_up(there: list[str], others: list[str]) -> Iterator[str]:
    if others:
        yield counted(
            len(others),
            "those of the checkpoint {updates} are others than NumPy's, too",
            "those of the checkpoints {updates} are others than NumPy's, too",
            updates=", ".join(others),
        )
    if there:
        yield counted(
            len(there),
            "the constants of the checkpoint {updates} lie where so many updates from"
            " band 0 lead",
            "the constants of the checkpoints {updates} lie where so many updates from"
            " band 0 lead",
            updates=", ".join(there),
        )


def _lost(n: str) -> str:
    return worded(
        "whether the constants of the checkpoint {n} lie where so many updates from band 0"
        " lead cannot be told: rounding alone carries such a run too far",
        n=n,
    )


class _Twins:
    """Runs that are off in their last digits, no further than to where they are asked for."""

    def __init__(self, network: Network, inputs: Inputs) -> None:
        moved = (roughened(inputs, seed) for seed in range(TWINS))
        self._ways = [reaching(network, one) for one in moved]
        self._passed: list[list[_Start]] = [[] for _ in self._ways]

    @np.errstate(all="ignore")
    def spread(self, at: int, v: _Start) -> _Start:
        """Return how far rounding alone may carry each number; endlessly if one overflows."""
        for way, passed in zip(self._ways, self._passed, strict=True):
            while len(passed) <= at:
                passed.append(next(way))
        return {
            key: FACTOR
            * np.max([_apart(twin[at][key], one) for twin in self._passed], 0)
            for key, one in v.items()
        }


@np.errstate(all="ignore")
def _apart(found: Array, v: Array) -> Array:
    off: Array = np.abs(np.asarray(found) - np.asarray(v))
    return np.where(np.isnan(off), np.inf, off)


def _first_off(
    network: Network,
    found: _Start,
    v: _Start,
    tolerance: Tolerance,
    spread: _Start | None = None,
) -> tuple[Key, int] | None:
    """Return the first number that is not where the updates lead, and its place."""
    for one in starting(network):
        allowed = tolerance.atol + tolerance.rtol * np.abs(v[one.key])
        if spread is not None:
            allowed = allowed + spread[one.key]
        wrong = np.flatnonzero(~(_apart(found[one.key], v[one.key]) <= allowed))
        if len(wrong):
            return one.key, int(wrong[0])
    return None


def _is_far(spread: _Start, v: _Start) -> bool:
    """Tell whether rounding alone may carry a number far."""
    return any((spread[key] > _FAR * (1 + np.abs(one))).any() for key, one in v.items())


def _elsewhere(
    book: Opened, n: str, band: int, wrong: tuple[Key, int], found: _Start, v: _Start
) -> str:
    """Say that a checkpoint lies elsewhere, and by which number it is seen first."""
    key, place = wrong
    blocks = {one.key: one for one in book.map_of("Training").blocks}
    where = blocks[key].in_band(band).place(place)
    says = later(
        "the constants of the checkpoint {n} do not lie where so many updates from band 0"
        " lead, as after an edit of η or of what training begins with: {where} ({key})"
        " holds {found:.17g}; NumPy comes to {value:.17g}"
    )
    return worded(
        says,
        n=n,
        where=book.address("Training", *where),
        key=key,
        found=float(found[key].flat[place]),
        value=float(v[key].flat[place]),
    )

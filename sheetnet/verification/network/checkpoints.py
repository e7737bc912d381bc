"""Do the constants of the checkpoints lie where the updates from band 0 lead?

Each band is proved from its own constants; this is a statement of its own. After an edit
of η, of w or of the data they cannot lie there, so it is a note and no problem.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sheetnet.engine import reached, roughened
from sheetnet.engine.rounding import FACTOR, TWINS
from sheetnet.layers.quantities import starting
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.truth import Tolerance
from sheetnet.wording import later, worded

# Rounding that carries a number farther, in parts of its size, leaves little to be told.
_FAR = 1e-3


def of_checkpoints(
    book: Opened, network: Network, inputs: Inputs, tolerance: Tolerance
) -> Iterator[str]:
    """Yield what is to be said of the checkpoints after the first."""
    if len(network.checkpoints) < 2:
        return
    way = _Way(network, inputs, tolerance)
    there: list[str] = []
    for at, n in enumerate(network.checkpoints[1:]):
        wrong = way.first_wrong(at)
        if wrong is not None:
            yield _elsewhere(book, network, inputs, way, at, *wrong)
        elif way.is_lost(at):
            yield worded(
                "the constants at update {n} may lie where {n} updates from band 0"
                " lead: rounding alone carries such a run too far to tell",
                n=n,
            )
        else:
            there.append(f"{n}")
    if there:
        yield worded(
            "the constants at update {updates} lie where so many updates from band 0"
            " lead",
            updates=", ".join(there),
        )


@dataclass(frozen=True)
class _Way:
    """The run from band 0 through all updates, and what rounding may do to it."""

    network: Network
    inputs: Inputs
    tolerance: Tolerance

    @cached_property
    def numpy(self) -> tuple[dict[Key, Array], ...]:
        """What the updates lead to, at each checkpoint after the first."""
        return reached(self.network, self.inputs).checkpoints

    @cached_property
    def _twins(self) -> list[tuple[dict[Key, Array], ...]]:
        moved = (roughened(self.inputs, seed) for seed in range(TWINS))
        return [reached(self.network, one).checkpoints for one in moved]

    @np.errstate(all="ignore")
    def _spread(self, at: int, key: Key) -> Array:
        """Return how far rounding alone may carry a number; without end if it overflows."""
        one = self.numpy[at][key]
        off = np.max([np.abs(twin[at][key] - one) for twin in self._twins], axis=0)
        return np.asarray(FACTOR * np.where(np.isnan(off), np.inf, off))

    @np.errstate(all="ignore")
    def first_wrong(self, at: int) -> tuple[Key, int] | None:
        """Return the first number that is not where the updates lead, and its place."""
        for one in starting(self.network):
            v, found = self.numpy[at][one.key], self.inputs.checkpoints[at][one.key]
            off = np.nan_to_num(np.abs(found - v), nan=np.inf)
            allowed = self.tolerance.atol + self.tolerance.rtol * np.abs(v)
            wrong = ~(off <= allowed)
            if wrong.any():
                wrong &= off > allowed + self._spread(at, one.key)
            if wrong.any():
                return one.key, int(np.flatnonzero(wrong)[0])
        return None

    def is_lost(self, at: int) -> bool:
        """Tell whether rounding explains differences that are large, or overflows."""
        for key, v in self.numpy[at].items():
            off = np.abs(self.inputs.checkpoints[at][key] - v)
            if not (off <= _FAR * (1 + np.abs(v))).all():
                return True
        return False


def _elsewhere(
    book: Opened,
    network: Network,
    inputs: Inputs,
    way: _Way,
    at: int,
    key: Key,
    place: int,
) -> str:
    """Say that a checkpoint lies elsewhere, and by which number it is seen first."""
    block = next(
        one for one in book.map_of("Training").blocks if one.key == key
    ).in_band(network.begins[at + 1])
    where = book.address(block.sheet, *block.place(place))
    says = later(
        "the constants at update {n} are not where {n} updates from band 0 lead, as"
        " after an edit of η or of what training begins with: {where} ({key}) holds"
        " {found:.17g}; NumPy comes to {value:.17g}"
    )
    return worded(
        says,
        n=network.checkpoints[at + 1],
        where=where,
        key=key,
        found=float(inputs.checkpoints[at][key].flat[place]),
        value=float(way.numpy[at][key].flat[place]),
    )

"""What NumPy says a workbook must hold, and how far rounding alone may carry it.

Training can magnify the last bit of a number from epoch to epoch (a large η does), and a
difference of nearly equal numbers always does. Then two right calculators differ by more
than any fixed tolerance. So NumPy runs twice, from inputs that differ in the last digits.
What this changes is allowed for; and from the epoch on in which it exceeds the tolerance,
each epoch is computed anew from the parameters that the calculator had in it: one step of
training at a time is still compared to the full.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sheetnet.check.opening import Opened, cells_of
from sheetnet.engine import Trace, one_epoch, run
from sheetnet.engine.nudge import FACTOR, nudged
from sheetnet.errors import TrainingError
from sheetnet.functions import Array
from sheetnet.network import Inputs, Network, targets
from sheetnet.notation import Key
from sheetnet.recalc import Grid
from sheetnet.shown import SIZE, Shown
from sheetnet.views import all_values

# A sum of some hundred terms is uncertain by so much of its size.
_IN_A_SUM = 64 * np.finfo(np.float64).eps

Spread = Mapping[Key, Array]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|Δ| ≤ atol + rtol·|v|."""

    rtol: float
    atol: float


@dataclass(frozen=True, slots=True)
class Truth:
    """NumPy's side of a check: the run, all it shows, and what rounding may add.

    `magnified` is the first epoch in which rounding alone exceeds the tolerance.
    """

    network: Network
    inputs: Inputs
    given: Shown
    last: int
    trace: Trace
    shown: Shown
    spread: Spread
    magnified: int | None

    @property
    def bands(self) -> int:
        """How many epochs there are, pasted ones included."""
        return self.network.epochs + 1

    def beside(self, book: Opened, grids: Mapping[str, Grid]) -> "Truth":
        """Return the truth for a calculator's values, step by step where need be."""
        if self.magnified is None:
            return self
        moved = nudged(self.inputs)
        found = _parameters(book, self.network, grids)
        trace = _anchored(self.network, self.inputs, self.trace, found, self.magnified)
        again = _anchored(
            self.network, moved, self.trace, _nudged(found, moved), self.magnified
        )
        shown = all_values(self.network, self.inputs, trace, self.given, self.last)
        other = all_values(self.network, moved, again, self.given, self.last)
        return replace(self, trace=trace, shown=shown, spread=_spread(shown, other))


def truth_of(
    network: Network, inputs: Inputs, given: Shown, last: int, tolerance: Tolerance
) -> Truth:
    """Compute the run and all that a workbook of it shows.

    `given` are the views' own inputs, `last` the last planned epoch.
    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    trace = run(network, inputs)
    shown = all_values(network, inputs, trace, given, last)
    moved = nudged(inputs)
    try:
        again = run(network, moved)
    except TrainingError:  # so near to overflow that the last digit decides
        again = trace
    spread = _spread(shown, all_values(network, moved, again, given, last))
    magnified = _first_magnified(trace, again, tolerance)
    return Truth(network, inputs, given, last, trace, shown, spread, magnified)


def _spread(shown: Shown, again: Shown) -> Spread:
    """Return how far each number shown may be off by rounding alone."""
    by = {
        key: FACTOR * np.abs(again[key] - array)
        for key, array in shown.items()
        if array.dtype == np.float64
    }
    for key, size in shown.items():
        if key.symbol.endswith(SIZE):
            difference = Key(key.symbol.removesuffix(SIZE), key.layer)
            by[difference] = by[difference] + _IN_A_SUM * size
    return by


def _first_magnified(trace: Trace, again: Trace, tolerance: Tolerance) -> int | None:
    """Return the first epoch in which rounding alone exceeds the tolerance, or None."""
    first: int | None = None
    for key, array in trace.items():
        # Sums of terms that cancel are small and uncertain in every run: no sign of it.
        size = np.maximum(np.abs(array), 1.0)
        moved = FACTOR * np.abs(again[key] - array)
        beyond = moved > tolerance.atol + tolerance.rtol * size
        epochs = np.flatnonzero(beyond.reshape(len(array), -1).any(axis=1))
        if len(epochs) and (first is None or epochs[0] < first):
            first = int(epochs[0])
    # Epoch 0 starts from constants: there is nothing to go on from.
    return None if first is None else max(first, 1)


# ------------------------------------------------------------------ step by step


def _parameters(
    book: Opened, network: Network, grids: Mapping[str, Grid]
) -> dict[Key, Array]:
    """Return every w and b as a calculator had them, epochs first; NaN for no number."""
    bands = network.epochs + 1
    blocks = {b.key: b for b in book.blocks(bands) if b.sheet == "Training"}
    found = {}
    for layer in network.with_parameters:
        shapes = {"w": layer.w_shape, "b": (layer.units,)}
        for symbol, shape in shapes.items():
            key = Key(symbol, layer.number)
            cells = cells_of(blocks[key], grids["Training"]).ravel().tolist()
            numbers = [v if type(v) is float else np.nan for v in cells]
            found[key] = np.array(numbers).reshape(bands, *shape)
    return found


def _nudged(found: dict[Key, Array], like: Inputs) -> dict[Key, Array]:
    """Return parameters moved in their last digits, as inputs are."""
    moved = {}
    for key, array in found.items():
        one = replace(like, w={0: array}, b={})
        moved[key] = nudged(one).w[0]
    return moved


def _anchored(
    network: Network, inputs: Inputs, trace: Trace, found: dict[Key, Array], first: int
) -> Trace:
    """Return a run in which each epoch from `first` on starts from what was found.

    w and b themselves are the step from the epoch before: w ← w − η ∂C_T/∂w.
    """
    t = targets(inputs, network.units_out)
    new = {key: array.copy() for key, array in trace.items()}
    before = {key: array[first - 1] for key, array in found.items()}
    gradients = _epoch_from(network, inputs, t, before, new, first - 1)
    for epoch in range(first, network.epochs + 1):
        now = {}
        for key, array in before.items():
            step = inputs.eta * gradients[Key(f"dC_d{key.symbol}", key.layer)]
            stepped = np.where(np.isnan(array), new[key][epoch - 1], array) - step
            new[key][epoch] = stepped
            here = found[key][epoch]
            now[key] = np.where(np.isnan(here), stepped, here)
        one = _epoch_from(network, inputs, t, now, new, epoch)
        for key, array in one.items():
            if key.symbol not in ("w", "b"):
                new[key][epoch] = array
        before, gradients = now, one
    return new


def _epoch_from(
    network: Network,
    inputs: Inputs,
    t: Array,
    found: dict[Key, Array],
    trace: Trace,
    epoch: int,
) -> Trace:
    """Return one epoch from parameters as found; where none is, from the trace's."""
    filled = {
        key: np.where(np.isnan(array), trace[key][epoch], array)
        for key, array in found.items()
    }
    w = {key.layer: array for key, array in filled.items() if key.symbol == "w"}
    b = {key.layer: array for key, array in filled.items() if key.symbol == "b"}
    with np.errstate(all="ignore"):
        return one_epoch(network, inputs.x, t, w, b)

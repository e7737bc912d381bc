"""What NumPy says a workbook must hold, and how far rounding alone may carry it.

Training can magnify the last bit of a number from epoch to epoch (a large η does), and a
difference of nearly equal numbers always does. Then two right calculators differ by more
than any fixed tolerance. So NumPy runs again, some times, with numbers that are off in
their last digits: the *twins* of a run. What they change is allowed for; and from the
epoch on in which it exceeds the tolerance, each epoch is computed anew from the parameters
that the calculator had in it: one step of training at a time is still compared to the full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from msgspec import structs

from sheetnet.calculators import Grid
from sheetnet.engine import (
    Trace,
    beginnings,
    data_of,
    decision,
    one_epoch,
    rates_of,
    rough_run,
    roughened,
    run,
    updated,
)
from sheetnet.engine.rounding import TWINS, rough
from sheetnet.errors import CalculatorError, TrainingError
from sheetnet.layers.quantities import quantities, starting
from sheetnet.model.functions import MARGIN, Array
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import OF_RUN, Ends, Shown, check_finite
from sheetnet.sheets import all_values, first_given
from sheetnet.sheets.assembling import last_followed
from sheetnet.sheets.training.truth import answers
from sheetnet.verification.book.opening import (
    Edit,
    Opened,
    as_numbers,
    cells_of,
    read_given,
)
from sheetnet.verification.network.changes import change
from sheetnet.verification.network.inputs import read_inputs
from sheetnet.verification.truth import Outright, Spread, Tolerance, spread_of
from sheetnet.wording import counted, later, worded

_TRIES = 20


# Numbers below it are far from where the last digit decides whether one overflows.
_CALM = 1e100


@dataclass(frozen=True)
class NetworkTruth:
    """NumPy's side of a check: the run, all it shows, and what rounding may add.

    The latter takes several runs, so it is computed where somebody asks for it.
    """

    network: Network
    inputs: Inputs
    given: Shown
    ends: Ends
    trace: Trace
    shown: Shown
    tolerance: Tolerance

    def outright(self) -> Outright:
        """Return what is shown, with nothing allowed for rounding."""
        return Outright(self.shown, self.bands)

    @cached_property
    def twins(self) -> tuple[Trace, ...]:
        """Runs that are off in their last digits."""
        seeds = range(TWINS)
        return tuple(rough_run(self.network, self.inputs, seed) for seed in seeds)

    @cached_property
    def spread(self) -> Spread:
        """How far each number may be off by rounding alone."""
        one = self.network, self.inputs, self.given, self.ends, self.trace
        return spread_of(self.shown, _twins_shown(*one, self.twins))

    @cached_property
    def magnified(self) -> int | None:
        """The first epoch in which rounding alone exceeds the tolerance."""
        return _first_magnified(self.trace, self.spread, self.tolerance)

    @property
    def bands(self) -> int:
        """How many epochs there are, pasted ones included."""
        return self.network.bands

    def beside(
        self, book: Opened, grids: Mapping[str, Grid]
    ) -> "tuple[NetworkTruth, list[str]]":
        """Return the truth for a calculator's values, step by step where need be."""
        if self.magnified is None:
            return self, []
        network, inputs, first = self.network, self.inputs, self.magnified
        found = _parameters(book, network, grids)
        trace, steps = _anchored(network, inputs, self.trace, found, first)
        shown = all_values(network, inputs, trace, self.given, self.ends) | steps
        twins, twin_steps = [], []
        for seed, twin in enumerate(self.twins):
            moved = {key: rough(array, seed) for key, array in found.items()}
            start = roughened(inputs, seed)
            again, steps = _anchored(network, start, twin, moved, first)
            twins.append(again)
            twin_steps.append(steps)
        others = _twins_shown(network, inputs, self.given, self.ends, trace, twins)
        others = [one | steps for one, steps in zip(others, twin_steps, strict=True)]
        stepwise = replace(self, trace=trace, shown=shown)
        stepwise.__dict__["spread"] = spread_of(shown, others)
        return stepwise, [worded(_magnifies(network), first=network.update_of(first))]

    def decided(
        self, book: Opened, grids: Mapping[str, Grid]
    ) -> tuple[Shown, list[str]]:
        """Follow the calculator where an answer lies on its edge; name those answers.

        Two outputs that differ by the margin, but for rounding, are told apart differently
        by different calculators. Such an answer is *undecided*, not wrong.
        """
        network, trace, key = self.network, self.trace, Key("answer")
        block = next((one for one in book.blocks(self.bands) if one.key == key), None)
        if block is None:
            return self.shown, []
        cells = cells_of(block, grids[block.sheet])
        # Of sequences a block has an axis of positions more.
        found = as_numbers(cells).reshape(trace[key].shape)
        a = Key("a", network.last.number)
        distance = decision.distance_to_edge(trace[a], network.other_target)
        # Both outputs of a pair may be off by rounding alone.
        edge = MARGIN + 2 * self.spread[a].max(axis=-1)
        valid = (found >= 1) & (found <= len(network.outputs))
        whole = found == np.floor(found)
        undecided = (found != trace[key]) & (distance < edge) & valid & whole
        if not undecided.any():
            return self.shown, []
        decided = {**trace, key: np.where(undecided, found, trace[key])}
        rows, columns = (
            places.reshape(found.shape)[undecided] for places in block.cells()
        )
        named = [
            worded(
                "undecided: {address} (two outputs tie)",
                address=book.address(block.sheet, int(row), int(column)),
            )
            for row, column in zip(rows, columns, strict=True)
        ]
        more = answers(network, self.inputs, decided, self.ends.last)
        return {**self.shown, key: decided[key], **more}, named

    def changed(
        self, book: Opened, tolerance: Tolerance, rng: np.random.Generator
    ) -> tuple["NetworkTruth", list[Edit]]:
        """Return the truth after a change of some inputs at random, and the edits.

        Raises: CalculatorError where each change overflows, or the last digits decide it.
        """
        for _ in range(_TRIES):
            inputs, given, edits = change(
                book, self.network, self.inputs, self.given, self.bands, rng
            )
            try:
                truth = truth_of(self.network, inputs, given, self.ends, tolerance)
            except TrainingError:
                continue
            if truth.survives_rounding():
                return truth, edits
        raise CalculatorError(
            "no change of the inputs was found that does not overflow"
        )

    def survives_rounding(self) -> bool:
        """Tell whether nothing overflows, however the last digits are rounded."""
        if all(np.abs(one).max() < _CALM for one in self.trace.values()):
            return True
        return all(np.isfinite(one).all() for t in self.twins for one in t.values())


def read_network(
    book: Opened,
    planned: Network,
    bands: int,
    tolerance: Tolerance,
    *,
    truths: bool = False,
) -> tuple[NetworkTruth, list[str]]:
    """Compute the run from the workbook's own inputs; and notes on them.

    `bands` counts the pasted ones too; `truths`: for a calculator that takes TRUE for 1.
    Raises: WorkbookError where an input is no number; TrainingError.
    """
    network = structs.replace(planned, pasted=bands - 1 - planned.last_band)
    read = read_inputs(book, network, truths=truths)
    notes = list(read.notes)
    if pasted := network.last_band - planned.last_band:
        notes.append(
            counted(
                pasted,
                "{count} pasted band was found and checked too",
                "{count} pasted bands were found and checked too",
            )
        )
    given = read_given(book) | read.tried
    if book.deleted:  # what their views hold as built
        trace = run(network, read.inputs)
        given = first_given(network, read.inputs, trace) | given
    most = last_followed(book.plan)
    if network.last_band > most:
        notes.append(worded(_followed_up_to(network), most=network.update_of(most)))
    ends = Ends(min(network.last_band, most), most)
    return truth_of(network, read.inputs, given, ends, tolerance), notes


def _magnifies(network: Network) -> str:
    if network.by_updates:
        return later(
            "this run magnifies rounding: from update {first} on, each band"
            " was compared from the parameters that the calculator had in it"
        )
    return later(
        "this run magnifies rounding: from epoch {first} on, each epoch"
        " was compared from the parameters that the calculator had in it"
    )


def _followed_up_to(network: Network) -> str:
    if network.by_updates:
        return later(
            "the head of Training and other sheets follow bands up to update {most};"
            " those pasted below it are beyond"
        )
    return later(
        "the head of Training and other sheets follow bands up to epoch {most};"
        " those pasted below it are beyond"
    )


def truth_of(
    network: Network, inputs: Inputs, given: Shown, ends: Ends, tolerance: Tolerance
) -> NetworkTruth:
    """Compute the run and all that a workbook of it shows.

    `given` are the views' own inputs, `ends` the last epochs that these know of.
    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    trace = run(network, inputs)
    shown = all_values(network, inputs, trace, given, ends)
    check_finite(shown, OF_RUN)
    return NetworkTruth(network, inputs, given, ends, trace, shown, tolerance)


def _twins_shown(
    network: Network,
    inputs: Inputs,
    given: Shown,
    ends: Ends,
    trace: Trace,
    twins: Sequence[Trace],
) -> list[Shown]:
    """Return what the twins of a run show.

    Their answers are those of the run: an answer is right or wrong, or *undecided*.
    """
    answered = {
        one.key: trace[one.key]
        for one in quantities(network)
        if one.role in ("answer", "turn", "mask")
    }
    found = []
    for seed, twin in enumerate(twins):
        moved = {key: rough(one, seed) for key, one in (twin | answered).items()}
        start = roughened(inputs, seed)
        found.append(all_values(network, start, moved, given, ends))
    return found


def _first_magnified(trace: Trace, spread: Spread, tolerance: Tolerance) -> int | None:
    """Return the first epoch in which rounding alone exceeds the tolerance, or None."""
    first: int | None = None
    for key, array in trace.items():
        # Sums of terms that cancel are small and uncertain in every run: no sign of it.
        size = np.maximum(np.abs(array), 1.0)
        beyond = spread[key] > tolerance.atol + tolerance.rtol * size
        epochs = np.flatnonzero(beyond.reshape(len(array), -1).any(axis=1))
        if len(epochs) and (first is None or epochs[0] < first):
            first = int(epochs[0])
    # Epoch 0 starts from constants: there is nothing to go on from.
    return None if first is None else max(first, 1)


# ------------------------------------------------------------------ step by step


def _parameters(
    book: Opened, network: Network, grids: Mapping[str, Grid]
) -> dict[Key, Array]:
    """Return parameters and slots as a calculator had them, epochs first; or NaN."""
    bands = network.bands
    blocks = {b.key: b for b in book.blocks(bands) if b.sheet == "Training"}
    found = {}
    for one in starting(network):
        cells = cells_of(blocks[one.key], grids["Training"]).ravel().tolist()
        numbers = [v if type(v) is float else np.nan for v in cells]
        found[one.key] = np.array(numbers).reshape(bands, *one.shape)
    return found


@np.errstate(all="ignore")
def _anchored(
    network: Network, inputs: Inputs, trace: Trace, found: dict[Key, Array], first: int
) -> tuple[Trace, Trace]:
    """Return a run in which each epoch from `first` on has the parameters that were found.

    And what these must be: one update from those of the epoch before.
    """
    data, begun = data_of(network, inputs), beginnings(network, inputs)
    new = {key: array.copy() for key, array in trace.items()}
    steps = {key: trace[key].copy() for key in found}
    here = {key: _or_else(array[first - 1], trace[key][first - 1])
            for key, array in found.items()}  # fmt: skip
    n = network.update_of(first - 1)
    one = one_epoch(network, data, here, n)
    one |= rates_of(network, inputs, one, n)
    for epoch in range(first, network.bands):
        stepped = begun.get(epoch) or updated(network, inputs, one)
        for key, array in found.items():
            steps[key][epoch] = stepped[key]
            here[key] = _or_else(array[epoch], stepped[key])
        n = network.update_of(epoch)
        one = one_epoch(network, data, here, n)
        one |= rates_of(network, inputs, one, n)
        for key, array in one.items():
            new[key][epoch] = array
    return new, steps


def _or_else(found: Array, other: Array) -> Array:
    """Return the numbers that were found; where there is none, the others."""
    return np.where(np.isnan(found), other, found)

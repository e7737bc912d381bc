"""NumPy's side of Check: its constants, and what the comparison with them gives."""

from collections.abc import Iterator

import numpy as np

from sheetnet.engine import Trace, data_of, rough_epochs
from sheetnet.engine.rounding import FACTOR, TWINS
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network, Objects, objects
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.check.symbols import (
    AGREE,
    CHANGED,
    CHANGED_MARK,
    LIMIT,
    VERDICTS,
    WRONG,
    beginning_of,
    built,
    inputs_of,
    own,
    rows_of,
)

# As far as this every two numbers are apart at most, in parts of their size.
_ANY = 1e300


def first_given(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return NumPy's numbers for the inputs as built, and a copy of these inputs.

    With each number goes what may be off by rounding alone, in parts of its size.
    """
    numbers = constants(network, trace) | _allowances(network, inputs, trace)
    return numbers | _copies(network, inputs)


def constants(network: Network, trace: Trace) -> Shown:
    """Return NumPy's numbers, with the least that is ever allowed for rounding."""
    last = network.last_band
    sums, largest = _table(network, trace, last)
    given = {
        "numpy_sum": sums,
        "numpy_largest": largest,
        "allowed": np.full(len(sums), LIMIT),
        "numpy_C_T": trace[Key("C_T")],
    }
    if network.labelled:
        given["numpy_accuracy"] = trace[Key("accuracy")]
    given["allowed_epoch"] = np.full(last + 1, LIMIT)
    return {Key(own(symbol)): array for symbol, array in given.items()}


def _allowances(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return what rounding may add to each of NumPy's numbers."""
    last = network.last_band
    sums, largest = _table(network, trace, last)
    by_row, by_epoch = np.zeros(len(sums)), np.zeros(last + 1)
    for seed in range(TWINS):
        twin = _ends(rough_epochs(network, inputs, seed))
        sums_moved, largest_moved = _table(network, twin, -1)
        by_row = _wider(by_row, _off(sums_moved, sums), _off(largest_moved, largest))
        by_epoch = _wider(by_epoch, _off(twin[Key("C_T")], trace[Key("C_T")]))
    # What a run has lost by rounding it does not find again.
    widest = np.maximum.accumulate(by_epoch)
    return {
        Key(own("allowed")): LIMIT + FACTOR * by_row,
        Key(own("allowed_epoch")): LIMIT + FACTOR * widest,
    }


def _ends(epochs: Iterator[Trace]) -> Trace:
    """Return the first and the last epoch of a run, and C_T of every one."""
    first = last = next(epochs)
    C_T = [first[Key("C_T")]]
    for last in epochs:
        C_T.append(last[Key("C_T")])
    ends = {key: np.stack([first[key], last[key]]) for key in first}
    return ends | {Key("C_T"): np.array(C_T)}


def _wider(*offs: Array) -> Array:
    """Return the largest of each; where a twin overflows, any distance is allowed."""
    largest: Array = np.max(offs, axis=0)
    return np.where(np.isnan(largest), _ANY, np.minimum(largest, _ANY))


def _copies(network: Network, inputs: Inputs) -> Shown:
    """Return every input that decides the run, as an array."""
    settings = {Key(name): np.array(value) for name, value in inputs.settings.items()}
    data = data_of(network, inputs)
    seen = {Key("x", 1): data.x, Key("t"): data.t}
    if data.use is not None:
        seen[Key("use")] = data.use
    if data.batch is not None:
        seen[Key("batch")] = data.batch
    every = settings | seen | inputs.start
    copies = {
        Key(own(built(one.symbol)), one.layer): every[one.key]
        for together in inputs_of(network)
        for one in together
    }
    begins = zip(network.begins[1:], inputs.checkpoints, strict=True)
    return copies | {
        Key(own(built(one.symbol, band)), one.layer): start[one.key]
        for band, start in begins
        for together in beginning_of(network)
        for one in together
    }


def _table(network: Network, trace: Trace, last: int) -> tuple[Array, Array]:
    """Return sum and largest |value| of each line of the table."""
    sums, largest = [], []
    for row in rows_of(network):
        epoch = last if row.last else 0
        numbers = np.concatenate(
            [trace[one.key][epoch].ravel() for one in row.quantities]
        )
        sums.append(numbers.sum())
        largest.append(np.abs(numbers).max())
    return np.array(sums), np.array(largest)


def changed(_: Network, __: Inputs, ___: "np.random.Generator") -> Shown:
    """Return nothing: its constants are not for users to choose."""
    return {}


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, _: int
) -> Shown:
    """Return every value of the sheet: of the epochs that were built, whatever is pasted."""

    def constant(symbol: str) -> Array:
        return np.asarray(given[Key(own(symbol))], dtype=np.float64)

    last = len(constant("numpy_C_T")) - 1

    sums, largest = _table(network, trace, last)
    off = np.maximum(
        _off(sums, constant("numpy_sum")), _off(largest, constant("numpy_largest"))
    )
    C_T = trace[Key("C_T")][: last + 1]
    off_C_T = _off(C_T, constant("numpy_C_T"))
    values: Shown = {
        Key(own("sum")): sums,
        Key(own("largest")): largest,
        Key(own("off")): off,
        Key(own("mark")): _marks(off, constant("allowed")),
        Key(own("epoch")): np.array(network.updates_of(last + 1), dtype=float),
        Key(own("C_T")): C_T,
    }
    if network.checkpoints:
        values[Key(own("band"))] = np.arange(last + 1.0)
    if network.labelled:
        accuracy = trace[Key("accuracy")][: last + 1]
        off_C_T = np.maximum(off_C_T, _off(accuracy, constant("numpy_accuracy")))
        values[Key(own("accuracy"))] = accuracy
    values[Key(own("off_epoch"))] = off_C_T
    changed, size = _distance(network, inputs, given)
    wrong_epoch = np.where(off_C_T < constant("allowed_epoch"), 0.0, 1.0)
    wrong = float((off >= constant("allowed")).sum() + wrong_epoch.sum())
    return values | {
        Key(own("size")): np.array(size),
        Key(own("changed")): np.array(changed),
        Key(own("wrong_epoch")): wrong_epoch,
        Key(own("wrong")): np.array(wrong),
        **_verdict(wrong, changed),
    }


def _verdict(wrong: float, changed: float) -> Shown:
    """Return the one mark, and which of the three sentences beside it is meant."""
    verdict = AGREE if wrong == 0 else WRONG
    if changed > CHANGED:
        verdict = CHANGED_MARK
    arrows = tuple("▶" if one == verdict else "" for one in VERDICTS)
    return {
        Key(own("verdict")): np.array(verdict, dtype=object),
        Key(own("arrow")): objects(arrows),
    }


def _distance(network: Network, inputs: Inputs, given: Shown) -> tuple[float, float]:
    """Return how far inputs are from those that were built, and the size of both."""
    distance, size = 0.0, 0.0
    for key, array in _copies(network, inputs).items():
        built = np.asarray(given[key], dtype=np.float64).reshape(array.shape)
        distance += float(((array - built) ** 2).sum())
        size += float((array**2).sum() + (built**2).sum())
    return distance / (1 + size), size


def _off(live: Array, constant: Array) -> Array:
    """Return how far numbers are off, in parts of their size."""
    distance: Array = np.abs(live - constant) / (1 + np.abs(constant))
    return distance


def _marks(off: Array, allowed: Array) -> Objects:
    return objects(tuple(AGREE if good else WRONG for good in off < allowed))

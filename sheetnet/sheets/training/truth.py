"""What sheets show beside the run itself: links, totals, marks. NumPy only.

The truth for cells that hold no quantity of their own: transposed weights, the summary
in the head, ✓ and ✗, the numbers of examples and epochs.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Trace, accuracies, data_of, decision
from sheetnet.layers import learned_numbers_of
from sheetnet.layers.quantities import learning, parameters, quantities, with_role
from sheetnet.model.functions import MARGIN
from sheetnet.model.network import Inputs, Network, is_class, objects
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Quantity
from sheetnet.model.shown import Shown
from sheetnet.sheets.cost.signs import STEEPEST, signs_of


def shown_values(network: Network, inputs: Inputs, trace: Trace, last: int) -> Shown:
    """Return every value a workbook of this run shows, in order of computation.

    `last` is the band that the head sums up; pasted ones may come after it.
    """
    return {
        **_given(network, inputs),
        Key("epoch"): np.array(network.updates_of(network.bands), dtype=float),
        **dict(_with_links(network, trace)),
        **_by_layer(network, trace),
        Key("last_epoch"): np.array(float(network.update_of(last))),
        **_summed_up(trace, last, "C_T", "test_C_T"),
        **answers(network, inputs, trace, last),
    }


def _given(network: Network, inputs: Inputs) -> Shown:
    data = data_of(network, inputs)
    shown: Shown = {
        Key("example"): np.arange(1.0, network.examples + 1),
        **data.made,
        Key("x", 1): data.x,
        Key("t"): data.t,
        **{Key(name): np.array(value) for name, value in inputs.settings.items()},
        Key("shown_setting"): np.array(next(iter(inputs.settings.values()))),
    }
    if network.numbers:
        shown[Key("raw", 1)] = _cells(inputs.x)
    if inputs.words is not None and inputs.one_hot is not None:
        shown[Key("word", 1)], shown[Key("one_hot", 1)] = inputs.words, inputs.one_hot
    if network.target_scale != "none":
        shown[Key("raw")] = _cells(inputs.t)
    if data.use is not None:
        shown[Key("use")] = data.use
    if data.batch is not None:
        shown[Key("batch")] = data.batch
    if inputs.labels is not None and inputs.classes is not None:
        shown[Key("label")], shown[Key("class")] = inputs.labels, inputs.classes
    return shown


def _cells(numbers: NDArray[Any] | None) -> NDArray[Any]:
    """Return numbers as they stand in the sheet: where there is none, nothing."""
    assert numbers is not None
    nothing = np.isnan(numbers)
    if not nothing.any():
        return numbers
    cells = np.asarray(numbers).astype(object)
    cells[nothing] = None
    return cells


def _summed_up(trace: Shown, last: int, *symbols: str) -> Shown:
    """Return the first and last of the numbers that sum up an epoch."""
    every = [symbol for symbol in symbols if Key(symbol) in trace]
    return {
        Key(f"{when}_{symbol}"): trace[Key(symbol)][epoch]
        for symbol in every
        for when, epoch in (("first", 0), ("last", last))
    }


def _with_links(network: Network, trace: Trace) -> Iterator[tuple[Key, NDArray[Any]]]:
    """Yield the trace, and among a layer's parameters their links."""
    for one in quantities(network):
        if one.role == "link":
            numbers = learned_numbers_of(network.layer(one.layer))
            yield one.key, numbers.linked(one, trace[Key(one.of, one.layer)])
        elif one.key in trace:
            yield one.key, trace[one.key]


def _by_layer(network: Network, trace: Trace) -> Shown:
    """Return by layer how far its parameters have moved, and its steepest gradient."""
    shown: Shown = {}
    for layer in learning(network):
        now = _together(trace, parameters(layer))
        moved = np.sqrt(((now - now[0]) ** 2).sum(axis=1))
        gradients = _together(trace, with_role(layer, "gradient"))
        shown[Key("moved", layer.number)] = moved
        shown[Key("largest", layer.number)] = np.abs(gradients).max(axis=1)
    for sign in signs_of(network):
        if sign.layer:
            of_units = {"slope": mean_slopes, "dead": dead_shares}[sign.symbol]
            shown[Key(sign.symbol, sign.layer)] = of_units(network, trace, sign.layer)
    steepest = [array for key, array in shown.items() if key.symbol == "largest"]
    return {**shown, Key("largest"): np.max(steepest, axis=0)}


def mean_slopes(network: Network, trace: Shown, layer: int) -> NDArray[Any]:
    """Return the mean slope of a layer's units by epoch, in parts of the steepest."""
    a = trace[Key("a", layer)]
    each = a.reshape(len(a), -1)
    squares = (each * each).mean(axis=1)
    if network.layer(layer).activation == "tanh":
        return np.asarray(1.0 - squares)
    return np.asarray((each.mean(axis=1) - squares) / STEEPEST["sigmoid"])


def dead_shares(_: Network, trace: Shown, layer: int) -> NDArray[Any]:
    """Return the share of a layer's units that are 0 for every example, by epoch."""
    z = np.moveaxis(trace[Key("z", layer)], 2, 1)
    dead = z.reshape(*z.shape[:2], -1).max(axis=2) <= MARGIN
    return np.asarray(dead.mean(axis=1))


def _together(trace: Trace, quantities: Sequence[Quantity]) -> NDArray[Any]:
    """Return all numbers of some arrays, epoch by epoch."""
    arrays = [trace[one.key] for one in quantities]
    return np.hstack([array.reshape(len(array), -1) for array in arrays])


def answers(network: Network, inputs: Inputs, trace: Trace, last: int) -> Shown:
    """Return what follows from the answers alone: right or wrong, and the head's view.

    Written so that it can be asked again with answers that were *undecided*.
    """
    if inputs.classes is None or inputs.labels is None:
        return _predicted(network, inputs, trace, last)
    answer, data = trace[Key("answer")], data_of(network, inputs)
    correct = decision.correct(answer, data.t, network.other_target)
    right = accuracies(network, data, correct)
    known = [is_class(inputs, label) for label in inputs.labels]
    marks = tuple(
        ("✓" if one > 0.5 else "✗") if is_known else "?"
        for one, is_known in zip(correct[last], known, strict=True)
    )
    return {
        Key("correct"): correct,
        **right,
        Key("last_answer"): inputs.classes[answer[last].astype(int) - 1],
        Key("mark"): objects(marks),
        **_summed_up(right, last, "accuracy", "test_accuracy"),
    }


def _predicted(network: Network, inputs: Inputs, trace: Trace, last: int) -> Shown:
    """Return the last answers in the units of the data, where these are scaled."""
    if network.target_scale == "none":
        return {}
    a = trace[Key("a", network.last.number)][last]
    return {Key("predicted"): data_of(network, inputs).in_units(a)}

"""NumPy's side of Try: the user's input, forward through the first and last parameters."""

from typing import Any

import numpy as np

from sheetnet.engine import Trace, decision, forward
from sheetnet.layers.quantities import learning, parameters, quantities
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.try_out.symbols import AFTER, BEFORE, own


def first_given(_: Network, inputs: Inputs, __: Trace) -> Shown:
    """Return what a fresh workbook shows: the first example."""
    return {Key(own("x")): inputs.x[0]}


def changed(_: Network, inputs: Inputs, rng: "np.random.Generator") -> Shown:
    """Return an input that is half one example and half another."""
    one, other = inputs.x[rng.integers(len(inputs.x), size=2)]
    return {Key(own("x")): np.where(rng.random(one.shape) < 0.5, one, other)}


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the input that is drawn."""
    x = np.asarray(given[Key(own("x"))], dtype=np.float64)[None]
    values: Shown = _ranges(network, inputs)
    for when, epoch in ((BEFORE, 0), (AFTER, last)):
        learned = {
            quantity.key: trace[quantity.key][epoch]
            for layer in learning(network)
            for quantity in parameters(layer)
        }
        one = forward(network, x, learned)
        for quantity in quantities(network):
            if quantity.role == "forward":
                key = Key(own(quantity.symbol, when), quantity.layer)
                values[key] = one[quantity.key][0]
        values |= _answer(network, inputs, one, when)
    return values


def _answer(network: Network, inputs: Inputs, one: Trace, when: str) -> Shown:
    if inputs.classes is None:
        return {}
    answer = int(decision.answers(one[Key("a", network.last.number)])[0])
    text: Any = np.array(inputs.classes[answer - 1], dtype=object)
    return {Key(own("answer", when)): text}


def _ranges(network: Network, inputs: Inputs) -> Shown:
    """Return the least and largest value: of each feature, or of all pixels."""
    axis = 0 if len(network.input_shape) == 1 else None
    counted = (
        np.ones(inputs.x.shape, bool) if inputs.counted is None else inputs.counted
    )
    any_number = counted.any(axis)
    least = inputs.x.min(axis, where=counted, initial=np.inf)
    most = inputs.x.max(axis, where=counted, initial=-np.inf)
    names = {
        Key(own("least")): np.where(any_number, least, 0.0),
        Key(own("most")): np.where(any_number, most, 0.0),
    }
    if inputs.classes is not None:
        names[Key(own("class"))] = inputs.classes[-network.units_out :]
    return {key: np.asarray(value) for key, value in names.items()}

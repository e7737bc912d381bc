"""NumPy's side of Try: the user's input, forward through the first and last parameters."""

from typing import Any

import numpy as np

from sheetnet.engine import Data, Trace, as_seen, data_of, decision, forward
from sheetnet.layers.quantities import given as given_to
from sheetnet.layers.quantities import learning, quantities
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Told
from sheetnet.model.shown import Shown
from sheetnet.sheets.try_out.symbols import AFTER, BEFORE, own


def first_given(network: Network, inputs: Inputs, _: Trace) -> Shown:
    """Return what a fresh workbook shows: the first example."""
    given: Shown = {}
    if network.numbers or not network.fields:
        given[Key(own("x"))] = _typed(network, inputs)[0]
    if inputs.words is not None:
        given[Key(own("word"))] = inputs.words[0]
    return given


def _typed(network: Network, inputs: Inputs) -> Array:
    """Return the examples' numbers as one might type them: where none stands, the mean."""
    if not np.isnan(inputs.x).any():
        return inputs.x
    mean = data_of(network, inputs).made.get(Key("mean", 1), 0.0)
    return np.where(np.isnan(inputs.x), mean, inputs.x)


def changed(network: Network, inputs: Inputs, rng: "np.random.Generator") -> Shown:
    """Return an input that is half one example and half another."""
    given: Shown = {}
    chosen = rng.integers(len(inputs.x), size=2)
    if network.numbers or not network.fields:
        one, other = _typed(network, inputs)[chosen]
        given[Key(own("x"))] = np.where(rng.random(one.shape) < 0.5, one, other)
    if inputs.words is not None:
        given[Key(own("word"))] = inputs.words[chosen[0]]
    return given


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the input that is drawn."""
    values: Shown = {}
    if network.numbers or not network.fields:
        values |= _ranges(network, inputs)
    if inputs.classes is not None:
        values[Key(own("class"))] = inputs.classes[-network.units_out :]
    data = data_of(network, inputs)
    x = _seen(network, inputs, data, given)
    if network.fields:
        values[Key(own("seen"))] = x[0]
    passes = ((BEFORE, 0), (AFTER, last)) if network.last_band else ((BEFORE, 0),)
    for when, epoch in passes:
        learned = {
            quantity.key: trace[quantity.key][epoch]
            for layer in learning(network)
            for quantity in given_to(layer)
        }
        if when == AFTER:
            values |= {
                Key(own(key.symbol, when), key.layer): array
                for key, array in learned.items()
            }
            says = np.array(
                Told(network.said("try.after"), {"epoch": network.update_of(epoch)}),
                dtype=object,
            )
            name = own("epoch", when)
            values |= {Key(name, layer.number): says for layer in network.layers}
        one = forward(network, x, learned)
        for quantity in quantities(network):
            if quantity.role == "forward":
                key = Key(own(quantity.symbol, when), quantity.layer)
                values[key] = one[quantity.key][0]
        values |= _answer(network, inputs, one, when)
        if network.target_scale != "none":
            a = one[Key("a", network.last.number)][0]
            values[Key(own("predicted", when))] = data.in_units(a)
    return values


def _seen(network: Network, inputs: Inputs, data: Data, given: Shown) -> Array:
    """Return x of what is typed. Shapes: (1, *input_shape)."""
    typed = given.get(Key(own("x")))
    raw = np.asarray(inputs.x[0] if typed is None else typed, dtype=np.float64)[None]
    if not network.fields:
        return raw
    words = given.get(Key(own("word")))
    return as_seen(
        network, inputs, data.made, raw, None if words is None else words[None]
    )


def _answer(network: Network, inputs: Inputs, one: Trace, when: str) -> Shown:
    if inputs.classes is None:
        return {}
    a = one[Key("a", network.last.number)]
    answer = int(decision.answers(a, network.other_target)[0])
    text: Any = np.array(inputs.classes[answer - 1], dtype=object)
    return {Key(own("answer", when)): text}


def _ranges(network: Network, inputs: Inputs) -> Shown:
    """Return the least and largest value: of each feature, or of all pixels."""
    axis = 0 if len(network.raw_shape) == 1 else None
    counted = ~np.isnan(inputs.x) if inputs.counted is None else inputs.counted
    any_number = counted.any(axis)
    least = inputs.x.min(axis, where=counted, initial=np.inf)
    most = inputs.x.max(axis, where=counted, initial=-np.inf)
    return {
        Key(own("least")): np.asarray(np.where(any_number, least, 0.0)),
        Key(own("most")): np.asarray(np.where(any_number, most, 0.0)),
    }

"""NumPy's side of Explorer: one example in one epoch, taken out of the run.

What Training has is looked up in the Trace; slopes and the gradient of this one example
are computed anew by the engine's layers.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Trace, data_of, decision, slope, updated
from sheetnet.layers import learned_numbers_of
from sheetnet.layers.quantities import (
    error_of,
    given,
    parameters,
    quantities,
    with_role,
)
from sheetnet.layers.sentences import Number
from sheetnet.model.functions import SOFTMAX, Array
from sheetnet.model.network import Inputs, Layer, Network, objects
from sheetnet.model.notation import Key, gradient_of
from sheetnet.model.sentence import (
    Added,
    Fine,
    FineFactor,
    Piece,
    Plain,
    Signed,
    Spelled,
    Told,
)
from sheetnet.model.shown import Shown
from sheetnet.sheets.explorer.lines import lines_of
from sheetnet.sheets.explorer.steps import of_heading, told
from sheetnet.sheets.explorer.symbols import (
    chosen_by,
    compared,
    mirror,
    own,
    shown_units,
)
from sheetnet.sheets.opening import chosen


def first_given(_: Network, __: Inputs, ___: Trace) -> Shown:
    """Return nothing: the knobs stand on Picture."""
    return {}


def changed(_: Network, __: Inputs, ___: "np.random.Generator") -> Shown:
    """Return nothing: the knobs stand on Picture."""
    return {}


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the example and epoch that are chosen."""
    k, epoch = chosen(network, given, last)
    of_last = Told(
        network.said("explorer.epoch_says"), {"most": network.update_of(last)}
    )
    says = {Key(own("epoch_says")): np.array(of_last, dtype=object)}
    return says | _One(network, inputs, trace, k, epoch).values()


class _One:
    """One example of one epoch. Arrays have the shape of the layer, without axes k, e."""

    def __init__(
        self, network: Network, inputs: Inputs, trace: Trace, k: int, epoch: int
    ) -> None:
        self._network = network
        self._inputs = inputs
        self._trace = trace
        self._k, self._epoch = k, epoch
        self._each = {q.key for q in quantities(network) if "example" in q.each}
        data = data_of(network, inputs)
        self._x: Array = data.x[k]
        self._t: Array = data.t[k]
        self._use = None if data.use is None else data.use[k]
        # Every quantity of the epoch; parameters and slots after its update.
        self._now = {
            key: array[epoch]
            for key, array in trace.items()
            if np.ndim(array) and not isinstance(key, str)
        }
        self._after = (
            {} if network.update.plain else updated(network, inputs, self._now)
        )

    def _value(self, symbol: str, layer: int) -> Array:
        """Return a quantity of the example; "seen" is what the layer looks at."""
        if symbol == "seen":
            return self._activation(layer - 1)
        if symbol == "t":
            return self._t
        if symbol == "use":
            return np.asarray(self._use)
        array = self._trace[Key(symbol, layer)][self._epoch]
        of_example: Array = (
            array[self._k] if Key(symbol, layer) in self._each else array
        )
        return of_example

    def _activation(self, l: int) -> Array:
        if l > 1:
            return self._value("a", l)
        return self._x

    def values(self) -> Shown:
        """Return all that the sheet shows, in order of computation."""
        C = self._trace[Key("C")][self._epoch, self._k]
        values: Shown = {
            Key(own("k")): np.array(self._k + 1.0),
            Key(own("epoch")): np.array(float(self._network.update_of(self._epoch))),
            **self._words(),
            **self._named_words(),
            Key(own("t")): self._t,
            **self._chosen(),
            **self._heading(),
        }
        for layer in self._network.layers:
            values |= self._forward(layer)
        values |= {Key(own("C")): C, Key(mirror("C")): C}
        for layer in reversed(self._network.layers):
            values |= self._backward(layer)
        for layer in self._network.layers:
            values |= self._checks(layer)
        return {**values, Key(own("verdict")): _text("✓")}

    def _chosen(self) -> Shown:
        """Return whether the update learns from the example."""
        return {
            Key(own(symbol)): self._value(symbol, 0)
            for symbol in chosen_by(self._network)
        }

    def _heading(self) -> Shown:
        """Return what the update of the epoch is made with: rates, powers after it."""
        numbers = {**self._now, **self._after}
        return {
            Key(own(one.name)): numbers[Key(one.name)]
            for one in of_heading(self._network)
        }

    def _words(self) -> Shown:
        if self._inputs.labels is None or self._inputs.classes is None:
            return self._in_units()
        answer = int(self._trace[Key("answer")][self._epoch, self._k])
        return {
            Key(own("label")): _text(self._inputs.labels[self._k]),
            Key(own("answer")): _text(self._inputs.classes[answer - 1]),
            Key(own("right")): _text("✓" if self._is_right(answer) else "✗"),
            Key(own("class")): self._inputs.classes[-self._network.units_out :],
        }

    def _named_words(self) -> Shown:
        """Return the names of the features that stand for a word: column = word."""
        if self._inputs.one_hot is None:
            return {}
        columns = [one.name for one in self._network.categories for _ in one.words]
        named = zip(columns, self._inputs.one_hot, strict=True)
        return {
            Key(own("one_hot"), 1): objects(
                tuple(
                    f"{column} = {word if isinstance(word, str) and word else '?'}"
                    for column, word in named
                )
            )
        }

    def _is_right(self, answer: int) -> bool:
        """Tell whether the class of this number (from 1) is the example's."""
        said, other = np.array([float(answer)]), self._network.other_target
        return bool(decision.correct(said, self._t[None], other)[0] > 0.5)

    def _in_units(self) -> Shown:
        """Return target and outputs in the units of the data, where these are scaled."""
        if self._network.target_scale == "none" or self._inputs.t is None:
            return {}
        a = self._value("a", self._network.last.number)
        data = data_of(self._network, self._inputs)
        return {
            # An empty cell is looked up as 0.
            Key(own("raw")): np.nan_to_num(self._inputs.t[self._k]),
            Key(own("predicted")): data.in_units(a),
        }

    # -------------------------------------------------------------- a layer

    def _forward(self, layer: Layer) -> Shown:
        l, cards = layer.number, shown_units(self._network, layer)
        values = {"seen": self._value("seen", l)}
        for one in (*given(layer), *with_role(layer, "link", "mask", "forward")):
            if one.role == "link":
                whole = learned_numbers_of(layer).linked(one, self._value(one.of, l))
            else:
                whole = self._value(one.symbol, l)
            values[one.symbol] = whole[:cards]
        if layer.activation and layer.activation != SOFTMAX:
            values["slope"] = self._slope(layer)[:cards]
        return self._with_mirrors(values, l)

    def _backward(self, layer: Layer) -> Shown:
        l, cards = layer.number, shown_units(self._network, layer)
        symbol = error_of(layer).symbol
        values = {symbol: self._value(symbol, l)[:cards]}
        for one in with_role(layer, "feedback"):
            values[one.symbol] = self._value(one.symbol, l)[:cards]
        for parameter, array in self._gradient(layer).items():
            values[gradient_of(parameter)] = array[:cards]
        for step in told(self._network, layer):
            where = self._after if step.is_after else self._now
            values[step.shown] = where[Key(step.symbol, l)][:cards]
        return self._with_mirrors(values, l)

    def _checks(self, layer: Layer) -> Shown:
        l, cards = layer.number, shown_units(self._network, layer)
        return {
            Key(own("off"), l): self._off(layer, cards),
            Key(own("mark"), l): objects(("✓",) * cards),
            Key(own("says"), l): self._sentences(layer, cards),
        }

    def _off(self, layer: Layer, cards: int) -> Array:
        """Return how far cards are from Training: 0, unless their squares overflow."""
        l = layer.number
        cells = [self._value(q.symbol, l)[:cards] for q in compared(self._network, l)]
        squares = [(one.reshape(cards, -1) ** 2).sum(axis=1) for one in cells]
        return np.asarray(0.0 * np.sqrt(np.sum(squares, axis=0)))

    def _gradient(self, layer: Layer) -> dict[str, Array]:
        """Return this example's own ∂C/∂ of each parameter."""
        if not parameters(layer):
            return {}
        learned = {q.symbol: self._value(q.symbol, q.layer) for q in given(layer)}
        delta = self._value(error_of(layer).symbol, layer.number)[None]
        seen = tuple(self._activation(l)[None] for l in layer.reads)
        return learned_numbers_of(layer).gradient(layer, learned, delta, seen)

    def _slope(self, layer: Layer) -> Array:
        return slope(
            layer, self._value("z", layer.number), self._value("a", layer.number)
        )

    def _with_mirrors(self, values: dict[str, Array], layer: int) -> Shown:
        """Return values by key, each with its look-up in Training where it has one."""
        mirrored = {one.symbol for one in compared(self._network, layer)}
        found: Shown = {}
        for symbol, array in values.items():
            found[Key(own(symbol), layer)] = array
            if symbol in mirrored:
                found[Key(mirror(symbol), layer)] = array
        return found

    # -------------------------------------------------------------- sentences

    def _sentences(self, layer: Layer, cards: int) -> NDArray[Any]:
        own_gradient, heading = self._gradient(layer), self._heading()
        of_update = {one.shown: one for one in told(self._network, layer)}

        def piece(one: str | Number) -> Piece:
            return one if isinstance(one, str) else _FORMS[one.form](value(one))

        def value(one: Number) -> float:
            gradients = {gradient_of(p): array for p, array in own_gradient.items()}
            if one.symbol in self._inputs.settings:
                return self._inputs.settings[one.symbol]
            if Key(own(one.symbol)) in heading:
                return float(heading[Key(own(one.symbol))])
            if one.symbol in of_update:
                of_one = of_update[one.symbol]
                where = self._after if of_one.is_after else self._now
                array = where[Key(of_one.symbol, one.layer)]
            elif one.symbol in gradients:
                array = gradients[one.symbol]
            elif one.symbol == "slope":
                array = self._slope(layer)
            else:
                array = self._value(one.symbol, one.layer)
            return float(array.sum() if one.summed else array[one.at])

        every = tuple(
            Spelled.of([piece(one) for one in line])
            for unit in range(cards)
            for line in lines_of(self._network, layer, unit)
        )
        return objects(every).reshape(cards, -1)


_FORMS: dict[str, Callable[[float], Piece]] = {
    "signed": Signed,
    "added": Added,
    "plain": Plain,
    "fine": Fine,
    "fine-factor": FineFactor,
}


def _text(text: object) -> NDArray[Any]:
    return np.array(text, dtype=object)

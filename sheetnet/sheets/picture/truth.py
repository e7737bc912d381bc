"""NumPy's side of Picture: the run at one epoch and one example, as it is drawn."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Data, Trace, data_of
from sheetnet.layers.quantities import given
from sheetnet.model.equality import equal_in_sheet
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Layer, Network, objects
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Told
from sheetnet.model.shown import Ends, Shown
from sheetnet.sheets.opening import chosen, first_chosen
from sheetnet.sheets.picture import truth_of_lines, truth_of_map
from sheetnet.sheets.picture.sequence import truth as sequence
from sheetnet.sheets.picture.sketch import Stack, answers_of, sketch_of
from sheetnet.sheets.picture.symbols import LABEL, NEAR, has_matrix, judged, own


def first_given(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return what a fresh workbook shows: the example and the epoch worth a first look."""
    return {
        **first_chosen(network, inputs, trace),
        Key(own("k_list")): np.arange(1.0, network.examples + 1),
    }


def lists(network: Network, ends: Ends) -> Shown:
    """Return the epochs to choose from, and which have numbers: all there are have."""
    updates = np.array(network.updates_of(ends.last + 1), dtype=float)
    return {
        Key(own("epoch_list")): updates[
            np.minimum(np.arange(ends.most + 1), ends.last)
        ],
        Key(own("numbers")): np.ones(ends.most + 1),
    }


def changed(network: Network, _: Inputs, rng: "np.random.Generator") -> Shown:
    """Return another example and epoch."""
    return {
        Key(own("k")): np.array(float(rng.integers(1, network.examples + 1))),
        Key(own("epoch")): np.array(
            float(network.update_of(int(rng.integers(network.bands))))
        ),
    }


def shown(
    network: Network,
    inputs: Inputs,
    trace: Trace,
    given: Shown,
    last: int,
) -> Shown:
    """Return every value of the sheet for the example and epoch that are chosen."""
    k, epoch = chosen(network, given, last)
    return _One(network, inputs, trace, k, epoch).values(last)


class _One:
    """One example of one epoch, and all examples of that epoch."""

    def __init__(
        self, network: Network, inputs: Inputs, trace: Trace, k: int, epoch: int
    ) -> None:
        self._network, self._inputs, self._trace = network, inputs, trace
        self._k, self._epoch = k, epoch
        self._sketch = sketch_of(network)
        self._data: Data = data_of(network, inputs)

    def values(self, last: int) -> Shown:
        """Return all that the sheet shows."""
        network = self._network
        n = network.update_of(last)
        values: Shown = {
            Key(own("of")): np.array(Told("picture.of", {"most": n}), dtype=object),
            Key(own("epoch_used")): np.array(float(network.update_of(self._epoch))),
            Key(own("k_used")): np.array(self._k + 1.0),
        }
        if network.checkpoints:
            values[Key(own("band_used"))] = np.array(float(self._epoch))
        for symbol in ("C_T", "test_C_T"):
            if Key(symbol) in self._trace:
                values[Key(own(symbol))] = self._trace[Key(symbol)][self._epoch]
        if network.is_sequence:
            given = self._inputs, self._data, self._trace, self._k, self._epoch
            return values | sequence.shown(network, *given)
        values |= truth_of_lines.shown(network, self._learned())
        for stack in self._sketch.stacks:
            values |= self._stack(stack)
        if self._sketch.map:
            values |= truth_of_map.shown(
                self._network, self._inputs, self._data, self._learned(), self._k
            )
            outputs = Key(own("a"), self._network.last.number)
            values[outputs] = self._outputs()[: answers_of(self._network)]
        return values | self._answer()

    def _of_example(self, symbol: str, layer: int = 0) -> Array:
        array: Array = self._trace[Key(symbol, layer)][self._epoch, self._k]
        return array

    def _learned(self) -> dict[Key, Array]:
        return {
            one.key: self._trace[one.key][self._epoch]
            for layer in self._network.layers
            for one in given(layer)
        }

    # -------------------------------------------------------------- the network

    def _stack(self, stack: Stack) -> Shown:
        x, l, shown = self._data.x[self._k], stack.layer, stack.shown
        if stack.kind == "pixels":
            return {Key(own("pixel"), 1): x.reshape(-1)[:shown]}
        if l == 1:
            return {Key(own("x"), 1): x if x.ndim == 2 else x[:shown]}
        layer = self._network.layer(l)
        if stack.kind == "outputs":
            return {Key(own("a"), l): self._outputs()[:shown]}
        values: Shown = {Key(own("a"), l): self._of_example("a", l)[:shown]}
        if stack.kind == "filters":
            values[Key(own("w"), l)] = self._weights(layer)[:shown, 0]
        elif stack.kind == "units" and len(layer.sees) == 2:
            values[Key(own("w"), l)] = self._weights(layer)[:shown]
        return values

    def _outputs(self) -> Array:
        """Return the outputs, in the units of the data. Shape (n,)."""
        a = self._of_example("a", self._network.last.number)
        return self._data.in_units(a) if self._network.target_scale != "none" else a

    def _weights(self, layer: Layer) -> Array:
        w: Array = self._trace[Key("w", layer.number)][self._epoch]
        return w

    # -------------------------------------------------------------- answers

    def _answer(self) -> Shown:
        network, inputs = self._network, self._inputs
        if inputs.labels is None or inputs.classes is None:
            return self._targets()
        answer = int(self._of_example("answer"))
        right = self._of_example("correct") > 0.5
        units = (
            answers_of(network) if self._sketch.map else self._sketch.stacks[-1].shown
        )
        first = len(inputs.classes) - network.units_out
        return {
            Key(own("class")): inputs.classes[first : first + units],
            Key(own("label")): _text(inputs.labels[self._k]),
            Key(own("answer")): _text(inputs.classes[answer - 1]),
            Key(own("right")): _text("✓" if right else "✗"),
            **self._judged(),
        }

    def _targets(self) -> Shown:
        network, data = self._network, self._data
        assert self._inputs.t is not None
        # An empty cell is looked up as 0.
        wanted = np.nan_to_num(self._inputs.t[:, 0])
        a = self._trace[Key("a", network.last.number)][self._epoch]
        said = data.in_units(a)[:, 0] if network.target_scale != "none" else a[:, 0]
        return {
            Key(own("wanted")): wanted[self._k],
            Key(own("said")): said[self._k],
            Key(own("wanted_of")): wanted,
            Key(own("said_of")): said,
            Key(own("diagonal")): np.array(_ends(wanted, said)),
        }

    def _judged(self) -> Shown:
        """Return what is wrong of all that are judged, and how classes are mixed up."""
        every = judged(self._network)
        told = "wrong_test" if self._network.test else "wrong"
        among = slice(every.start, every.stop)
        right = self._trace[Key("correct")][self._epoch, among] > 0.5
        count = np.concatenate([[0.0], np.cumsum(~right)])
        at = [
            every.start + k + 1.0 for k in np.flatnonzero(~right)[: self._sketch.links]
        ]
        at += [0.0] * (self._sketch.links - len(at))
        values: Shown = {
            Key(own("wrong")): count,
            Key(own("wrong_count")): np.array(
                Told(f"picture.{told}", {"count": int(count[-1])}), dtype=object
            ),
            Key(own("wrong_at")): np.array(at),
            Key(own("link")): objects(tuple(f"→ {k:.0f}" if k else "" for k in at)),
        }
        return values | (self._matrix(among) if has_matrix(self._network) else {})

    def _matrix(self, among: slice) -> Shown:
        labels, classes = self._inputs.labels, self._inputs.classes
        assert labels is not None
        assert classes is not None
        answer = self._trace[Key("answer")][self._epoch, among]
        label = np.array([_number(one, classes.tolist()) for one in labels[among]])
        n = len(classes)
        matrix = np.zeros((n, n))
        known = label > 0
        np.add.at(matrix, (label[known] - 1, answer[known].astype(int) - 1), 1.0)
        return {
            Key(own("code")): np.concatenate([[0.0], LABEL * label + answer]),
            Key(own("matrix")): matrix,
            Key(own("row_class")): classes,
            Key(own("column_class")): classes,
        }


def _number(label: object, classes: list[object]) -> int:
    """Return the number of a label's class (from 1); 0 where it is none."""
    found = (at for at, one in enumerate(classes, 1) if equal_in_sheet(label, one))
    return next(found, 0)


def _text(text: object) -> NDArray[Any]:
    return np.array(text, dtype=object)


def _ends(wanted: Array, said: Array) -> tuple[float, float]:
    """Return where the axes of answers by targets end: at 0, unless all is far from it."""
    every = np.concatenate([wanted, said])
    low, high = float(every.min()), float(every.max())
    first = low if 6 * low > NEAR * high else min(0.0, low)
    return first, high if 6 * high < NEAR * low else max(0.0, high)

"""NumPy's side of Write on: what the first and the last parameters add to a prompt."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Trace, as_seen, decision, forward
from sheetnet.layers.quantities import learning, parameters, quantities
from sheetnet.model.network import Inputs, Network, Objects, objects
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.write_on.symbols import BEFORE, own, passes_of


def first_given(network: Network, inputs: Inputs, _: Trace) -> Shown:
    """Return what a fresh workbook holds: the first symbol of the first example."""
    assert inputs.words is not None
    return {Key(own("prompt")): _typed(network, inputs.words[:1, 0].tolist())}


def _typed(network: Network, symbols: list[object]) -> Objects:
    rest = network.positions + 1 - len(symbols)
    return objects((*symbols, *[None] * rest))  # type: ignore[arg-type]


def changed(network: Network, inputs: Inputs, rng: "np.random.Generator") -> Shown:
    """Return another prompt, of one symbol or two."""
    assert inputs.one_hot is not None
    count = int(rng.integers(1, min(3, network.positions + 1)))
    chosen = rng.integers(len(inputs.one_hot), size=count)
    return {Key(own("prompt")): _typed(network, inputs.one_hot[chosen].tolist())}


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the prompt that is typed."""
    prompt = np.asarray(given[Key(own("prompt"))], dtype=object)
    values: Shown = {}
    for when in passes_of(network):
        band = 0 if when == BEFORE else last
        found = _Pass(network, inputs, trace, band, prompt).values()
        values |= {
            Key(own(key.symbol, when), key.layer): one for key, one in found.items()
        }
        values[Key(own("written"))] = found[Key("word", 1)][:, 0]
    return values


class _Pass:
    """The network with the parameters of one band, going on with a prompt."""

    def __init__(
        self,
        network: Network,
        inputs: Inputs,
        trace: Trace,
        band: int,
        prompt: NDArray[Any],
    ) -> None:
        self._network, self._inputs, self._prompt = network, inputs, prompt
        self._learned = {
            one.key: trace[one.key][band]
            for layer in learning(network)
            for one in parameters(layer)
        }

    def values(self) -> Shown:
        """Return what the pass shows: it says one symbol after the other."""
        network, T = self._network, self._network.positions
        word = np.where(self._prompt == None, "", self._prompt)  # noqa: E711
        for t in range(T):
            one = self._answered(word)
            said = int(decision.answers(one[Key("a", network.last.number)])[t])
            if word[t + 1] == "":
                word[t + 1] = self._classes[said - 1]
        one = self._answered(word)
        answer = decision.answers(one[Key("a", network.last.number)])
        values: Shown = {
            Key("word", 1): word.reshape(-1, 1),
            Key("answer"): answer,
            Key("x", 1): self._x(word),
        }
        return values | {
            quantity.key: one[quantity.key]
            for quantity in quantities(network)
            if quantity.role in ("forward", "parameter")
        }

    @property
    def _classes(self) -> Objects:
        assert self._inputs.classes is not None
        return self._inputs.classes

    def _x(self, word: Objects) -> NDArray[np.float64]:
        words = word[: self._network.positions].reshape(-1, 1)
        raw = np.zeros((len(words), 0))
        return as_seen(self._network, self._inputs, {}, raw, words)

    def _answered(self, word: Objects) -> Trace:
        return forward(self._network, self._x(word), self._learned)

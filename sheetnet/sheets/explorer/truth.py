"""NumPy's side of Explorer: one example in one epoch, taken out of the run.

What Training has is looked up in the Trace; slopes and the gradient of this one example
are computed anew by the engine's layers.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Trace
from sheetnet.layers import numbers_of
from sheetnet.model.functions import ACTIVATIONS, SOFTMAX, Array
from sheetnet.model.network import Inputs, Layer, Network, maps_of, objects, targets
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Added, Piece, Plain, Signed, Spelled
from sheetnet.model.shown import Shown
from sheetnet.sheets.explorer.symbols import (
    cut,
    gradient_names,
    middle,
    mirror,
    name_of,
    own,
    shown_units,
)

_COMPARED = ("z", "a", "delta", "dC_da")


def first_given(network: Network, _: Inputs, __: Trace) -> Shown:
    """Return what a fresh workbook shows: the first example, before training."""
    return {
        Key(own("k")): np.array(1.0),
        Key(own("epoch")): np.array(0.0),
        Key(own("examples")): np.arange(1.0, network.examples + 1),
        Key(own("epochs")): np.arange(network.epochs + 1.0),
    }


def changed(network: Network, _: Inputs, rng: np.random.Generator) -> Shown:
    """Return another example and epoch."""
    return {
        Key(own("k")): np.array(float(rng.integers(1, network.examples + 1))),
        Key(own("epoch")): np.array(float(rng.integers(network.epochs + 1))),
    }


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the example and epoch that are chosen."""
    k = _chosen(given[Key(own("k"))], 1, network.examples) - 1
    epoch = _chosen(given[Key(own("epoch"))], 0, last)
    return _One(network, inputs, trace, k, epoch).values()


def _chosen(number: NDArray[Any], low: int, high: int) -> int:
    return int(max(low, min(high, np.floor(float(number)))))


class _One:
    """One example of one epoch. Arrays have the shape of the layer, without axes k, e."""

    def __init__(
        self, network: Network, inputs: Inputs, trace: Trace, k: int, epoch: int
    ) -> None:
        self._network = network
        self._inputs = inputs
        self._trace = trace
        self._k, self._epoch = k, epoch
        self._t = targets(inputs, network.units_out)[k]

    def _value(self, symbol: str, layer: int) -> Array:
        array: Array = self._inputs.x
        if layer > 1:
            array = self._trace[Key(symbol, layer)][self._epoch]
        if symbol not in ("w", "b"):
            array = array[self._k]
        return array

    def values(self) -> Shown:
        """Return all that the sheet shows, in order of computation."""
        C = self._trace[Key("C")][self._epoch, self._k]
        values: Shown = {
            Key(own("k_used")): np.array(self._k + 1.0),
            Key(own("epoch_used")): np.array(float(self._epoch)),
            **self._words(),
            Key(own("t")): self._t,
        }
        for layer in self._network.layers:
            values |= self._forward(layer)
        values |= {Key(own("C")): C, Key(mirror("C")): C}
        for layer in reversed(self._network.layers):
            values |= self._backward(layer)
        for layer in self._network.layers:
            values |= self._checks(layer)
        return {**values, Key(own("verdict")): _text("✓")}

    def _words(self) -> Shown:
        if self._inputs.labels is None or self._inputs.classes is None:
            return {}
        answer = int(self._trace[Key("answer")][self._epoch, self._k])
        return {
            Key(own("label")): _text(self._inputs.labels[self._k]),
            Key(own("answer")): _text(self._inputs.classes[answer - 1]),
        }

    # -------------------------------------------------------------- a layer

    def _forward(self, layer: Layer) -> Shown:
        l, cards = layer.number, shown_units(self._network, layer)
        values = {"seen": self._value("a", l - 1)}
        symbols = ["a"]
        if layer.has_parameters:
            symbols = ["w", "b", "z", *(["e"] * (layer.activation == SOFTMAX)), "a"]
        for symbol in symbols:
            values[symbol] = self._value(symbol, l)[:cards]
            if symbol == "b":
                values |= self._turned(layer, cards)
        if layer.has_parameters and layer.activation != SOFTMAX:
            values["slope"] = self._slope(layer)[:cards]
        return _with_mirrors(values, l)

    def _backward(self, layer: Layer) -> Shown:
        l, cards = layer.number, shown_units(self._network, layer)
        symbol = "delta" if layer.has_parameters else "dC_da"
        values = {symbol: self._value(symbol, l)[:cards]}
        if layer.has_parameters:
            values |= self._gradient(layer, cards)
        return _with_mirrors(values, l)

    def _checks(self, layer: Layer) -> Shown:
        l, cards = layer.number, shown_units(self._network, layer)
        return {
            Key(own("off"), l): self._off(layer, cards),
            Key(own("mark"), l): objects(("✓",) * cards),
            Key(own("says"), l): self._sentences(layer, cards),
        }

    def _off(self, layer: Layer, cards: int) -> Array:
        """Return how far cards are from Training: 0, unless their squares overflow."""
        symbols = ["z", "a", "delta"] if layer.has_parameters else ["a", "dC_da"]
        cells = [self._value(s, layer.number)[:cards] for s in symbols]
        squares = [(one.reshape(cards, -1) ** 2).sum(axis=1) for one in cells]
        return np.asarray(0.0 * np.sqrt(np.sum(squares, axis=0)))

    def _gradient(self, layer: Layer, cards: int) -> dict[str, Array]:
        """Return this example's own ∂C/∂w and ∂C/∂b."""
        numbers = numbers_of(layer)
        l = layer.number
        delta, seen = self._value("delta", l)[None], self._value("a", l - 1)[None]
        dC_dw, dC_db = numbers.gradient(layer, self._value("w", l), delta, seen)
        return {"dC_dw": dC_dw[:cards], "dC_db": dC_db[:cards]}

    def _turned(self, layer: Layer, cards: int) -> dict[str, Array]:
        w = self._value("w", layer.number)[:cards]
        if layer.number == 2:
            return {}
        return {"wF": w[..., ::-1, ::-1]} if layer.kind == "conv" else {"wT": w}

    def _slope(self, layer: Layer) -> Array:
        z, a = self._value("z", layer.number), self._value("a", layer.number)
        f_prime = ACTIVATIONS[layer.activation].f_prime
        return np.zeros_like(z) if f_prime is None else f_prime(z, a)

    # -------------------------------------------------------------- sentences

    def _sentences(self, layer: Layer, cards: int) -> NDArray[Any]:
        if not layer.has_parameters:
            lines = [
                [self._pooled(layer, j), self._pooled_back(layer, j)]
                for j in range(cards)
            ]
        else:
            lines = [
                [
                    self._says_z(layer, j),
                    self._says_a(layer, j),
                    self._says_delta(layer, j),
                    self._says_gradient(layer, j),
                ]
                for j in range(cards)
            ]
        every = tuple(Spelled.of(pieces) for card in lines for pieces in card)
        return objects(every).reshape(cards, -1)

    def _at(self, symbol: str, layer: int, *index: int) -> float:
        return float(self._value(symbol, layer)[index])

    def _says_z(self, layer: Layer, unit: int) -> list[Piece]:
        l, place = layer.number, middle(layer)
        w, seen = self._value("w", l)[unit], self._value("a", l - 1)
        if layer.kind == "dense":
            pairs = list(zip(w.ravel().tolist(), seen.ravel().tolist(), strict=True))
        else:
            pairs = list(_window(layer, w, seen, place))
        return [
            f"{name_of('z', l, unit, place)} = ",
            *_products(pairs),
            Added(self._at("b", l, unit)),
            " = ",
            Signed(self._at("z", l, unit, *place)),
        ]

    def _says_a(self, layer: Layer, unit: int) -> list[Piece]:
        l, place = layer.number, middle(layer)
        name, a = name_of("a", l, unit, place), Signed(self._at("a", l, unit, *place))
        if layer.activation == SOFTMAX:
            e = self._value("e", l)
            share = f"{name} = {name_of('e', l, unit)} / Σ e = "
            return [
                share,
                Signed(float(e[unit])),
                " / ",
                Signed(float(e.sum())),
                " = ",
                a,
            ]
        z = Signed(self._at("z", l, unit, *place))
        return [f"{name} = {layer.activation}(", z, ") = ", a]

    def _says_delta(self, layer: Layer, unit: int) -> list[Piece]:
        l, place = layer.number, middle(layer)
        name = name_of("delta", l, unit, place)
        delta = Signed(self._at("delta", l, unit, *place))
        if layer is self._network.last:
            return [f"{name} = ", *self._at_output(layer, unit), " = ", delta]
        slope = Signed(float(self._slope(layer)[(unit, *place)]))
        above = self._network.layer(l + 1)
        if above.kind != "dense" or shown_units(self._network, above) < above.units:
            return [f"{name} = ∂C/∂a × a′ = ∂C/∂a × ", slope, " = ", delta]
        pairs = [
            (self._at("delta", l + 1, j), self._at("w", l + 1, j, unit, *place))
            for j in range(above.units)
        ]
        return [f"{name} = (", *_products(pairs), ") × ", slope, " = ", delta]

    def _at_output(self, layer: Layer, unit: int) -> list[Piece]:
        l = layer.number
        a, t = Signed(self._at("a", l, unit)), Plain(float(self._t[unit]))
        difference = f"{name_of('a', l, unit)} − {name_of('t', 0, unit)}"
        if self._network.cost == "cross-entropy":
            return [f"{difference} = ", a, " − ", t]
        if layer.activation == SOFTMAX:
            return [f"a (({difference}) − Σ (a − t) a)"]
        slope = Signed(float(self._slope(layer)[unit]))
        return [f"({difference}) × a′ = (", a, " − ", t, ") × ", slope]

    def _says_gradient(self, layer: Layer, unit: int) -> list[Piece]:
        l = layer.number
        name, letter = gradient_names(layer, unit)
        of_unit = name_of("delta", l, unit)
        gradient = self._gradient(layer, layer.units)["dC_dw"][unit]
        first = Signed(float(gradient.flat[0]))
        if layer.kind == "conv":
            return [f"{name} = Σ {of_unit} {letter} = ", first]
        seen = Plain(float(self._value("a", l - 1).flat[0]))
        delta = Signed(self._at("delta", l, unit))
        return [f"{name} = {of_unit} × {letter} = ", delta, " × ", seen, " = ", first]

    def _pooled(self, layer: Layer, unit: int) -> list[Piece]:
        l, place = layer.number, middle(layer)
        seen = self._value("a", l - 1)
        one = seen if seen.ndim == 2 else seen[unit]
        (r, c), (rows, columns) = place, layer.size or (1, 1)
        top, left = r * layer.stride, c * layer.stride
        cells = one[top : top + rows, left : left + columns].ravel().tolist()
        kind = "max" if layer.kind == "max-pool" else "mean"
        pieces: list[Piece] = [f"{name_of('a', l, unit, place)} = {kind}("]
        for at, value in enumerate(cells[: cut(len(cells))]):
            pieces += ["; "] if at else []
            pieces.append(Signed(value))
        rest = "; …" if cut(len(cells)) < len(cells) else ""
        return [*pieces, f"{rest}) = ", Signed(self._at("a", l, unit, *place))]

    def _pooled_back(self, layer: Layer, unit: int) -> list[Piece]:
        l, place = layer.number, middle(layer)
        value = Signed(self._at("dC_da", l, unit, *place))
        return [f"{name_of('dC_da', l, unit, place)} = ", value]


def _with_mirrors(values: dict[str, Array], layer: int) -> Shown:
    """Return values by key, each with its look-up in Training where it has one."""
    found: Shown = {}
    for symbol, array in values.items():
        found[Key(own(symbol), layer)] = array
        if symbol in _COMPARED:
            found[Key(mirror(symbol), layer)] = array
    return found


def _window(
    layer: Layer, w: Array, seen: Array, place: tuple[int, ...]
) -> Iterator[tuple[float, float]]:
    """Yield a filter's weights and what they meet at a place of the map."""
    maps = seen if seen.ndim == 3 else seen[None]
    _, height, width = maps_of(layer.sees)
    down, right = layer.windows
    for m, i, j in product(*map(range, w.shape)):
        r = place[0] * layer.stride - down.before + i
        c = place[1] * layer.stride - right.before + j
        if 0 <= r < height and 0 <= c < width:
            yield float(w[m, i, j]), float(maps[m, r, c])


def _products(pairs: list[tuple[float, float]]) -> list[Piece]:
    shown_terms = pairs[: cut(len(pairs))]
    pieces: list[Piece] = []
    for at, (w, x) in enumerate(shown_terms):
        pieces += [Added(w) if at else Signed(w), "×", Plain(x)]
    return pieces if len(shown_terms) == len(pairs) else [*pieces, " + …"]


def _text(text: object) -> NDArray[Any]:
    return np.array(text, dtype=object)

"""Each equation with the numbers in it, as formulas that make a sentence."""

from collections.abc import Iterator, Sequence
from itertools import product

from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Layer, maps_of
from sheetnet.sheets.explorer.drawing import Drawing
from sheetnet.sheets.explorer.symbols import cut, gradient_names, middle, name_of
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.sentence import added, plain, quoted_text, sentence, signed

Index = tuple[int, ...]


class Sentences:
    """The sentences beside a card."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._network = drawing.network

    def of(self, layer: Layer, here: Area, unit: int) -> list[str]:
        """Return the formulas of a card, one a line."""
        if not layer.has_parameters:
            lines = [
                self._pooled(layer, here, unit),
                self._pooled_back(layer, here, unit),
            ]
        else:
            lines = [
                self._z(layer, here, unit),
                self._a(layer, here, unit),
                self._delta(layer, here, unit),
                self._gradient(layer, here, unit),
            ]
        return [sentence(pieces) for pieces in lines]

    def _ref(self, here: Area, symbol: str, layer: int, *indices: int) -> str:
        return reference(here, self._drawing.block(symbol, layer).area(*indices))

    # -------------------------------------------------------------- forward

    def _z(self, layer: Layer, here: Area, unit: int) -> list[str]:
        l, place = layer.number, middle(layer)
        pairs = [
            (
                self._ref(here, "w", l, unit, *of_weight),
                self._ref(here, "seen", l, *of_seen),
            )
            for of_weight, of_seen in self._terms(layer, place)
        ]
        return [
            quoted_text(f"{name_of('z', l, unit, place)} = "),
            *_products(pairs),
            added(self._ref(here, "b", l, unit)),
            quoted_text(" = "),
            signed(self._ref(here, "z", l, unit, *place)),
        ]

    def _terms(self, layer: Layer, place: Index) -> list[tuple[Index, Index]]:
        """Return the indices of each weight and of what it looks at."""
        if layer.kind == "dense":
            every = list(product(*map(range, layer.sees)))
            return list(zip(every, every, strict=True))
        maps, height, width = maps_of(layer.sees)
        down, right = layer.windows
        top, left = (
            place[0] * down.stride - down.before,
            place[1] * right.stride - right.before,
        )
        return [
            ((m, i, j), (m, top + i, left + j)[-len(layer.sees) :])
            for m, i, j in product(range(maps), range(down.size), range(right.size))
            if 0 <= top + i < height and 0 <= left + j < width
        ]

    def _a(self, layer: Layer, here: Area, unit: int) -> list[str]:
        l, place = layer.number, middle(layer)
        a = signed(self._ref(here, "a", l, unit, *place))
        name = name_of("a", l, unit, place)
        if layer.activation == SOFTMAX:
            e, every = self._ref(here, "e", l, unit), self._ref(here, "e", l)
            words = f"{name} = {name_of('e', l, unit)} / Σ e = "
            return [
                quoted_text(words), signed(e), quoted_text(" / "),
                signed(f"SUM({every})"), quoted_text(" = "), a,
            ]  # fmt: skip
        z = signed(self._ref(here, "z", l, unit, *place))
        return [quoted_text(f"{name} = {layer.activation}("), z, quoted_text(") = "), a]

    # -------------------------------------------------------------- backward

    def _delta(self, layer: Layer, here: Area, unit: int) -> list[str]:
        l, place = layer.number, middle(layer)
        name = name_of("delta", l, unit, place)
        delta = signed(self._ref(here, "delta", l, unit, *place))
        if layer is self._network.last:
            return [
                quoted_text(f"{name} = "),
                *self._at_output(layer, here, unit),
                delta,
            ]
        slope = signed(self._ref(here, "slope", l, unit, *place))
        above = self._network.layer(l + 1)
        if above.kind != "dense" or not self._drawing.whole(above):
            words = f"{name} = ∂C/∂a × a′ = ∂C/∂a × "
            return [quoted_text(words), slope, quoted_text(" = "), delta]
        cell = (unit, *place)
        pairs = [
            (
                self._ref(here, "delta", l + 1, j),
                self._ref(here, "w", l + 1, j, *cell),
            )
            for j in range(above.units)
        ]
        return [
            quoted_text(f"{name} = ("),
            *_products(pairs),
            quoted_text(") × "),
            slope,
            quoted_text(" = "),
            delta,
        ]

    def _at_output(self, layer: Layer, here: Area, unit: int) -> Iterator[str]:
        l = layer.number
        a, t = self._ref(here, "a", l, unit), self._ref(here, "t", 0, unit)
        difference = f"{name_of('a', l, unit)} − {name_of('t', 0, unit)}"
        if self._network.cost == "cross-entropy":
            yield from (
                quoted_text(f"{difference} = "),
                signed(a),
                quoted_text(" − "),
                plain(t),
            )
        elif layer.activation == SOFTMAX:
            yield quoted_text(f"a (({difference}) − Σ (a − t) a)")
        else:
            slope = self._ref(here, "slope", l, unit)
            yield from (
                quoted_text(f"({difference}) × a′ = ("),
                signed(a), quoted_text(" − "), plain(t), quoted_text(") × "), signed(slope),
            )  # fmt: skip
        yield quoted_text(" = ")

    def _gradient(self, layer: Layer, here: Area, unit: int) -> list[str]:
        l = layer.number
        first = (0,) * (len(layer.sees) if layer.kind == "dense" else 3)
        gradient = signed(self._ref(here, "dC_dw", l, unit, *first))
        name, seen = gradient_names(layer, unit)
        if layer.kind == "conv":
            return [
                quoted_text(f"{name} = Σ {name_of('delta', l, unit)} {seen} = "),
                gradient,
            ]
        return [
            quoted_text(f"{name} = {name_of('delta', l, unit)} × {seen} = "),
            signed(self._ref(here, "delta", l, unit)),
            quoted_text(" × "),
            plain(self._ref(here, "seen", l, *first)),
            quoted_text(" = "),
            gradient,
        ]

    # -------------------------------------------------------------- pools

    def window(self, layer: Layer) -> set[Index]:
        """Return the cells that the sentences' place of a map looks at; none for units."""
        if layer.kind == "dense":
            return set()
        if layer.kind == "conv":
            return {seen for _, seen in self._terms(layer, middle(layer))}
        units = range(layer.units)
        return {cell for unit in units for cell in self._pool_window(layer, unit)}

    def _pool_window(self, layer: Layer, unit: int) -> list[Index]:
        (r, c), (down, right) = middle(layer), layer.windows
        top, left = r * down.stride, c * right.stride
        return [
            (unit, top + i, left + j)[-len(layer.sees) :]
            for i, j in product(range(down.size), range(right.size))
        ]

    def _pooled(self, layer: Layer, here: Area, unit: int) -> list[str]:
        l, place = layer.number, middle(layer)
        cells = self._pool_window(layer, unit)
        kind = "max" if layer.kind == "max-pool" else "mean"
        pieces = [quoted_text(f"{name_of('a', l, unit, place)} = {kind}(")]
        shown = cells[: cut(len(cells))]
        for at, cell in enumerate(shown):
            pieces += [quoted_text("; ")] if at else []
            pieces.append(signed(self._ref(here, "seen", l, *cell)))
        rest = "; …" if len(shown) < len(cells) else ""
        a = signed(self._ref(here, "a", l, unit, *place))
        return [*pieces, quoted_text(f"{rest}) = "), a]

    def _pooled_back(self, layer: Layer, here: Area, unit: int) -> list[str]:
        l, place = layer.number, middle(layer)
        value = signed(self._ref(here, "dC_da", l, unit, *place))
        return [quoted_text(f"{name_of('dC_da', l, unit, place)} = "), value]


def _products(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield w×x + w×x …, the first terms only where there are many."""
    shown = pairs[: cut(len(pairs))]
    for at, (w, x) in enumerate(shown):
        yield from (added(w) if at else signed(w), quoted_text("×"), plain(x))
    if len(shown) < len(pairs):
        yield quoted_text(" + …")

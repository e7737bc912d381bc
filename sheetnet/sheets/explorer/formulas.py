"""The formulas of Explorer: the textbook's, over the cells of one example.

Parameters and inputs are looked up in Training, by epoch (bands down) and example
(strips to the right); everything else is computed here, and looked up once more in
Training at the right, to be compared.
"""

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import is_weight
from sheetnet.layers.sentences import Number
from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key
from sheetnet.model.optimizers import GRADIENT, Heading
from sheetnet.model.quantities import Role
from sheetnet.sheets.equations import Equations, Index, Write
from sheetnet.sheets.explorer.drawing import Drawing
from sheetnet.sheets.explorer.lines import lines_of
from sheetnet.sheets.explorer.steps import Told, after, of_all, of_heading, told
from sheetnet.sheets.explorer.symbols import compared
from sheetnet.sheets.lookup import chosen_band, in_training
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula.data import unscaled
from sheetnet.workbook.formula.formulas import distance
from sheetnet.workbook.formula.sentence import (
    added,
    fine,
    fine_factor,
    plain,
    quoted_text,
    sentence,
    signed,
)

_FORMS = {
    "signed": signed,
    "added": added,
    "plain": plain,
    "fine": fine,
    "fine-factor": fine_factor,
}


class Formulas(Equations):
    """The formula of each cell of the drawing."""

    def __init__(self, drawing: Drawing, layout: Layout) -> None:
        self._drawing = drawing
        self._layout = layout
        network = layout.network
        self.told = {
            Key(one.shown, layer.number): one
            for layer in network.layers
            for one in told(network, layer)
        }
        super().__init__(drawing)

    def _own(self) -> dict[str, Write]:
        return {
            "seen": self._seen,
            "t": self._t,
            "slope": self._slope,
            "off": self._off,
            "mark": self._mark,
        }

    def _own_by_role(self) -> dict[Role, Write]:
        looked_up: tuple[Role, ...] = ("parameter", "statistic", "feedback")
        by_unit = dict.fromkeys(looked_up, self._parameter)
        return {**by_unit, "mask": self._quantity_of}

    def of(self, key: Key, here: Area, indices: Index) -> str | None:
        """Return the formula of a cell of a card."""
        one = self.told.get(key)
        if one is None:
            return super().of(key, here, indices)
        if one.is_after:
            return self._after(one, here, indices)
        return self._parameter(Key(one.symbol, key.layer), here, indices)

    # -------------------------------------------------------------- the update

    def _after(self, one: Told, here: Area, indices: Index) -> str:
        """Return what the update makes of a parameter, or of what is kept of it."""
        update, l = self._network.update, one.of.layer
        symbols = update.optimizer.symbols(one.of.symbol)

        def cell(symbol: str) -> str:
            return reference(here, self._block(symbol, l).area(*indices))

        shown = {**symbols, GRADIENT: of_all(symbols[GRADIENT])}
        now = {part: cell(symbol) for part, symbol in shown.items()}
        then = {slot: cell(after(symbols[slot])) for slot in update.slots}
        to = {name: name for name in update.settings}
        to |= {
            kept.name: self._at(here, kept.name) for kept in of_heading(self._network)
        }
        return update.excel(now, then, to, weight=is_weight(one.of))[one.part]

    def of_heading(self, one: Heading, here: Area) -> str:
        """Return a number of the band's heading, as the update takes it."""
        of_band = self._quantity(here, Key(one.name), ())
        if one in self._network.update.rates:
            return of_band
        settings = {name: name for name in self._network.update.settings}
        return one.excel({**settings, one.name: of_band})

    # -------------------------------------------------------------- looked up

    def in_training(self, here: Area, block: Block, place: Area) -> str:
        """Return the look-up of one cell of Training, for this epoch and example."""
        band = chosen_band(self._layout, here, self._block("epoch").area())
        example = self._at(here, "k")
        return in_training(self._layout, here, block, place, band, example)

    def _at(self, here: Area, symbol: str) -> str:
        return reference(here, self._block(symbol).area())

    def _quantity(self, here: Area, key: Key, indices: Index) -> str:
        block = self._layout.blocks[key]
        return self.in_training(here, block, block.area(*indices))

    def _quantity_of(self, key: Key, here: Area, indices: Index) -> str:
        return self._quantity(here, key, indices)

    def mirrored(self, key: Key, here: Area, indices: Index) -> str:
        """Return the look-up of the same number in Training."""
        return self._quantity(here, key, indices)

    def _seen(self, key: Key, here: Area, indices: Index) -> str:
        l = key.layer
        if l == 2:
            # As SUMPRODUCT has it: a text counts as 0.
            return f"SUM({self._quantity(here, Key('x', 1), indices)})"
        below = self._network.layer(l - 1)
        drawn = self._block("a", l - 1)
        if indices[0] < drawn.own_axes()[0].length:
            return reference(here, drawn.area(*indices))
        return self._quantity(here, Key("a", below.number), indices)

    def _parameter(self, key: Key, here: Area, indices: Index) -> str:
        layer, block = self._network.layer(key.layer), self._layout.blocks[key]
        place = learned_formulas_of(layer).place(block, layer, indices)
        return self.in_training(here, block, place)

    def in_units(self, here: Area, indices: Index) -> str:
        """Return an output in the units of the data, by Training's m and s."""
        last = self._network.last.number
        m, s = (self._quantity(here, Key(one), indices) for one in ("m", "s"))
        return unscaled(self._quantity(here, Key("a", last), indices), m, s)

    def right(self, here: Area, _: Index) -> str:
        """Return ✓ or ✗: whether the answer in Training is the label."""
        return f'IF({self._quantity(here, Key("correct"), ())}>0.5,"✓","✗")'

    def _t(self, _: Key, here: Area, indices: Index) -> str:
        return self._quantity(here, Key("t"), indices)

    # -------------------------------------------------------------- computed

    def _reduced(self, total: str, _: Area, /) -> str:
        """Return the sum itself: of one example, C_T's mean is no matter."""
        return total

    def slope_factor(self, layer: Layer, here: Area, indices: Index) -> str:
        if layer.activation == SOFTMAX:
            return "1"
        return reference(here, self._block("slope", layer.number).area(*indices))

    def _slope(self, key: Key, here: Area, indices: Index) -> str:
        return super().slope_factor(self._network.layer(key.layer), here, indices)

    def _error(self, key: Key, here: Area, indices: Index) -> str:
        """Look an error up where not all units that send it to this layer are drawn."""
        if all(map(self._drawing.whole, self._network.readers(key.layer))):
            return super()._error(key, here, indices)
        return self._quantity(here, key, indices)

    # -------------------------------------------------------------- compared

    def _off(self, key: Key, here: Area, indices: Index) -> str:
        """Return how far a card is from Training, in parts of its size."""
        pairs = []
        for one in compared(self._network, key.layer):
            mine = self._block(one.symbol, key.layer).area(*indices)
            theirs = mine._replace(column=mine.column + self._drawing.mirror)
            pairs.append((reference(here, mine), reference(here, theirs)))
        size = ",".join(other for _, other in pairs)
        return f"{distance(pairs)}/(1+SQRT(SUMSQ({size})))"

    def _mark(self, key: Key, here: Area, indices: Index) -> str:
        off = reference(here, self._block("off", key.layer).area(*indices))
        return f'IF({off}<1E-9,"✓","✗")'


# ------------------------------------------------------------------ sentences


def sentences_of_card(
    drawing: Drawing, layer: Layer, here: Area, unit: int
) -> list[str]:
    """Return the formulas beside a card, one a line."""

    def piece(one: str | Number) -> str:
        if isinstance(one, str):
            return quoted_text(one)
        if one.symbol in settings:
            return _FORMS[one.form](one.symbol)
        area = drawing.block(one.symbol, one.layer).area(*one.at)
        cell = reference(here, area)
        return _FORMS[one.form](f"SUM({cell})" if one.summed else cell)

    settings = drawing.network.update.settings
    lines = lines_of(drawing.network, layer, unit)
    return [sentence([piece(one) for one in line]) for line in lines]

"""Where everything of Explorer stands: a section for each layer, a card for each unit.

A card holds what belongs to a unit, filter or map side by side: weights, z, a, a′, δ,
gradient. Cards of a layer stand below each other at equal distance, so that all errors
of a layer are one range. Pure geometry.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import structs

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import error_of, given, of_layer, with_role
from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import Key
from sheetnet.sheets.explorer.steps import lines_of_update, told
from sheetnet.sheets.explorer.symbols import own, shown_units
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block, axes_of, height_of, width_of

SHEET = "Explorer"
ROW_K, ROW_EPOCH, ROW_VERDICT, ROW_USE = 4, 5, 6, 7
FIRST = 9
LEFT = 2
# Heading and equations.
HEAD_ROWS = 2
# Above the numbers of a card: sentences on z, a, δ, gradient, and its update.
LINES = 4
FIRST_CARD = Axis("unit", 1, rows=1)
_SPACE = 1


class Part(NamedTuple):
    """A quantity of a card: its axes within the card."""

    symbol: str
    axes: tuple[Axis, ...] = ()


class Section(NamedTuple):
    """A layer's part of the sheet: its row, its cards, and where its columns begin.

    `above` the numbers of a card stand its sentences and the names of the columns.
    """

    layer: Layer
    row: int
    cards: int
    height: int
    above: int
    columns: dict[str, int]

    @property
    def top(self) -> int:
        """The first row of the numbers of the first card."""
        return self.card(0) + self.above

    def card(self, j: int) -> int:
        """Return the first row of a card: of its sentences."""
        return self.row + HEAD_ROWS + j * self.height

    @property
    def beside(self) -> int:
        """The first column of the cards, at the right of what they look at."""
        return self.columns["seen"] + width_of(axes_of(self.layer.sees)) + _SPACE


@dataclass(slots=True)
class Drawing:
    """Every place of the sheet; answers as `Places` for the network it draws."""

    network: Network
    sections: list[Section] = field(default_factory=list)
    blocks: dict[Key, Block] = field(default_factory=dict)
    # The columns after the cards, and after the numbers of their update.
    printed: int = 0
    end: int = 0

    @property
    def masks(self) -> bool:
        """Whether cells are left out, as in training."""
        return True

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity."""
        return self.blocks[Key(symbol, layer)]

    def seen(self, layer: Layer) -> Block:
        """Return what a layer looks at, which stands at the left of its section."""
        return self.block("seen", layer.number)

    def activation(self, l: int) -> Block:
        """Return the activations of a layer: at the left of the section above, all."""
        return self.block("seen", l + 1)

    def through(self, area: Area) -> Area:
        """Return the area itself: here is one example only."""
        return area

    def has(self, symbol: str, layer: int) -> bool:
        """Tell whether a quantity is drawn."""
        return Key(symbol, layer) in self.blocks

    def whole(self, layer: Layer) -> bool:
        """Tell whether all units of a layer are drawn."""
        return shown_units(self.network, layer) == layer.units

    @property
    def mirror(self) -> int:
        """From a cell to the same number of Training, at the right of all cards."""
        return self.end + 2 - LEFT

    def mirrored(self, block: Block, symbol: str) -> Block:
        """Return where the same numbers of Training stand."""
        column = block.column + self.mirror
        return structs.replace(block, symbol=symbol, column=column)


def draw(network: Network) -> Drawing:
    """Return where everything stands."""
    drawing = Drawing(network)
    row = FIRST
    for layer in network.layers:
        section = _section(network, layer, row)
        drawing.sections.append(section)
        seen = height_of(axes_of(layer.sees))
        row = max(section.card(section.cards), section.top + seen + 1) + 1
    drawing.printed = max(section.columns["end"] for section in drawing.sections)
    for section in drawing.sections:
        column = drawing.printed + _SPACE
        for part in update_parts(network, section.layer):
            section.columns[part.symbol] = column
            column += width_of(part.axes)
        drawing.end = max(drawing.end, column - _SPACE)
        drawing.blocks.update(_blocks(network, section))
    return drawing


def _section(network: Network, layer: Layer, row: int) -> Section:
    parts = card_parts(network, layer)
    above = LINES + len(lines_of_update(network, layer, 0)) + 1
    height = above + max(height_of(part.axes) for part in parts) + _SPACE
    # Beside a column stand the names of its rows, beside a picture those of its channels.
    channels = layer.number == 2 and len(layer.sees) > 2
    left = LEFT + (len(layer.sees) == 1 or channels)
    columns = {"seen": left}
    together = {one.symbol for one in with_role(layer, "parameter", "gradient")}
    column = left + width_of(axes_of(layer.sees)) + _SPACE
    for part in parts:
        columns[part.symbol] = column
        # A bias stands right beside its weights, all else apart.
        beside = part.symbol in together or not part.axes
        column += width_of(part.axes) + (0 if beside else _SPACE)
    cards = shown_units(network, layer)
    return Section(layer, row, cards, height, above, {**columns, "end": column})


def card_parts(network: Network, layer: Layer) -> list[Part]:
    """Return what a card holds, from left to right."""
    parts = [_learned(layer, one.symbol) for one in given(layer)]
    parts += [
        Part(one.symbol, axes_of(one.shape)[1:])
        for one in with_role(layer, "mask", "forward")
    ]
    if layer is network.last:
        parts.append(Part("t"))
    if layer.activation and layer.activation != SOFTMAX:
        parts.append(Part("slope", axes_of(layer.shape)[1:]))
    apart = layer.stride if layer.activation else 1
    parts.append(Part(error_of(layer).symbol, axes_of(layer.shape, apart)[1:]))
    parts += [_learned(layer, one.symbol) for one in with_role(layer, "feedback")]
    for one in with_role(layer, "gradient"):
        parts.append(_learned(layer, one.of)._replace(symbol=one.symbol))
    parts += [Part("off"), Part("mark")]
    links = [one.symbol for one in with_role(layer, "link")]
    return parts + [
        _learned(layer, one) for one in links if _card_axes(layer, one) is not None
    ]


def update_parts(network: Network, layer: Layer) -> list[Part]:
    """Return what stands at the right of the cards: the update of the parameters."""
    return [
        _learned(layer, one.of.symbol)._replace(symbol=one.shown)
        for one in told(network, layer)
    ]


def _learned(layer: Layer, symbol: str) -> Part:
    return Part(symbol, _card_axes(layer, symbol) or ())


def _card_axes(layer: Layer, symbol: str) -> tuple[Axis, ...] | None:
    return learned_formulas_of(layer).card_axes(layer, symbol)


def _blocks(network: Network, section: Section) -> Iterator[tuple[Key, Block]]:
    layer, top = section.layer, section.top
    cards = Axis("unit", section.cards, rows=section.height)
    # What an example has one number of stands on the first card alone.
    single = {one.symbol for one in of_layer(layer) if one.single}
    places = [("seen", axes_of(layer.sees))]
    places += [
        (part.symbol, (FIRST_CARD if part.symbol in single else cards, *part.axes))
        for part in (*card_parts(network, layer), *update_parts(network, layer))
    ]
    for symbol, axes in places:
        # Targets belong to no layer, though they stand in the cards of the last.
        l = 0 if symbol == "t" else layer.number
        column, text = section.columns[symbol], symbol == "mark"
        yield Key(symbol, l), Block(own(symbol), l, SHEET, top, column, axes, text)
    for link in with_role(layer, "link"):
        if link.symbol not in section.columns:
            # Errors are sent back along the parameter itself: its rows are those of the errors.
            column, axes = section.columns[link.of], (cards, *axes_of(layer.sees))
            yield link.key, Block(own(link.of), layer.number, SHEET, top, column, axes)

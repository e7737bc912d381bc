"""Where every quantity of `Training` stands: pure geometry, no formulas, no texts.

Examples run to the right (one strip each), layers and epochs run down (one band each
epoch). Parameters and gradients stand at the left, in the shape of what they look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import learning, parameters, quantities
from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import Key, gradient_of, slot_of
from sheetnet.model.quantities import Quantity
from sheetnet.sheets.cost.signs import signs_of
from sheetnet.sheets.training.band_head import head_rows, heading_places
from sheetnet.sheets.training.columns import Columns
from sheetnet.sheets.training.head import SHEET, Head, head_of
from sheetnet.sheets.training.head_blocks import head_blocks
from sheetnet.workbook.address import MAX_ROW, Area
from sheetnet.workbook.block import Axis, Block, axes_of, height_of, width_of
from sheetnet.workbook.places import Group, ReadsBelow

# The left half holds the title and the legend, so it has a least width.
_LEAST_GROUP = 4
# Groups stand side by side in so many columns: more would push the examples off the screen.
_MOST_COLUMNS = 10
# Head and views follow so many bands that are pasted below the last.
MOST_PASTED = 20


class StripRow(NamedTuple):
    """A quantity of the strip, its axes, and its first row from the band's top."""

    quantity: Quantity
    axes: tuple[Axis, ...]
    offset: int

    @property
    def key(self) -> Key:
        """Symbol and layer."""
        return self.quantity.key

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return height_of(self.axes)


class Section(NamedTuple):
    """A layer's parameters at the left: where they begin, from the band's top."""

    layer: Layer
    offset: int


@dataclass(frozen=True, slots=True)
class Layout(ReadsBelow):
    """Every place of the sheet."""

    network: Network
    columns: Columns
    head: Head
    first: int
    height: int
    strip_rows: tuple[StripRow, ...]
    sections: tuple[Section, ...]
    blocks: dict[Key, Block]

    @property
    def masks(self) -> bool:
        """Whether cells are left out, as in training."""
        return True

    @property
    def text_column(self) -> int:
        """The column of words beside rows."""
        return self.columns.text

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity."""
        return self.blocks[Key(symbol, layer)]

    def through(self, area: Area) -> Area:
        """Return an area of one strip as a range through all examples."""
        further = (self.network.examples - 1) * self.columns.step
        return area._replace(columns=area.columns + further, across=False)

    def unseen(self, area: Area) -> Area:
        """Return an area of one strip as a range through the test examples alone."""
        network, step = self.network, self.columns.step
        first = area.column + (network.examples - network.test) * step
        wide = area.columns + (network.test - 1) * step
        return area._replace(column=first, columns=wide, across=False)

    def groups(self, layer: Layer, parameter: str) -> list[Group]:
        """Return the groups of a layer: its parameters, gradients, what is kept of them."""
        frozen = Key(parameter, layer.number) in self.network.frozen
        slots = () if frozen else self.network.update.slots
        kept = [slot_of(slot, parameter) for slot in slots]
        every = [parameter, gradient_of(parameter), *kept]
        height, c = _learned_height(layer), self.columns
        return [
            Group(at // c.groups * height, c.left(at), symbol)
            for at, symbol in enumerate(every)
        ]

    def names(self) -> Sequence[str]:
        """Return the names of the features, as far as they are fixed; of a picture none."""
        network = self.network
        if len(network.input_shape) > 1:
            return ()
        # The words of a category are the user's own.
        fixed = len(network.numbers) if network.fields else len(network.features)
        return network.features[:fixed]

    def rectangles(self, quantities: Sequence[Quantity]) -> list[Area]:
        """Return the rectangles of all of a layer's parameters (or gradients), no text."""
        layer = self.network.layer(quantities[0].layer)
        blocks = [self.blocks[one.key] for one in quantities]
        return learned_formulas_of(layer).rectangles(layer, blocks)

    def bands(self) -> Area:
        """Return the rectangle of all numbers of all bands."""
        c, rows = self.columns, self.last_band + self.height
        end = c.strip + c.step * self.network.examples
        return Area(self.first, c.w, rows, end - c.w)

    @property
    def last_band(self) -> int:
        """Rows from the first band to the last."""
        return self.height * self.network.last_band

    @property
    def spare(self) -> int:
        """How many bands pasted below the last are followed: as many as find room."""
        bands = (MAX_ROW - self.first + 1) // self.height
        room = max(0, bands - self.network.bands)
        return (
            0
            if self.network.last_band in self.network.begins
            else min(MOST_PASTED, room)
        )

    @property
    def followed(self) -> int:
        """Rows from the first band to the last that is followed, pasted ones included."""
        return self.last_band + self.height * self.spare


def lay_out(network: Network) -> Layout:
    """Return where everything of a network stands."""
    group, every = _group_width(network), 2 + len(network.update.slots)
    columns = Columns(
        group=group,
        groups=max(1, min(every, _MOST_COLUMNS // group)),
        every=every,
        width=_strip_width(network),
        gap=_gap(network),
        guard=int(network.is_sequence),
    )
    head = head_of(network)
    strip_rows = _strip_rows(network)
    sections = _sections(network, columns)
    last = strip_rows[-1]
    # No row is left between bands, so that "paste just below" has one meaning.
    bottom = last.offset + last.rows
    if sections:
        layer = sections[-1].layer
        bottom = max(bottom, sections[-1].offset + section_height(layer, columns))
    layout = Layout(
        network,
        columns,
        head,
        first=head.end + 2,
        height=bottom,
        strip_rows=strip_rows,
        sections=sections,
        blocks={},
    )
    for block in [*head_blocks(network, columns, head), *_band_blocks(layout)]:
        layout.blocks[block.key] = block
    return layout


# ------------------------------------------------------------------ columns, rows


def _strip_width(network: Network) -> int:
    """Return the width of the widest picture or map."""
    widths = [width_of(axes_of(network.input_shape)), network.positions]
    widths += [width_of(row.axes) for row in _strip_rows(network)]
    return max(widths)


def _gap(network: Network) -> int:
    """Return the empty columns after a strip, which windows at borders may read."""
    outside = [
        max(line.before, line.after)
        for layer in network.layers
        if layer.size
        for line in layer.windows
    ]
    most = max(outside, default=0)
    apart = network.is_sequence or _strip_width(network) > 1
    return max(1, most) if apart else most


def _group_width(network: Network) -> int:
    widths = [learned_formulas_of(one).group_width(one) for one in learning(network)]
    return max(_LEAST_GROUP, *widths)


def _learned_height(layer: Layer) -> int:
    """Return the rows that a group takes, and an empty one below it."""
    learned = {one.symbol for one in parameters(layer)}
    parts = learned_formulas_of(layer).parts(layer)
    ends = [part.row + height_of(part.axes) for part in parts if part.symbol in learned]
    return max(ends) + 1


def section_height(layer: Layer, columns: Columns) -> int:
    """Return the rows that a layer's heading, parameters and totals take at the left."""
    parts = learned_formulas_of(layer).parts(layer)
    bottom = max(part.row + height_of(part.axes) for part in parts)
    return bottom + columns.levels_below * _learned_height(layer) + 1


def _strip_rows(network: Network) -> tuple[StripRow, ...]:
    """Return the rows of a strip in a band: forward, cost, answer, backward."""
    rows, offset = [], head_rows(network)
    for one in quantities(network):
        if one.each[:2] != ("epoch", "example"):
            continue
        axes = axes_of(one.shape, _apart(network, one))
        if "position" in one.each:
            axes = (Axis("position", network.positions, columns=1), *axes)
        # `correct` follows `answer` without a heading of its own.
        offset += 0 if one.symbol == "correct" else 1
        rows.append(StripRow(one, axes, offset))
        offset += height_of(axes)
    return tuple(rows)


def _apart(network: Network, one: Quantity) -> int:
    """Return how far cells stand apart: δ of a convolution with a stride has gaps."""
    if one.role != "backward":
        return 1
    layer = network.layer(one.layer)
    return layer.stride if layer.activation else 1


def _sections(network: Network, columns: Columns) -> tuple[Section, ...]:
    sections, offset = [], head_rows(network)
    for layer in learning(network):
        sections.append(Section(layer, offset))
        offset += section_height(layer, columns) + 1
    return tuple(sections)


# ------------------------------------------------------------------ blocks


def _section_totals(layout: Layout, layer: Layer, top: int, e: Axis) -> list[Block]:
    """Return a section's last row: how far parameters moved, slopes, largest gradient."""
    c, l = layout.columns, layer.number
    row = top + section_height(layer, c) - 1
    told = [
        Block(one.symbol, l, SHEET, row, c.w + 2, (e,))
        for one in signs_of(layout.network)
        if one.layer == l
    ]
    return [
        Block("moved", l, SHEET, row, c.w, (e,)),
        *told,
        Block("largest", l, SHEET, row, c.dC + 1, (e,)),
    ]


def _section_blocks(layout: Layout, layer: Layer, top: int, e: Axis) -> Iterator[Block]:
    """Yield parameters, then gradients and slots as they stand, then links below them."""
    parts = {part.symbol: part for part in learned_formulas_of(layer).parts(layer)}
    placed = []
    for one in parameters(layer):
        part = parts.pop(one.symbol)
        for at, (down, left, symbol) in enumerate(layout.groups(layer, one.symbol)):
            placed.append((at, down, left, part._replace(symbol=symbol)))
    placed.sort(key=lambda one: one[0])
    below = layout.columns.levels_below * _learned_height(layer)
    placed += [(0, below, layout.columns.w, part) for part in parts.values()]
    for _, down, left, part in placed:
        row, column, axes = top + down + part.row, left + part.column, (e, *part.axes)
        yield Block(part.symbol, layer.number, SHEET, row, column, axes)


def _band_blocks(layout: Layout) -> list[Block]:
    network, columns, top = layout.network, layout.columns, layout.first
    e = Axis("epoch", network.bands, rows=layout.height)
    k = Axis("example", network.examples, columns=columns.step)
    blocks = [Block("epoch", 0, SHEET, top, columns.w, (e,))]
    for layer, offset in layout.sections:
        blocks += _section_blocks(layout, layer, top + offset, e)
        blocks += _section_totals(layout, layer, top + offset, e)
    for one in layout.strip_rows:
        symbol, l = one.key
        row = top + one.offset
        blocks.append(Block(symbol, l, SHEET, row, columns.strip, (e, k, *one.axes)))
    for symbol, (row, column) in heading_places(network, columns, top).items():
        blocks.append(Block(symbol, 0, SHEET, row, column, (e,)))
    return blocks

"""Where every quantity of `Training` stands: pure geometry, no formulas, no texts.

Examples run to the right (one strip each), layers and epochs run down (one band each
epoch). Parameters and gradients stand at the left, in the shape of what they look at.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sheetnet.layers import formulas_of
from sheetnet.model.functions import SOFTMAX
from sheetnet.model.network import Layer, Network, Shape, maps_of
from sheetnet.model.notation import Key
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block

SHEET = "Training"

# The left half holds the title and the legend, so it has a least width.
_LEAST_GROUP = 4

# Rows of the head, before the picture.
ROW_TITLE, ROW_SENTENCE, ROW_EXAMPLE, ROW_LABEL, ROW_ANSWER, ROW_MARK = 1, 2, 4, 5, 6, 7
_LEGEND_ROWS = 5


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the sheet from left to right."""

    group: int  # width of the group of parameters, and of that of gradients
    width: int  # of a strip
    gap: int  # after a strip
    text: int = 1
    w: int = 2

    @property
    def step(self) -> int:
        """From one strip to the next."""
        return self.width + self.gap

    @property
    def dC(self) -> int:
        """First column of the gradients, after a gap."""
        return self.w + self.group + 1

    @property
    def name(self) -> int:
        """Column of class and feature names."""
        return self.dC + self.group

    @property
    def symbol(self) -> int:
        """Column of row labels: z²₁."""
        return self.name + 1

    @property
    def strip(self) -> int:
        """First column of the first example."""
        return self.symbol + 1


class Head(NamedTuple):
    """Rows of the head."""

    x: int
    classes: int
    t: int
    end: int


class StripRow(NamedTuple):
    """A quantity of the strip, its axes, and its first row from the band's top."""

    key: Key
    axes: tuple[Axis, ...]
    offset: int

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return height_of(self.axes)


class Section(NamedTuple):
    """A layer's parameters at the left: where they begin, from the band's top."""

    layer: Layer
    offset: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Every place of the sheet."""

    network: Network
    columns: Columns
    head: Head
    first: int
    height: int
    strip_rows: tuple[StripRow, ...]
    sections: tuple[Section, ...]
    blocks: dict[Key, Block]

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity."""
        return self.blocks[Key(symbol, layer)]

    def seen(self, l: int) -> Block:
        """Return what layer l looks at: x, or the activations of the layer below."""
        return self.block("x", 1) if l == 2 else self.block("a", l - 1)

    def through(self, area: Area) -> Area:
        """Return an area of one strip as a range through all examples."""
        further = (self.network.examples - 1) * self.columns.step
        return area._replace(columns=area.columns + further, across=False)

    def parameters(self, l: int, w: str, b: str) -> list[Area]:
        """Return the rectangles of a layer's parameters (or gradients) and no text.

        Where units stand in rows and columns, each row of them: names stand between.
        """
        weights, biases = self.block(w, l), self.block(b, l)
        rows = weights.axes[1].length if len(biases.axes) > 2 else 0
        if not rows:
            return [around(weights.area(), biases.area())]
        return [around(weights.area(j), biases.area(j)) for j in range(rows)]

    @property
    def last_band(self) -> int:
        """Rows from the first band to the last."""
        return self.height * self.network.epochs


def lay_out(network: Network) -> Layout:
    """Return where everything of a network stands."""
    columns = Columns(_group_width(network), _strip_width(network), _gap(network))
    head = _head(network)
    strip_rows = _strip_rows(network)
    sections = _sections(network)
    last = strip_rows[-1]
    # No row is left between bands, so that "paste just below" has one meaning.
    bottom = last.offset + last.rows
    if sections:
        layer = sections[-1].layer
        bottom = max(bottom, sections[-1].offset + section_height(layer))
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
    for block in [*_head_blocks(layout), *_band_blocks(layout)]:
        layout.blocks[block.key] = block
    return layout


def around(one: Area, other: Area) -> Area:
    """Return the rectangle that holds two areas of one sheet."""
    row, column = min(one.row, other.row), min(one.column, other.column)
    end = max(one.row + one.rows, other.row + other.rows)
    end_column = max(one.column + one.columns, other.column + other.columns)
    return one._replace(
        row=row, column=column, rows=end - row, columns=end_column - column
    )


# ------------------------------------------------------------------ shapes


def axes_of(shape: Shape, apart: int = 1) -> tuple[Axis, ...]:
    """Return the axes of a column, a picture, or maps below each other.

    `apart` is 2 and more where cells stand apart: δ of a convolution with that stride.
    """
    if len(shape) == 1:
        return (Axis("unit", shape[0], rows=1),)
    maps, rows, columns = maps_of(shape)
    height = (rows - 1) * apart + 1
    inner = Axis("row", rows, rows=apart), Axis("column", columns, columns=apart)
    return inner if len(shape) == 2 else (Axis("map", maps, rows=height), *inner)


def height_of(axes: tuple[Axis, ...]) -> int:
    """Return how many rows a block with these axes takes in one strip and band."""
    return 1 + sum((axis.length - 1) * axis.rows for axis in axes)


def width_of(axes: tuple[Axis, ...]) -> int:
    return 1 + sum((axis.length - 1) * axis.columns for axis in axes)


def _strip_width(network: Network) -> int:
    """Return the width of the widest picture or map."""
    widths = [width_of(axes_of(network.input_shape))]
    widths += [width_of(row.axes) for row in _strip_rows(network)]
    return max(widths)


def _gap(network: Network) -> int:
    """Return the empty columns after a strip, which windows at borders may read."""
    outside = [
        max(line.before, line.after)
        for layer in network.layers
        if layer.kind == "conv"
        for line in layer.windows
    ]
    most = max(outside, default=0)
    return most if _strip_width(network) == 1 else max(1, most)


# ------------------------------------------------------------------ columns, rows


def _group_width(network: Network) -> int:
    widths: list[int] = [
        formulas_of(one).group_width(one) for one in network.with_parameters
    ]
    return max(_LEAST_GROUP, *widths)


def section_height(layer: Layer) -> int:
    """Return the rows that a layer's heading, parameters and totals take at the left."""
    parts = formulas_of(layer).parameter_parts(layer)
    return max(int(part.row) + height_of(part.axes) for part in parts) + 1


def _head(network: Network) -> Head:
    x = ROW_MARK + 1 if network.labelled else ROW_EXAMPLE + 1
    classes = x + network.input_shape[0] + 1
    rows = len(network.outputs) if network.labelled else network.units_out
    t = classes + rows - network.units_out
    legend_end = ROW_MARK + _LEGEND_ROWS
    return Head(x, classes, t, max(classes + rows - 1, legend_end))


def _strip_rows(network: Network) -> tuple[StripRow, ...]:
    """Return the rows of a strip in a band: forward, cost, answer, backward."""
    quantities: list[tuple[Key, tuple[Axis, ...]]] = []
    for layer in network.layers:
        for symbol in _forward_symbols(layer):
            quantities.append((Key(symbol, layer.number), axes_of(layer.shape)))
    quantities.append((Key("C"), ()))
    if network.labelled:
        quantities += [(Key("answer"), ()), (Key("correct"), ())]
    for layer in reversed(network.layers):
        symbol = "delta" if layer.has_parameters else "dC_da"
        apart = layer.stride if layer.kind == "conv" else 1
        quantities.append((Key(symbol, layer.number), axes_of(layer.shape, apart)))
    rows, offset = [], 1
    for key, axes in quantities:
        # `correct` follows `answer` without a heading of its own.
        offset += 0 if key.symbol == "correct" else 1
        rows.append(StripRow(key, axes, offset))
        offset += height_of(axes)
    return tuple(rows)


def _forward_symbols(layer: Layer) -> list[str]:
    if not layer.has_parameters:
        return ["a"]
    return ["z", "e", "a"] if layer.activation == SOFTMAX else ["z", "a"]


def _sections(network: Network) -> tuple[Section, ...]:
    sections, offset = [], 1
    for layer in network.with_parameters:
        sections.append(Section(layer, offset))
        offset += section_height(layer) + 1
    return tuple(sections)


# ------------------------------------------------------------------ blocks


def _head_blocks(layout: Layout) -> list[Block]:
    network, columns, head = layout.network, layout.columns, layout.head
    k = Axis("example", network.examples, columns=columns.step)
    strip = columns.strip

    def block(
        symbol: str, layer: int, row: int, *axes: Axis, text: bool = False
    ) -> Block:
        return Block(symbol, layer, SHEET, row, strip, (k, *axes), text)

    blocks = [
        Block("eta", 0, SHEET, ROW_EXAMPLE, columns.w),
        block("example", 0, ROW_EXAMPLE),
        block("x", 1, head.x, *axes_of(network.input_shape)),
        block("t", 0, head.t, Axis("unit", network.units_out, rows=1)),
    ]
    if network.labelled:
        unit = Axis("unit", len(network.outputs), rows=1)
        blocks += [
            block("label", 0, ROW_LABEL, text=True),
            Block("class", 0, SHEET, head.classes, columns.name, (unit,), text=True),
            block("last_answer", 0, ROW_ANSWER, text=True),
            block("mark", 0, ROW_MARK, text=True),
            Block("first_accuracy", 0, SHEET, ROW_ANSWER, columns.w),
            Block("last_accuracy", 0, SHEET, ROW_ANSWER, columns.w + 2),
        ]
    return [
        *blocks,
        Block("first_C_T", 0, SHEET, ROW_LABEL, columns.w),
        Block("last_C_T", 0, SHEET, ROW_LABEL, columns.w + 2),
    ]


def _section_totals(layout: Layout, layer: Layer, top: int, e: Axis) -> list[Block]:
    """Return a section's last row: how far parameters have moved, how steep it is."""
    c, l = layout.columns, layer.number
    row = top + section_height(layer) - 1
    return [
        Block("moved", l, SHEET, row, c.w, (e,)),
        Block("largest", l, SHEET, row, c.dC + 1, (e,)),
    ]


def _band_blocks(layout: Layout) -> list[Block]:
    network, columns, top = layout.network, layout.columns, layout.first
    e = Axis("epoch", network.epochs + 1, rows=layout.height)
    k = Axis("example", network.examples, columns=columns.step)
    blocks = [Block("epoch", 0, SHEET, top, columns.w, (e,))]
    for layer, offset in layout.sections:
        for part in formulas_of(layer).parameter_parts(layer):
            left = columns.dC if part.gradient else columns.w
            row, column = top + offset + part.row, left + part.column
            axes = (e, *part.axes)
            blocks.append(Block(part.symbol, layer.number, SHEET, row, column, axes))
        blocks += _section_totals(layout, layer, top + offset, e)
    for one in layout.strip_rows:
        symbol, l = one.key
        row = top + one.offset
        blocks.append(Block(symbol, l, SHEET, row, columns.strip, (e, k, *one.axes)))
    blocks.append(Block("C_T", 0, SHEET, top, columns.w + 2, (e,)))
    if network.labelled:
        blocks.append(Block("accuracy", 0, SHEET, top, columns.dC + 2, (e,)))
    return blocks

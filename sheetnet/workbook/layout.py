"""Where every quantity of `Training` stands: pure geometry, no formulas, no texts.

Examples run to the right (one strip each), layers and epochs run down (one band each
epoch). Parameters and gradients stand at the left, in the shape of what they look at.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sheetnet.functions import SOFTMAX
from sheetnet.network import Layer, Network
from sheetnet.notation import Key
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
    step: int  # from one strip to the next
    text: int = 1
    w: int = 2

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
    """A quantity of the strip: its rows under a heading, counted from the band's top."""

    key: Key
    rows: int
    offset: int


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

    @property
    def last_band(self) -> int:
        """Rows from the first band to the last."""
        return self.height * self.network.epochs


def lay_out(network: Network) -> Layout:
    """Return where everything of a network stands."""
    columns = Columns(_group_width(network), _step(network))
    head = _head(network)
    strip_rows = _strip_rows(network)
    sections = _sections(network)
    last = strip_rows[-1]
    # No row is left between bands, so that "paste just below" has one meaning.
    bottom = max(
        last.offset + last.rows,
        sections[-1].offset + section_height(sections[-1].layer),
    )
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


# ------------------------------------------------------------------ columns, rows


def looks_at_picture(layer: Layer) -> bool:
    """Tell whether a layer sees a picture, and not a column."""
    return len(layer.sees) == 2


def has_transpose(layer: Layer) -> bool:
    """Tell whether backprop reads the weights of this layer."""
    return layer.number > 2


def _group_width(network: Network) -> int:
    widths = [_LEAST_GROUP]
    for layer in network.layers:
        if looks_at_picture(layer):
            widths.append(layer.sees[-1] + 1)
        else:
            transposed = layer.sees[0] if has_transpose(layer) else 0
            widths += [layer.shape[0], transposed]
    return max(widths)


def _step(network: Network) -> int:
    shape = network.input_shape
    return shape[1] + 1 if len(shape) == 2 else 1


def _head(network: Network) -> Head:
    x = ROW_MARK + 1 if network.labelled else ROW_EXAMPLE + 1
    classes = x + network.input_shape[0] + 1
    rows = len(network.outputs) if network.labelled else network.units_out
    t = classes + rows - network.units_out
    legend_end = ROW_MARK + _LEGEND_ROWS
    return Head(x, classes, t, max(classes + rows - 1, legend_end))


def _strip_rows(network: Network) -> tuple[StripRow, ...]:
    """Return the rows of a strip in a band: forward, cost, answer, backward."""
    keys: list[tuple[Key, int]] = []
    for layer in network.layers:
        symbols = ["z", "e", "a"] if layer.activation == SOFTMAX else ["z", "a"]
        keys += [(Key(s, layer.number), layer.shape[0]) for s in symbols]
    keys.append((Key("C"), 1))
    if network.labelled:
        keys += [(Key("answer"), 1), (Key("correct"), 1)]
    for layer in reversed(network.layers):
        keys.append((Key("delta", layer.number), layer.shape[0]))
    rows, offset = [], 1
    for key, count in keys:
        # `correct` follows `answer` without a heading of its own.
        offset += 0 if key.symbol == "correct" else 1
        rows.append(StripRow(key, count, offset))
        offset += count
    return tuple(rows)


# Rows of a layer's section before its weights: heading, equations, and for a layer
# that looks at a column the numbers of the units.
def _before_weights(layer: Layer) -> int:
    return 2 if looks_at_picture(layer) else 3


def section_height(layer: Layer) -> int:
    """Return the rows that a layer's parameters take at the left."""
    n = layer.shape[0]
    if looks_at_picture(layer):
        return _before_weights(layer) + n * (layer.sees[0] + 1) - 1
    weights_and_bias = layer.sees[0] + 1
    transposed = 1 + n if has_transpose(layer) else 0
    return _before_weights(layer) + weights_and_bias + transposed


def _sections(network: Network) -> tuple[Section, ...]:
    sections, offset = [], 1
    for layer in network.layers:
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
        block("x", 1, head.x, *_own_axes(network.input_shape)),
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


def _own_axes(shape: tuple[int, ...]) -> tuple[Axis, ...]:
    """Return the axes of a picture, or of a column."""
    if len(shape) == 2:
        return Axis("row", shape[0], rows=1), Axis("column", shape[1], columns=1)
    return (Axis("input", shape[0], rows=1),)


def _band_blocks(layout: Layout) -> list[Block]:
    network, columns, top = layout.network, layout.columns, layout.first
    e = Axis("epoch", network.epochs + 1, rows=layout.height)
    k = Axis("example", network.examples, columns=columns.step)
    blocks = [Block("epoch", 0, SHEET, top, columns.w, (e,))]
    for section in layout.sections:
        blocks += _parameter_blocks(section, columns, top, e)
    for row in layout.strip_rows:
        unit = (Axis("unit", row.rows, rows=1),) if row.key.layer else ()
        symbol, layer = row.key
        first = top + row.offset
        axes = (e, k, *unit)
        blocks.append(Block(symbol, layer, SHEET, first, columns.strip, axes))
    blocks.append(Block("C_T", 0, SHEET, top, columns.w + 2, (e,)))
    if network.labelled:
        blocks.append(Block("accuracy", 0, SHEET, top, columns.dC + 2, (e,)))
    return blocks


def _parameter_blocks(
    section: Section, columns: Columns, top: int, e: Axis
) -> list[Block]:
    """Return the blocks of w, b, their gradients, and w transposed."""
    layer = section.layer
    l, n = layer.number, layer.shape[0]
    row = top + section.offset + _before_weights(layer)
    if looks_at_picture(layer):
        height, width = layer.sees
        unit = Axis("unit", n, rows=height + 1)
        axes = (e, unit, *_own_axes(layer.sees))
        b_row, b_column = row, width
    else:
        unit = Axis("unit", n, columns=1)
        axes = (e, unit, *_own_axes(layer.sees))
        b_row, b_column = row + layer.sees[0], 0
    blocks = []
    for w, b, column in (("w", "b", columns.w), ("dC_dw", "dC_db", columns.dC)):
        blocks.append(Block(w, l, SHEET, row, column, axes))
        blocks.append(Block(b, l, SHEET, b_row, column + b_column, (e, unit)))
    if has_transpose(layer):
        axes = (e, Axis("unit", n, rows=1), Axis("input", layer.sees[0], columns=1))
        blocks.append(Block("wT", l, SHEET, b_row + 2, columns.w, axes))
    return blocks

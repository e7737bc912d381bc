"""Where everything of the gradient check stands: two bands, one pass in each.

Like Training: parameters at the left, examples to the right; the input and the targets
are looked at in Training itself.
"""

from dataclasses import dataclass, field

from msgspec import structs

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.part import HEADING_ROWS
from sheetnet.layers.quantities import given, learning
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.sheets.gradient_check.symbols import changes_of, own
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block, height_of
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.places import ReadsBelow

SHEET = "GradientCheck"
FIRST = 20
PASSES = 2
# What a pass computes of each example; its masks are those of the chosen band.
HERE = ("mask", "statistic", "forward", "cost")


@dataclass(slots=True)
class Drawing(ReadsBelow):
    """Every place of the sheet; answers as `Places` for a pass."""

    layout: Layout
    sections: dict[int, int] = field(default_factory=dict)
    blocks: dict[Key, Block] = field(default_factory=dict)
    height: int = 0

    @property
    def network(self) -> Network:
        """The network that is computed."""
        return self.layout.network

    @property
    def symbol(self) -> int:
        """Column of row labels: z²₁."""
        return self.layout.columns.w + self.layout.columns.group + 1

    @property
    def strip(self) -> int:
        """First column of the first example."""
        return self.symbol + 1 + self.layout.columns.guard

    @property
    def masks(self) -> bool:
        """Whether cells are left out, as in training."""
        return True

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity: here, or x and t in Training."""
        here = self.blocks.get(Key(symbol, layer))
        return here or self.layout.block(symbol, layer)

    def through(self, area: Area) -> Area:
        """Return an area of one strip as a range through all examples."""
        return self.layout.through(area)

    def widths(self) -> dict[int, float]:
        """Return the widths of columns: parameters, row labels, strips and their gaps."""
        columns = self.layout.columns
        widths = dict.fromkeys(range(columns.w, self.symbol), styles.NUMBER_WIDTH + 1)
        widths |= {1: 9.0, self.strip - 1: 1.3, self.symbol: 22.0}
        for k in range(self.network.examples):
            for offset in range(columns.step):
                gap = offset >= columns.width
                at = self.strip + k * columns.step + offset
                widths[at] = 1.3 if gap else styles.NUMBER_WIDTH + 2
        return widths


def draw(layout: Layout) -> Drawing:
    """Return where everything stands."""
    drawing = Drawing(layout)
    bottom = _left(drawing)
    strips = [row for row in layout.strip_rows if row.quantity.role in HERE]
    drawing.height = max(bottom, *(row.offset + row.rows for row in strips)) + 1
    passes = Axis("epoch", PASSES, rows=drawing.height)
    k = Axis("example", layout.network.examples, columns=layout.columns.step)
    # The left side was placed before the height of a pass was known.
    for key, block in drawing.blocks.items():
        drawing.blocks[key] = structs.replace(block, axes=(passes, *block.axes))
    for row in strips:
        symbol, l = row.key
        drawing.blocks[row.key] = Block(
            own(symbol),
            l,
            SHEET,
            FIRST + row.offset,
            drawing.strip,
            (passes, k, *row.axes),
        )
    for symbol, column in (("sign", layout.columns.w), ("C_T", layout.columns.w + 2)):
        drawing.blocks[Key(symbol)] = Block(
            own(symbol), 0, SHEET, FIRST, column, (passes,)
        )
    network = layout.network
    p = (Axis("position", network.positions, columns=1),) * network.is_sequence
    each = k, *p
    for at, symbol in enumerate(changes_of(layout.network), FIRST - 9):
        drawing.blocks[Key(symbol)] = Block(
            own(symbol), 0, SHEET, at, drawing.strip, each
        )
    return drawing


def _left(drawing: Drawing) -> int:
    """Place parameters of every layer below each other; return the rows they take."""
    offset = 1
    for layer in learning(drawing.network):
        drawing.sections[layer.number] = offset
        needed = {one.symbol for one in given(layer)}
        parts = [
            part
            for part in learned_formulas_of(layer).parts(layer)
            if part.symbol in needed
        ]
        for part in parts:
            row = FIRST + offset + part.row
            column = drawing.layout.columns.w + part.column
            key = Key(part.symbol, layer.number)
            drawing.blocks[key] = Block(
                own(part.symbol), layer.number, SHEET, row, column, part.axes
            )
        offset += max(part.row + height_of(part.axes) for part in parts) + 1
    return max(offset, HEADING_ROWS)

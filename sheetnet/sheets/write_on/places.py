"""Where everything of Write on stands: the prompt, and below it two passes.

Before training and after it: parameters at the left, the positions of one sequence to the
right, one column more than those of an example, since something follows the last symbol.
"""

from dataclasses import dataclass, field

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import learning, parameters
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.sheets.training.layout import Layout
from sheetnet.sheets.write_on.symbols import PROMPT, SHEET, own, passes_of
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block, axes_of, height_of
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.places import ReadsBelow

ROW_PROMPT, ROW_WRITTEN, FIRST = 4, 5, 8


@dataclass(slots=True)
class Drawing(ReadsBelow):
    """Every place of a pass, from row `first` on; it answers as `Places`."""

    layout: Layout
    when: str
    first: int
    sections: dict[int, int] = field(default_factory=dict)
    blocks: dict[Key, Block] = field(default_factory=dict)
    end: int = 0

    @property
    def network(self) -> Network:
        """The network that is computed."""
        return self.layout.network

    @property
    def masks(self) -> bool:
        """Whether cells are left out: not where the network only answers."""
        return False

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity: here, or what all sheets share in Training."""
        here = self.blocks.get(Key(symbol, layer))
        return here or self.layout.block(symbol, layer)

    def through(self, area: Area) -> Area:
        """Return an area of the one sequence."""
        return area


def symbol_column(layout: Layout) -> int:
    """Return the column of row labels: z²₁."""
    return layout.columns.w + layout.columns.group + 1


def strip_column(layout: Layout) -> int:
    """Return the first position's column, beside an empty one, from which a sequence begins."""
    return symbol_column(layout) + 2


def widths_of(layout: Layout) -> dict[int, float]:
    """Return the widths of columns: parameters, row labels, positions."""
    symbol, strip = symbol_column(layout), strip_column(layout)
    widths = dict.fromkeys(range(layout.columns.w, symbol), styles.NUMBER_WIDTH)
    widths |= {1: 12.0, symbol: 12.0, symbol + 1: 1.3}
    last = strip + layout.network.positions
    return widths | dict.fromkeys(range(strip, last + 1), styles.NUMBER_WIDTH)


def line_of(layout: Layout, symbol: str) -> Block:
    """Return where the prompt stands, or what is written: a cell a position, and one more."""
    row = ROW_PROMPT if symbol == PROMPT else ROW_WRITTEN
    along = Axis("position", layout.network.positions + 1, columns=1)
    return Block(own(symbol), 0, SHEET, row, strip_column(layout), (along,), text=True)


def draw(layout: Layout) -> tuple[Drawing, ...]:
    """Return where everything of each pass stands."""
    found, row = [], FIRST
    for when in passes_of(layout.network):
        drawing = Drawing(layout, when, row)
        drawing.end = max(_left(drawing), _right(drawing))
        found.append(drawing)
        row = drawing.end + 1
    return tuple(found)


def _right(drawing: Drawing) -> int:
    """Place what each position has: its symbol, what is said, x, the layers; return the end."""
    network, row = drawing.network, drawing.first + 1
    along = Axis("position", network.positions, columns=1)
    further = Axis("position", network.positions + 1, columns=1)
    word = further, Axis("unit", 1, rows=1)
    _put(drawing, "word", 1, row, word, text=True)
    _put(drawing, "answer", 0, row + 1, (along,))
    _put(drawing, "x", 1, row + 3, (along, *axes_of(network.input_shape)))
    row += 3 + height_of(axes_of(network.input_shape))
    for one in drawing.layout.strip_rows:
        if one.quantity.role == "forward":
            _put(drawing, *one.key, row + 1, one.axes)
            row += 1 + one.rows
    return row + 1


def _left(drawing: Drawing) -> int:
    """Place the parameters of every layer below each other; return where they end."""
    row = drawing.first + 1
    for layer in learning(drawing.network):
        drawing.sections[layer.number] = row
        needed = {one.symbol for one in parameters(layer)}
        parts = [
            part
            for part in learned_formulas_of(layer).parts(layer)
            if part.symbol in needed
        ]
        for part in parts:
            column = drawing.layout.columns.w + part.column
            place = row + part.row, part.axes
            _put(drawing, part.symbol, layer.number, *place, column=column)
        row += max(part.row + height_of(part.axes) for part in parts) + 1
    return row


def _put(
    drawing: Drawing,
    symbol: str,
    layer: int,
    row: int,
    axes: tuple[Axis, ...],
    *,
    column: int = 0,
    text: bool = False,
) -> None:
    column = column or strip_column(drawing.layout)
    named = own(symbol, drawing.when)
    block = Block(named, layer, SHEET, row, column, axes, text)
    drawing.blocks[Key(symbol, layer)] = block

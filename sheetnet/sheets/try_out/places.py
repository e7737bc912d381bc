"""Where everything of Try stands: the input, and the two passes side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import structs

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import given, learning, with_role
from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import Key
from sheetnet.sheets.training.layout import Layout
from sheetnet.sheets.try_out.symbols import AFTER, PASSES, own
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block, axes_of, height_of, width_of

SHEET = "Try"
INPUT_ROW, LEFT = 6, 2
# Beside plain features: their least and largest value.
_RANGE_COLUMNS = 2


@dataclass(slots=True)
class Pass:
    """One pass over the user's input; answers as `Places`.

    Its parameters are those of epoch 0, where they stand in Training, or those of the
    last epoch, looked up below.
    """

    layout: Layout
    when: str
    first: int
    at: int
    blocks: dict[Key, Block] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network that is computed."""
        return self.layout.network

    def column(self, layer: Layer) -> int:
        """Return where a layer's numbers begin: those of the passes stand side by side."""
        # One more for the answer in the units of the data.
        scaled = layer is self.network.last and self.network.target_scale != "none"
        return self.first + self.at * (_width(layer) + scaled + 1)

    @property
    def masks(self) -> bool:
        """Whether cells are left out: here a network answers."""
        return False

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity: here, or a parameter in Training."""
        here = self.blocks.get(Key(symbol, layer))
        return here or self._in_training(self.layout.block(symbol, layer))

    def _in_training(self, block: Block) -> Block:
        if not block.has("epoch"):
            return block
        axes = tuple(axis for axis in block.axes if axis.name != "epoch")
        return structs.replace(block, axes=axes)

    def seen(self, layer: Layer) -> Block:
        """Return what a layer looks at."""
        return self.activation(layer.number - 1)

    def activation(self, l: int) -> Block:
        """Return the activations of a layer: x of the input."""
        return self.block("x") if l == 1 else self.block("a", l)

    def through(self, area: Area) -> Area:
        """Return the area itself: here is one example only."""
        return area


@dataclass(frozen=True, slots=True)
class Section:
    """A layer's rows, the output layer first: its answer is what one looks for."""

    layer: Layer
    row: int

    @property
    def top(self) -> int:
        """The first row of values, below heading and names."""
        return self.row + 2


def symbols_of(layer: Layer) -> tuple[str, ...]:
    """Return what is shown of a layer, from left to right."""
    return tuple(one.symbol for one in with_role(layer, "forward"))


@dataclass(frozen=True, slots=True)
class Drawing:
    """Every place of the sheet.

    `numbers` and `words` are the user's own; `x` is what the network sees of them, the
    numbers themselves where they are not computed with first. `below` is the first row
    of the parameters that are looked up.
    """

    numbers: Block | None
    words: Block | None
    x: Block
    sections: tuple[Section, ...]
    passes: tuple[Pass, ...]
    names: int
    below: int


def draw(layout: Layout) -> Drawing:
    """Return where everything stands."""
    network = layout.network
    axes = axes_of(network.input_shape)
    numbers, words, x = _inputs(network)
    names = LEFT + width_of(axes) + (_RANGE_COLUMNS if len(axes) == 1 else 0) + 1
    sections = tuple(_sections(network))
    # Without training there is nothing to tell apart.
    times = PASSES if network.last_band else PASSES[:1]
    passes = tuple(Pass(layout, when, names + 1, at) for at, when in enumerate(times))
    for one in passes:
        one.blocks[Key("x")] = x
        for section in sections:
            one.blocks.update(_blocks(one, section))
    below = max(block.last_cell()[0] for block in passes[0].blocks.values()) + 4
    if network.last_band:
        passes[-1].blocks.update(_learned(network, below, names + 1))
    return Drawing(numbers, words, x, sections, passes, names, below)


def _inputs(network: Network) -> tuple[Block | None, Block | None, Block]:
    """Return the user's numbers and words, and below them x, where it is computed."""
    x = Block(own("x"), 0, SHEET, INPUT_ROW, LEFT, axes_of(network.raw_shape))
    if not network.fields:
        return x, None, x
    numbers = words = None
    row = INPUT_ROW
    if network.numbers:
        numbers = x
        row += height_of(x.axes)
    if network.categories:
        axis = Axis("unit", len(network.categories), rows=1)
        words = Block(own("word"), 0, SHEET, row, LEFT, (axis,), text=True)
        row += len(network.categories)
    # Below a picture stand its least and its largest value.
    row += 1 if len(network.input_shape) == 1 else 4
    x = Block(own("seen"), 0, SHEET, row, LEFT, axes_of(network.input_shape))
    return numbers, words, x


def _sections(network: Network) -> Iterator[Section]:
    row = INPUT_ROW - 2
    for layer in reversed(network.layers):
        yield Section(layer, row)
        # The answer stands below the outputs.
        row += 4 + height_of(axes_of(layer.shape)) + (layer is network.last)


def _width(layer: Layer) -> int:
    return sum(width_of(axes_of(layer.shape)) + 1 for _ in symbols_of(layer))


def _blocks(one: Pass, section: Section) -> Iterator[tuple[Key, Block]]:
    layer, column = section.layer, one.column(section.layer)
    for quantity in with_role(layer, "forward"):
        axes, name = axes_of(quantity.shape), own(quantity.symbol, one.when)
        yield (
            quantity.key,
            Block(name, layer.number, SHEET, section.top, column, axes),
        )
        column += width_of(axes) + (len(axes) > 1)


def _learned(network: Network, row: int, column: int) -> Iterator[tuple[Key, Block]]:
    """Yield the parameters of each layer below those of the one before."""
    for layer in learning(network):
        learned, end = {one.symbol for one in given(layer)}, row
        for part in learned_formulas_of(layer).parts(layer):
            if part.symbol not in learned:
                continue
            name, l = own(part.symbol, AFTER), layer.number
            place = row + part.row, column + part.column
            block = Block(name, l, SHEET, *place, part.axes)
            yield Key(part.symbol, l), block
            end = max(end, block.last_cell()[0])
        row = end + 1

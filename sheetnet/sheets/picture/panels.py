"""Where everything of Picture stands. Pure geometry.

From left to right: the stacks of the network, the decision map, answers and charts; far
at the right what they are drawn of.
"""

from typing import NamedTuple

from sheetnet.layers.quantities import given, quantities
from sheetnet.model.network import Layer, Network, maps_of
from sheetnet.model.notation import Key
from sheetnet.sheets.cost.signs import signs_of
from sheetnet.sheets.picture.edges import Lines, Placed, lines_of, placed_of
from sheetnet.sheets.picture.sequence.blocks import sequence_blocks
from sheetnet.sheets.picture.sequence.places import LEFT as LEFT
from sheetnet.sheets.picture.sequence.places import TOP as TOP
from sheetnet.sheets.picture.sequence.places import strip_of
from sheetnet.sheets.picture.sketch import (
    BAR,
    NAME,
    Sketch,
    answers_of,
    matrix_step,
    sketch_of,
)
from sheetnet.sheets.picture.symbols import (
    FEW_SQUARES,
    RING,
    SHEET,
    SQUARES,
    has_matrix,
    judged,
    own,
    strengths,
)
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block

ROW_TITLE, ROW_KNOBS, ROW_SAYS, ROW_HEADS = 1, 2, 3, 4
# Between the drawing and what it is made of, which begins beyond a laptop's screen.
_FAR = 6
# A knob is so wide, in pixels; and so is a value of the chosen example.
KNOB, VALUE, COST = 60, 72, 60


class Panels:
    """Every place of the sheet."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.sketch: Sketch = sketch_of(network)
        self.stacks = placed_of(self.sketch)
        drawn = sum(one.before + one.columns for one in self.sketch.stacks)
        wide = LEFT + (strip_of(network).columns if network.is_sequence else drawn)
        self.map_column = wide + self.sketch.gap
        self.right = self.map_column + SQUARES + 1 if self.sketch.map else wide + 2
        self.end = self.right + self.sketch.right
        self.far = max(self.end + _FAR, self.sketch.columns_of_screen)
        self._free = self.far
        self.blocks: dict[Key, Block] = {}

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return a block of the sheet's own."""
        return self.blocks[Key(own(symbol), layer)]

    @property
    def band(self) -> str:
        """The symbol of what tells which band is looked at, counted from 0."""
        return "band_used" if self.network.checkpoints else "epoch_used"

    def has(self, symbol: str, layer: int = 0) -> bool:
        """Tell whether there is such a block."""
        return Key(own(symbol), layer) in self.blocks

    def put(
        self,
        symbol: str,
        layer: int,
        row: int,
        column: int,
        *axes: Axis,
        text: bool = False,
    ) -> Block:
        """Place a block."""
        block = Block(own(symbol), layer, SHEET, row, column, axes, text)
        self.blocks[block.key] = block
        return block

    def aside(self, symbol: str, layer: int, *axes: Axis, text: bool = False) -> Block:
        """Place a block among what the drawing is made of, in columns of its own."""
        block = self.put(symbol, layer, TOP, self._free, *axes, text=text)
        self._free = block.last_cell()[1] + 2
        return block

    @property
    def free(self) -> int:
        """The first column at the right where nothing stands."""
        return self._free

    def placed(self, layer: int) -> Placed | None:
        """Return where a layer is drawn: where there are two, that next to its lines."""
        found = [one for one in self.stacks if one.stack.layer == layer]
        return found[-1] if found else None

    def gap(self, lines: Lines) -> Area:
        """Return the squares over which the lines of a gap are drawn."""
        end = lines.placed.column if lines.placed else self.map_column - LEFT
        first, last = LEFT + lines.source.end, LEFT + end
        return Area(TOP, first, self.sketch.rows, last - first)


# ------------------------------------------------------------------ blocks


def panels_of(network: Network, spare: int) -> Panels:
    """Return where everything stands; `spare` bands may be pasted below the last."""
    panels = Panels(network)
    _knob_blocks(panels, spare)
    _cost_blocks(panels)
    if network.is_sequence:
        sequence_blocks(panels)
        return panels
    _network_blocks(panels)
    _right_blocks(panels)
    if panels.sketch.map:
        _map_blocks(panels)
    _line_blocks(panels)
    return panels


def _units(count: int, pitch: int = 1) -> Axis:
    return Axis("unit", count, rows=pitch)


def _square(length: int) -> tuple[Axis, Axis]:
    return Axis("row", length, rows=1), Axis("column", length, columns=1)


def knob_columns(sketch: Sketch) -> tuple[int, int, int]:
    """Return the columns of the three knobs: η, epoch, example; each has a word before it."""
    knob, word = sketch.squares(KNOB), sketch.squares(66)
    first = LEFT + sketch.squares(20)
    second = first + knob + word
    return first, second, second + knob + sketch.squares(46) + word


def eta_block(network: Network, setting: str) -> Block:
    """Return where the first setting of the optimizer stands: η, the knob of all sheets."""
    column = knob_columns(sketch_of(network))[0]
    return Block(setting, 0, SHEET, ROW_KNOBS, column)


def _knob_blocks(panels: Panels, spare: int) -> None:
    """Place epoch and example, what they may be, and what is said of the run."""
    network = panels.network
    _, epoch, k = knob_columns(panels.sketch)
    panels.put("epoch", 0, ROW_KNOBS, epoch)
    panels.put("k", 0, ROW_KNOBS, k)
    beside = panels.sketch.squares(KNOB)
    panels.put("of", 0, ROW_KNOBS, epoch + beside, text=True)
    epochs = Axis("row", network.bands + spare, rows=1)
    panels.aside("epoch_list", 0, epochs)
    panels.aside("k_list", 0, Axis("row", network.examples, rows=1))
    panels.aside("numbers", 0, epochs)
    panels.aside("epoch_used", 0)
    if network.checkpoints:
        panels.aside("band_used", 0)
    panels.aside("k_used", 0)
    if signs_of(network):
        panels.put("learns", 0, ROW_SAYS, LEFT, text=True)
        mark = panels.sketch.squares(24)
        panels.put("says", 0, ROW_SAYS, LEFT + mark, text=True)


class Right(NamedTuple):
    """The rows of the right of the sheet."""

    answers: int
    example: int
    cost: int
    below: int


def right_of(panels: Panels) -> Right:
    """Return in which rows the parts of the right begin."""
    answers = answers_of(panels.network) + 1 if panels.sketch.map else 0
    cost = TOP + answers + 2
    return Right(TOP, TOP + answers, cost, cost + panels.sketch.chart + 1)


def _right_blocks(panels: Panels) -> None:
    """Place answers, C_T, right and wrong."""
    network, sketch, rows = panels.network, panels.sketch, right_of(panels)
    last, left = network.last.number, panels.right
    value, name = map(sketch.squares, (VALUE, NAME))
    if sketch.map:
        units = _units(answers_of(network))
        panels.put("a", last, rows.answers, left + name + 1, units)
        outputs = rows.answers, left
    else:
        placed = panels.placed(last)
        assert placed is not None
        units = _units(placed.stack.shown, placed.pitch)
        outputs = TOP + placed.row, LEFT + placed.column
    if network.labelled:
        panels.put("class", 0, *outputs, units, text=True)
        for at, symbol in enumerate(("label", "answer")):
            column = left + sketch.squares(44) + at * (value + sketch.squares(58))
            panels.put(symbol, 0, rows.example, column, text=True)
        panels.put("right", 0, rows.example, column + value + 1, text=True)
        _judged_blocks(panels, rows)
    else:
        for at, symbol in enumerate(("wanted", "said")):
            column = left + sketch.squares(50) + at * (value + sketch.squares(58))
            panels.put(symbol, 0, rows.example, column)
        for symbol in ("wanted_of", "said_of"):
            panels.aside(symbol, 0, _units(network.examples))
        panels.aside("diagonal", 0, _units(2))


def _cost_blocks(panels: Panels) -> None:
    """Place C_T, of the epoch that is looked at."""
    sketch, rows = panels.sketch, right_of(panels)
    known = {one.symbol for one in quantities(panels.network)}
    left, cost = panels.right, sketch.squares(COST)
    for at, symbol in enumerate(("C_T", "test_C_T")):
        if symbol in known:
            column = left + sketch.squares(34) + at * (cost + sketch.squares(40))
            panels.put(symbol, 0, rows.cost - 1, column)


def _judged_blocks(panels: Panels, rows: Right) -> None:
    """Place the matrix of right and wrong answers, and the list of wrong ones."""
    network, sketch = panels.network, panels.sketch
    count = len(judged(network))
    # Before the first, none is wrong.
    panels.aside("wrong", 0, _units(count + 1))
    panels.aside("wrong_at", 0, _units(sketch.links))
    list_column = panels.end - sketch.squares(LINK)
    panels.put("wrong_count", 0, rows.cost - 1, list_column, text=True)
    panels.put("link", 0, rows.cost, list_column, _units(sketch.links), text=True)
    if not has_matrix(network):
        return
    n, wide = len(network.outputs), matrix_step(network, sketch)
    # And the first code is none: of a single cell COUNTIF is no number everywhere.
    panels.aside("code", 0, _units(count + 1))
    first = panels.right + sketch.squares(NAME)
    inner = Axis("column", n, columns=wide)
    panels.put("matrix", 0, rows.below + 2, first, _units(n), inner)
    panels.put("row_class", 0, rows.below + 2, panels.right, _units(n), text=True)
    panels.put("column_class", 0, rows.below + 1, first, inner, text=True)


# A link to a wrongly answered example is so wide.
LINK = 100


def _network_blocks(panels: Panels) -> None:
    """Place what the stacks show: x, weights seen as pictures, filters, maps, outputs."""
    network, sketch = panels.network, panels.sketch
    for placed in panels.stacks:
        stack = placed.stack
        row, column = TOP + placed.row, LEFT + placed.column
        units = _units(stack.shown, placed.pitch)
        if stack.kind == "picture":
            channels = [units] if len(network.input_shape) > 2 else []
            panels.put("x", 1, row, column, *channels, *_grid(network.input_shape[-2:]))
        elif stack.kind == "pixels":
            panels.put("pixel", 1, row, column, units)
        elif stack.kind == "features":
            name = 0 if sketch.map else sketch.squares(NAME)
            down = 1 if sketch.map else 0
            panels.put("x", 1, row + down, column + name, units)
        else:
            _layer_blocks(panels, placed, network.layer(stack.layer), units)


def _layer_blocks(panels: Panels, placed: Placed, layer: Layer, units: Axis) -> None:
    stack, l = placed.stack, layer.number
    row, column = TOP + placed.row, LEFT + placed.column
    if stack.kind == "outputs":
        last = column + stack.columns
        panels.put("a", l, row, last - panels.sketch.squares(BAR), units)
    elif stack.kind in ("filters", "maps"):
        _, rows, columns = maps_of(layer.shape)
        if stack.kind == "filters":
            assert layer.size is not None
            panels.put("w", l, row, column, units, *_grid(layer.size))
        left = column + stack.columns - columns
        panels.put("a", l, row, left, units, *_grid((rows, columns)))
    elif panels.sketch.map:
        panels.put("tile", l, row, column, units, *_square(FEW_SQUARES))
        panels.put("a", l, row + FEW_SQUARES, column + 2, units)
    elif len(layer.sees) == 2:
        panels.put("w", l, row, column, units, *_grid(layer.sees))
        beside = column + layer.sees[1] + 1
        panels.put("a", l, row + (stack.rows + 1) // 2, beside, units)
    else:
        panels.put("a", l, row + 1, column, units)


def _grid(shape: tuple[int, ...]) -> tuple[Axis, Axis]:
    rows, columns = shape
    return Axis("row", rows, rows=1), Axis("column", columns, columns=1)


# The numbers at the ends of the map are so many squares wide.
END_SQUARES = 3


def _map_blocks(panels: Panels) -> None:
    """Place the decision map, and what it is made of: parameters, units on each square."""
    network = panels.network
    panels.put("map", 0, TOP, panels.map_column, *_square(SQUARES))
    across = Axis("column", 2, columns=SQUARES - END_SQUARES)
    panels.put("end", 0, TOP + SQUARES, panels.map_column, across)
    up = Axis("row", 2, rows=SQUARES - 1)
    panels.put("end_up", 0, TOP, panels.map_column - END_SQUARES, up)
    panels.aside("low", 0, _units(2))
    panels.aside("span", 0, _units(2))
    panels.aside("at", 0, _units(SQUARES), Axis("column", 2, columns=1))
    for layer in network.layers:
        for one in given(layer):
            axes = [_units(one.shape[0])]
            axes += [Axis("column", n, columns=1) for n in one.shape[1:]]
            panels.aside(one.symbol, layer.number, *axes)
        if layer is not network.last or network.units_out > 1:
            units = _units(layer.units, SQUARES)
            panels.aside("over", layer.number, units, *_square(SQUARES))
    panels.aside("point_x", 0, _units(network.examples))
    kinds = len(network.outputs) if network.labelled else 1
    kind = Axis("column", kinds, columns=1)
    panels.aside("point_y", 0, _units(network.examples), kind)
    panels.aside("ring", 0, _units(RING), Axis("column", 2, columns=1))


def _line_blocks(panels: Panels) -> None:
    """Place the weights of lines that stand nowhere else, and the ends of the lines."""
    for lines in lines_of(panels.network):
        l, count = lines.layer, len(lines.ends)
        if not panels.has("w", l):
            inner = Axis("column", count // lines.units, columns=1)
            panels.aside("w", l, _units(lines.units), inner)
        panels.aside("top", l)
        panels.aside("class", l, _units(count))
        ends = Axis("row", 2, rows=1), Axis("column", len(strengths()), columns=2)
        panels.aside("line_x", l, _units(count, 3), *ends)
        block = panels.block("line_x", l)
        panels.put("line_y", l, block.row, block.column + 1, *block.axes)
        panels._free += 1

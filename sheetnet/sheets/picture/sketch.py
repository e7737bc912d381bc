"""How much of a network is drawn, and on which squares: pure arithmetic.

A drawing is a row of stacks: the input, then one for each layer, the units of a layer
below each other. Larger squares are easier to read, so the largest are taken on which all
of it fits on a laptop's screen.
"""

from functools import cache
from typing import Literal, NamedTuple

from sheetnet.layers.quantities import has_weights, parameters
from sheetnet.model.network import Layer, Network, maps_of
from sheetnet.sheets.picture.symbols import (
    FEW_SQUARES,
    MOST_CLASSES,
    MOST_LINKS,
    SQUARES,
    has_matrix,
)

# Pixels of a screen of 1366×768 that panels may take, without the head of the sheet.
_WIDTH, _HEIGHT = 1262, 455
_SCREEN = 1366
# Columns come out wider than rows are high, by so much in LibreOffice.
_WIDER = 1.075
# Squares, in pixels; on the smallest two, what does not fit is left out.
_SIZES = (28, 24, 20, 15, 12)
_LAST_SIZES = (15, 12)
_SEQUENCE = 15
# Between two stacks with lines, and between two without.
_LINES, _FEWEST_LINES, _GAP = 7, 4, 2
# The right of the sheet: answers, C_T, right and wrong.
_RIGHT = 375
_CHART = 135
# More of these are no drawing any more.
MOST_UNITS, _MOST_EDGES, _FEWEST_OF_MANY = 16, 100, 10
# Squares of a number, of a name, of a bar: so many pixels.
NUMBER, NAME, BAR = 44, 84, 84

Kind = Literal["picture", "pixels", "features", "units", "filters", "maps", "outputs"]


class Stack(NamedTuple):
    """The units of a layer below each other: so many of them, in squares."""

    kind: Kind
    layer: int
    shown: int
    of: int
    rows: int
    columns: int
    # Squares to the left of the stack; lines run there, if any do.
    before: int = 0
    lines: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether all units are drawn."""
        return self.shown == self.of


class Sketch(NamedTuple):
    """The drawing: the size of a square, the stacks, and the decision map, if there is one."""

    size: int
    rows: int
    stacks: tuple[Stack, ...]
    map: bool
    left_out: tuple[int, ...] = ()
    # To the left of the map, where lines end.
    gap: int = 0

    def squares(self, pixels: int) -> int:
        """Return how many squares so many pixels are."""
        return -(-pixels // self.size)

    @property
    def columns_of_screen(self) -> int:
        """The first column that a laptop's screen does not show."""
        return int(_SCREEN / self.size) + 2

    @property
    def width(self) -> int:
        """The columns of stacks and map."""
        wide = sum(one.before + one.columns for one in self.stacks)
        return wide + (self.gap + SQUARES if self.map else 0)

    @property
    def right(self) -> int:
        """The columns of the right of the sheet."""
        return self.squares(_RIGHT)

    @property
    def chart(self) -> int:
        """The rows of the chart of C_T."""
        return self.squares(_CHART)

    @property
    def links(self) -> int:
        """How many wrong answers are listed beside the chart."""
        return min(MOST_LINKS, self.chart)


def answers_of(network: Network) -> int:
    """Return how many outputs are shown as bars beside a decision map."""
    return min(network.units_out, MOST_CLASSES)


def matrix_step(network: Network, sketch: Sketch) -> int:
    """Return how many squares wide a cell of the matrix is: room for a name, if there is."""
    room = (sketch.right - sketch.squares(NAME)) // len(network.outputs)
    return max(1, sketch.squares(20), min(room, sketch.squares(60)))


def right_rows(network: Network, sketch: Sketch) -> int:
    """Return the rows of answers, the chart of C_T, and right and wrong."""
    answers = answers_of(network) + 1 if sketch.map else 0
    below = 0 if network.labelled else sketch.chart + sketch.chart // 2 + 1
    if has_matrix(network):
        below = len(network.outputs) + 3
    return answers + 2 + sketch.chart + 1 + below


def is_chain(network: Network) -> bool:
    """Tell whether each layer looks at the one below and at nothing else."""
    return all(len(layer.reads) == 1 for layer in network.layers)


def has_map(network: Network) -> bool:
    """Tell whether what it answers can be drawn over two features."""
    # On a square stands what makes z of a unit, and no row beside it.
    dense = all(
        len(one.shape) == 1 and parameters(one) and one.activation
        for one in network.layers
    )
    return is_plane(network) and dense and has_few(network) and is_chain(network)


def has_few(network: Network) -> bool:
    """Tell whether there are so few units that each may have a map."""
    hidden = sum(one.units for one in network.layers[:-1])
    return network.units_out <= MOST_UNITS and hidden <= MOST_UNITS


def is_plane(network: Network) -> bool:
    """Tell whether examples are points of a plane."""
    return network.input_shape == (2,) and not network.categories


@cache
def sketch_of(network: Network) -> Sketch:
    """Return the drawing of a network."""
    if network.is_sequence:  # what is drawn of it has no lines
        size = _SEQUENCE
        return Sketch(size, _HEIGHT // size, (), map=False)
    for size in _SIZES:
        found = _sketch(network, size, ())
        if found is not None and all(one.whole for one in found.stacks):
            return found
    for size in _LAST_SIZES:
        if (found := _sketch(network, size, ())) is not None:
            return found
    hidden = [layer.number for layer in network.layers[:-1]]
    for count in range(1, len(hidden) + 1):
        found = _sketch(network, _LAST_SIZES[-1], tuple(hidden[-count:]))
        if found is not None:
            return found
    return _bare(network, tuple(hidden))


def _bare(network: Network, hidden: tuple[int, ...]) -> Sketch:
    """Return the outputs alone, where the input is too wide a picture."""
    empty = Sketch(_LAST_SIZES[-1], _HEIGHT // _LAST_SIZES[-1], (), map=False)
    last = _stack_of(network, network.last, empty)
    return empty._replace(stacks=(last,), left_out=(1, *hidden))


def _sketch(network: Network, size: int, left_out: tuple[int, ...]) -> Sketch | None:
    """Return the drawing on squares of a size; None where it is too wide or too high."""
    plane = has_map(network)
    empty = Sketch(size, _HEIGHT // size, (), plane, left_out)
    stacks = [*_inputs(network, empty)]
    for layer in network.layers:
        if layer.number in left_out or (plane and layer is network.last):
            continue
        stacks.append(_stack_of(network, layer, empty))
    stacks = _thinned(network, stacks)
    for gap in range(_LINES, _FEWEST_LINES - 1, -1):
        found = empty._replace(stacks=_apart(network, stacks, gap), gap=gap)
        fits = found.width + 2 + found.right <= int(_WIDTH / (_WIDER * size))
        if fits and _lowest(network, found) <= found.rows:
            return found
    return None


def _lowest(network: Network, sketch: Sketch) -> int:
    """Return how many rows the drawing needs at the least."""
    rows = [one.rows for one in sketch.stacks]
    if sketch.map:
        rows.append(SQUARES + 1)
    rows.append(right_rows(network, sketch))
    return max(rows)


def _inputs(network: Network, sketch: Sketch) -> list[Stack]:
    """Return the input: a picture, its pixels once more where lines lead on, or features."""
    shape = network.input_shape
    first = network.layers[0]
    if len(shape) == 1:
        columns = sketch.squares(NUMBER)
        if sketch.map:
            return [_cut(Stack("features", 1, 2, 2, 2, columns), sketch, apart=4)]
        columns += sketch.squares(NAME)
        return [_cut(Stack("features", 1, shape[0], shape[0], 1, columns), sketch)]
    maps, rows, columns = maps_of(shape)
    stacks = [_cut(Stack("picture", 1, maps, maps, rows, columns), sketch)]
    count = rows * columns
    dense = len(first.shape) == 1 and has_weights(first)
    if len(shape) == 2 and dense and count <= MOST_UNITS:
        number = sketch.squares(NUMBER // 2)
        pixels = _cut(Stack("pixels", 1, count, count, 1, number), sketch)
        if pixels.whole:
            stacks.append(pixels._replace(before=_GAP))
    return stacks


def _stack_of(network: Network, layer: Layer, sketch: Sketch) -> Stack:
    """Return the units of a layer below each other."""
    number, name = sketch.squares(NUMBER), sketch.squares(NAME)
    n, l = layer.units, layer.number
    if len(layer.shape) > 1:
        _, rows, columns = maps_of(layer.shape)
        if not has_weights(layer):
            return _cut(Stack("maps", l, n, n, rows, columns), sketch)
        assert layer.size is not None
        high, wide = layer.size
        tile = max(rows, high), wide + 2 + columns
        return _cut(Stack("filters", l, n, n, *tile), sketch)
    if layer is network.last:
        columns = name + 1 + sketch.squares(BAR)
        return _cut(Stack("outputs", l, n, n, 1, columns), sketch)
    if sketch.map:
        return _cut(Stack("units", l, n, n, FEW_SQUARES + 1, FEW_SQUARES), sketch)
    if len(layer.sees) == 2:
        rows, columns = layer.sees
        tile = max(rows, 2), columns + 1 + number
        return _cut(Stack("units", l, n, n, *tile), sketch)
    return _cut(Stack("units", l, n, n, 2, number), sketch)


def _cut(stack: Stack, sketch: Sketch, apart: int = 0) -> Stack:
    """Return a stack of the first units, as many as fit below each other."""
    fits = (sketch.rows + apart) // (stack.rows + apart)
    shown = max(1, min(stack.of, MOST_UNITS, fits))
    return stack._replace(shown=shown)


def _thinned(network: Network, stacks: list[Stack]) -> list[Stack]:
    """Return stacks of fewer units where there would be too many lines between two."""
    found = stacks[:1]
    for stack in stacks[1:]:
        source = found[-1]
        if source.kind in ("pixels", "features", "units") and _reads(
            network, source, stack
        ):
            most = max(_FEWEST_OF_MANY, _MOST_EDGES // stack.shown)
            found[-1] = source._replace(shown=min(source.shown, most))
            most = max(1, _MOST_EDGES // found[-1].shown)
            stack = stack._replace(shown=min(stack.shown, most))
        found.append(stack)
    return found


def _apart(network: Network, stacks: list[Stack], gap: int) -> tuple[Stack, ...]:
    """Return the stacks with room between them, and lines where not too many."""
    found: list[Stack] = []
    for stack in stacks:
        if not found or stack.before:
            found.append(stack)
            continue
        lines = _has_lines(network, found[-1], stack)
        found.append(stack._replace(before=gap if lines else _GAP, lines=lines))
    return tuple(found)


def _has_lines(network: Network, source: Stack, stack: Stack) -> bool:
    """Tell whether the lines between two stacks are drawn."""
    few = points_of(network, source) * stack.shown <= _MOST_EDGES
    return few and source.kind != "picture" and _reads(network, source, stack)


def _reads(network: Network, source: Stack, stack: Stack) -> bool:
    """Tell whether each unit of a stack looks at all units of another."""
    layer = network.layer(stack.layer)
    dense = len(layer.shape) == 1 and has_weights(layer)
    return dense and layer.reads[0] == source.layer


def points_of(network: Network, stack: Stack) -> int:
    """Return from how many points lines begin at a stack: its units, or its maps' cells."""
    if stack.kind in ("maps", "filters"):
        _, rows, columns = maps_of(network.layer(stack.layer).shape)
        return stack.shown * rows * columns
    return stack.shown

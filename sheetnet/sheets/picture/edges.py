"""Where the stacks of a drawing stand, and where lines between them begin and end.

Pure arithmetic; rows and columns from 0.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sheetnet.model.network import Network, maps_of
from sheetnet.sheets.picture.sketch import Sketch, Stack, sketch_of
from sheetnet.sheets.picture.symbols import FEW_SQUARES, SQUARES

# Between two units, at most so many rows.
_MOST_APART = 3
# A line's ends are told in such parts of a row, so that they are whole numbers.
PARTS = 60


class Placed(NamedTuple):
    """A stack and where it stands: its first cell, and from one unit to the next."""

    stack: Stack
    row: int
    column: int
    pitch: int

    @property
    def end(self) -> int:
        """The first column after it."""
        return self.column + self.stack.columns


class Lines(NamedTuple):
    """The lines that lead to a layer, between two stacks or to the decision map.

    `ends` tells how far above the bottom each begins and ends, in parts of a row: those
    of the first unit, then of the next.
    """

    layer: int
    source: Placed
    placed: Placed | None
    units: int
    ends: tuple[tuple[int, int], ...]


def placed_of(sketch: Sketch) -> tuple[Placed, ...]:
    """Return the stacks, each in the middle of the highest."""
    pitches, heights = [], []
    for stack in sketch.stacks:
        room = sketch.rows - stack.shown * stack.rows
        apart = min(_MOST_APART, room // max(1, stack.shown - 1))
        pitches.append(stack.rows + apart)
        heights.append(stack.shown * pitches[-1] - apart)
    highest = max([SQUARES if sketch.map else 0, *heights], default=0)
    column, found = 0, []
    for stack, pitch, height in zip(sketch.stacks, pitches, heights, strict=True):
        column += stack.before
        row = 0 if stack.kind == "picture" else (highest - height) // 2
        found.append(Placed(stack, row, column, pitch))
        column += stack.columns
    return tuple(found)


def lines_of(network: Network) -> Iterator[Lines]:
    """Yield the lines of each gap in which some are drawn."""
    sketch = sketch_of(network)
    stacks = placed_of(sketch)
    for source, placed in pairwise(stacks):
        if placed.stack.lines:
            begins, to = _begins(network, sketch, source), _middles(sketch, placed)
            ends = tuple((a, b) for b in to for a in begins)
            yield Lines(placed.stack.layer, source, placed, len(to), ends)
    # Layers that find no room are left out: then no lines lead to the map.
    if sketch.map and stacks[-1].stack.layer == network.last.number - 1:
        last, units = network.last.number, network.units_out
        to = [
            round(PARTS * (sketch.rows - SQUARES * (2 * j + 1) / (2 * units)))
            for j in range(units)
        ]
        begins = _begins(network, sketch, stacks[-1])
        ends = tuple((a, b) for b in to for a in begins)
        yield Lines(last, stacks[-1], None, units, ends)


def _begins(network: Network, sketch: Sketch, placed: Placed) -> list[int]:
    """Return how high lines begin at a stack: at its units, or at the cells of its maps."""
    stack = placed.stack
    if stack.kind not in ("maps", "filters"):
        return _middles(sketch, placed)
    _, rows, columns = maps_of(network.layer(stack.layer).shape)
    return [
        _height(sketch, placed, unit, r + (c + 0.5) / columns)
        for unit in range(stack.shown)
        for r in range(rows)
        for c in range(columns)
    ]


def _middles(sketch: Sketch, placed: Placed) -> list[int]:
    """Return how high the middle of each unit of a stack is; of its number, if it has one."""
    stack = placed.stack
    if sketch.map and stack.kind == "units":
        down = FEW_SQUARES / 2
    elif stack.rows == 2:
        down = 1.5
    else:
        down = stack.rows / 2
    return [_height(sketch, placed, unit, down) for unit in range(stack.shown)]


def _height(sketch: Sketch, placed: Placed, unit: int, down: float) -> int:
    """Return how far above the bottom a place is, so many rows below a unit's top."""
    return round(PARTS * (sketch.rows - placed.row - unit * placed.pitch - down))

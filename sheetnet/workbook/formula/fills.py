"""The cells of a block in one strip and band, as few planned cells as say it all.

The equations are asked along each axis and at the ends. Where formulas there differ by
even steps, one planned cell stands for them; where they do not (windows that are cut off
at a border), the block is split there.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import pairwise, product
from typing import NamedTuple

from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula.numbers import apart, form, numbers
from sheetnet.workbook.plan import Cell, Fill

Index = tuple[int, ...]
Formula = Callable[[Area, Index], str | None]
Style = Callable[[Index, str | None], str]

# Up to so many cells, each of them is asked for.
_FEW = 64

# The part of a block that is looked at: of each axis, from where to where.
_Box = tuple[range, ...]


class _One(NamedTuple):
    """A single cell: what all cells of a fill have alike, and its numbers."""

    style: str
    formula: str | None
    form: tuple[object, ...]
    numbers: tuple[int, ...]

    def is_like(self, other: "_One") -> bool:
        """Tell whether the cells differ by nothing but numbers."""
        return self.style == other.style and self.form == other.form

    def step(self, after: "_One") -> tuple[int, ...]:
        """Return how much each number grows up to a cell that is like this one."""
        pairs = zip(self.numbers, after.numbers, strict=True)
        return tuple([later - here for here, later in pairs])


def cells_of_block(
    block: Block,
    formula: Formula,
    style: Style,
    *,
    initial: str | None = None,
    framed: Collection[Index] = (),
) -> Iterator[Cell]:
    """Yield the planned cells of a block: formulas, or constants where there are none.

    `initial`: the style of the constants in epoch 0, if it has such. Where some cells are
    `framed`, all are planned one by one.
    """
    filler = _Filler(block, formula, style, initial)
    whole = tuple(range(axis.length) for axis in block.own_axes())
    if framed:
        for indices in product(*whole):
            yield from filler.cells(tuple(range(at, at + 1) for at in indices))
    else:
        yield from filler.cells(whole)


class _Filler:
    """Asks for the formulas of a block, and finds what can be filled."""

    def __init__(
        self, block: Block, formula: Formula, style: Style, initial: str | None
    ) -> None:
        self._block, self._axes = block, block.own_axes()
        self._formula, self._style, self._initial = formula, style, initial
        self._known: dict[Index, _One] = {}

    def cells(self, box: _Box) -> Iterator[Cell]:
        """Yield the cells of a part of the block."""
        runs = [self._runs(box, axis) for axis in range(len(box))]
        if all(len(parts) == 1 for parts in runs):
            steps = [self._step(box, axis) for axis in range(len(box))]
            if self._is_even(box, steps):
                yield self._cell(box, steps)
                return
            # Not even in the middle: part by part along the first axis that has some.
            axis = next(at for at, line in enumerate(box) if len(line) > 1)
            runs[axis] = [box[axis][at : at + 1] for at in range(len(box[axis]))]
        for part in product(*runs):
            yield from self.cells(part)

    def _at(self, indices: Index) -> _One:
        if indices not in self._known:
            text = self._formula(self._block.area(*indices), indices)
            found = apart(text) if text is not None else ()
            style = self._style(indices, text)
            shape = (text is None, *form(found))
            self._known[indices] = _One(style, text, shape, numbers(found))
        return self._known[indices]

    def _line(self, box: _Box, axis: int) -> list[_One]:
        """Return the cells along an axis, at the beginning of all others."""
        start = tuple(line.start for line in box)
        return [self._at((*start[:axis], at, *start[axis + 1 :])) for at in box[axis]]

    def _runs(self, box: _Box, axis: int) -> list[range]:
        """Return the longest parts of an axis along which numbers grow evenly."""
        line, cuts = self._line(box, axis), [0]
        for at, (before, one) in enumerate(pairwise(line), 1):
            even = before.is_like(one)
            if even and at - cuts[-1] > 1:
                even = before.step(one) == line[at - 2].step(before)
            if not even:
                cuts.append(at)
        return [box[axis][a:b] for a, b in pairwise([*cuts, len(line)])]

    def _step(self, box: _Box, axis: int) -> tuple[int, ...]:
        """Return how numbers grow along an axis; nothing where it is a single cell."""
        line = self._line(box, axis)
        return line[0].step(line[1]) if len(line) > 1 else ()

    def _is_even(self, box: _Box, steps: list[tuple[int, ...]]) -> bool:
        """Tell whether the cells off the axes are what the steps along them say.

        All of them where they are few, else those at the ends.
        """
        first = self._at(tuple(line.start for line in box))
        size = 1
        for line in box:
            size *= len(line)
        ends = [line if size <= _FEW else {line[0], line[-1]} for line in box]
        for indices in product(*ends):
            grown = list(first.numbers)
            for at, line, step in zip(indices, box, steps, strict=True):
                for number, by in enumerate(step):
                    grown[number] += (at - line.start) * by
            one = self._at(indices)
            if not first.is_like(one) or one.numbers != tuple(grown):
                return False
        return True

    def _cell(self, box: _Box, steps: list[tuple[int, ...]]) -> Cell:
        indices = tuple(line.start for line in box)
        here, one = self._block.area(*indices), self._at(indices)
        return Cell(
            here.row,
            here.column,
            one.style,
            one.formula,
            value=True,
            across=here.across,
            down=here.down,
            initial=self._initial,
            fills=tuple(
                Fill(len(line), axis.rows, axis.columns, step)
                for line, axis, step in zip(box, self._axes, steps, strict=True)
                if len(line) > 1
            ),
        )

"""The words that stand beside a cell: what a person reads who looks for what it is.

Of a column of numbers it is the heading above, and of each row what stands at its left;
of a single cell, what stands at its left, else above.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from sheetnet.workbook.block import Block
from sheetnet.workbook.plan import Cell

# What is longer is a sentence; what is farther away, through empty cells, belongs elsewhere.
_LONGEST = 60
_GAP_LEFT, _GAP_ABOVE = 3, 1
# At the end of sentences; and of legends, which have no more.
_NO_CAPTION = (".", "。", "✓", "✗", "→")
_BETWEEN = " · "

_Place = tuple[int, int]


class Caption(NamedTuple):
    """Words, "" for none; `of_this`: they are of this cell and no other of its quantity."""

    words: str
    of_this: bool


class _Text(NamedTuple):
    """Words on a sheet, and how many numbers were passed on the way to them."""

    place: _Place
    text: str
    passed: int


class Captions:
    """The captions on one sheet, by its planned cells and its blocks."""

    def __init__(self, cells: Sequence[Cell], blocks: Iterable[Block]) -> None:
        self._cells, self._blocks = cells, tuple(blocks)

    @cached_property
    def _texts(self) -> dict[_Place, str]:
        return {
            (cell.row, cell.column): text
            for cell in self._cells
            if (text := (cell.text or "").strip())
        }

    def of(self, block: Block, own: Sequence[int]) -> Caption:
        """Return the caption of a cell; `own` are its indices but epoch and example, from 0."""
        axes = block.own_axes()
        steps = list(zip(axes, own, strict=True))
        row = block.row + sum(axis.rows * at for axis, at in steps)
        column = block.column + sum(axis.columns * at for axis, at in steps)
        at_left = ((row, at) for at in range(column - 1, 0, -1))
        left = self._next(at_left, _GAP_LEFT, block)
        top = block.row if any(axis.rows for axis in block.axes) else row
        upwards = ((at, column) for at in range(top - 1, 0, -1))
        above = self._next(upwards, _GAP_ABOVE, block)
        in_rows = any(axis.rows for axis in block.axes)
        words = list(self._chosen(block, left, above, in_rows=in_rows))
        of_this = len(words) > 1 and not any(axis.columns for axis in axes)
        return Caption(_BETWEEN.join(words), of_this or block.size == 1)

    def _chosen(
        self, block: Block, left: _Text | None, above: _Text | None, *, in_rows: bool
    ) -> Iterator[str]:
        """Yield the words to be said, those of the row first."""
        if above and above.passed and in_rows:
            above = None
        if in_rows and above:
            yield from self._of_row(left)
            yield above.text
        elif left and not left.passed:
            yield left.text
        elif left and above:
            yield from (left.text, above.text)
        elif above and not above.passed and not block.text:
            yield above.text

    def _of_row(self, left: _Text | None) -> Iterator[str]:
        """Yield what stands before a row, in one cell or in two."""
        if left is not None:
            row, column = left.place
            yield from filter(None, [self._texts.get((row, column - 1))])
            yield left.text

    def _next(
        self, places: Iterable[_Place], most: int, block: Block | None = None
    ) -> _Text | None:
        """Return the next text; None where a gap comes before, a sentence, or another table.

        `most` cells may be empty between. Numbers are passed that stand as those of `block` do.
        """
        gap = passed = 0
        for place in places:
            if text := self._texts.get(place):
                is_other = len(text) > _LONGEST or text.endswith(_NO_CAPTION)
                return None if is_other else _Text(place, text, passed)
            own = next(
                (o for o in self._blocks if o.index_of(*place) is not None), None
            )
            if own is None:
                gap += 1
            else:
                gap, passed = 0, passed + 1
            if gap > most or (own and block and _rows_of(own) != _rows_of(block)):
                return None
        return None


def _rows_of(block: Block) -> list[tuple[int, int]]:
    return [(axis.length, axis.rows) for axis in block.axes if axis.rows]

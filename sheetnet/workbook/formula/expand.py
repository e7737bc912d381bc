"""Planned formulas as the cells hold them: one relative formula → all its cells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from sheetnet.workbook.address import Corner, letters
from sheetnet.workbook.formula.numbers import Pieces, apart, moved, numbers, together
from sheetnet.workbook.plan import Cell, Repeat

# How a row or a column is written, by its number in the first band and strip.
Written = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row, in the first strip and band, for which a planned cell stands.

    `pieces` is the formula of the first of them, in R1C1; `grown` tells of each number in
    it how much it has grown in each cell, or nothing where it stays as it is.
    """

    cell: Cell
    row: int
    columns: Sequence[int]
    pieces: Pieces
    grown: tuple[list[int] | None, ...]

    def texts(self, row: Written, column: Written) -> list[str]:
        """Return the formula of each cell in A1, with rows and columns written so."""
        form, gaps, grown = "", list[list[str]](), iter(self.grown)

        def put(texts: list[str]) -> str:
            gaps.append(texts)
            return "%s"

        for one in self.pieces:
            if isinstance(one, str):
                form += one.replace("%", "%%")
            elif isinstance(one, int):
                by = next(grown)
                form += str(one) if by is None else put([str(one + add) for add in by])
            else:
                by, further = next(grown), next(grown)
                form += self._column_of(one, further, column, put)
                form += self._row_of(one, by, row, put)
        if not gaps:
            return [form % ()] * len(self.columns)
        return list(map(form.__mod__, zip(*gaps, strict=True)))

    def _column_of(
        self,
        one: Corner,
        by: list[int] | None,
        column: Written,
        put: Callable[[list[str]], str],
    ) -> str:
        """Return how a corner's column is written; what differs is put into a gap."""
        if one.across:
            add = [0] * len(self.columns) if by is None else by
            pairs = zip(self.columns, add, strict=True)
            return put([column(one.column + at + more) for at, more in pairs])
        if by is None:
            return f"${letters(one.column)}"
        return put([f"${letters(one.column + add)}" for add in by])

    def _row_of(
        self,
        one: Corner,
        by: list[int] | None,
        row: Written,
        put: Callable[[list[str]], str],
    ) -> str:
        """Return how a corner's row is written; what differs is put into a gap."""
        first = self.row + one.row if one.down else one.row
        write = row if one.down else "${}".format
        return write(first) if by is None else put([write(first + add) for add in by])

    def alone(self) -> Iterator[Cell]:
        """Yield its cells, each as a planned cell of its own."""
        for at, column in enumerate(self.columns):
            formula = self.cell.formula
            if formula is not None:
                by = [one[at] if one else 0 for one in self.grown]
                formula = together(moved(self.pieces, by))
            yield replace(
                self.cell, row=self.row, column=column, formula=formula, fills=()
            )


def lines_of(cell: Cell) -> Iterator[Line]:
    """Yield the rows of the cells for which a planned cell stands.

    >>> from sheetnet.workbook.plan import Fill
    >>> cell = Cell(5, 2, "", "RC9", fills=(Fill(2, 1, 0, (0, 3)), Fill(3, 0, 1, (0, 1))))
    >>> [line.texts(str, letters) for line in lines_of(cell)]
    [['$I5', '$J5', '$K5'], ['$L6', '$M6', '$N6']]
    """
    pieces = apart(cell.formula) if cell.formula is not None else ()
    count = len(numbers(pieces))
    right = [fill for fill in cell.fills if fill.columns]
    down = [fill for fill in cell.fills if not fill.columns]
    steps = list(product(*(range(fill.count) for fill in right)))
    grown = tuple(
        [_sum(at, by) for at in steps] if any(by) else None
        for by in ([fill.moves[number] for fill in right] for number in range(count))
    )
    places = product(*(range(fill.count) for fill in down))
    for row, at in zip(cell.rows(), places, strict=True):
        by = [_sum(at, [fill.moves[n] for fill in down]) for n in range(count)]
        yield Line(cell, row, cell.columns(), moved(pieces, by), grown)


def _sum(steps: Iterable[int], sizes: Iterable[int]) -> int:
    return sum(step * size for step, size in zip(steps, sizes, strict=True))


def alone(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield planned cells that stand for one cell each, in one strip and band."""
    for cell in cells:
        if not cell.fills:
            yield cell
            continue
        for line in lines_of(cell):
            yield from line.alone()


class Filled(NamedTuple):
    """Formulas of cells in one row: their columns, and their texts for who asks for them.

    `relative`: the text in R1C1, where they have the same.
    """

    row: int
    columns: Sequence[int]
    relative: str | None
    texts: Callable[[], list[str]]


def filled(
    cell: Cell, across: Repeat | None, down: Repeat | None, bands: int
) -> Iterator[Filled]:
    """Yield the formulas of a planned cell for every example, epoch by epoch.

    `bands` is how many bands there are now, pasted ones included.

    >>> cell = Cell(9, 2, "", "RC[1]*R1C", across=True, down=True)
    >>> [row.texts() for row in filled(cell, Repeat(2, 2, 3), Repeat(9, 1, 5), 2)]
    [['C9*B$1', 'F9*E$1'], ['C14*B$1', 'F14*E$1']]
    """
    step = down.step if down and cell.down else 0
    epochs = range(cell.initial is not None, bands if step else 1)
    for line in _through_strips(cell, across):
        same = all(one is None for one in line.grown)
        relative = together(line.pieces) if same else None
        for epoch in epochs:
            row = _below(epoch * step)
            texts = partial(line.texts, row, letters)
            yield Filled(line.row + epoch * step, line.columns, relative, texts)


def _through_strips(cell: Cell, across: Repeat | None) -> Iterator[Line]:
    """Yield the rows of a cell; in strips, of each of its cells through all examples."""
    if not cell.across or across is None:
        yield from lines_of(cell)
        return
    for one in alone([cell]):
        columns = range(
            one.column, one.column + across.step * across.count, across.step
        )
        [line] = lines_of(one)
        yield Line(one, line.row, columns, line.pieces, line.grown)


def _below(distance: int) -> Written:
    return lambda row: str(row + distance)

"""Planned formulas as the cells hold them: one relative formula → all its cells."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from sheetnet.workbook.address import Corner, letters
from sheetnet.workbook.formula.numbers import Pieces, apart, moved, numbers, together
from sheetnet.workbook.plan import FIRST, Cell, Repeat

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

    def written(self, column: Written) -> Callable[[Written], list[str]]:
        """Return what gives the formula of each cell in A1: columns so, rows as it is told."""
        found: list[_Part] = []
        grown = iter(self.grown)
        for one in self.pieces:
            if isinstance(one, str):
                found.append(one.replace("%", "%%"))
            elif isinstance(one, int):
                found.append(_each(one, next(grown), str))
            else:
                by = next(grown)
                found += (
                    self._columns_of(one, next(grown), column),
                    self._rows_of(one, by),
                )
        return partial(_filled_in, found, len(self.columns))

    def _columns_of(
        self, one: Corner, by: list[int] | None, column: Written
    ) -> str | list[str]:
        if not one.across:
            return _each(one.column, by, lambda at: f"${letters(at)}")
        add = by or [0] * len(self.columns)
        pairs = zip(self.columns, add, strict=True)
        return [column(one.column + at + more) for at, more in pairs]

    def _rows_of(self, one: Corner, by: list[int] | None) -> "_Part":
        if not one.down:
            return _each(one.row, by, "${}".format)
        first = self.row + one.row
        return first if by is None else tuple([first + add for add in by])

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


# Of formulas in a row: a text that all have, or one for each; so of rows that are to be
# written, by their numbers in the first band.
_Part = str | list[str] | int | tuple[int, ...]


def _each(number: int, by: list[int] | None, write: Written) -> str | list[str]:
    """Return how a number is written, in each cell where it grows."""
    return write(number) if by is None else [write(number + add) for add in by]


def _filled_in(found: Sequence[_Part], count: int, row: Written) -> list[str]:
    form, gaps = "", list[list[str]]()
    for one in found:
        if isinstance(one, str):
            form += one
        elif isinstance(one, int):
            form += row(one)
        else:
            form += "%s"
            gaps.append(list(map(row, one)) if isinstance(one, tuple) else one)
    if not gaps:
        return [form % ()] * count
    return list(map(form.__mod__, zip(*gaps, strict=True)))


def lines_of(cell: Cell) -> Iterator[Line]:
    """Yield the rows of the cells for which a planned cell stands.

    >>> from sheetnet.workbook.plan import Fill
    >>> cell = Cell(5, 2, "", "RC9", fills=(Fill(2, 1, 0, (0, 3)), Fill(3, 0, 1, (0, 1))))
    >>> [line.written(letters)(str) for line in lines_of(cell)]
    [['$I5', '$J5', '$K5'], ['$L6', '$M6', '$N6']]
    """
    pieces = apart(cell.formula) if cell.formula is not None else ()
    count = len(numbers(pieces))
    if not cell.fills:
        yield Line(cell, cell.row, [cell.column], pieces, (None,) * count)
        return
    right = [fill for fill in cell.fills if fill.columns]
    down = [fill for fill in cell.fills if not fill.columns]
    steps = list(product(*(range(fill.count) for fill in right)))
    grown = tuple(
        [_sum(at, by) for at in steps] if any(by) else None
        for by in ([fill.moves[number] for fill in right] for number in range(count))
    )
    columns = cell.columns()
    if not down:
        yield Line(cell, cell.row, columns, pieces, grown)
        return
    places = product(*(range(fill.count) for fill in down))
    for row, at in zip(cell.rows(), places, strict=True):
        by = [_sum(at, [fill.moves[n] for fill in down]) for n in range(count)]
        yield Line(cell, row, columns, moved(pieces, by), grown)


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
    cell: Cell,
    across: Repeat | None,
    down: Repeat | None,
    bands: int,
    begins: Collection[int] = FIRST,
) -> Iterator[Filled]:
    """Yield the formulas of a planned cell for every example, band by band.

    `bands` is how many bands there are now, pasted ones included; `begins` are those
    that begin from constants.

    >>> cell = Cell(9, 2, "", "RC[1]*R1C", across=True, down=True)
    >>> [row.texts() for row in filled(cell, Repeat(2, 2, 3), Repeat(9, 1, 5), 2)]
    [['C9*B$1', 'F9*E$1'], ['C14*B$1', 'F14*E$1']]
    """
    step = down.step if down and cell.down else 0
    without = begins if cell.initial is not None else ()
    formulas = [at for at in range(bands if step else 1) if at not in without]
    for line in _through_strips(cell, across):
        same = all(one is None for one in line.grown)
        relative = together(line.pieces) if same else None
        texts = line.written(letters)
        for band in formulas:
            row = line.row + band * step
            told = partial(texts, _below(band * step))
            yield Filled(row, line.columns, relative, told)


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

"""Where a cell lies in the plan: its quantity, its planned formula, who reads it.

All is arithmetic on strides, so there is no table of cells. Knows nothing of values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.explain.mentions import Mention, mentions
from sheetnet.verification.book.opening import Opened, bands_of
from sheetnet.workbook.address import Area, to_a1
from sheetnet.workbook.block import Axis, Block, steps_to
from sheetnet.workbook.formula.numbers import (
    Reference,
    apart,
    moved,
    numbers,
    references,
    together,
)
from sheetnet.workbook.manifest import SheetMap
from sheetnet.workbook.plan import Cell, Repeat

# Before the name of a sheet of the user's, in place of a key: no name has this letter.
OWN = "["


class Spot(NamedTuple):
    """A cell: the key of its sheet (of the user's own: `OWN` and its name), row, column."""

    sheet: str
    row: int
    column: int


class Found(NamedTuple):
    """What stands in a cell by the map: its block, and its index along each axis."""

    block: Block
    at: tuple[int, ...]


class Planned(NamedTuple):
    """What a cell must hold: a formula (A1, without "="), or None for a constant."""

    formula: str | None


class Reader(NamedTuple):
    """Cells of one quantity that read a cell; `looks_up`: by INDEX or MATCH alone."""

    found: Found | None
    first: Spot
    cells: int
    looks_up: bool


@dataclass(frozen=True)
class Repeated:
    """A planned cell, and how it repeats: along its fills, band by band, strip by strip."""

    sheet: str
    cell: Cell
    axes: tuple[Axis, ...]
    # The bands in which it holds a constant.
    constant: tuple[int, ...]

    @classmethod
    def of(cls, sheet: SheetMap, cell: Cell, down: Repeat | None) -> "Repeated":
        """Take a planned cell of a sheet; `down` says how its bands repeat now."""
        across = sheet.across
        axes = [Axis("unit", one.count, one.rows, one.columns) for one in cell.fills]
        epochs = down if down and cell.down else Repeat(0, 1, 1)
        examples = across if across and cell.across else Repeat(0, 1, 1)
        axes.append(Axis("epoch", epochs.count, rows=epochs.step))
        axes.append(Axis("example", examples.count, columns=examples.step))
        constant = sheet.begins if cell.initial is not None else ()
        return cls(sheet.key, cell, tuple(axes), constant)

    def planned(self, row: int, column: int) -> Planned | None:
        """Return what a cell must hold by this one; None where it says nothing of it."""
        steps = steps_to(self.axes, row - self.cell.row, column - self.cell.column)
        if steps is None:
            return None
        if self.cell.formula is None or steps[-2] in self.constant:
            return Planned(None)
        pieces = apart(self.cell.formula)
        fills = list(zip(steps, self.cell.fills, strict=False))
        by = [
            sum(step * fill.moves[number] for step, fill in fills)
            for number in range(len(numbers(pieces)))
        ]
        return Planned(to_a1(together(moved(pieces, by)), row, column))

    # -------------------------------------------------------------- who reads

    @cached_property
    def _steps(self) -> NDArray[np.intp]:
        """Steps along each fill, a column for each of the cells that it stands for."""
        counts = [fill.count for fill in self.cell.fills]
        return np.indices(counts, dtype=np.intp).reshape(len(counts), self.cell.size)

    def _grown(self, sizes: Sequence[int]) -> NDArray[np.intp]:
        """Return how much something has grown in each cell; `sizes`: by a step of each fill."""
        return np.array(sizes, dtype=np.intp) @ self._steps

    def reading(self, one: Reference, row: int, column: int) -> NDArray[np.bool_]:
        """Tell which of its cells read a cell by a reference.

        Shape: (cells of a strip and band, epochs, examples).
        """
        fills, (epochs, examples) = self.cell.fills, self.axes[-2:]
        rows = self.cell.row + self._grown([fill.rows for fill in fills])
        columns = self.cell.column + self._grown([fill.columns for fill in fills])
        down: list[NDArray[np.intp]] = []
        right: list[NDArray[np.intp]] = []
        for number, corner in enumerate(one.corners):
            at = one.first + 2 * number
            r = corner.row + self._grown([fill.moves[at] for fill in fills])
            c = corner.column + self._grown([fill.moves[at + 1] for fill in fills])
            down.append(_spread(r + rows * corner.down, epochs, corner.down))
            right.append(_spread(c + columns * corner.across, examples, corner.across))
        in_rows, in_columns = _within(down, row), _within(right, column)
        shape = (in_rows.shape[0], epochs.length, examples.length)
        return np.broadcast_to(in_rows[:, :, None] & in_columns[:, None, :], shape)

    def everywhere(self) -> NDArray[np.bool_]:
        """Return that all of its cells read something, in the shape of `reading`."""
        return np.ones(
            (self.cell.size, *(axis.length for axis in self.axes[-2:])), bool
        )

    def first_of(self, reads: NDArray[np.bool_]) -> Spot:
        """Return the first of its cells that read something: of the first band."""
        epoch = int(reads.any(axis=(0, 2)).argmax())
        example = int(reads[:, epoch].any(axis=0).argmax())
        fill = int(reads[:, epoch, example].argmax())
        steps = [*self._steps[:, fill].tolist(), epoch, example]
        row, column = self.cell.row, self.cell.column
        for axis, step in zip(self.axes, steps, strict=True):
            row, column = row + axis.rows * step, column + axis.columns * step
        return Spot(self.sheet, row, column)


def _spread(start: NDArray[np.intp], axis: Axis, moves: bool) -> NDArray[np.intp]:
    """Return where a corner stands in each cell, along epochs or examples where it moves."""
    steps = np.arange(axis.length if moves else 1) * (axis.rows or axis.columns)
    return start[:, None] + steps


def _within(ends: list[NDArray[np.intp]], at: int) -> NDArray[np.bool_]:
    low = ends[0] if len(ends) == 1 else np.minimum(*ends)
    high = ends[0] if len(ends) == 1 else np.maximum(*ends)
    return (low <= at) & (at <= high)


class Atlas:
    """The plan of a workbook as it is now, pasted bands included, asked cell by cell."""

    def __init__(self, book: Opened, bands: int) -> None:
        self._book, self._bands = book, bands
        self.names = {
            one.name.upper(): one.area._replace(sheet=one.sheet)
            for one in book.plan.names
            if one.sheet in book.names
        }
        self._keys = {name: key for key, name in book.names.items()}

    @cached_property
    def blocks(self) -> dict[str, list[Block]]:
        """The blocks of each sheet, as long as there are bands now."""
        found: dict[str, list[Block]] = {key: [] for key in self._book.names}
        for block in self._book.blocks(self._bands):
            found[block.sheet].append(block)
        return found

    @cached_property
    def _formulas(self) -> dict[str, list[Repeated]]:
        return {
            sheet.key: [
                Repeated.of(sheet, cell, bands_of(sheet, self._bands))
                for cell in sheet.formulas
            ]
            for sheet in self._book.manifest.sheets
        }

    def key_of(self, sheet: str) -> str:
        """Return the key of a sheet by its present name; of the user's own, one that none has."""
        return self._keys.get(sheet, f"{OWN}{sheet}")

    def at(self, spot: Spot) -> Found | None:
        """Return the quantity of a cell."""
        for block in self.blocks.get(spot.sheet, ()):
            index = block.index_of(spot.row, spot.column)
            if index is not None:
                return Found(block, index)
        return None

    def planned(self, spot: Spot) -> Planned | None:
        """Return what a cell must hold; None where the plan has neither formula nor input."""
        for one in self._formulas.get(spot.sheet, ()):
            planned = one.planned(spot.row, spot.column)
            if planned is not None:
                return planned
        return Planned(None) if self.at(spot) else None

    def readers(self, spot: Spot) -> Iterator[Reader]:
        """Yield who reads a cell by the plan, quantity by quantity."""
        found: dict[tuple[object, ...], Reader] = {}
        for sheet, every in self._formulas.items():
            for one in every:
                for reader in self._by(one, sheet, spot):
                    block = reader.found.block.key if reader.found else None
                    key = (sheet, block, reader.looks_up)
                    before = found.get(key, reader._replace(cells=0))
                    first = min(before.first, reader.first)
                    found[key] = (before if first == before.first else reader)._replace(
                        cells=before.cells + reader.cells
                    )
        yield from found.values()

    def _by(self, one: Repeated, sheet: str, spot: Spot) -> Iterator[Reader]:
        """Yield the cells of a planned one that read a cell, and those that look it up."""
        kinds: dict[bool, NDArray[np.bool_]] = {}
        for mention in mentions(one.cell.formula or "", "R1C1"):
            reads = self._reading(one, mention, sheet, spot)
            if reads is not None and reads.any():
                before = kinds.get(mention.looked_up)
                kinds[mention.looked_up] = reads if before is None else before | reads
        if False in kinds and True in kinds:
            kinds[True] = kinds[True] & ~kinds[False]
        for looks_up, reads in kinds.items():
            chosen = reads.copy()
            chosen[:, list(one.constant)] = False
            if cells := int(chosen.sum()):
                first = one.first_of(chosen)
                yield Reader(self.at(first), first, cells, looks_up)

    def _reading(
        self, one: Repeated, mention: Mention, sheet: str, spot: Spot
    ) -> NDArray[np.bool_] | None:
        if mention.kind == "name":
            area = self.names.get(mention.text.upper())
            return one.everywhere() if area and holds(area, spot) else None
        reference = references(one.cell.formula or "")[mention.at]
        other = self.key_of(reference.sheet) if reference.sheet else sheet
        if other != spot.sheet:
            return None
        return one.reading(reference, spot.row, spot.column)


def holds(area: Area, spot: Spot) -> bool:
    """Tell whether an area holds a cell; its sheet is told as the cell's is."""
    row, column = area.last
    inside = area.row <= spot.row <= row and area.column <= spot.column <= column
    return inside and area.sheet == spot.sheet

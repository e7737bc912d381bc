"""A workbook in a calculator, in which cells are found by what they hold."""

import numpy as np

from sheetnet.building.builder import draft, write
from sheetnet.calculators.base import CellError
from sheetnet.model.notation import Key
from sheetnet.spec.exercise import reference
from sheetnet.spec.loading import load_spec

# What a workbook calls otherwise: the class in words, and numbers as they are typed.
_CALLED = {"answer": "last_answer"}
_TYPED = {"x": "raw"}


class Book:
    """A workbook in the calculator, in which cells are found by what they hold."""

    def __init__(self, name, folder, overrides=()):
        made = draft(load_spec(name, overrides))
        self.path = folder / "book.xlsx"
        write(made, self.path)
        self.values = made.values
        self.names = {sheet.key: sheet.name for sheet in made.plan.sheets}
        self.blocks = {}
        for sheet in made.plan.sheets:
            for block in sheet.blocks:
                self.blocks.setdefault((block.symbol, block.layer), block)

    def found(self, ref, epoch):
        """Return the block of what is meant, and which of its cells."""
        layer = int(ref.layer or (ref.symbol, 0) not in self.blocks)
        block = self.blocks[ref.symbol, layer]
        at = tuple(one - 1 for one in ref.at)
        if block.has("epoch"):
            # Bands are told apart by the number in their heading.
            told = self.values[Key("epoch")].tolist()
            at = (epoch if ref.epoch is None else told.index(ref.epoch), *at)
        return block, at

    def seen(self, ref, grids):
        """Return what stands there, after the last epoch where none is named."""
        called = ref._replace(symbol=_CALLED.get(ref.symbol, ref.symbol))
        block, at = self.found(called, -1)
        if ref.was:
            return np.ravel(self.values[block.key][at])
        rows, columns = block.cells()
        grid = grids[self.names[block.sheet]]
        return grid[np.ravel(rows[at]) - 1, np.ravel(columns[at]) - 1]

    def typed(self, text, value):
        """Yield each cell into which a value is typed, and what stood there."""
        ref = reference(text)
        typed = ref._replace(symbol=_TYPED.get(ref.symbol, ref.symbol))
        known = {symbol for symbol, _ in self.blocks}
        block, at = self.found(typed if typed.symbol in known else ref, 0)
        rows, columns = (np.ravel(one[at]).tolist() for one in block.cells())
        before = np.ravel(self.values[block.key][at]).tolist()
        for row, column, old in zip(rows, columns, before, strict=True):
            yield (self.names[block.sheet], row - 1, column - 1), value, old


def errors(grids):
    """Return the sheets in which a cell holds an error."""
    return [
        name
        for name, grid in grids.items()
        if CellError in set(map(type, grid.ravel().tolist()))
    ]

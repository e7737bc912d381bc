"""Every exercise of every template, played through in the embedded calculator."""

import numpy as np
import pytest

from sheetnet.building.builder import draft, write
from sheetnet.calculators.base import CellError
from sheetnet.calculators.embedded import Session
from sheetnet.spec.exercise import Reference, claim, reference
from sheetnet.spec.loading import load_spec
from sheetnet.xlsx.reading.package import opened
from tests.templates import NETWORKS

# What a workbook calls otherwise: the class in words, and numbers as they are typed.
_CALLED = {"answer": "last_answer"}
_TYPED = {"x": "raw"}


class Book:
    """A workbook in the calculator, in which cells are found by what they hold."""

    def __init__(self, name, folder):
        made = draft(load_spec(name))
        write(made, folder / "book.xlsx")
        self.names = {sheet.key: sheet.name for sheet in made.plan.sheets}
        self.blocks = {}
        for sheet in made.plan.sheets:
            for block in sheet.blocks:
                self.blocks.setdefault((block.symbol, block.layer), block)

    def cells(self, ref, epoch):
        """Return the sheet, rows and columns (from 0) of what a reference means."""
        layer = ref.layer or ((ref.symbol, 0) not in self.blocks)
        block = self.blocks[ref.symbol, int(layer)]
        rows, columns = block.cells()
        at = tuple(one - 1 for one in ref.at)
        if block.has("epoch"):
            at = (epoch if ref.epoch is None else ref.epoch, *at)
        where = self.names[block.sheet]
        return where, np.ravel(rows[at]) - 1, np.ravel(columns[at]) - 1

    def values(self, grids, ref):
        """Return what stands there, after the last epoch where none is named."""
        called = ref._replace(symbol=_CALLED.get(ref.symbol, ref.symbol))
        sheet, rows, columns = self.cells(called, -1)
        return grids[sheet][rows, columns]

    def typed(self, text):
        """Return the cells into which a value is typed."""
        ref = reference(text)
        typed = ref._replace(symbol=_TYPED.get(ref.symbol, ref.symbol))
        known = {symbol for symbol, _ in self.blocks}
        return self.cells(typed if typed.symbol in known else ref, 0)


def holds(book, text, before, after):
    """Tell whether a claim is so."""
    said = claim(text)
    left = book.values(before if said.left.was else after, said.left)
    right = said.right
    if isinstance(right, str):
        return all(one == right for one in left)
    if isinstance(right, Reference):
        right = said.times * book.values(before if right.was else after, right)
    left, right = left.astype(float), np.asarray(right, dtype=float)
    if said.sign == "=" and not isinstance(said.right, Reference):
        return bool((abs(left - right) <= 0.5001 * 10**-said.decimals).all())
    if said.sign == "=":
        return np.allclose(left, right, rtol=1e-9, atol=1e-12)
    return bool((left < right if said.sign == "<" else left > right).all())


def errors(grids):
    """Return the sheets in which a cell holds an error."""
    return [
        name
        for name, grid in grids.items()
        if any(isinstance(one, CellError) for one in grid.ravel().tolist())
    ]


@pytest.mark.parametrize("name", NETWORKS)
def test_what_the_exercises_of_a_template_claim_is_so(name, tmp_path):
    book, every = Book(name, tmp_path), load_spec(name).exercises
    assert 3 <= len(every) <= 5
    with opened(tmp_path / "book.xlsx") as package, Session(package) as session:
        sheets = list(book.names.values())
        before = session.computed(sheets)
        assert errors(before) == []
        for number, one in enumerate(every, 1):
            places = [(*book.typed(cells), value) for cells, value in one.set.items()]
            for sheet, rows, columns, value in places:
                for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                    session.set_value(sheet, row, column, value)
            after = session.computed(sheets)
            assert errors(after) == [], number
            assert [c for c in one.claim if not holds(book, c, before, after)] == [], (
                number
            )
            for sheet, rows, columns, _ in places:
                for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                    session.set_value(sheet, row, column, before[sheet][row, column])

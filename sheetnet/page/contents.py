"""A workbook that was read → what its page holds: rules, inputs, NumPy's numbers.

Places of numbers follow from the blocks, so there are none of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.javascript.forms import Forms
from sheetnet.javascript.translating import Around
from sheetnet.page.texts_of import told
from sheetnet.page.trees import tree_of
from sheetnet.verification.book.opening import Opened, bands_of, cells_of, longer
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula.numbers import apart, numbers
from sheetnet.workbook.formula.tree import upper
from sheetnet.workbook.manifest import SheetMap
from sheetnet.workbook.plan import Cell

# What rounding may add is told from this share of the tolerance on.
_SHARE = 1e-2
# Beyond it nothing is allowed for: JSON has no infinity.
_MOST = 1e300


@dataclass(frozen=True, slots=True)
class Contents:
    """What a page holds: the functions of formulas, data as JSON has it, NumPy's numbers."""

    functions: list[str]
    data: dict[str, Any]
    numbers: NDArray[np.float64]
    formulas: int


def contents_of(book: Opened, truth: Truth, tolerance: Tolerance) -> Contents:
    """Return what the page of a workbook holds."""
    return _Reader(book, truth, tolerance).contents()


class _Reader:
    """Goes through a workbook's sheets and blocks, in order."""

    def __init__(self, book: Opened, truth: Truth, tolerance: Tolerance) -> None:
        self._book, self._truth, self._tolerance = book, truth, tolerance
        self._sheets = book.manifest.sheets
        self._around = around(book)
        self._forms = Forms(self._around)
        self._numbers: list[NDArray[np.float64]] = []
        self._count = 0

    def contents(self) -> Contents:
        """Return what the page holds."""
        for sheet in self._sheets:
            for cell in sheet.formulas:
                self._forms.add(cell.formula or "", _growing(cell))
        sheets = [self._sheet(sheet) for sheet in self._sheets]
        found = self._numbers or [np.zeros(0)]
        return Contents(
            self._forms.functions(),
            {
                "sheets": sheets,
                "trees": [tree_of(*one, self._around) for one in self._forms.formulas()],
                "rtol": self._tolerance.rtol,
                "atol": self._tolerance.atol,
            },
            np.concatenate(found),
            self._count,
        )

    def _sheet(self, sheet: SheetMap) -> dict[str, Any]:
        down = bands_of(sheet, self._truth.bands)
        starts = {(cell.row, cell.column): cell for cell in sheet.formulas}
        blocks = [longer(one, self._truth.bands) if sheet.key == "Training" else one for one in sheet.blocks]
        return {
            "key": sheet.key,
            "name": self._book.names[sheet.key],
            "across": sheet.across,
            "down": down,
            "cells": [self._cell(cell) for cell in sheet.formulas],
            "blocks": [self._block(one, starts.get((one.row, one.column))) for one in blocks],
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        pieces = apart(cell.formula or "")
        rule = self._forms.rule(cell.formula or "")
        fills = [
            [one.count, one.rows, one.columns, self._forms.given(pieces, one.moves).numbers]
            for one in cell.fills
        ]
        return {
            "at": [cell.row, cell.column],
            "rule": [rule.form, rule.numbers],
            **({"fills": fills} if fills else {}),
            **({"across": 1} if cell.across else {}),
            **({"down": 1} if cell.down else {}),
            **({"later": 1} if cell.initial is not None else {}),
        }

    def _block(self, block: Block, cell: Cell | None) -> dict[str, Any]:
        """Return a block: its place, its inputs, what rounding may add to its numbers.

        `first`: the first epoch that holds formulas; -1 where none does.
        """
        first = -1 if cell is None else int(cell.initial is not None and block.has("epoch"))
        found: dict[str, Any] = {
            "symbol": block.symbol,
            "layer": block.layer,
            "at": [block.row, block.column],
            "axes": block.axes,
            "first": first,
        }
        if first:
            there = cells_of(block, self._book.saved[block.sheet])
            found["given"] = (there if first < 0 else there[:1]).ravel().tolist()
        if first >= 0 and block.symbol != "canary":
            found |= self._proved(block, first)
        return found

    def _proved(self, block: Block, first: int) -> dict[str, Any]:
        """Take what NumPy says of a block; return its texts, and what rounding may add."""
        expected = np.asarray(self._truth.shown[block.key])
        spread = self._truth.spread.get(block.key)
        if block.has("epoch"):
            expected = expected[first : block.shape[0]]
            spread = None if spread is None else np.broadcast_to(spread, self._truth.shown[block.key].shape)[first : block.shape[0]]
        self._count += expected.size
        if block.text:
            leeway = [None] * expected.size if spread is None else spread.ravel()
            pairs = zip(expected.astype(object).ravel(), leeway, strict=True)
            return {"proved": "texts", "texts": [told(*pair) for pair in pairs]}
        v = expected.astype(np.float64).ravel()
        self._numbers.append(v)
        more = dict(self._more(v, spread))
        return {"proved": "numbers", **({"more": more} if more else {})}

    def _more(self, v: NDArray[np.float64], spread: NDArray[Any] | None) -> Iterator[tuple[int, float]]:
        if spread is None:
            return
        plain = self._tolerance.atol + self._tolerance.rtol * np.abs(v)
        by = np.broadcast_to(spread, v.shape) if spread.size == 1 else spread.ravel()
        for at in np.flatnonzero(~(by <= _SHARE * plain)).tolist():
            more = float(by[at])
            yield at, float(f"{min(more, _MOST):.2e}") if more == more else _MOST


def around(book: Opened) -> Around:
    """Return what the formulas of a workbook mean by names."""
    keys = [sheet.key for sheet in book.manifest.sheets]
    sheets = {upper(book.names[key]): at for at, key in enumerate(keys)}
    names = {
        upper(one.name): (keys.index(one.sheet), one.area)
        for one in book.plan.names
        if one.sheet in keys
    }
    return Around(sheets, names)


def _growing(cell: Cell) -> Sequence[int]:
    """Return which numbers of a formula grow along some of its fills."""
    every = range(len(numbers(apart(cell.formula or ""))))
    return [at for at in every if any(fill.moves[at] for fill in cell.fills)]


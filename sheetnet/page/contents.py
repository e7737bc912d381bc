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
from sheetnet.lang import texts
from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.page.looks import charts_of, grid_of
from sheetnet.page.packing import SHORTENED_BY
from sheetnet.page.texts_of import told
from sheetnet.page.trees import tree_of
from sheetnet.verification.book.opening import Opened, bands_of, cells_of, longer
from sheetnet.verification.calling import Names
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.workbook.address import Area, corners
from sheetnet.workbook.address import apart as names_apart
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.styles import INPUT_FILL, STYLES
from sheetnet.workbook.formula.numbers import apart, numbers
from sheetnet.workbook.formula.tree import tokens, upper
from sheetnet.workbook.manifest import SheetMap, Subject
from sheetnet.workbook.plan import Cell

# Beyond so many formula cells a page has NumPy's numbers of what is learned alone.
MOST_PROVED = 400_000
# What rounding may add is told from this share of the tolerance on.
_SHARE = 1e-2
# Beyond it nothing is allowed for: JSON has no infinity.
_MOST = 1e300


@dataclass(frozen=True, slots=True)
class Contents:
    """What a page holds: the functions of formulas, data as JSON has it, NumPy's numbers.

    `proved` is how many of its `formulas` have NumPy's numbers beside them.
    """

    functions: list[str]
    data: dict[str, Any]
    numbers: NDArray[np.float64]
    proved: int
    formulas: int
    bands: int


@dataclass(frozen=True, slots=True)
class _Laid:
    """A block as long as it is now, and its bands of constants; None: it has no formula."""

    block: Block
    begins: tuple[int, ...] | None

    def constant(self) -> NDArray[np.bool_]:
        """Tell of each of its elements whether it is a constant."""
        if self.begins is None:
            return np.ones(self.block.size, dtype=bool)
        found = np.zeros(self.block.size, dtype=bool)
        if self.begins:
            bands = found.reshape(self.block.shape[0], -1)
            bands[list(self.begins)] = True
        return found

    @property
    def formulas(self) -> int:
        """How many formula cells it has that a check compares: the canary is none."""
        is_canary = self.block.symbol == "canary"
        return 0 if is_canary else int((~self.constant()).sum())


def contents_of(book: Opened, truth: Truth, tolerance: Tolerance) -> Contents:
    """Return what the page of a workbook holds."""
    return _Reader(book, truth, tolerance).contents()


class _Reader:
    """Goes through a workbook's sheets and blocks, in order."""

    def __init__(self, book: Opened, truth: Truth, tolerance: Tolerance) -> None:
        self._book, self._truth, self._tolerance = book, truth, tolerance
        self._around = around(book)
        manifest = book.manifest
        words = texts(manifest.header.lang)
        self._names = Names(manifest.subject, book.plan, words)
        self._forms = Forms(self._around)
        self._yellow = set(_yellow(book))
        self._looked_up = set(_looked_up(book, self._around))
        self._numbers = [np.zeros(0)]
        self._laid = {
            sheet.key: [_laid(sheet, one, truth.bands) for one in sheet.blocks]
            for sheet in book.manifest.sheets
        }
        every = [one for laid in self._laid.values() for one in laid]
        self._formulas = sum(one.formulas for one in every)
        all_of_them = self._formulas <= MOST_PROVED
        learned = learned_of(book.manifest.subject)
        # By identity: what a sheet shows once more is a block of its own.
        self._proved = [
            one
            for one in every
            if all_of_them
            or (one.block.key in learned and one.block.sheet == "Training")
        ]

    def contents(self) -> Contents:
        """Return what the page holds."""
        sheets = self._book.manifest.sheets
        for sheet in sheets:
            for cell in sheet.formulas:
                self._forms.add(cell.formula or "", _growing(cell))
        data = {
            "sheets": [self._sheet(sheet) for sheet in sheets],
            "trees": [tree_of(*one, self._around) for one in self._forms.formulas()],
            "formulas": self._formulas,
            # So much less, as NumPy's numbers are not told to the last digit.
            "rtol": self._tolerance.rtol - SHORTENED_BY,
            "atol": self._tolerance.atol,
        }
        return Contents(
            self._forms.functions(),
            data,
            np.concatenate(self._numbers),
            sum(one.formulas for one in self._proved),
            self._formulas,
            self._truth.bands,
        )

    def _sheet(self, sheet: SheetMap) -> dict[str, Any]:
        drawn, there = self._book.plan.sheet(sheet.key), self._book.saved[sheet.key]
        is_network = isinstance(self._book.manifest.subject, Network)
        looks = {} if is_network else {"grid": grid_of(drawn, there)}
        return {
            **looks,
            "charts": charts_of(drawn),
            "key": sheet.key,
            "name": self._book.names[sheet.key],
            "across": sheet.across,
            "down": bands_of(sheet, self._truth.bands),
            "begins": sheet.begins,
            "cells": [self._cell(cell) for cell in sheet.formulas],
            "blocks": [self._block(one) for one in self._laid[sheet.key]],
            "words": list(self._words(sheet.key)),
        }

    def _words(self, key: str) -> Iterator[tuple[int, int, object]]:
        """Yield the words of a sheet among which formulas choose, and their places."""
        there, number = self._book.saved[key], list(self._laid).index(key)
        areas = [area for sheet, area in self._looked_up if sheet == number]
        for cell in self._book.plan.sheet(key).cells if areas else ():
            place = cell.row, cell.column
            if cell.text is not None and any(_holds(area, *place) for area in areas):
                yield (*place, there[cell.row - 1, cell.column - 1])

    def _cell(self, cell: Cell) -> dict[str, Any]:
        pieces = apart(cell.formula or "")
        rule = self._forms.rule(cell.formula or "")
        fills = [
            (*one[:3], self._forms.given(pieces, one[3]).numbers)
            for one in ((f.count, f.rows, f.columns, f.moves) for f in cell.fills)
        ]
        repeats = {
            "fills": fills,
            "across": int(cell.across),
            "down": int(cell.down),
            "later": int(cell.initial is not None),
        }
        told = {name: value for name, value in repeats.items() if value}
        return {"at": (cell.row, cell.column), "rule": rule, **told}

    def _block(self, laid: _Laid) -> dict[str, Any]:
        """Return a block: its place, its inputs, what is proved of it.

        `begins`: its bands of constants; null where it has no formula. `input`: its
        constants are yellow in the workbook, so a reader may change them.
        """
        block = laid.block
        found: dict[str, Any] = {
            "symbol": block.symbol,
            "layer": block.layer,
            "at": (block.row, block.column),
            "axes": block.axes,
            "begins": laid.begins,
        }
        if (block.sheet, block.row, block.column) in self._yellow:
            found["input"] = 1
        found |= self._called(block)
        constant = laid.constant()
        if constant.any():
            there = cells_of(block, self._book.saved[block.sheet])
            found["given"] = there.ravel()[constant].tolist()
        if laid.formulas and any(one is laid for one in self._proved):
            found |= self._proved_of(laid)
        return found

    def _called(self, block: Block) -> dict[str, Any]:
        """Return what a block is called that is no quantity by its own key.

        `as`: the key of the quantity that it shows; `said`: its words, or each element's.
        """
        called = self._names.of(block, [0] * len(block.own_axes()))
        if called.record is not None:
            same = called.record.key == block.key
            return {} if same else {"as": str(called.record.key)}
        if called.caption.of_this and block.size > 1:
            every = (self._names.of(block, own) for own in block.within_strip())
            return {"said": [one.caption.words for one in every]}
        return {"said": called.caption.words} if called.caption.words else {}

    def _proved_of(self, laid: _Laid) -> dict[str, Any]:
        """Take what NumPy says of a block; return its texts, and what rounding may add."""
        part = ~laid.constant()
        expected = np.asarray(self._truth.shown[laid.block.key])
        spread = self._truth.spread.get(laid.block.key, np.zeros(()))
        # Of pasted bands only Training knows.
        by = np.broadcast_to(spread, expected.shape).ravel()[: part.size][part]
        if laid.block.text:
            texts = expected.astype(object).ravel()[: part.size][part]
            every = zip(texts, by, strict=True)
            return {
                "proved": "texts",
                "texts": [told(one, more) for one, more in every],
            }
        v = expected.astype(np.float64).ravel()[: part.size][part]
        self._numbers.append(v)
        more = dict(self._more(v, by))
        return {"proved": "numbers", **({"more": more} if more else {})}

    def _more(
        self, v: NDArray[np.float64], by: NDArray[Any]
    ) -> Iterator[tuple[int, float]]:
        """Yield what rounding may add to numbers, where it is worth telling."""
        plain = self._tolerance.atol + self._tolerance.rtol * np.abs(v)
        for at in np.flatnonzero(~(by <= _SHARE * plain)).tolist():
            # Two digits, rounded up.
            yield at, float(f"{1.01 * min(float(by[at]), _MOST):.2e}")


def learned_of(subject: Subject) -> set[Key]:
    """Return what tells most of a run: parameters, the last activation, C_T."""
    if not isinstance(subject, Network):
        return set()
    roles = ("parameter", "total")
    every = {one.key for one in quantities(subject) if one.role in roles}
    return every | {Key("a", subject.last.number)}


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


def _yellow(book: Opened) -> Iterator[tuple[str, int, int]]:
    """Yield the cells in the colour of inputs, by sheet, row and column."""
    for sheet in book.plan.sheets:
        for cell in sheet.cells:
            style = cell.style if cell.initial is None else cell.initial
            if (cell.formula is None or cell.initial is not None) and STYLES[
                style
            ].fill == INPUT_FILL:
                yield sheet.key, cell.row, cell.column


def _looked_up(book: Opened, around: Around) -> Iterator[tuple[int, Area]]:
    """Yield the areas at which formulas look, and which stay where they are."""
    for number, sheet in enumerate(book.manifest.sheets):
        texts = {cell.formula or "" for cell in sheet.formulas}
        found = {
            token
            for one in texts
            for kind, token in tokens(one, "R1C1")
            if kind == "cell"
        }
        for token in found:
            ends = corners(token)
            if len(ends) == 2 and not any(one.down or one.across for one in ends):
                (row, column, *_), (last, right, *_) = ends
                name = upper(names_apart(token)[0])
                area = Area(row, column, last - row + 1, right - column + 1)
                yield around.sheets[name] if name else number, area


def _holds(area: Area, row: int, column: int) -> bool:
    last, right = area.last
    return area.row <= row <= last and area.column <= column <= right


def _laid(sheet: SheetMap, block: Block, bands: int) -> _Laid:
    starts = {(cell.row, cell.column): cell for cell in sheet.formulas}
    cell = starts.get((block.row, block.column))
    block = longer(block, bands) if sheet.key == "Training" else block
    if cell is None:
        return _Laid(block, None)
    holds = cell.initial is not None and block.has("epoch")
    return _Laid(block, sheet.begins if holds else ())


def _growing(cell: Cell) -> Sequence[int]:
    """Return which numbers of a formula grow along some of its fills."""
    every = range(len(numbers(apart(cell.formula or ""))))
    return [at for at in every if any(fill.moves[at] for fill in cell.fills)]

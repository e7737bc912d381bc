"""Does every formula cell, as recalculated, hold what NumPy computed?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.calculators import Grid
from sheetnet.lang import languages, texts
from sheetnet.model.functions import Array
from sheetnet.model.network import Objects
from sheetnet.model.sentence import Spelled, Told
from sheetnet.model.shown import Shown
from sheetnet.verification.book.opening import Opened, as_numbers, cells_of
from sheetnet.verification.report import Quantity
from sheetnet.verification.truth import (
    Leeway,
    Outright,
    Spread,
    Tolerance,
    Truth,
    is_copy,
)
from sheetnet.wording import later, worded
from sheetnet.workbook.block import Block
from sheetnet.xlsx.reading.sheet.formulas import Place

# How far off a text counts that rounding alone may have turned.
_TURNED = 1.0


def compare(
    book: Opened,
    truth: Truth,
    grids: Mapping[str, Grid],
    tolerance: Tolerance,
    *,
    left_out: Mapping[str, Collection[Place]] = MappingProxyType({}),
) -> tuple[tuple[Quantity, ...], list[str]]:
    """Return the outcome for every quantity and epoch, in order of computation.

    And notes: how it was compared, and the answers that are undecided, a line each. Where
    all agree outright, nobody asks what rounding may add. `left_out`: cells, by the key of
    their sheet, with errors by a known defect; they are counted, not compared.
    """
    grids = book.as_run(grids)
    found = _compared(book, truth.outright(), truth.shown, grids, tolerance, left_out)
    if not any(one.wrong for one in found):
        return found, []
    truth, notes = truth.beside(book, grids)
    shown, undecided = truth.decided(book, grids)
    found = _compared(book, truth, shown, grids, tolerance, left_out)
    return found, [*notes, *undecided]


def _compared(
    book: Opened,
    truth: Outright | Truth,
    shown: Shown,
    grids: Mapping[str, Grid],
    tolerance: Tolerance,
    left_out: Mapping[str, Collection[Place]],
) -> tuple[Quantity, ...]:
    order = {key: at for at, key in enumerate(shown)}
    found = []
    for cells in _formula_cells(book, truth, shown, grids):
        block = cells.block
        later = order[block.key], block.sheet != "Training"
        not_run = left_out.get(block.sheet, ())
        for band, outcome in _outcomes(book, cells, tolerance, not_run):
            found.append(((_time(block, band, truth.bands), *later), outcome))
    found.sort(key=lambda pair: pair[0])
    return tuple(quantity for _, quantity in found)


def _formula_cells(
    book: Opened, truth: Outright | Truth, shown: Shown, grids: Mapping[str, Grid]
) -> "Iterator[_Cells]":
    """Yield the cells of each block that holds formulas, beside what they must show."""
    starts = {
        sheet.key: {(cell.row, cell.column): cell for cell in sheet.formulas}
        for sheet in book.manifest.sheets
    }
    begins = {sheet.key: sheet.begins for sheet in book.manifest.sheets}
    for block in book.blocks(truth.bands):
        cell = starts[block.sheet].get((block.row, block.column))
        if block.symbol == "canary" or cell is None:
            continue
        # In some bands it may hold constants.
        holds = cell.initial is not None and block.has("epoch")
        without = begins[block.sheet] if holds else ()
        yield _Cells.of(block, without, shown, truth.spread, grids)


def wrong_cells(
    book: Opened, truth: Truth, grids: Mapping[str, Grid], tolerance: Tolerance
) -> dict[str, list[Place]]:
    """Return the cells that do not hold what NumPy says, by the key of their sheet."""
    found = _wrong(book, truth.outright(), truth.shown, grids, tolerance)
    if any(found.values()):
        truth, _ = truth.beside(book, grids)
        shown, _ = truth.decided(book, grids)
        found = _wrong(book, truth, shown, grids, tolerance)
    return found


def _wrong(
    book: Opened,
    truth: Outright | Truth,
    shown: Shown,
    grids: Mapping[str, Grid],
    tolerance: Tolerance,
) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {key: [] for key in book.names}
    for cells in _formula_cells(book, truth, shown, grids):
        off, _, _, allowed = _differences(cells, tolerance)
        wrong = np.argwhere(off > allowed).tolist()
        found[cells.block.sheet] += [cells.place(*one) for one in wrong]
    return found


# What the top of Training says of the last epoch.
_OF_THE_LAST = ("mark", "predicted", "learns", "says")


def _time(block: Block, epoch: int | None, bands: int) -> int:
    """Return when a quantity is computed: summaries come after all epochs, views last."""
    if block.sheet not in ("Training", "Cost"):
        return bands + 1
    summary = block.symbol.startswith(("first_", "last_"))
    if block.sheet == "Cost" or summary or block.symbol in _OF_THE_LAST:
        return bands
    return -1 if epoch is None else epoch


@dataclass(frozen=True, slots=True)
class _Cells:
    """A block's cells, a band a row: expected, what rounding may add, and found.

    Shapes: (bands, cells of one band); a block without bands has one row. `bands` are those
    that hold formulas.
    """

    block: Block
    bands: list[int]
    expected: NDArray[Any]
    spread: NDArray[Any]
    found: Objects

    @classmethod
    def of(
        cls,
        block: Block,
        without: Collection[int],
        shown: Shown,
        spread: Spread,
        grids: Mapping[str, Grid],
    ) -> "_Cells":
        """Take a block's cells from what is shown, and from what was found.

        But those of the bands that are to be left out.
        """
        expected = np.asarray(shown[block.key])
        by_rounding = np.broadcast_to(
            spread.get(block.key, np.zeros(())), expected.shape
        )
        # Of pasted bands only Training knows.
        epochs = block.shape[0] if block.has("epoch") else 1
        if block.has("epoch"):
            expected, by_rounding = expected[:epochs], by_rounding[:epochs]
        every = expected, by_rounding, cells_of(block, grids[block.sheet])
        bands = [band for band in range(epochs) if band not in without]
        return cls(block, bands, *(one.reshape(epochs, -1)[bands] for one in every))

    def place(self, epoch: int, at: int) -> Place:
        """Return where a cell stands, by its numbers in these arrays."""
        within = self.bands[epoch] * self.expected.shape[1] + at
        return self.block.place(within)


# Of the tolerance: so near that a reader need not ask how wide it is.
_CLOSE = 1e-3


def _outcomes(
    book: Opened, cells: _Cells, tolerance: Tolerance, left_out: Collection[Place]
) -> Iterator[tuple[int | None, Quantity]]:
    """Yield each band with its outcome; all are compared at once."""
    off, size, plain, allowed = _differences(cells, tolerance)
    absent = _absent(cells, left_out)
    off[absent] = 0.0
    wrong = off > allowed
    relative = np.divide(off, size, out=np.zeros_like(off), where=size > 0)
    count = (off.shape[1] - absent.sum(axis=1)).tolist()
    largest, at = off.max(axis=1).tolist(), off.argmax(axis=1).tolist()
    far, bad = relative.max(axis=1).tolist(), wrong.sum(axis=1).tolist()
    turned = ((off > plain) & ~wrong).sum(axis=1).tolist()
    near = ((off <= _CLOSE * plain + allowed - plain) & ~absent).sum(axis=1).tolist()
    block, key, in_epochs = cells.block, cells.block.key, cells.block.has("epoch")

    def where(epoch: int, at: int) -> str:
        return book.address(block.sheet, *cells.place(epoch, at))

    for one in range(len(off)):
        first = _first_of(cells, one, wrong[one]) if bad[one] else None
        band = cells.bands[one] if in_epochs else None
        yield (
            band,
            Quantity(
                key=key,
                epoch=None if band is None else book.number_of(block.sheet, band),
                cells=count[one],
                max_abs=largest[one],
                max_rel=far[one],
                worst=where(one, at[one]),
                wrong=bad[one],
                first="" if first is None else where(one, first),
                says="" if first is None else _says(cells, one, first),
                by_rounding=turned[one],
                close=near[one],
                by_updates=book.manifest.subject.by_updates,
            ),
        )


def _first_of(cells: _Cells, epoch: int, wrong: NDArray[np.bool_]) -> int:
    """Return the first wrong cell as the sheet is read: row by row."""
    return min(np.flatnonzero(wrong).tolist(), key=partial(cells.place, epoch))


def _absent(cells: _Cells, left_out: Collection[Place]) -> NDArray[np.bool_]:
    """Tell which cells are left out."""
    shape = cells.expected.shape
    if not left_out:
        return np.zeros(shape, dtype=bool)
    epochs, count = map(range, shape)
    places = (cells.place(epoch, at) for epoch in epochs for at in count)
    found = [place in left_out for place in places]
    return np.array(found, dtype=bool).reshape(shape)


def _differences(
    cells: _Cells, tolerance: Tolerance
) -> tuple[Array, Array, Array, Array]:
    """Return |Δ| and |v| of each cell, what is tolerated, and what with rounding is."""
    if cells.block.text:
        off = np.array(list(_off(cells))).reshape(cells.expected.shape)
        nothing = np.zeros(off.shape)
        return off, np.ones(off.shape), nothing, nothing + _TURNED
    v = np.asarray(cells.expected, dtype=np.float64)
    off = np.abs(as_numbers(cells.found).reshape(v.shape) - v)
    off[np.isnan(off)] = np.inf
    size = np.abs(v)
    plain = tolerance.atol + tolerance.rtol * size
    return off, size, plain, plain + cells.spread


def _says(cells: _Cells, epoch: int, at: int) -> str:
    found, expected = cells.found[epoch, at], cells.expected[epoch, at]
    if found is None:
        return worded("is empty; NumPy says {value}", value=_short(expected))
    says = later("holds {found}; NumPy says {value}")
    return worded(says, found=_short(found), value=_short(expected))


def _short(value: object) -> str:
    return f"{value:.17g}" if isinstance(value, float) else str(value)[:60]


def _off(cells: _Cells) -> Iterator[float]:
    """Yield 0 where a text is the same, infinity where it is not.

    And between them where rounding alone may have turned the decision that it tells.
    """
    expected = np.asarray(cells.expected, dtype=object).ravel()
    every = zip(expected, cells.found.ravel(), cells.spread.ravel(), strict=True)
    for one, found, leeway in every:
        numbers, others = leeway or Leeway()
        if same_text(one, found, numbers):
            yield 0.0
        else:
            turned = any(same_text(other, found, ()) for other in others)
            yield _TURNED if turned else np.inf


def same_text(one: object, found: object, numbers: Sequence[float] = ()) -> bool:
    """Tell whether a cell shows a text, its numbers as far off as `numbers` say at most."""
    if isinstance(one, Spelled):
        return one.says(found, numbers)
    if isinstance(one, Told):
        # Which language a workbook has is told by its plan.
        every = (texts(lang)(one.key, **one.values) for lang in languages())
        return any(found == text for text in every)
    # A grid has no empty text; an empty label is shown as 0 where it is looked up.
    nothing = (None, 0.0, "") if one is None else (None,)
    return is_copy(one, found) or (one in (None, "") and found in nothing)

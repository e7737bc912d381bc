"""Does every formula cell, as recalculated, hold what NumPy computed?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.calculators import Grid
from sheetnet.model.functions import Array
from sheetnet.model.network import Objects
from sheetnet.model.sentence import Spelled
from sheetnet.model.shown import Shown
from sheetnet.verification.book.opening import Opened, as_numbers, cells_of
from sheetnet.verification.report import Quantity
from sheetnet.verification.truth import Leeway, Spread, Tolerance, Truth
from sheetnet.workbook.block import Block
from sheetnet.workbook.manifest import SheetMap
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

    And the answers that are undecided, a line each. `left_out`: cells, by the key of
    their sheet, with errors by a known defect; they are counted, not compared.
    """
    grids = book.as_run(grids)
    truth = truth.beside(book, grids)
    shown, undecided = truth.decided(book, grids)
    bands, spread = truth.bands, truth.spread
    order = {key: at for at, key in enumerate(shown)}
    found = []
    for block in book.blocks(bands):
        if block.key.symbol == "canary" or not _has_formula(book, block):
            continue
        for epoch, one in _by_epoch(book, block, shown, spread, grids):
            when = _time(block, epoch, bands)
            rank = (when, order[block.key], block.sheet != "Training")
            without = left_out.get(block.sheet, ())
            outcome = _outcome(book, block, epoch, one, tolerance, without)
            found.append((rank, outcome))
    found.sort(key=lambda pair: pair[0])
    return tuple(quantity for _, quantity in found), undecided


def _time(block: Block, epoch: int | None, bands: int) -> int:
    """Return when a quantity is computed: summaries come after all epochs, views last."""
    if block.sheet not in ("Training", "Cost"):
        return bands + 1
    if epoch is not None:
        return epoch
    summary = block.symbol.startswith(("first_", "last_")) or block.symbol == "mark"
    return bands if summary else -1


def _formula_of(sheet: SheetMap, block: Block) -> bool | None:
    """Return None where the block holds constants, else whether epoch 0 does."""
    for cell in sheet.formulas:
        if (cell.row, cell.column) == (block.row, block.column):
            return cell.initial is not None
    return None


def _sheet(book: Opened, block: Block) -> SheetMap:
    return next(one for one in book.manifest.sheets if one.key == block.sheet)


def _has_formula(book: Opened, block: Block) -> bool:
    return _formula_of(_sheet(book, block), block) is not None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Cells of one epoch: expected, what rounding may add, found, and where they stand."""

    expected: NDArray[np.object_] | Array
    spread: NDArray[Any]
    found: Objects
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]


# Of the tolerance: so near that a reader need not ask how wide it is.
_CLOSE = 1e-3


def _by_epoch(
    book: Opened,
    block: Block,
    shown: Shown,
    spread: Spread,
    grids: Mapping[str, Grid],
) -> Iterator[tuple[int | None, _Pair]]:
    found = cells_of(block, grids[block.sheet])
    rows, columns = block.cells()
    expected = np.asarray(shown[block.key])
    by_rounding = np.broadcast_to(spread.get(block.key, np.zeros(())), expected.shape)
    if not block.has("epoch"):
        yield None, _Pair(expected, by_rounding, found, rows, columns)
        return
    first = 1 if _formula_of(_sheet(book, block), block) else 0
    for epoch in range(first, len(rows)):
        yield (
            epoch,
            _Pair(
                expected[epoch].reshape(rows[epoch, ...].shape),
                by_rounding[epoch],
                found[epoch, ...],
                rows[epoch, ...],
                columns[epoch, ...],
            ),
        )


def _outcome(
    book: Opened,
    block: Block,
    epoch: int | None,
    pair: _Pair,
    tolerance: Tolerance,
    left_out: Collection[Place],
) -> Quantity:
    rows, columns = pair.rows.ravel().tolist(), pair.columns.ravel().tolist()
    places = list(zip(rows, columns, strict=True))
    absent = np.array([at in left_out for at in places])
    off, size, plain, allowed = _differences(block, pair, tolerance)
    off[absent] = 0.0
    wrong = off > allowed
    relative = np.divide(off, size, out=np.zeros_like(off), where=size > 0)

    def where(at: int) -> str:
        return book.address(block.sheet, *places[at])

    # In reading order of the sheet, a wrong first row comes before a wrong first column.
    first = min(np.flatnonzero(wrong), key=lambda at: places[at], default=None)
    return Quantity(
        key=block.key,
        epoch=epoch,
        cells=len(off) - int(absent.sum()),
        max_abs=float(off.max()),
        max_rel=float(relative.max()),
        worst=where(int(off.argmax())),
        wrong=int(wrong.sum()),
        first="" if first is None else where(int(first)),
        says="" if first is None else _says(pair, int(first)),
        by_rounding=int(((off > plain) & ~wrong).sum()),
        close=int(((off <= _CLOSE * plain + allowed - plain) & ~absent).sum()),
    )


def _differences(
    block: Block, pair: _Pair, tolerance: Tolerance
) -> tuple[Array, Array, Array, Array]:
    """Return |Δ| and |v| of each cell, what is tolerated, and what with rounding is."""
    if block.text:
        off = np.array(list(_off(pair)))
        nothing = np.zeros(off.shape)
        return off, np.ones(off.shape), nothing, nothing + _TURNED
    off, size = _distances(pair)
    plain = tolerance.atol + tolerance.rtol * size
    return off, size, plain, plain + pair.spread.ravel()


def _distances(pair: _Pair) -> tuple[Array, Array]:
    """Return |Δ| of each number, infinite where none was found, and |v|."""
    v = np.asarray(pair.expected, dtype=np.float64).ravel()
    off = np.abs(as_numbers(pair.found.ravel()) - v)
    off[np.isnan(off)] = np.inf
    return off, np.abs(v)


def _says(pair: _Pair, at: int) -> str:
    found, expected = pair.found.flat[at], np.asarray(pair.expected).flat[at]
    holds = "is empty" if found is None else f"holds {_short(found)}"
    return f"{holds}; NumPy says {_short(expected)}"


def _short(value: object) -> str:
    return f"{value:.17g}" if isinstance(value, float) else str(value)[:60]


def _off(pair: _Pair) -> Iterator[float]:
    """Yield 0 where a text is the same, infinity where it is not.

    And between them where rounding alone may have turned the decision that it tells.
    """
    expected = np.asarray(pair.expected, dtype=object).ravel()
    every = zip(expected, pair.found.ravel(), pair.spread.ravel(), strict=True)
    for one, found, leeway in every:
        numbers, others = leeway or Leeway()
        if _same(one, found, numbers):
            yield 0.0
        else:
            turned = any(_same(other, found, ()) for other in others)
            yield _TURNED if turned else np.inf


def _same(one: object, found: object, numbers: Sequence[float]) -> bool:
    if isinstance(one, Spelled):
        return one.says(found, numbers)
    if isinstance(one, float) and isinstance(found, float):
        # A label goes through a calculator's 15 digits.
        return abs(one - found) <= 1e-14 * abs(one)
    # A grid has no empty text; an empty label is shown as 0 where it is looked up.
    nothing = (None, 0.0, "") if one is None else (None,)
    return one == found or (one in (None, "") and found in nothing)

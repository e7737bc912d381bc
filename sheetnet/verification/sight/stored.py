"""The values that a file has stored: what is seen before anything is recalculated.

In previews, in Protected View and under manual calculation people see these, whatever
the formulas give.
"""

import numpy as np

from sheetnet.calculators import Grid
from sheetnet.verification.book.opening import Opened, as_numbers, cells_of
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.verification.values import compare, same_text
from sheetnet.wording import counted
from sheetnet.workbook.block import Block
from sheetnet.xlsx.reading.sheet.formulas import Place


def stale_values(book: Opened, truth: Truth, tolerance: Tolerance) -> str:
    """Say how many stored values are not what the formulas give; "" if all are.

    Cells without a stored value show nothing, and so nothing wrong.
    """
    if all(
        _is_shown(book, truth, block, tolerance) for block in book.blocks(truth.bands)
    ):
        return ""
    missing = {
        key: {at for at in formulas if _at(book.saved[key], at) is None}
        for key, formulas in book.formulas.items()
    }
    found, _ = compare(book, truth, book.saved, tolerance, left_out=missing)
    first = next((one for one in found if one.wrong), None)
    if first is None:
        return ""
    count = sum(one.wrong for one in found)
    where = f"{first.first} {first.says}"
    return counted(
        count,
        "{count} stored value is not what the formulas give: {where}",
        "{count} stored values are not what the formulas give; the first: {where}",
        where=where,
    )


def _at(grid: Grid, place: Place) -> object:
    row, column = place
    inside = row <= grid.shape[0] and column <= grid.shape[1]
    return grid[row - 1, column - 1] if inside else None


def _is_shown(book: Opened, truth: Truth, block: Block, tolerance: Tolerance) -> bool:
    """Tell at one glance whether a block's stored values are NumPy's; in doubt, no."""
    if block.symbol == "canary":
        return True
    cells = cells_of(block, book.saved[block.sheet])
    expected = np.asarray(truth.shown[block.key])
    if expected.size != cells.size:
        return False
    expected = expected.reshape(cells.shape)
    if block.text:
        return all(map(same_text, expected.ravel(), cells.ravel()))
    v = expected.astype(np.float64).ravel()
    off = np.abs(as_numbers(cells) - v)
    return bool((off <= tolerance.atol + tolerance.rtol * np.abs(v)).all())

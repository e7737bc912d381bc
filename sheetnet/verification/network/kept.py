"""The numbers of a table as people keep them: read from its yellow cells, gaps and all."""

from collections.abc import Sequence

import numpy as np

from sheetnet.verification.book.opening import Opened, cells_of, numbers_of
from sheetnet.verification.naming import first_told, in_number, named
from sheetnet.workbook.block import Block


def kept_numbers(
    book: Opened, block: Block, fills: Sequence[bool], notes: list[str], scaled: bool
) -> np.ndarray:
    """Read numbers that something is computed from; NaN where none stands.

    `fills` tells by column whether the mean stands for what is missing; `scaled` whether
    they have m and s. Adds to `notes` what is worth knowing.
    Raises: WorkbookError where something else stands that is no gap to be filled.
    """
    cells = cells_of(block, book.saved[block.sheet])
    where = list(zip(*(at.ravel().tolist() for at in block.cells()), strict=True))
    filled = np.broadcast_to(fills, cells.shape).ravel().tolist()
    found = np.full(cells.size, np.nan)
    empty: list[str] = []
    texts: list[str] = []
    every = zip(cells.ravel().tolist(), filled, where, strict=True)
    for at, (value, gap, place) in enumerate(every):
        if type(value) is float:
            found[at] = value
        elif value is None and place not in book.formulas[block.sheet]:
            if not gap:
                empty.append(book.address(block.sheet, *place))
        elif gap and isinstance(value, str):
            address = book.address(block.sheet, *place)
            texts.append(
                f"{address} holds the text {value[:40]!r} where a number is meant: it"
                " counts as missing, so as the mean"
            )
        else:
            one = Block(block.symbol, block.layer, block.sheet, *place)
            numbers_of(book, one, np.array(value, dtype=object), [])
    if empty:
        says = in_number(empty, "is empty: it counts", "are empty: they count")
        over = ", and m and s pass over " + in_number(empty, "it", "them")
        notes.append(f"{named(empty)} {says} as the number 0{over * scaled}")
    notes += first_told(texts, "more cell holds a text", "more cells hold a text")
    return found.reshape(cells.shape)

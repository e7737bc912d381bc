"""The numbers of a table as people keep them: read from its yellow cells, gaps and all."""

from collections.abc import Iterator, Sequence

import numpy as np

from sheetnet.verification.book.opening import Opened, cells_of, numbers_of
from sheetnet.verification.naming import first_told, named
from sheetnet.wording import counted, later, worded
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
            texts.append(_missing(book.address(block.sheet, *place), value))
        else:
            one = Block(block.symbol, block.layer, block.sheet, *place)
            numbers_of(book, one, np.array(value, dtype=object), [])
    notes += _empty(empty, scaled=scaled)
    notes += first_told(
        texts,
        later("{count} more cell holds a text"),
        later("{count} more cells hold a text"),
    )
    return found.reshape(cells.shape)


def _missing(address: str, value: str) -> str:
    return worded(
        "{address} holds the text {value!r} where a number is meant: it counts as"
        " missing, so as the mean",
        address=address,
        value=value[:40],
    )


def _empty(empty: Sequence[str], *, scaled: bool) -> Iterator[str]:
    if empty:
        says = (
            later("{cells} is empty: it counts as the number 0"),
            later("{cells} are empty: they count as the number 0"),
        )
        if scaled:
            says = (
                later(
                    "{cells} is empty: it counts as the number 0, and m and s pass over it"
                ),
                later(
                    "{cells} are empty: they count as the number 0, and m and s pass over"
                    " them"
                ),
            )
        yield counted(len(empty), *says, cells=named(empty))

"""Formulas written with symbols instead of addresses, for sheets that are drawn freely.

`{x}` is all cells of x, `[x]` the one in the same place as the cell that looks (same row,
same column), `[x:-1]` the one a row above that, `{x.0}` a part by its number.
"""

import re
from collections.abc import Callable, Mapping

from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.page import Index

# A formula with symbols, or what makes one of a cell's place in its block.
Text = str | Callable[..., str]

_PLACE = re.compile(
    r"\[(?P<same>\w+)(?::(?P<step>[-+]\d+))?\]|\{(?P<all>\w+)(?P<part>(?:\.\d+)*)\}"
)


def chain(first: str, later: str) -> Callable[[int], str]:
    """Return the formulas of a column: of its first cell, and of those that follow it.

    >>> count = chain("0", "[n:-1]+1")
    >>> count(0), count(1)
    ('0', '[n:-1]+1')
    """
    return lambda i: later if i else first


def placed(
    formula: str, here: Area, block: Block, indices: Index, blocks: Mapping[str, Block]
) -> str:
    """Return a formula with addresses (R1C1) for its symbols.

    `here` is the cell at `indices` of `block`.

    >>> from sheetnet.workbook.block import Axis
    >>> column = (Axis("row", 3, rows=1),)
    >>> x = Block("x", 0, "s", 5, 1, column)
    >>> y = Block("y", 0, "s", 5, 2, column)
    >>> eta = Block("eta", 0, "s", 2, 2)
    >>> placed("[y:-1]-{eta}*[x]+SUM({x})", y.area(1), y, (1,), {"x": x, "y": y, "eta": eta})
    'R[-1]C-R2C2*RC[-1]+SUM(R5C1:R7C1)'
    """

    def place(hit: re.Match[str]) -> str:
        to = blocks[hit["same"] or hit["all"]]
        if hit["all"]:
            part = [int(number) for number in hit["part"].split(".")[1:]]
            return reference(here, to.area(*part))
        return _alike(to, here, block, indices, int(hit["step"] or 0))

    return _PLACE.sub(place, formula)


def _alike(to: Block, here: Area, block: Block, indices: Index, step: int) -> str:
    """Return the cell of `to` in the same row and column, `step` rows on."""
    own = dict(zip((axis.name for axis in block.axes), indices, strict=True))
    own["row"] = own.get("row", 0) + step
    names = [axis.name for axis in to.axes]
    if not names:
        return reference(here, to.area())
    area = to.area(*(own.get(name, 0) for name in names))
    along = [axis.name for axis in block.axes] == names
    moving = area._replace(
        down=along or "row" in names, across=along or "column" in names
    )
    return reference(here._replace(down=True, across=True), moving)

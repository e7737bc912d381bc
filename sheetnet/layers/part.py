"""A part of a layer's section at the left: a block without its sheet and epoch."""

from typing import NamedTuple

from sheetnet.workbook.block import Axis

# Rows of a section before its weights: heading and equations.
HEADING_ROWS = 2


class Part(NamedTuple):
    """A quantity of a layer's parameters, and where it stands within the section.

    `gradient` parts stand in the second group of columns, at the same place.
    """

    symbol: str
    row: int
    column: int
    axes: tuple[Axis, ...]
    gradient: bool = False


def with_gradients(parts: list[Part]) -> list[Part]:
    """Return w and b, and their gradients at the same places in the other group."""
    names = {"w": "dC_dw", "b": "dC_db"}
    return parts + [
        part._replace(symbol=names[part.symbol], gradient=True) for part in parts
    ]

"""The blocks of a drawn sequence: its symbols, and below them its layers' activations."""

from typing import TYPE_CHECKING

from sheetnet.sheets.picture.sequence.places import LEFT, NAMES, TOP, strip_of
from sheetnet.workbook.block import Axis

if TYPE_CHECKING:
    from sheetnet.sheets.picture.panels import Panels


def sequence_blocks(panels: "Panels") -> None:
    """Place the symbols of a sequence, and below them the activations of its layers."""
    strip, column = strip_of(panels.network), LEFT + NAMES
    across = Axis("position", strip.shown, columns=strip.wide)
    for symbol, row, rows in (
        (one.key, TOP + one.row, one.rows) for one in strip.lines
    ):
        if not symbol.layer:
            panels.put(symbol.symbol, 0, row, column, across, text=True)
            continue
        panels.put("a", symbol.layer, row, column, across, Axis("unit", rows, rows=1))
        if symbol.layer == panels.network.last.number:
            panels.put(
                "class", 0, row, column - 2, Axis("unit", rows, rows=1), text=True
            )

"""The colours of Explorer's cells: pixels, signs of weights and errors, maps."""

from collections.abc import Iterator

from sheetnet.layers.quantities import with_role
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key
from sheetnet.sheets.explorer.drawing import Drawing
from sheetnet.sheets.explorer.symbols import role_of
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.plan import ColorScale

_PIXELS = (None, styles.PAPER), (None, styles.PIXEL)
_MAP = (None, styles.PAPER), (None, styles.MAP)


def color_scale(
    drawing: Drawing, symbol: str, block: Block, layer: Layer
) -> Iterator[ColorScale]:
    """Yield the scale of a block, if it has one."""
    area = (block.area(),)
    if symbol == "seen" and layer.number == 2 and len(layer.sees) > 1:
        yield ColorScale(area, *_PIXELS)
    elif _is_around_zero(drawing, symbol, layer):
        yield ColorScale(area, *styles.AROUND_ZERO)
    elif symbol == "seen" or _is_map(symbol, layer):
        yield ColorScale(area, *_MAP)


def _is_around_zero(drawing: Drawing, symbol: str, layer: Layer) -> bool:
    """Tell whether colours show a sign: errors, and what has many numbers a unit."""
    role = role_of(symbol, layer)
    if role in ("parameter", "gradient", "link"):
        inner = drawing.blocks[Key(symbol, layer.number)].own_axes()[1:]
        return any(axis.rows for axis in inner)
    return role == "backward"


def _is_map(symbol: str, layer: Layer) -> bool:
    last = with_role(layer, "forward")[-1].symbol
    return symbol == last and len(layer.shape) > 1

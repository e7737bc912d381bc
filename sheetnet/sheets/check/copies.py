"""The copy of the inputs as they were built, by which Check knows when they are others."""

from msgspec import structs

from sheetnet.lang import Texts
from sheetnet.model.notation import written
from sheetnet.model.quantities import Quantity
from sheetnet.sheets.check.symbols import beginning_of, built, inputs_of, own
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.page import Page

SHEET = "Check"

# What of Training holds an input, and its copy.
Pair = tuple[Area, Area]


def put_copies(page: Page, layout: Layout, texts: Texts, row: int) -> list[Pair]:
    """Put the copies below each other from a row on; return what is a copy of what."""
    network = layout.network
    page.text(row, 1, "heading", texts("check.as_built"))
    row += 1
    pairs: list[Pair] = []
    for together in inputs_of(network):
        row = _put(page, layout, row, together, 0, pairs)
    for band in network.begins[1:]:
        says = texts("check.checkpoint", number=network.update_of(band))
        page.text(row, 1, "heading", says)
        row += 1
        for together in beginning_of(network):
            row = _put(page, layout, row, together, band, pairs)
    return pairs


def _put(
    page: Page,
    layout: Layout,
    row: int,
    together: tuple[Quantity, ...],
    band: int,
    pairs: list[Pair],
) -> int:
    """Copy inputs as they stand in a band of Training; return the next free row."""
    blocks = [layout.blocks[one.key] for one in together]
    names, areas = _places(layout, together)
    page.text(row, 1, "symbol", names)
    down = row - min(area.row for area in areas)
    right = 2 - min(area.column for area in areas)
    for block in blocks:
        axes = tuple(axis for axis in block.axes if axis.name != "epoch")
        place = block.row + down, block.column + right
        copy = Block(own(built(block.symbol, band)), block.layer, SHEET, *place, axes)
        page.put(_not_across(copy), "side-number")
    for area in areas:
        first = area._replace(down=False)
        copied = first._replace(
            row=area.row + down, column=area.column + right, sheet=SHEET
        )
        live = first._replace(row=area.row + band * layout.height)
        pairs.append((live, copied))
    return max(area.row + area.rows for area in areas) + down + 1


def _places(layout: Layout, together: tuple[Quantity, ...]) -> tuple[str, list[Area]]:
    """Return what inputs are called, and the rectangles that hold them in band 0."""
    one = together[0]
    if one.layer > 1:
        names = ", ".join(written(one.symbol, one.layer) for one in together)
        return names, layout.rectangles(together)
    block = layout.blocks[one.key]
    now = block.area()
    return written(one.symbol), [layout.through(now) if block.has("example") else now]


def _not_across(block: Block) -> Block:
    """Return a block whose examples are cells of their own, not strips of this sheet."""
    axes = tuple(
        structs.replace(axis, name="row") if axis.name == "example" else axis
        for axis in block.axes
    )
    return structs.replace(block, axes=axes)

"""Looking numbers of Training up, by epoch (bands down) and example (strips to the right)."""

from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula.formulas import pick


def in_training(
    layout: Layout, here: Area, block: Block, place: Area, epoch: str, example: str
) -> str:
    """Return the look-up of one cell of a block of Training.

    `epoch` and `example` are the cells that hold which. All cells of a quantity are looked
    up in one area, the whole of it: it reaches through all strips and bands, so nearly
    each change of Training is within it. With an area for each cell, LibreOffice would
    tell hundreds of each change.
    """
    area = block.area()
    row, column = f"{1 + place.row - area.row}", f"{1 + place.column - area.column}"
    if block.has("epoch"):
        area = area._replace(rows=area.rows + layout.last_band, down=False)
        row += f"+{epoch}*{layout.height}"
    if block.has("example"):
        area = layout.through(area)
        column += f"+({example}-1)*{layout.columns.step}"
    return pick(reference(here, area), row, column)

"""Looking numbers of Training up, by epoch (bands down) and example (strips to the right).

Bands that are pasted below the last are looked up too, as many as `Layout.spare`.
"""

from sheetnet.sheets.picture.panels import panels_of
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.formula.sentence import counted, quoted_text


def in_training(
    layout: Layout, here: Area, block: Block, place: Area, epoch: str, example: str
) -> str:
    """Return the look-up of one cell of a block of Training.

    `epoch` and `example` are the cells that hold which: the number of the band, from 0. All cells of a quantity are looked
    up in one area, the whole of it: it reaches through all strips and bands, so nearly
    each change of Training is within it. With an area for each cell, LibreOffice would
    tell hundreds of each change.
    """
    area = block.area()
    row, column = f"{1 + place.row - area.row}", f"{1 + place.column - area.column}"
    if block.has("epoch"):
        area = area._replace(rows=area.rows + layout.followed, down=False)
        row += f"+{epoch}*{layout.height}"
    if block.has("example"):
        area = layout.through(area)
        column += f"+({example}-1)*{layout.columns.step}"
    return pick(reference(here, area), row, column)


def in_epoch(layout: Layout, here: Area, first: Area, epoch: str) -> str:
    """Return the look-up of a cell of Training in a band; `first`: in band 0."""
    column = first._replace(rows=layout.followed + 1, down=False)
    return pick(reference(here, column), f"1+{epoch}*{layout.height}")


def in_last_epoch(layout: Layout, here: Area, first: Area) -> str:
    """Return the look-up of a cell of Training in the last epoch there is."""
    return in_epoch(layout, here, first, last_band(layout, here))


def last_band(layout: Layout, here: Area) -> str:
    """Return the number of the last band, counted from 0: its heading tells of updates.

    From the last planned one on each band is one update, those that are pasted too.
    """
    last, network = reference(here, layout.block("last_epoch").area()), layout.network
    left_out = network.update_of(network.last_band) - network.last_band
    return f"({last}-{left_out})" if left_out else last


def chosen_band(layout: Layout, here: Area, shown: Area) -> str:
    """Refer to the number of the band that is looked at, from another sheet.

    `shown` is where that sheet shows which is chosen: the number of the band, but with
    checkpoints its updates.
    """
    if not layout.network.checkpoints:
        return reference(here, shown)
    panels = panels_of(layout.network, layout.spare)
    return reference(here, panels.block(panels.band).area())


def of_last(layout: Layout, words: str) -> Formula:
    """Return the formula of words with a gap, {…}, for the number of the last epoch."""
    before, _, rest = words.partition("{")
    after = rest.partition("}")[2]
    last = layout.block("last_epoch").area()

    def formula(here: Area, _: Index) -> str:
        end = f"&{quoted_text(after)}" if after else ""
        return f"{quoted_text(before)}&{counted(reference(here, last))}{end}"

    return formula

"""Its formulas."""

from sheetnet.workbook.address import reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.page import Page
from sheetnet.workbook.plan import Sheet

SHEET = "Tally"


def view_sheet(layout, texts):
    page = Page()
    page.text(1, 1, "title", texts(f"sheet.{SHEET}"))
    times = page.put(Block("tally.times", 0, SHEET, 3, 2), "input")
    first = layout.block("C_T").area()._replace(down=False)

    def product(here, _):
        return f"{reference(here, times.area())}*{reference(here, first)}"

    page.put(Block("tally.product", 0, SHEET, 4, 2), "forward", product)
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=tuple(page.cells),
        blocks=tuple(page.blocks),
        widths={1: 12.0, 2: 12.0},
    )

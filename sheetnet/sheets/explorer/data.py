"""What Explorer says of the data: label and answer of the example, names of features."""

from sheetnet.lang import Texts
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key, activation_at, written
from sheetnet.sheets.explorer.drawing import (
    LEFT,
    ROW_EPOCH,
    ROW_K,
    ROW_USE,
    SHEET,
    Drawing,
)
from sheetnet.sheets.explorer.formulas import Formulas
from sheetnet.sheets.explorer.symbols import own
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing.page import Formula, Index, Page
from sheetnet.workbook.formula.formulas import pick


def names_seen(layout: Layout, layer: Layer) -> list[str]:
    """Return the names of what a layer looks at, row by row: features, or symbols."""
    below = layer.number - 1
    named = list(layout.names()) if below == 1 else []
    symbol = activation_at(below)
    rows = range(len(named), layer.sees[0])
    return named + [symbol + written("", 0, i + 1) for i in rows]


def put_beside_data(
    page: Page, drawing: Drawing, layout: Layout, formulas: Formulas, texts: Texts
) -> None:
    """Put label and answer, or both in the units of the data; and whether it is used."""
    network = layout.network

    def looked_up(block: Block) -> Formula:
        return lambda here, indices: formulas.in_training(
            here, block, block.area(*indices)
        )

    def answer(here: Area, _: Index) -> str:
        number = layout.block("answer")
        classes = reference(here, layout.block("class").area())
        return pick(classes, formulas.in_training(here, number, number.area()))

    if network.counts:
        page.text(ROW_USE, 1, "symbol", texts("training.use"))
        use = Block(own("use"), 0, SHEET, ROW_USE, LEFT)
        page.put(use, "pixel-link", looked_up(layout.block("use")))
        drawing.blocks[Key("use")] = use
    if network.labelled:
        for row, symbol, formula in (
            (ROW_K, "label", looked_up(layout.block("label"))),
            (ROW_EPOCH, "answer", answer),
        ):
            page.text(row, LEFT + 5, "label", texts(f"explorer.{symbol}"))
            block = Block(own(symbol), 0, SHEET, row, LEFT + 6, text=True)
            page.put(block, "forward-text", formula)
    if network.target_scale == "none":
        return
    for row, symbol, said, formula in (
        (ROW_K, "raw", "explorer.wanted", looked_up(layout.block("raw"))),
        (ROW_EPOCH, "predicted", "explorer.answer", formulas.in_units),
    ):
        page.text(row, LEFT + 5, "label", texts(said))
        axes = (Axis("unit", network.units_out, columns=1),)
        block = Block(own(symbol), 0, SHEET, row, LEFT + 6, axes)
        page.put(block, "forward-general", formula)

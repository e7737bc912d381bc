"""What Explorer says of the data: label and answer of the example, names of features.

And, beside it, what all parameters are updated with.
"""

from sheetnet.lang import Texts
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key, activation_at, written
from sheetnet.model.optimizers import Heading
from sheetnet.sheets.explorer.drawing import (
    FIRST,
    LEFT,
    ROW_EPOCH,
    ROW_K,
    ROW_USE,
    SHEET,
    Drawing,
)
from sheetnet.sheets.explorer.formulas import Formulas
from sheetnet.sheets.explorer.steps import is_shown, of_heading
from sheetnet.sheets.explorer.symbols import chosen_by, own
from sheetnet.sheets.training.band_head import told_with
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing.page import Formula, Index, Page
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.formula.sentence import quoted_text

# Columns from one number that says whether an example is used to the next.
_NEXT = 2


def put_names_seen(page: Page, layout: Layout, layer: Layer, row: int) -> None:
    """Put the names of what a layer looks at, row by row: features, words, or symbols."""
    below = layer.number - 1
    symbol = activation_at(below)
    named = [f"{symbol}{written('', 0, i + 1)}" for i in range(layer.sees[0])]
    if below == 1:
        named[: len(layout.names())] = layout.names()
        categories = layout.network.categories
        columns = [one.name for one in categories for _ in one.words]
        if columns:
            del named[len(layout.names()) :]
            _put_words(page, layout, columns, row + len(named))
    for i, name in enumerate(named):
        page.text(row + i, LEFT, "label", name)


def _put_words(page: Page, layout: Layout, columns: list[str], row: int) -> None:
    """Put the names of features that stand for a word: column = word, as Training has it."""
    words = layout.block("one_hot", 1)
    axes = (Axis("unit", len(columns), rows=1),)
    block = Block(own("one_hot"), 1, SHEET, row, LEFT, axes, text=True)

    def formula(here: Area, indices: Index) -> str:
        word = reference(here, words.area(*indices))
        # What is no text would be written otherwise by each application.
        other = f"OR(ISNUMBER({word}),{word}=TRUE,{word}=FALSE)"
        name = quoted_text(f"{columns[indices[0]]} = ")
        return f'{name}&IF({other},"?",{word})'

    page.put(block, "label", formula)


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

    for at, symbol in enumerate(chosen_by(network)):
        column = 1 + at * _NEXT
        page.text(ROW_USE, column, "symbol", texts(f"training.{symbol}"))
        use = Block(own(symbol), 0, SHEET, ROW_USE, column + 1)
        page.put(use, "pixel-link", looked_up(layout.block(symbol)))
        drawing.blocks[Key(symbol)] = use
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
        page.put(block, "in-units", formula)


def put_heading_of_update(
    page: Page, drawing: Drawing, layout: Layout, formulas: Formulas, texts: Texts
) -> None:
    """Put what all parameters are updated with, at the right of label and answer."""
    network = layout.network

    def taken(one: Heading) -> Formula:
        return lambda here, _: formulas.of_heading(one, here)

    scaled = network.target_scale != "none"
    left = LEFT + 7 + scaled * network.units_out
    for at, one in enumerate(of_heading(network)):
        right, down = divmod(at, FIRST - 1 - ROW_K)
        row, column = ROW_K + down, left + 2 * right
        follows = one in network.update.carried
        page.text(row, column, "symbol", "→ " * follows + one.letter)
        block = Block(own(one.name), 0, SHEET, row, column + 1)
        drawing.blocks[Key(one.name)] = page.put(block, "update-six", taken(one))
    if is_shown(network) and (equations := told_with(network)):
        page.text(FIRST - 1, left, "gradient-caption", ",  ".join(equations))
    if is_shown(network):
        text = texts("explorer.update")
        page.text(FIRST - 2, drawing.printed + 1, "heading", text)

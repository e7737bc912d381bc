"""The `Guide` sheet: what the workbook is, how to read it, where everything stands."""

import math
from collections.abc import Iterator, Sequence

from sheetnet.lang import Texts
from sheetnet.layers import formulas_of
from sheetnet.model.functions import cost_of
from sheetnet.model.network import Network
from sheetnet.model.notation import Key, total_cost_equation, written
from sheetnet.sheets.training.layout import SHEET as TRAINING
from sheetnet.sheets.training.layout import Layout
from sheetnet.sheets.training.words import heading_of
from sheetnet.workbook.address import a1
from sheetnet.workbook.block import Block
from sheetnet.workbook.guide_page import SHEET, WIDTHS, GuidePage, legend, verification
from sheetnet.workbook.plan import LAYOUT, Link, Sheet

_SECTIONS = {
    "x": "§3-1", "t": "§3-3", "w": "§4-1", "b": "§4-1", "z": "§3-2", "a": "§3-2",
    "C": "§3-4", "C_T": "§3-4", "delta": "§4-2", "dC_dw": "§4-2", "dC_da": "§5-5", "dC_db": "§4-2",
    "eta": "§2-10",
}  # fmt: skip


def guide_sheet(
    layout: Layout,
    texts: Texts,
    sheets: Sequence[str],
    notices: list[str],
    version: str,
) -> Sheet:
    """Return the sheet.

    `sheets` are the keys of the others; `notices` what was noticed about the data.
    """
    network = layout.network
    page = GuidePage(texts)
    page.put(1, "title", texts("guide.title", title=network.title))
    page.row += 1
    page.put(1, "sentence", texts("guide.sentence"))
    page.row += 1
    page.heading("what")
    for text in _what(network, texts):
        page.paragraph(text)
    _sheets(page, sheets)
    page.heading("try")
    for text in texts.having("guide.try_"):
        page.paragraph(text)
    legend(page)
    page.paragraph(page.texts("training.note_layer"))
    _notation(page, layout)
    page.heading("notices")
    for text in notices:
        page.paragraph(text)
    canary = verification(page)
    page.row += 1
    page.put(1, "side", texts("guide.made_by", version=version, layout=LAYOUT))
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=tuple(page.cells),
        blocks=(canary,),
        widths=WIDTHS,
        heights={1: 24.0},
        links=tuple(page.links),
    )


def _what(network: Network, texts: Texts) -> list[str]:
    sizes = "-".join(
        str(math.prod(shape))
        for shape in (network.input_shape, *(layer.shape for layer in network.layers))
    )
    cost = cost_of(network.cost, network.last.activation)
    assert cost is not None
    what_1 = texts(
        "guide.what_1",
        examples=network.examples,
        data=network.data_file,
        sizes=sizes,
        epochs=network.epochs,
    )
    equation = f"{cost.equation}; {total_cost_equation(network.reduction)}"
    what_2 = texts("guide.what_2", cost=equation, start=network.started_from)
    return [what_1, what_2, texts("guide.what_3")]


def _sheets(page: GuidePage, sheets: Sequence[str]) -> None:
    """List the sheets, each with a link and what it shows."""
    page.heading("sheets")
    for key in sheets:
        name = page.texts(f"sheet.{key}")
        page.put(1, "go", name)
        page.links.append(Link(page.row, 1, name, "A1"))
        page.put(2, "beside", page.texts(f"guide.sheet_{key}"))
        page.row += 1


# ------------------------------------------------------------------ notation


def _notation(page: GuidePage, layout: Layout) -> None:
    page.heading("notation")
    for column, key in enumerate(("symbol", "name", "equation", "where", "book"), 1):
        page.put(column, "column-head", page.texts(f"guide.{key}"))
    page.row += 1
    for block, equation in _quantities(layout, page.texts):
        _notation_row(page, layout, block, equation)


def _notation_row(page: GuidePage, layout: Layout, block: Block, equation: str) -> None:
    target = a1(block.row, block.column)
    sheet = page.texts(f"sheet.{TRAINING}")
    symbol = page.texts.catalogue.get(
        f"training.{block.symbol}", written(block.symbol, block.layer)
    )
    if block.layer > 1 or block.symbol == "C":
        symbol = written(block.symbol, block.layer)
    page.put(1, "term", symbol)
    page.put(2, "term-text", page.texts(f"name.{block.symbol}"))
    page.put(3, "equation", equation)
    page.put(4, "go", f"{sheet}!{target}")
    page.put(5, "term-text", _section(layout, block))
    page.links.append(Link(page.row, 4, sheet, target))
    page.row += 1


def _section(layout: Layout, block: Block) -> str:
    """Return the section of the book; δ below the output is backpropagation proper."""
    if block.symbol == "delta" and block.layer < layout.network.last.number:
        return "§4-3"
    return _SECTIONS.get(block.symbol, "")


def _quantities(layout: Layout, texts: Texts) -> Iterator[tuple[Block, str]]:
    """Yield what the table lists, in order of computation."""
    network = layout.network
    yield layout.block("x", 1), ""
    if network.labelled:
        yield layout.block("label"), ""
    yield layout.block("t"), ""
    yield layout.block("eta"), ""
    for row in layout.strip_rows:
        if row.key.symbol in ("z", "e", "a", "C", "delta", "dC_da"):
            yield layout.blocks[row.key], heading_of(row.key, layout)
        if row.key.symbol == "C":
            yield layout.block("C_T"), total_cost_equation(network.reduction)
        if row.key.symbol == "answer":
            one = "_one" if network.units_out == 1 else ""
            yield layout.block("answer"), texts(f"training.answer{one}_says")
            yield layout.block("accuracy"), ""
    for layer in network.with_parameters:
        for symbol in ("dC_dw", "dC_db", "w", "b"):
            block = layout.blocks[Key(symbol, layer.number)]
            yield block, formulas_of(layer).equation(symbol, layer)

"""The `Guide` sheet: what the workbook is, how to read it, where everything stands."""

import math
from collections.abc import Iterator, Sequence

from sheetnet.lang import Texts
from sheetnet.layers.quantities import equations_of, quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import Key, written
from sheetnet.model.quantities import Quantity, called
from sheetnet.sheets.training.data_words import answer_says
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import a1, quoted
from sheetnet.workbook.drawing.guide_page import GuidePage, legend
from sheetnet.workbook.plan import Link, Sheet, sheet_name_of


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
    _questions(page, network, layout.spare)
    legend(page)
    page.paragraph(page.texts("training.note_layer"))
    _notation(page, layout)
    _answers(page, network)
    page.heading("notices")
    for text in notices:
        page.paragraph(text)
    return page.finished(version)


def _what(network: Network, texts: Texts) -> list[str]:
    sizes = "-".join(
        str(math.prod(shape))
        for shape in (network.input_shape, *(layer.shape for layer in network.layers))
    )
    kind = "examples_tested" if network.test else "examples"
    learns = network.last_band > 0
    what_1 = texts(
        "guide.what_1" if learns else "guide.what_untrained",
        examples=texts(f"guide.{kind}", count=network.examples, test=network.test),
        data=network.data_file,
        sizes=sizes,
        epochs=network.epochs,
        optimizer=texts.get(f"optimizer.{network.optimizer}") or network.optimizer,
    )
    total = equations_of(network)[Key("C_T")]
    equation = texts("list.semicolon").join([network.cost_record.equation, total])
    what_2 = texts("guide.what_2", cost=equation, start=network.started_from)
    return [what_1, what_2, *([texts("guide.what_3")] if learns else [])]


def _sheets(page: GuidePage, sheets: Sequence[str]) -> None:
    """List the sheets, each with a link and what it shows."""
    page.heading("sheets")
    for key in sheets:
        name = page.texts(f"sheet.{key}")
        page.put(1, "go", name)
        page.links.append(Link(page.row, 1, sheet_name_of(key)))
        page.put(2, "beside", page.texts(f"guide.sheet_{key}"))
        page.row += 1


# ------------------------------------------------------------------ exercises

# What any network can be asked, and whether it must be one that learns.
_ANY = {"eta": True, "input": False, "unseen": False, "explorer": False}


def _questions(page: GuidePage, network: Network, spare: int) -> None:
    """Put the network's own questions, or those that any can be asked; then the last."""
    learns = network.last_band > 0
    asked = [ask for ask, _ in network.exercises] or [
        page.texts(f"guide.ask_{key}")
        for key, learning in _ANY.items()
        if learns or not learning
    ]
    if learns:
        asked.append(page.texts("guide.ask_band", count=spare))
    page.heading("try")
    page.paragraph(page.texts("guide.try_how"))
    if network.exercises:
        page.paragraph(page.texts("guide.try_happens"))
    _numbered(page, asked)


def _answers(page: GuidePage, network: Network) -> None:
    """Put what happens, far enough from the questions to guess first."""
    if network.exercises:
        page.heading("happens")
        _numbered(page, [answer for _, answer in network.exercises])


def _numbered(page: GuidePage, paragraphs: Sequence[str]) -> None:
    for number, text in enumerate(paragraphs, 1):
        page.paragraph(f"{number}. {text}")


# ------------------------------------------------------------------ notation


def _notation(page: GuidePage, layout: Layout) -> None:
    page.heading("notation")
    for column, key in enumerate(("symbol", "name", "equation", "where", "book"), 1):
        page.put(column, "column-head", page.texts(f"guide.{key}"))
    page.row += 1
    for one in _listed(layout.network):
        _notation_row(page, layout, one)


def _notation_row(page: GuidePage, layout: Layout, one: Quantity) -> None:
    block, texts = layout.blocks[one.key], page.texts
    target = a1(block.row, block.column)
    sheet = texts(f"sheet.{block.sheet}")
    own = one.layer > 1 or one.role == "cost"
    word = "number" if one.symbol == "answer" else one.symbol
    symbol = None if own else texts.get(f"training.{word}")
    letter = one.symbol if one.role == "data" else written(one.symbol, one.layer)
    page.put(1, "term", symbol or letter)
    page.put(2, "term-text", texts.get(called(layout.network.optimizer, one)) or "")
    page.put(
        3, "equation", texts.equation(one.equation) or _says(layout.network, one, texts)
    )
    page.put(4, "go", f"{sheet}!{target}")
    page.put(5, "term-text", one.source)
    page.links.append(Link(page.row, 4, f"{quoted(sheet)}!{target}"))
    page.row += 1


def _says(network: Network, one: Quantity, texts: Texts) -> str:
    """Return the words that stand for the equation of the answer."""
    if one.role != "answer" or "example" not in one.each:
        return ""
    return answer_says(network, texts, named=False)


def _listed(network: Network) -> Iterator[Quantity]:
    """Yield what the table lists: inputs, then the run; what is learned at the end."""
    last: dict[int, list[Quantity]] = {}
    for one in quantities(network):
        if one.role in ("gradient", "parameter", "slot"):
            last.setdefault(one.layer, []).append(one)
        # A link is a parameter once more, and `correct` the answer.
        elif one.role != "link" and one.symbol != "correct":
            yield one
    for _, learned in sorted(last.items()):
        yield from sorted(learned, key=lambda one: one.role)

"""What cells are called that have no letter of the book's: by the words beside them."""

from functools import cache

import pytest

from sheetnet.building.builder import draft
from sheetnet.lang import languages, texts
from sheetnet.spec.loading import load_spec
from sheetnet.verification.calling import Names
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.captions import Captions
from sheetnet.workbook.plan import Cell
from tests.templates import LESSONS, NETWORKS, plan_of_template


@cache
def subject_of(name):
    return draft(load_spec(name)).subject


def on(words, *blocks):
    """Return the captions of a sheet on which words stand, by row and column."""
    cells = [Cell(row, column, "", text=text) for (row, column), text in words.items()]
    return Captions(cells, blocks)


def column_of(symbol, row, column, length, step=1):
    return Block(symbol, 0, "S", row, column, (Axis("row", length, rows=step),))


LIVE, NUMPY = column_of("live", 3, 3, 4), column_of("numpy", 3, 4, 4)
TABLE = {
    (2, 1): "quantity", (2, 3): "sum, live", (2, 4): "NumPy",
    (3, 1): "w", (4, 1): "w", (5, 1): "b", (6, 1): "b",
    (3, 2): "first", (4, 2): "last", (5, 2): "first", (6, 2): "last",
}  # fmt: skip


@pytest.mark.parametrize(
    ("block", "at", "said"),
    [
        (LIVE, 0, "w · first · sum, live"),
        (LIVE, 1, "w · last · sum, live"),
        (LIVE, 3, "b · last · sum, live"),
        # The numbers between are of the same row.
        (NUMPY, 2, "b · first · NumPy"),
    ],
)
def test_of_a_table_the_row_and_the_heading_are_said(block, at, said):
    assert on(TABLE, LIVE, NUMPY).of(block, [at]) == (said, True)


def test_a_single_cell_is_called_by_what_stands_at_its_left_else_above():
    left, above = Block("left", 0, "S", 4, 2), Block("above", 0, "S", 9, 5)
    captions = on({(4, 1): "epoch", (3, 2): "other", (8, 5): "below it"}, left, above)
    assert captions.of(left, []) == ("epoch", True)
    assert captions.of(above, []) == ("below it", True)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ((4, 1), "A sentence says more than a name."),
        ((4, 1), "这是一句话。"),
        ((4, 1), "far too long a text to be the name of a number in a line of text"),
        ((1, 6), "too far above"),
        ((5, 5), "below it"),
    ],
)
def test_what_is_no_caption_is_not_said(place, text):
    one = Block("one", 0, "S", 4, 6)
    assert on({place: text}, one).of(one, []).words == ""


def test_a_row_of_another_table_is_not_said_of_this_one():
    far = column_of("far", 3, 6, 4, step=5)
    captions = on({**TABLE, (2, 6): "off"}, LIVE, NUMPY, far)
    assert captions.of(far, [0]) == ("off", False)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", ["digits", "xor"])
def test_the_lines_of_check_are_called_as_they_are_read(name, lang):
    words, plan = texts(lang), plan_of_template(name, lang)
    names = Names(subject_of(name), plan, words)
    block = next(b for b in plan.sheet("Check").blocks if b.symbol == "check.sum")
    said = [names.of(block, [at]).caption.words for at in range(block.size)]
    heading, ends = words("check.sum"), (words("check.first"), words("check.last"))
    assert said[0] == f"w², b² · {ends[0]} · {heading}"
    # The quantities of the first epoch, then those of the last.
    assert said[block.size // 2] == f"w², b² · {ends[1]} · {heading}"
    # Each line has words of its own.
    assert len(set(said)) == block.size


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", NETWORKS)
def test_no_cell_of_a_network_is_called_by_the_symbol_of_its_block(name, lang):
    """Words are those of its sheet, or say on which sheet it is."""
    words, plan = texts(lang), plan_of_template(name, lang)
    names = Names(subject_of(name), plan, words)
    for sheet in plan.sheets:
        there = {(cell.text or "").strip() for cell in sheet.cells}
        keys = "name.number_behind", "name.text_on"
        there |= {words(key, sheet=sheet.name) for key in keys}
        for block in sheet.blocks:
            called = names.of(block, [0] * len(block.own_axes()))
            if called.record is None:
                said = called.caption.words
                assert said, block.key
                assert set(said.split(" · ")) <= there, block.key


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_says_what_stands_on_its_sheets(name):
    plan = plan_of_template(name)
    names = Names(subject_of(name), plan, texts("en"))
    said = 0
    for sheet in plan.sheets:
        there = {(cell.text or "").strip() for cell in sheet.cells}
        for block in sheet.blocks:
            words = names.of(block, [0] * len(block.own_axes())).caption.words
            said += bool(words)
            apart = {words} if words in there else set(words.split(" · "))
            assert not words or apart <= there, block.key
    assert said > 0

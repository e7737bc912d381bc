"""Formulas are read and written without a loss, however hostile they are."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.errors import FormulaError
from sheetnet.lang import languages
from sheetnet.spec.loading import template_names
from sheetnet.workbook.address import to_a1
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.formula.tree import MAX_NESTING, Call, Leaf, parse, tokens, write
from tests.nets import part
from tests.templates import plan_of_template


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "lang"), part(product(template_names(), languages()), 3)
)
def test_every_formula_of_a_template_is_written_as_it_was_read(template, lang):
    for sheet in plan_of_template(template, lang).sheets:
        for cell in alone(sheet.cells):
            if cell.formula is not None:
                typed = to_a1(cell.formula, cell.row + 2_000, cell.column)
                assert write(parse(typed)) == typed
                assert write(parse(cell.formula, "R1C1")) == cell.formula


# ------------------------------------------------------------------ trees at random

LEAVES = st.sampled_from(
    [
        ("cell", "A1"), ("cell", "$B$2:c$3"), ("cell", "'it''s'!A1"), ("cell", "代价!A1"),
        ("number", "1E-9"), ("number", ".5"), ("number", "0"), ("name", "eta"),
        ("name", "a.b"), ("string", '"a ""(b"'), ("string", '""'),
    ]
)  # fmt: skip
SPACES = st.sampled_from(["", "", "", " ", " \n"])


@st.composite
def rows(draw, values):
    """Draw a row: values, signs between and before them, spaces anywhere."""
    row = []

    def put(*nodes):
        if space := draw(SPACES):
            row.append(Leaf("space", space))
        row.extend(nodes)

    for at in range(draw(st.integers(1, 4))):
        if at:
            put(
                Leaf(
                    "operator", draw(st.sampled_from([*"+-*/^&=<>", "<=", ">=", "<>"]))
                )
            )
        for sign in draw(st.lists(st.sampled_from("+-"), max_size=2)):
            put(Leaf("operator", sign))
        put(draw(values))
        if draw(st.booleans()):
            put(Leaf("percent", "%"))
    return tuple(row)


@st.composite
def calls(draw, values):
    name = draw(st.sampled_from(["", "SUM", "_xlfn.STDEV.S", "ſ"]))
    least, most = (0, 3) if name else (1, 1)
    arguments = draw(st.lists(rows(values), min_size=least, max_size=most))
    return Call(name, tuple(arguments))


TREES = rows(st.recursive(LEAVES.map(lambda leaf: Leaf(*leaf)), calls, max_leaves=12))


def without_places(row):
    """Return a tree that does not say where its tokens stand."""
    return tuple(
        Leaf(one.kind, one.text)
        if isinstance(one, Leaf)
        else Call(one.name, tuple(map(without_places, one.arguments)))
        for one in row
    )


@pytest.mark.slow
@given(TREES)
def test_a_tree_is_read_as_it_was_written(tree):
    text = write(tree)
    assert without_places(parse(text)) == tree
    assert write(parse(text)) == text


ANY = (
    st.text(alphabet="ABRC019$:!(),+-*/^&=<>\" .%{}[]@#'|é\n", max_size=40) | st.text()
)


@given(ANY, st.sampled_from(["A1", "R1C1"]))
def test_no_token_of_any_text_is_lost(text, spelling):
    assert "".join(token for _, token in tokens(text, spelling)) == text
    try:
        assert write(parse(text, spelling)) == text
    except FormulaError:
        return


# ------------------------------------------------------------------ hostile


def test_brackets_go_as_deep_as_in_any_application_and_no_deeper():
    text = "(" * MAX_NESTING + "1" + ")" * MAX_NESTING
    assert write(parse(text)) == text
    with pytest.raises(FormulaError, match="nested deeper than 64, at character 65"):
        parse(f"({text})")


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["9", "a", "a.", "'", "''", "'a''", '"', "$A", "A1:", "R[", "1E", "!", "a!", "'a'!", "-"],
)  # fmt: skip
@pytest.mark.parametrize("spelling", ["A1", "R1C1"])
def test_a_long_text_is_taken_apart_at_once(unit, spelling):
    started = time.process_time()
    for end in ("", "(", "#", "'", '"'):
        text = unit * (20_000 // len(unit)) + end
        assert "".join(token for _, token in tokens(text, spelling)) == text
    assert time.process_time() - started < 1

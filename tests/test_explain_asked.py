"""Which cell `explain` takes to be meant, however it is asked for."""

import random

import openpyxl
import pytest

from sheetnet.building.builder import draft, write
from sheetnet.cli.explanation import _what
from sheetnet.errors import WorkbookError
from sheetnet.explain.place import Spot
from sheetnet.explain.report import Explainer
from sheetnet.lang import languages
from sheetnet.wording import speaking
from sheetnet.workbook.address import a1
from tests.nets import outcome
from tests.templates import shortened


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder, found = tmp_path_factory.mktemp("asked"), {}
    for lang in languages():
        found[lang] = folder / f"{lang}.xlsx"
        write(draft(shortened("digits", folder), lang), found[lang])
    return found


@pytest.fixture(scope="module")
def explainers(books):
    return {lang: Explainer.of(path) for lang, path in books.items()}


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("training!m37", "Training!M37"),
        ("TRAINING!$M$37", "Training!M37"),
        ("'training'!M37", "Training!M37"),
        ("gradient check!b4", "'Gradient check'!B4"),
        ("=Training!M37", "Training!M37"),
        ("  m37 ", "Training!M37"),
        ("W_2", "Training!B19"),
        ("DELTA_3[1] EPOCH 1 EXAMPLE 2", "Training!Q67"),
        ("δ³₁", "Training!M37"),
        ("δ³₁ (epoch 1, example 2)", "Training!Q67"),
        ("δ³₁（第 1 轮，样本 2）", "Training!Q67"),
        ("delta_3[1] 第1轮 样本2", "Training!Q67"),
        ("C_T (epoch 1)", "Training!D46"),
        # What differs in its case alone is told apart.
        ("C", "Training!M32"),
        ("η", "Picture!C2"),
    ],
)
@pytest.mark.parametrize("lang", languages())
def test_a_cell_is_found_in_any_spelling(explainers, asked, cell, lang):
    """In a workbook of any language: its sheets by their English names too."""
    found = explainers[lang].explain(asked)
    book = explainers[lang]._book
    key = cell.partition("!")[0].strip("'").title().replace(" ", "")
    name = book.names[key]
    assert found.cell.partition("!")[2] == cell.partition("!")[2]
    assert found.cell.partition("!")[0].strip("'") == name


@pytest.mark.parametrize(
    ("asked", "first", "cells"),
    [
        ("M37:N38", "M37", 4),
        ("N38:M37", "M37", 4),
        ("Training!$M$37:$M$38", "M37", 2),
        ("M37:M37", "M37", 1),
    ],
)
def test_of_a_range_the_first_cell_is_told_and_how_many_there_are(
    explainers, asked, first, cells
):
    one = explainers["en"].explain(asked)
    assert (one.cell, one.cells) == (f"Training!{first}", cells)


@pytest.mark.parametrize("lang", languages())
def test_what_an_explanation_prints_finds_the_cell_again(explainers, lang):
    explainer = explainers[lang]
    sources, describer = explainer._sources, explainer._describer
    drawn = random.Random(lang)
    asked = 0
    with speaking(lang):
        for block in sources.atlas.blocks["Training"]:
            at = tuple(drawn.randrange(axis.length) for axis in block.axes)
            place = [
                block.row
                + sum(axis.rows * i for axis, i in zip(block.axes, at, strict=True)),
                block.column
                + sum(axis.columns * i for axis, i in zip(block.axes, at, strict=True)),
            ]
            cell = f"{sources.name('Training')}!{a1(*place)}"
            one = describer.describe(sources.atlas.at(Spot("Training", *place)))
            if one.record is None or one.record.key != block.key:
                continue
            asked += 1
            assert explainer.explain(_what(one, updates=False)).cell == cell
    assert asked > 10


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    "asked",
    [
        "XFE1", "A0", "A1048577", "Training!", "Training!ZZZZ1", "M37:", "A1:B2:C3", "M37:XFE1",
        "Nope!A1", "[1]Training!A1", "delta_3[1", "delta_3(1)", "delta_3[0]", "delta_3[9]",
        "delta_3 epoch 99", "delta_3 epoch -1", "eta example 2", "R37C13", "Training.M37", "", "ψ³₁",
        "δ⁹₁", "δ³₁₁", "x" * 500,
    ],
)  # fmt: skip
def test_what_there_is_not_is_told_in_a_line_that_says_what_to_do(books, lang, asked):
    status, out, err = outcome("explain", books[lang], asked, "--lang", lang)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    words = ("expected", "did you mean", "known", "indices", "has no")
    if lang == "zh":
        words = ("应", "是不是", "已知", "个下标", "没有", "可用", "不分")
    assert any(word in err for word in words), err


def test_an_error_names_a_sheet_of_this_workbook(explainers):
    with speaking("zh"), pytest.raises(WorkbookError, match="训练!M37"):
        explainers["zh"].explain("XFE1")


@pytest.mark.parametrize("lang", languages())
def test_cells_without_a_formula_are_told_apart(explainers, lang):
    def status(cell):
        return explainers[lang].explain(cell).standing.status

    assert [status(one) for one in ("A1", "XFD1048576", "eta")] == [
        "text",
        "empty",
        "input",
    ]


def test_a_sheet_of_the_users_own_is_found_whatever_its_name(books, tmp_path):
    book = openpyxl.load_workbook(books["en"])
    for name in ("My notes", "O'Brien 2", "epoch 4"):
        book.create_sheet(name)["B2"] = "=Training!M37*2"
    book.save(tmp_path / "book.xlsx")
    explainer = Explainer.of(tmp_path / "book.xlsx")
    for asked in ("my notes!b2", "'My notes'!B2", "'O''Brien 2'!B2", "epoch 4!B2"):
        one = explainer.explain(asked)
        assert (one.formula, one.standing.status) == ("=Training!M37*2", "own formula")

"""Workbooks that a person has edited in an application, which saved them.

LibreOffice does the editing, so references follow and values are those that it computed.
"""

import pytest

import sheetnet
from sheetnet.calculators import calculators
from tests.calculating import values
from tests.office import cell, edited

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]


def named(text):
    """Return a text in Basic."""
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("office") / "and-neuron.xlsx"
    sheetnet.build("and-neuron", path)
    return path


@pytest.mark.parametrize(
    ("template", "lang", "names"),
    [
        (
            "and-neuron",
            "en",
            {"Training": "My own net", "Check": "R1C1", "Explorer": "A1"},
        ),
        ("and-neuron", "zh", {"训练": "Bob's net"}),
        ("neuron", "en", {"Neuron": "A 'neuron' alone"}),
    ],
)
def test_renamed_sheets_agree(tmp_path, libreoffice, template, lang, names):
    sheetnet.build(template, tmp_path / "b.xlsx", lang=lang)
    lines = [
        f"sheets.getByName({named(sheet)}).Name = {named(name)}"
        for sheet, name in names.items()
    ]
    path = edited(tmp_path / "b.xlsx", tmp_path / "renamed.xlsx", *lines)
    for calculator in ("embedded", "saved"):
        report = sheetnet.verify(path, calculator=calculator)
        assert (report.problems, report.first_wrong, report.notes) == ((), None, ())
    places = [q.worst for run in report.runs for q in run.quantities]
    for name in names.values():
        assert any(place.startswith(f"{name}!") for place in places), name


# What is typed into cells of one workbook, and what the note on each says.
TYPED = [
    {
        ("Training", "O8", '.String = ""'): "it counts as 0 in z, and MIN and MAX",
        ("Training", "O5", '.Formula = "\'1"'): "holds '1' (text), which is no class; t is 0",
    },
    {
        ("Training", "O8", '.Formula = "\'1"'): "holds the text '1' where a number is meant",
        ("Training", "O5", '.Formula = "=TRUE()"'): "holds True, which is no class; t is 0",
    },
    {
        ("Training", "O8", '.Formula = "=TRUE()"'): "holds TRUE: in z Excel counts it as 0",
        ("Picture", "D2", '.String = ""'): "(eta) is empty; it counts as 0, so nothing is",
    },
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_may_type_into_an_input_agrees_and_is_noted(
    book, tmp_path, libreoffice, typed
):
    lines = [cell(sheet, at) + edit for sheet, at, edit in typed]
    path = edited(book, tmp_path / "typed.xlsx", *lines)
    for calculator in ("embedded", "libreoffice", "saved", "formualizer"):
        report = sheetnet.verify(path, calculator=calculator, perturb=1)
        assert (report.problems, report.first_wrong) == ((), None), calculator
        assert len(report.notes) == len(typed)
        for (_, at, _), says in typed.items():
            [note] = [one for one in report.notes if f"!{at} " in one]
            assert says in note, calculator


def test_a_label_that_is_no_class_is_marked_in_the_sheet(book, tmp_path, libreoffice):
    path = edited(book, tmp_path / "m.xlsx", cell("Training", "O5") + ".Value = 3")
    for name in ("libreoffice", "embedded"):
        grid = values(calculators()[name], path, ["Training"])["Training"]
        assert grid[6, 12:16].tolist() == ["✓", "✓", "?", "✓"]


def test_a_deleted_example_is_told_as_such(book, tmp_path, libreoffice):
    line = 'sheets.getByName("Training").Columns.removeByIndex(13, 1)'
    path = edited(book, tmp_path / "deleted.xlsx", line)
    report = sheetnet.verify(path)
    assert not report.agree
    assert any("refers to deleted cells" in line or "were rows or columns inserted or"
               in line or "some refer to deleted cells" in line
               for line in report.problems), report.problems  # fmt: skip


def test_values_pasted_over_formulas_are_told_as_such(book, tmp_path, libreoffice):
    area = 'sheets.getByName("Training").getCellRangeByName("A1:P625")'
    path = edited(
        book, tmp_path / "p.xlsx", f"{area}.setDataArray({area}.getDataArray())"
    )
    report = sheetnet.verify(path)
    assert not report.agree
    assert (
        "formulas are gone; were their values pasted over them?" in report.problems[0]
    )


def test_a_view_that_was_deleted_is_noted_and_the_rest_is_checked(
    book, tmp_path, libreoffice
):
    path = edited(book, tmp_path / "d.xlsx", 'sheets.removeByName("Try")')
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)
    assert "a planned sheet is gone and was not checked: 'Try'" in report.notes


def test_training_that_was_deleted_is_missing_by_the_name_that_people_see(
    book, tmp_path, libreoffice
):
    path = edited(book, tmp_path / "t.xlsx", 'sheets.removeByName("Training")')
    with pytest.raises(sheetnet.SheetnetError, match="the sheet 'Training' is missing"):
        sheetnet.verify(path)

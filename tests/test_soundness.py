"""`verify` proves the workbook that a person opens, and calls no right workbook wrong."""

import pytest

import sheetnet
from tests.doctored import wrong
from tests.doctored.editing import packed, parts_of


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "and-neuron.xlsx"
    sheetnet.build("and-neuron", path)
    return parts_of(path)


def outcome_of(path, **how):
    """Return what becomes of a file, and every line that says something of it."""
    try:
        report = sheetnet.verify(path, **how)
    except sheetnet.SheetnetError as error:
        return "refused", [str(error)]
    if not report.agree:
        return "problem", [*report.problems, *report.notes]
    return ("note" if report.notes else "agree"), list(report.notes)


def test_what_was_not_changed_agrees_without_a_note(parts, tmp_path):
    path = packed(parts, tmp_path / "same.xlsx")
    assert outcome_of(path) == ("agree", [])


@pytest.mark.parametrize("name", wrong.CASES)
def test_a_doctored_workbook(parts, tmp_path, name):
    edit, expected, says = wrong.CASES[name]
    found, lines = outcome_of(packed(edit(parts), tmp_path / "doctored.xlsx"))
    assert found == expected, lines
    assert any(says in line for line in lines), lines

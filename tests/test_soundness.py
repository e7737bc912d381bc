"""`verify` proves the workbook that a person opens, and calls no right workbook wrong."""

import re

import pytest

import sheetnet
from sheetnet.verification.book.opening import open_workbook
from sheetnet.workbook.address import a1, column_number
from sheetnet.xlsx.reading.package import opened
from tests.doctored import right, wrong
from tests.doctored.editing import TRAINING, changed, packed, parts_of
from tests.nets import conv_net


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


@pytest.mark.slow
@pytest.mark.parametrize("name", wrong.CASES)
def test_a_doctored_workbook(parts, tmp_path, name):
    edit, expected, says = wrong.CASES[name]
    found, lines = outcome_of(packed(edit(parts), tmp_path / "doctored.xlsx"))
    assert found == expected, lines
    assert any(says in line for line in lines), lines


@pytest.mark.slow
@pytest.mark.parametrize("name", right.CASES)
def test_a_right_workbook_as_others_write_it(parts, tmp_path, name):
    edit, says = right.CASES[name]
    found, lines = outcome_of(packed(edit(parts), tmp_path / "right.xlsx"))
    assert found == ("note" if says else "agree"), lines
    assert all(any(one in line for line in lines) for one in says), lines


# ------------------------------------------------------------------ gaps between strips


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """A network over pictures: its strips have a gap, which every gradient reads."""
    folder = tmp_path_factory.mktemp("pictures")
    layers = '[[layer]]\nkind = "conv"\nfilters = 1\nsize = [2, 2]\n'
    sheetnet.build(conv_net(folder, layers), folder / "book.xlsx")
    with opened(folder / "book.xlsx") as package:
        book = open_workbook(package)
        [delta] = [b for b in book.blocks(1) if str(b.key) == "delta_2"]
        across = book.map_of("Training").across
    # Behind the first example's δ, before the second example's.
    gap = a1(delta.row, across.first + across.step - 1)
    return parts_of(folder / "book.xlsx"), gap


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<f>1</f><v>0</v>", "must be empty; it holds =1"),
        ("<f>1</f>", "must be empty; it holds =1"),
        ("<v>0.5</v>", "must be empty; it holds 0.5"),
        ("<f>TRUE()</f><v>1</v>", "must be empty; it holds =TRUE()"),
    ],
)
def test_what_stands_in_a_gap_between_strips_is_a_problem(
    pictures, tmp_path, content, says
):
    parts, gap = pictures
    row = re.search(
        rf'<row r="{gap.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}".*?</row>',
        parts[TRAINING],
        re.DOTALL,
    )[0]
    cells = re.findall(r"<c .*?(?:/>|</c>)", row, re.DOTALL)
    at = next(
        i for i, one in enumerate(cells) if column_of(one) > column_of(f'r="{gap}"')
    )
    more = row.replace(cells[at], f'<c r="{gap}">{content}</c>{cells[at]}', 1)
    doctored = changed(parts, TRAINING, row, more)
    found, lines = outcome_of(packed(doctored, tmp_path / "gap.xlsx"))
    assert found == "problem"
    assert any(line == f"Training!{gap} {says}" for line in lines), lines


def column_of(cell):
    return column_number(re.search(r'r="([A-Z]+)', cell)[1])

"""Formulas of a large sheet share their texts: what readers see, and how they are proved."""

import re

import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.spec.loading import load_spec
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.sizes import formulas_in
from sheetnet.xlsx.reading.package import opened
from sheetnet.xlsx.writing.strips import LARGE
from tests.hostile.making import parts_of, zipped
from tests.plans import formulas_of

TRAINING = "xl/worksheets/sheet3.xml"
_GROUP = re.compile(
    r'<f t="shared" ref="([A-Z]+)(\d+):([A-Z]+)(\d+)" si="(\d+)">([^<]+)'
)


@pytest.fixture(scope="module")
def plan():
    return draft(load_spec("and-neuron")).plan.sheet("Training")


@pytest.fixture(scope="module")
def large(tmp_path_factory, plan):
    """A small workbook, written as large ones are."""
    path = tmp_path_factory.mktemp("large") / "book.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sheetnet.xlsx.writing.rows.LARGE", formulas_in(plan))
        sheetnet.build("and-neuron", path)
    return path


@pytest.mark.slow
def test_only_a_large_sheet_shares(tmp_path):
    sheetnet.build("digits", tmp_path / "digits.xlsx")
    with opened(tmp_path / "digits.xlsx") as package:
        found = {sheet: package.scanned(sheet).formulas for sheet in package.sheets}
    large = {sheet for sheet, formulas in found.items() if len(formulas) >= LARGE}
    assert large == {sheet for sheet, one in found.items() if one.runs} == {"Training"}


def test_a_small_sheet_has_every_formula_in_full(tmp_path):
    sheetnet.build("and-neuron", tmp_path / "small.xlsx")
    assert b't="shared"' not in parts_of(tmp_path / "small.xlsx")[TRAINING]


@pytest.mark.slow
def test_a_group_is_a_cell_of_the_strip_in_all_strips_of_a_row(large, plan):
    xml = parts_of(large)[TRAINING].decode()
    groups = _GROUP.findall(xml)
    strip = [c for c in alone(plan.cells) if c.formula and c.across and c.down]
    assert len(groups) == len(strip) * plan.down.count
    assert len({number for *_, number, _ in groups}) == len(groups)
    for _, row, _, last_row, number, _ in groups:
        assert row == last_row
        assert xml.count(f'si="{number}"') == plan.across.count


def test_every_reader_sees_the_planned_formula_in_every_cell(large, plan):
    planned = formulas_of(plan)
    with opened(large) as package:
        assert dict(package.scanned("Training").formulas) == planned
    book = openpyxl.load_workbook(large)["Training"]
    for place, text in planned.items():
        assert book.cell(*place).value == f"={text}"


def edited(path, folder, change):
    """Write the workbook with the XML of Training changed; return its path."""
    parts = parts_of(path)
    before = parts[TRAINING].decode()
    parts[TRAINING] = change(before).encode()
    assert parts[TRAINING].decode() != before
    target = folder / "edited.xlsx"
    target.write_bytes(zipped(parts))
    return target


def test_a_group_with_another_text_is_wrong_in_each_of_its_cells(large, plan, tmp_path):
    def halved(xml):
        return _GROUP.sub(lambda hit: f"{hit[0]}/2", xml, count=1)

    report = sheetnet.verify(edited(large, tmp_path, halved))
    wrong = [line for line in report.problems if "/2; planned" in line]
    assert len(wrong) == plan.across.count
    assert report.first_wrong is not None


def test_a_cell_that_leaves_its_group_is_the_one_that_is_wrong(large, tmp_path):
    def left(xml):
        member = re.search(r'<c r="([A-Z]+\d+)" s="\d+"><f t="shared" si="0"/>', xml)
        return xml.replace(
            member[0], member[0].replace('t="shared" si="0"/>', ">1+1</f>")
        )

    report = sheetnet.verify(edited(large, tmp_path, left))
    assert len(report.problems) == 1
    assert "holds =1+1; planned" in report.problems[0]


def test_a_cell_without_a_formula_in_a_group_is_named(large, tmp_path):
    def gone(xml):
        return re.sub(r'<f t="shared" si="3"/>', "", xml, count=1)

    report = sheetnet.verify(edited(large, tmp_path, gone))
    assert [line for line in report.problems if "holds no formula" in line]


def test_a_member_before_the_text_is_refused(large, tmp_path):
    def swapped(xml):
        whole, *_, number, text = _GROUP.search(xml).group(0, 1, 2, 3, 4, 5, 6)
        xml = xml.replace(f"{whole}</f>", f'<f t="shared" si="{number}"/>', 1)
        first = xml.index(f'si="{number}"/>') + 1
        at = xml.index(f'<f t="shared" si="{number}"/>', first)
        told = f'<f t="shared" ref="A1:A1" si="{number}">{text}</f>'
        return xml[:at] + told + xml[at + len(f'<f t="shared" si="{number}"/>') :]

    with pytest.raises(sheetnet.SheetnetError, match="shares a formula that no cell"):
        sheetnet.verify(edited(large, tmp_path, swapped))


def test_a_relative_text_is_never_taken_for_the_planned_formula(large, tmp_path):
    """The plan's own form in place of a cell's would look like it."""

    def relative(xml):
        return re.sub(
            _GROUP, lambda hit: hit[0].replace(hit[6], "RC[-3]+1"), xml, count=1
        )

    with pytest.raises(sheetnet.SheetnetError, match="not written as cells hold"):
        sheetnet.verify(edited(large, tmp_path, relative))

"""Which errors a calculator's known defects excuse: their own, and no other."""

import pytest

import sheetnet
from sheetnet.workbook.address import a1
from tests.calculating import needed
from tests.test_broken_formulas import formula_cells, with_formula


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    needed("cellrune")
    path = tmp_path_factory.mktemp("excuses") / "normal.xlsx"
    sheetnet.build("distribution", path)
    return path


def verified(path):
    return sheetnet.verify(path, calculator="cellrune", values_only=True, perturb=0)


def missing(report):
    return sum(one.missing for one in report.runs[0].quantities)


def test_errors_by_a_known_defect_are_counted_not_wrong(built):
    report = verified(built)
    assert report.agree
    assert missing(report) > 0
    assert "known defect" in " ".join(report.notes)


def test_an_error_that_no_defect_explains_is_wrong_and_named(built, tmp_path):
    _, sheet, row, column = formula_cells(built)["distribution:mean"]
    target = tmp_path / "broken.xlsx"
    report = verified(with_formula(built, target, sheet, row, column, "=1/0"))
    assert not report.agree
    assert report.first_wrong.key.symbol == "mean"
    assert report.first_wrong.first == f"{sheet}!{a1(row, column)}"
    assert "#DIV/0!" in report.first_wrong.says

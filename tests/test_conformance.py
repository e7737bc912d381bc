"""Every template in every calculator, as docs/conformance.md says."""

import re

import pytest

import sheetnet
from sheetnet.check.opening import open_workbook
from sheetnet.recalc import calculators
from sheetnet.spec import template_names
from sheetnet.xlsx.package import opened
from tests.apart import verify
from tests.calculating import needed
from tests.make_conformance import (
    BY_ROUNDING,
    CALCULATORS,
    CLOSE,
    examples,
    head,
    row_of,
    written,
    written_examples,
    written_head,
)

PAGE = {(row.template, row.calculator): row for row in written()}


def any_program(text):
    """Return a head without the versions of programs that the machine gives."""
    return re.sub(r"(\| `(libreoffice|gnumeric)` \|) [^|]* \|", r"\1 any |", text)


def test_the_head_of_the_page_is_what_the_code_writes():
    assert re.search(r"\| `libreoffice` \| LibreOffice \d[^|]* \|", written_head())
    assert re.search(r"\| `gnumeric` \| Gnumeric \d[^|]* \|", written_head())
    for calculator in set(CALCULATORS) - {"libreoffice", "gnumeric"}:
        needed(calculator)
    assert any_program(written_head()) == any_program(head(written_examples()))


def test_the_page_lists_every_defect_with_a_formula_that_shows_it():
    pattern = {
        (name, defect.says): defect.pattern
        for name in CALCULATORS
        for defect in calculators()[name].defects
    }
    shown = {(one.calculator, one.says): one.formula for one in written_examples()}
    assert list(shown) == list(pattern)
    for defect, formula in shown.items():
        assert re.search(pattern[defect], formula), defect


@pytest.mark.parametrize(
    "example", written_examples(), ids=lambda one: f"{one.calculator}-{one.says}"
)
def test_an_example_of_the_page_is_a_cell_with_that_formula_and_error(built, example):
    needed(example.calculator)
    with opened(built(example.template)) as package:
        book = open_workbook(package)
    [(sheet, row, column)] = [
        (book.names[key], row, column)
        for key, formulas in book.formulas.items()
        for (row, column), text in formulas.items()
        if (book.address(key, row, column), text) == (example.cell, example.formula)
    ]
    grids = calculators()[example.calculator].values(book.path, [sheet])
    assert str(grids[sheet][row - 1, column - 1]) == example.error


def test_every_defect_is_still_one(tmp_path):
    """Where a calculator has mended a defect, no example of it is found."""
    for one in written_examples():
        needed(one.calculator)
    found = [(one.calculator, one.says) for one in examples(tmp_path)]
    assert found == [(one.calculator, one.says) for one in written_examples()]


def test_the_page_has_every_template_in_every_calculator_and_no_other():
    every = {(name, one) for name in template_names() for one in CALCULATORS}
    assert PAGE.keys() == every
    assert len(CALCULATORS) >= 5


def test_every_calculator_computes_every_cell_of_every_network():
    """And of the lessons all but those that a known defect explains."""
    left = {(row.template, row.calculator) for row in PAGE.values() if row.missing}
    assert left == {("distribution", "cellrune")}


def cases():
    for name in template_names():
        for one in CALCULATORS:
            marks = [pytest.mark.slow]
            if one in ("libreoffice", "gnumeric"):
                marks.append(getattr(pytest.mark, one))
            yield pytest.param(name, one, marks=marks)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Build a template once."""
    folder = tmp_path_factory.mktemp("conformance")

    def build(name):
        path = folder / f"{name}.xlsx"
        if not path.exists():
            sheetnet.build(name, path)
        return path

    return build


@pytest.mark.parametrize(("template", "calculator"), list(cases()))
def test_a_template_agrees_as_the_page_says(built, template, calculator):
    needed(calculator)
    # Inputs are changed in the embedded calculator, whichever else is asked.
    perturb = 1 if calculator == "embedded" else 0
    report = verify(built(template), calculator, perturb)
    assert (report.problems, report.first_wrong) == ((), None)
    assert [run.agree for run in report.changed] == perturb * [True]
    row, [run] = row_of(template, calculator, report), report.runs
    assert row == PAGE[template, calculator]
    assert run.agree
    close = sum(one.close for one in run.quantities)
    by_rounding = sum(one.by_rounding for one in run.quantities)
    assert 1000 * close >= CLOSE * row.cells
    assert 1000 * by_rounding <= BY_ROUNDING * row.cells

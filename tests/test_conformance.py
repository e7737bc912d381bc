"""Every template in every calculator, as docs/conformance.md says."""

import re

import pytest

import sheetnet
from sheetnet.check.opening import open_workbook
from sheetnet.recalc import calculators
from sheetnet.spec import template_names
from sheetnet.xlsx.package import opened
from tests.calculating import needed
from tests.make_conformance import (
    CALCULATORS,
    examples,
    head,
    row_of,
    written,
    written_examples,
    written_head,
    written_rounded,
)

PAGE = {(row.template, row.calculator): row for row in written()}


def any_libreoffice(text):
    """Return a head without LibreOffice's version, which the machine gives."""
    return re.sub(
        r"(\| `libreoffice` \|) (LibreOffice [^|]*|None) \|", r"\1 any |", text
    )


def test_the_head_of_the_page_is_what_the_code_writes():
    assert re.search(r"\| `libreoffice` \| LibreOffice \d[^|]* \|", written_head())
    for calculator in set(CALCULATORS) - {"libreoffice"}:
        needed(calculator)
    made = head(written_examples(), written_rounded())
    assert any_libreoffice(written_head()) == any_libreoffice(made)


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


def test_the_page_names_quantities_by_rounding_if_it_counts_cells_by_rounding():
    assert bool(written_rounded()) == any(row.by_rounding for row in PAGE.values())


def test_the_page_has_every_template_in_every_calculator_and_no_other():
    every = {(name, one) for name in template_names() for one in CALCULATORS}
    assert PAGE.keys() == every
    assert len(CALCULATORS) >= 4


def test_only_a_calculator_with_known_defects_leaves_cells_out():
    for row in PAGE.values():
        assert row.missing == 0 or calculators()[row.calculator].defects


def test_no_difference_is_larger_than_promised():
    """Apart from the cells that the page counts as exceptions."""
    for row in PAGE.values():
        assert float(row.relative) <= 1e-9, row
        assert float(row.absolute) <= 1e-12, row


def cases():
    for name in template_names():
        for one in CALCULATORS:
            marks = [pytest.mark.slow]
            if one == "libreoffice":
                marks.append(pytest.mark.libreoffice)
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
def test_a_template_agrees_as_the_page_says(built, request, template, calculator):
    if calculator == "libreoffice":
        request.getfixturevalue("libreoffice")
    needed(calculator)
    # Inputs are changed in the embedded calculator, whichever else is asked.
    perturb = 1 if calculator == "embedded" else 0
    report = sheetnet.verify(built(template), calculator=calculator, perturb=perturb)
    assert (report.problems, report.first_wrong) == ((), None)
    assert [run.agree for run in report.changed] == perturb * [True]
    row, page = row_of(template, calculator, report), PAGE[template, calculator]
    assert (row.cells, row.missing) == (page.cells, page.missing)
    # Another processor may round the last digit of EXP otherwise: one power of ten.
    assert like(row.relative, page.relative, floor=1e-12)
    assert like(row.absolute, page.absolute, floor=1e-15)
    assert row.by_rounding <= 2 * page.by_rounding + 10
    assert page.by_rounding <= 2 * row.by_rounding + 10


def like(here, page, *, floor):
    """Return whether a difference is at most 10 times, at least a 1000th of the page's.

    Below the floor, differences are alike.
    """
    here, page = max(float(here), floor), max(float(page), floor)
    # Powers of ten are not exact.
    return page / 1001 <= here <= 10.01 * page


def test_differences_are_bounded_from_both_sides():
    assert like("1e-9", "1e-10", floor=1e-12)
    assert not like("1e-8", "1e-10", floor=1e-12)
    assert like("1e-12", "1e-9", floor=1e-12)
    assert not like("1e-13", "1e-8", floor=1e-12)
    assert like("0", "1e-30", floor=1e-15)

"""Every template in every calculator, as docs/conformance.md says."""

import os

import pytest

import sheetnet
from sheetnet.recalc import calculators
from sheetnet.spec import template_names
from tests.make_conformance import CALCULATORS, row_of, written

PAGE = {(row.template, row.calculator): row for row in written()}


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
    elif calculators()[calculator].version() is None:
        required = os.environ.get("SHEETNET_REQUIRE_LIBREOFFICE") == "1"
        assert not required, f"{calculator} is not here: make test installs it"
        pytest.skip(f"{calculator.upper()} IS NOT HERE: nothing was checked with it")
    # Inputs are changed in the embedded calculator, whichever else is asked.
    perturb = 1 if calculator == "embedded" else 0
    report = sheetnet.verify(built(template), calculator=calculator, perturb=perturb)
    assert (report.problems, report.first_wrong) == ((), None)
    assert [run.agree for run in report.changed] == perturb * [True]
    row, page = row_of(template, calculator, report), PAGE[template, calculator]
    assert (row.cells, row.missing) == (page.cells, page.missing)
    # Another processor may round the last digit of EXP otherwise: one power of ten.
    assert float(row.relative) <= max(10 * float(page.relative), 1e-12)
    assert float(row.absolute) <= max(10 * float(page.absolute), 1e-15)
    assert row.by_rounding <= 2 * page.by_rounding + 10

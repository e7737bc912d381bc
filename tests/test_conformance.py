"""Every template in every calculator, as docs/conformance.md says."""

import re

import pytest

import sheetnet
from sheetnet.spec.loading import template_names
from tests.apart import verify
from tests.calculating import needed
from tests.converting import by_xlsx
from tests.make_conformance import (
    BY_ROUNDING,
    CALCULATORS,
    CLOSE,
    LARGEST,
    head,
    row_of,
    written,
    written_head,
)
from tests.nets import part
from tests.templates import shortened

PAGE = {(row.template, row.calculator): row for row in written()}


def any_program(text):
    """Return a head without the versions of programs that the machine gives."""
    return re.sub(
        r"(\| `(libreoffice|gnumeric|javascript)` \|) [^|]* \|", r"\1 any |", text
    )


def test_the_head_of_the_page_is_what_the_code_writes():
    assert re.search(r"\| `libreoffice` \| LibreOffice \d[^|]* \|", written_head())
    assert re.search(r"\| `gnumeric` \| Gnumeric \d[^|]* \|", written_head())
    assert re.search(r"\| `javascript` \| Node \d[^|]* \|", written_head())
    for calculator in set(CALCULATORS) - {"libreoffice", "gnumeric", "javascript"}:
        needed(calculator)
    assert any_program(written_head()) == any_program(head())


def test_the_page_has_every_template_in_every_calculator_and_no_other():
    every = {(name, one) for name in template_names() for one in CALCULATORS}
    assert PAGE.keys() == every
    assert len(CALCULATORS) >= 5


def test_every_calculator_was_compared_in_the_same_cells():
    assert {row._replace(calculator="embedded") for row in PAGE.values()} == {
        row for row in PAGE.values() if row.calculator == "embedded"
    }


def cases():
    """Yield each template in the embedded calculator, and by turns in half of the others.

    All are asked when the page is made anew: `make conformance`.
    """
    others = [one for one in CALCULATORS if one not in ("embedded", "libreoffice")]
    for at, name in enumerate(template_names()):
        for one in ["embedded", *others[at % 2 :: 2]]:
            marks = [pytest.mark.slow]
            if one == "gnumeric":
                marks.append(pytest.mark.gnumeric)
            yield pytest.param(name, one, marks=marks)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Build a template once, or a part of it."""
    folder = tmp_path_factory.mktemp("conformance")

    def build(name, calculator):
        whole = is_whole(name, calculator)
        path = folder / f"{name}-{whole}.xlsx"
        if not path.exists():
            sheetnet.build(name if whole else shortened(name, folder), path)
        return path

    return build


def is_whole(name, calculator):
    """Tell whether a calculator is given all of a template, or a part of it."""
    return calculator == "embedded" or PAGE[name, calculator].cells <= LARGEST


@pytest.mark.parametrize(("template", "calculator"), list(cases()))
def test_a_template_agrees_as_the_page_says(built, template, calculator):
    needed(calculator)
    # Inputs are changed in the embedded calculator, whichever else is asked.
    perturb = 1 if calculator == "embedded" else 0
    report = verify(built(template, calculator), calculator, perturb)
    assert [run.agree for run in report.changed] == perturb * [True]
    assert_as_the_page_says(template, calculator, report)


# One start of LibreOffice for many files, and yet a batch for each of two workers.
@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("batch", range(2))
def test_every_template_agrees_in_libreoffice_as_the_page_says(
    built, tmp_path, libreoffice, batch
):
    names = part(template_names())[batch::2]
    paths = [built(name, "libreoffice") for name in names]
    for name, path in zip(names, by_xlsx(paths, tmp_path), strict=True):
        assert_as_the_page_says(name, "libreoffice", verify(path, "saved"))


def assert_as_the_page_says(template, calculator, report):
    assert (report.problems, report.first_wrong) == ((), None)
    row, [run] = row_of(template, calculator, report), report.runs
    assert not is_whole(template, calculator) or row == PAGE[template, calculator]
    close = sum(one.close for one in run.quantities)
    by_rounding = sum(one.by_rounding for one in run.quantities)
    assert 1000 * close >= CLOSE * row.cells
    assert 1000 * by_rounding <= BY_ROUNDING * row.cells

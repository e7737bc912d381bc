"""The formulas of every template are those that were read and approved last."""

import pytest

from sheetnet.spec.loading import template_names
from tests.make_golden import FOLDER, dump


@pytest.mark.slow
@pytest.mark.parametrize("template", template_names())
def test_the_formulas_of_a_template_are_as_approved(template):
    """If a change is meant: `make golden`, and read the difference."""
    approved = (FOLDER / f"{template}.tsv").read_text(encoding="utf-8")
    assert dump(template).splitlines() == approved.splitlines()


def test_there_is_a_dump_for_every_template_and_no_other():
    assert sorted(path.stem for path in FOLDER.glob("*.tsv")) == template_names()

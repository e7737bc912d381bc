"""Defined names: legal in every application, and each where it says."""

import re

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

import sheetnet
from sheetnet.model.notation import excel_name, is_legal_name
from sheetnet.spec.loading import template_names
from tests.nets import small_net
from tests.templates import plan_of_template


def legal(name):
    """Excel's rules, written from its documentation: not ours, so that they check ours."""
    if not 0 < len(name) <= 255 or not re.match(r"[^\W\d]|_|\\", name):
        return False
    if re.fullmatch(r"[A-Za-z]{1,3}\d+", name) or name.upper() in ("R", "C"):
        return False
    if re.fullmatch(r"[Rr]\d*[Cc]\d*|[Rr]\d+|[Cc]\d+", name):
        return False
    return re.fullmatch(r"[\w.\\?]+", name) is not None


@pytest.mark.slow
@pytest.mark.parametrize("template", template_names())
def test_every_name_of_a_template_is_legal_and_there_once(template):
    plan = plan_of_template(template)
    names = [one.name for one in plan.names]
    assert [name for name in names if not legal(name)] == []
    assert len({name.upper() for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["w2", "z2", "a1", "C", "R", "r", "c", "R1C1", "RC", "XFD1", "1w", "w 2", "", "x" * 256]
)  # fmt: skip
def test_illegal_names_are_refused(name):
    assert not is_legal_name(name)
    assert not legal(name)


@pytest.mark.parametrize("name", ["w_2", "C_k", "eta", "dC_dw_2_1", "C_T", "x", "δ_2"])
def test_our_names_are_legal_by_both_rules(name):
    assert is_legal_name(name)
    assert legal(name)


def test_a_name_that_would_be_illegal_cannot_be_made():
    with pytest.raises(ValueError, match="not a legal name"):
        excel_name("C")


def test_names_point_at_what_they_say(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "n.xlsx")
    book = openpyxl.load_workbook(tmp_path / "n.xlsx", data_only=True)

    def values(name):
        sheet, _, area = book.defined_names[name].attr_text.rpartition("!")
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        cells = book[sheet.strip("'")].iter_rows(top, bottom, left, right)
        return [[cell.value for cell in row] for row in cells]

    assert values("eta") == [[0.5]]
    assert values("x")[0][:2] == [0.5, 1.5]
    assert [[round(v) for v in row[:2]] for row in values("t")[:1]] == [[0, 1]]
    assert len(values("w_2")) == 2
    assert len(values("z_2")) == 3
    assert len(values("delta_3")) == 2
    assert len(values("dC_dw_3")) == 3

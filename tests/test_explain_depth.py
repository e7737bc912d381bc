"""`explain --depth`: what is read, and what that reads in turn."""

import json

import openpyxl
import pytest

from sheetnet.building.builder import draft, write
from sheetnet.explain.report import Explainer
from tests.nets import outcome
from tests.templates import shortened


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    path = tmp_path_factory.mktemp("depth") / "digits.xlsx"
    write(draft(shortened("digits", path.parent)), path)
    return path


@pytest.fixture(scope="module")
def formulas(digits):
    """Formulas as another program reads them, by sheet and cell."""
    book = openpyxl.load_workbook(digits)
    return lambda cell: book[cell.partition("!")[0]][cell.partition("!")[2]].value


def followed(reads):
    """Yield what was followed, level by level."""
    for read in reads:
        if one := read.get("followed"):
            yield one
            yield from followed(one["reads"])


def levels(reads):
    inside = (levels(one["followed"]["reads"]) for one in reads if "followed" in one)
    return 1 + max(inside, default=0)


def test_one_level_is_what_is_told_without_being_asked(digits):
    explainer = Explainer.of(digits)
    one = explainer.explain("M37").to_json()
    assert one == explainer.explain("M37", 1).to_json()
    assert list(followed(one["reads"])) == []


@pytest.mark.parametrize("asked", ["M37", "dC_dw_3[1,2]", "C_T@1", "Check!C12"])
def test_each_cell_that_is_followed_reads_what_it_reads_when_it_is_asked_for(
    digits, formulas, asked
):
    explainer = Explainer.of(digits)
    one = explainer.explain(asked, 3).to_json()
    found = list(followed(one["reads"]))
    assert found
    seen = [one["cell"]]
    for each in found:
        cell = each["cell"] if "!" in each["cell"] else f"{one['sheet']}!{each['cell']}"
        seen.append(cell)
        assert each["formula"] == formulas(cell)
        alone = explainer.explain(cell).to_json()["reads"]
        told = [read["values"] for read in each["reads"]]
        assert told == [read["values"] for read in alone]
    # Each of them once.
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_so_many_levels_are_followed(digits, depth):
    reads = Explainer.of(digits).explain("M67", depth).to_json()["reads"]
    assert levels(reads) == depth


def test_of_what_is_looked_up_the_chosen_cell_is_followed(digits):
    one = Explainer.of(digits).explain("Explorer!F16", 2).to_json()
    [chosen] = one["parts"]
    read = one["reads"][0]
    assert read["how"] == "looks up"
    assert read["followed"]["cell"] == chosen["largest"][0]["of"][0]["cell"]


def test_a_long_chain_ends(digits):
    reads = Explainer.of(digits).explain("C_T@1", 20).to_json()["reads"]
    assert len(list(followed(reads))) <= 301


def test_the_tree_is_shown_by_steps_to_the_right(digits):
    status, out, err = outcome("explain", digits, "M37", "--depth", 3)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    by_cell = {line.split()[0]: line for line in lines if line.startswith(" " * 20)}
    starts = {cell: len(line) - len(line.lstrip()) for cell, line in by_cell.items()}
    # a³₁, read by the first line, reads z³₁, which reads b³₁.
    assert starts["B41"] - starts["M26"] == 2
    assert starts["M26"] - starts["M13"] == 2
    assert by_cell["M26"].endswith("=SUMPRODUCT(M22:M24,$B38:$B40)+$B41")


def test_json_is_a_tree_too(digits):
    _, out, _ = outcome("explain", digits, "M37", "--depth", 2, "--json", "-")
    followed_first = json.loads(out)["reads"][0]["followed"]
    assert list(followed_first) == ["cell", "formula", "reads"]


@pytest.mark.parametrize("depth", ["0", "21", "x"])
def test_a_depth_out_of_range_is_refused(digits, depth):
    status, out, err = outcome("explain", digits, "M37", "--depth", depth)
    assert (status, out) == (2, "")
    assert err

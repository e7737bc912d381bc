"""`explain`: what a cell is, what it reads and what reads it, and whether it is right."""

import json
import random

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from sheetnet.building.builder import draft, write
from sheetnet.explain.report import Explainer
from sheetnet.workbook.address import a1
from tests.nets import outcome
from tests.read_again import Cells, NotValuedError, read_by, rectangle, value_of
from tests.templates import LESSONS, NETWORKS, shortened

_DRAWN = 15


class Workbook:
    """A workbook as other programs see it: formulas by openpyxl, values by calamine."""

    def __init__(self, path):
        book = openpyxl.load_workbook(path)
        self.formulas = {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.data_type == "f"
        }
        self.names = {
            name: one.attr_text
            for name, one in book.defined_names.items()
            if "#REF" not in one.attr_text
        }
        with CalamineWorkbook.from_path(str(path)) as values:
            sheets = {
                name: values.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in values.sheet_names
            }
        self.cells = Cells(sheets, self.names)


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    path = tmp_path_factory.mktemp("explain") / "digits.xlsx"
    write(draft(shortened("digits", path.parent)), path)
    return path


def numbers_in(reads):
    """Return the numbers among what a formula reads."""
    rows = [row for read in reads for row in read["values"]]
    return [value for row in rows for value in row if isinstance(value, float)]


@pytest.fixture(scope="module")
def explainer(digits):
    return Explainer.of(digits)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*NETWORKS, *LESSONS])
def test_a_cell_of_any_template_reads_what_its_formula_reads(name, tmp_path):
    """Against openpyxl's tokenizer; and the formula with numbers gives the cell's value."""
    path = tmp_path / "book.xlsx"
    write(draft(shortened(name, tmp_path)), path)
    book, explainer = Workbook(path), Explainer.of(path)
    drawn = random.Random(name).sample(sorted(book.formulas), _DRAWN)
    for sheet, cell in drawn:
        one = explainer.explain(f"'{sheet}'!{cell}").to_json()
        formula = book.formulas[sheet, cell]
        assert one["formula"] == formula
        said = {rectangle(read["cells"], sheet) for read in one["reads"]}
        assert said == read_by(formula, sheet, book.names), (sheet, cell)
        assert one["right"] or one["key"] == "canary", (sheet, cell)
        if isinstance(one["value"], float):
            try:
                found = value_of(one["with_numbers"], book.cells, sheet)
            except NotValuedError:
                continue
            # A sum is as exact as what it is made of.
            size = max([1.0, *map(abs, numbers_in(one["reads"]))])
            near = pytest.approx(one["value"], rel=1e-9, abs=1e-12 * size)
            assert found == near, (sheet, cell)


# ------------------------------------------------------------------ who reads it


def scanned(every, sheet, cell):
    """Return the formulas that mention a cell, by sheet: all are looked through."""
    _, top, left, _, _ = rectangle(cell, sheet)
    found = {}
    for (other, at), mentioned in every.items():
        for name, first, least, last, most in mentioned:
            if name == sheet and first <= top <= last and least <= left <= most:
                found.setdefault(other, set()).add(at)
    return {name: len(cells) for name, cells in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xor", "gradient-descent"])
def test_who_reads_a_cell_is_what_a_scan_of_all_formulas_finds(name, tmp_path):
    path = tmp_path / "book.xlsx"
    write(draft(shortened(name, tmp_path)), path)
    book, explainer = Workbook(path), Explainer.of(path)
    every = {at: read_by(text, at[0], book.names) for at, text in book.formulas.items()}
    drawn = random.Random(name).sample(sorted(book.formulas), 12)
    for sheet, cell in [*drawn, *map(split, book.names.values())][:30]:
        one = explainer.explain(f"'{sheet}'!{cell}").to_json()
        told = {}
        for by in [*one["read_by"], *one["looked_up_by"]]:
            name = rectangle(by["cell"], "")[0]
            told[name] = told.get(name, 0) + by["cells"]
        assert told == scanned(every, sheet, cell), (sheet, cell)


def split(text):
    """Return the sheet and the first cell of what a name stands for."""
    sheet, top, left, _, _ = rectangle(text, "")
    return sheet, a1(top, left)


def test_what_looks_up_is_told_apart_from_what_reads(explainer):
    one = explainer.explain("w_2[1,1,1]@1")
    looking = {by.cell.partition("!")[0] for by in one.looked_up_by}
    assert "Explorer" in looking
    assert all(by.cell.startswith(("Training", "Check")) for by in one.read_by)
    one = explainer.explain("Explorer!F16").to_json()
    assert [read["how"] for read in one["reads"]] == ["looks up", "reads"]
    [chosen] = one["parts"]
    assert chosen["largest"][0]["of"][0]["key"] == "w_2"
    assert chosen["largest"][0]["values"] == [one["value"]]


# ------------------------------------------------------------------ what it is


def test_a_cell_is_told_in_the_letters_of_the_book(explainer):
    one = explainer.explain("Training!M37").to_json()
    assert one["quantity"] == "δ³₁"
    assert (one["key"], one["index"], one["epoch"], one["example"]) == ("delta_3", [1], 0, 1)
    assert one["equation"] == "δ³ⱼ = (a³ⱼ − tⱼ) a′(z³ⱼ),  a′(z) = a (1 − a)"
    assert one["formula"] == "=(M29-M$13)*M29*(1-M29)"
    assert [read["from"]["quantity"] for read in one["reads"]] == ["a³₁", "t₁"]
    assert one["book"] == "《深度学习的数学》 §4-2"
    assert (one["status"], one["verdict"], one["right"]) == ("as planned", "right", True)


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ("M37", "Training!M37"),
        ("$m$37", "Training!M37"),
        ("delta_3[1]", "Training!M37"),
        ("delta_3[1] epoch 1 example 2", "Training!Q67"),
        ("delta3[1]@1", "Training!M67"),
        ("eta", "Picture!C2"),
        ("C_T@1", "Training!D46"),
        ("knob_epoch", "Picture!I2"),
        ("explorer.z_2[2]", "Explorer!J26"),
        ("'Gradient check'!B4", "'Gradient check'!B4"),
    ],
)
def test_a_cell_is_found_by_address_name_and_quantity(explainer, asked, cell):
    assert explainer.explain(asked).cell == cell


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("C_Q", 'no cell, name or quantity \'C_Q\'; did you mean "C_T"?'),
        ("Trainin!A1", "no sheet 'Trainin'; did you mean \"Training\"?"),
        ("Training!w", "no cell 'w'; expected one, as Training!M37"),
        ("Training!XFE1", "no cell 'XFE1'"),
        ("delta_3 epoch 9", "delta_3: epoch 9; expected 0 to 1"),
        ("delta_3[0]", "delta_3: unit 0; expected 1 to 2"),
        ("delta_3[1,1]", "delta_3 has 1 indices, found 2: delta_3[1,1]"),
        ("eta epoch 1", "eta has no epoch"),
    ],
)
def test_what_there_is_not_is_told_in_one_line(digits, asked, says):
    status, out, err = outcome("explain", digits, *asked.split())
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_an_input_a_heading_and_an_empty_cell_are_told_apart(explainer):
    eta = explainer.explain("eta")
    assert (eta.standing.status, eta.standing.limits, eta.agree) == ("input", (0.0, None), True)
    assert eta.described.equation == ""
    assert explainer.explain("Training!A1").standing.status == "text"
    empty = explainer.explain("Training!XFD1048576")
    assert (empty.standing.status, empty.value, empty.agree) == ("empty", None, True)


def test_the_largest_terms_of_a_sum_are_told(explainer):
    one = explainer.explain("dC_dw_3[1,2]")
    [told] = one.parts
    assert (told.part.kind, told.part.count) == ("SUMPRODUCT", 64)
    assert told.part.total == pytest.approx(one.value, rel=1e-12)
    sizes = [abs(term.adds) for term in told.largest]
    assert len(sizes) == 3
    assert sizes == sorted(sizes, reverse=True)
    for term in told.largest:
        assert term.adds == term.values[0] * term.values[1]
        assert [of.described.key for of in term.of] == ["delta_3", "a_2"]


def test_the_side_that_an_if_takes_is_told(explainer):
    one = explainer.explain("answer@1")
    side = next(told.part.side for told in one.parts if told.part.kind == "IF")
    # =1+IF(the first output is below the largest,1,0)
    assert float(side) == one.value - 1

"""`explain`: what a cell is, what it reads and what reads it, and whether it is right."""

import json
import random
from itertools import pairwise

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

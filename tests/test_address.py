"""Addresses, areas and blocks: pure geometry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from sheetnet.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    a1,
    column_number,
    letters,
    reference,
    to_a1,
    to_r1c1,
)
from sheetnet.workbook.block import Axis, Block

rows = st.integers(1, MAX_ROW)
columns = st.integers(1, MAX_COLUMN)


@given(columns)
def test_letters_are_those_of_openpyxl_and_lead_back(column):
    assert letters(column) == get_column_letter(column)
    assert column_number(letters(column)) == column


@given(rows, columns, rows, columns, st.booleans(), st.booleans())
def test_a_reference_survives_the_way_to_r1c1_and_back(
    row, column, to_row, to_column, fixed_row, fixed_column
):
    text = f"{'$' * fixed_column}{letters(to_column)}{'$' * fixed_row}{to_row}"
    formula = f'SUM({text}:{text})+IF({text}>0,"A1 R[1]C",1E-9)'
    assert to_a1(to_r1c1(formula, row, column), row, column) == formula


@given(rows, columns)
def test_an_r1c1_formula_says_the_same_from_every_cell(row, column):
    moved = to_a1("RC", row, column)
    assert moved == a1(row, column)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("'My A1 sheet'!B2", "'My A1 sheet'!R2C2"),
        ("LOG10(A1)", "LOG10(R1C1)"),
        ("eta*B2", "eta*R2C2"),
        ('"A1"&B2', '"A1"&R2C2'),
        ("Training!$B$19", "Training!R19C2"),
    ],
)
def test_names_strings_and_functions_are_no_references(text, found):
    fixed = to_r1c1(text, 1, 1)
    assert to_a1(fixed, 1, 1) == text
    assert fixed.replace("[", "").replace("]", "").count("R") >= found.count("R") - 1


def test_what_moves_with_the_reader_is_relative_and_all_else_fixed():
    here = Area(40, 12, across=True, down=True)
    assert reference(here, Area(5, 13, across=True)) == "R5C[1]"
    assert reference(here, Area(41, 4, down=True)) == "R[1]C4"
    assert reference(here, Area(4, 2)) == "R4C2"
    assert reference(here, Area(4, 2, sheet="Training")) == "Training!R4C2"


BLOCK = Block(
    "z",
    2,
    "Training",
    10,
    5,
    (
        Axis("epoch", 2, rows=20),
        Axis("example", 3, columns=4),
        Axis("map", 2, rows=3),
        Axis("row", 2, rows=1),
        Axis("column", 2, columns=1),
    ),
)


def test_the_cells_of_a_block_are_its_strides_added_up():
    at, across = BLOCK.cells()
    assert at.shape == BLOCK.shape == (2, 3, 2, 2, 2)
    for index in np.ndindex(BLOCK.shape):
        e, k, m, r, c = index
        assert at[index] == 10 + 20 * e + 3 * m + r
        assert across[index] == 5 + 4 * k + c


def test_the_last_cell_is_the_greatest():
    at, across = BLOCK.cells()
    assert BLOCK.last_cell() == (at.max(), across.max())


def test_an_area_is_the_rectangle_of_one_example_and_epoch():
    area = BLOCK.area()
    assert (area.row, area.column, area.rows, area.columns) == (10, 5, 5, 2)
    assert (area.across, area.down, area.sheet) == (True, True, "Training")
    assert BLOCK.area(1)[:4] == (13, 5, 2, 2)
    assert BLOCK.area(1, 1, 0)[:4] == (14, 5, 1, 1)


def test_rectangles_are_solid_and_numbered():
    """Maps three rows apart, two high: two rectangles; touching, one."""
    assert [(at, area[:4]) for at, area in BLOCK.rectangles()] == [
        ((1,), (10, 5, 2, 2)),
        ((2,), (13, 5, 2, 2)),
    ]
    solid = Block("w", 2, "S", 1, 1, (Axis("map", 2, rows=2), *BLOCK.axes[3:]))
    assert [area[:4] for _, area in solid.rectangles()] == [(1, 1, 4, 2)]

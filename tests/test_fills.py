"""One planned cell for all cells of a block whose formulas differ by even steps."""

from itertools import product

import pytest
from msgspec.structs import replace

import sheetnet
from sheetnet.errors import WorkbookError
from sheetnet.lang import texts
from sheetnet.sheets import sheet_makers
from sheetnet.sheets.assembling import plan_workbook
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.formula.expand import alone, filled
from sheetnet.workbook.formula.fills import cells_of_block
from sheetnet.workbook.plan import Cell, Fill, Repeat
from tests.hostile.making import MAP, parts_of, zipped
from tests.nets import conv_net, small_net

EPOCHS = Axis("epoch", 3, rows=20)


def planned(block, formula, style=lambda *_: "plain", **more):
    """Return the planned cells of a block whose formulas are known by their indices."""
    return list(cells_of_block(block, lambda _, at: formula(*at), style, **more))


def units(*axes, row=30, column=2):
    return Block("w", 2, "Training", row, column, (EPOCHS, *axes))


# ------------------------------------------------------------------ what is filled


def test_the_weights_of_a_dense_layer_are_one_cell():
    """A column a unit: to the right w and its gradient move a column, down none does."""
    block = units(Axis("unit", 3, columns=1), Axis("unit", 4, rows=1))
    found = planned(
        block, lambda j, _: f"R[-20]C{2 + j}-R4C2*R[-20]C{9 + j}", initial="input"
    )
    right = Fill(3, 0, 1, (0, 1, 0, 0, 0, 1))
    down = Fill(4, 1, 0, (0, 0, 0, 0, 0, 0))
    text = "R[-20]C2-R4C2*R[-20]C9"
    assert found == [
        Cell(30, 2, "plain", text, value=True, down=True, initial="input",
             fills=(right, down))
    ]  # fmt: skip
    second = list(filled(found[0], None, Repeat(30, 3, 20), 2))[1]
    assert (second.row, list(second.columns)) == (51, [2, 3, 4])
    assert second.texts() == [
        "$B31-$B$4*$I31", "$C31-$B$4*$J31", "$D31-$B$4*$K31"
    ]  # fmt: skip


def test_numbers_in_a_formula_move_too_and_those_in_texts_never():
    block = units(Axis("unit", 3, rows=1))
    [cell] = planned(block, lambda j: f'IF(R1C1={j + 1},"1",1E-9)')
    assert cell.fills == (Fill(3, 1, 0, (0, 0, 1)),)
    texts = [one.formula for one in alone([cell])]
    assert texts == [f'IF(R1C1={j},"1",1E-9)' for j in (1, 2, 3)]


def test_windows_that_are_cut_off_at_a_border_are_cells_of_their_own():
    """Of five rows, windows of three: 1–2, 1–3, 2–4, 3–5, 4–5."""
    block = units(Axis("row", 5, rows=1))
    found = planned(block, lambda r: f"SUM(R{max(10, 9 + r)}C2:R{min(14, 11 + r)}C2)")
    assert [(cell.row, cell.formula, cell.fills) for cell in found] == [
        (30, "SUM(R10C2:R11C2)", (Fill(2, 1, 0, (0, 0, 1, 0)),)),
        (32, "SUM(R11C2:R13C2)", (Fill(2, 1, 0, (1, 0, 1, 0)),)),
        (34, "SUM(R13C2:R14C2)", ()),
    ]


def test_other_texts_and_other_styles_split_a_block():
    block = units(Axis("unit", 6, rows=1))
    found = planned(
        block,
        lambda j: "0" if j == 2 else f"R[{j}]C",
        lambda at, _: "framed" if at == (5,) else "plain",
    )
    rows = [(cell.row, cell.size, cell.style) for cell in found]
    assert rows == [(30, 2, "plain"), (32, 1, "plain"), (33, 2, "plain"), (35, 1, "framed")]  # fmt: skip


@pytest.mark.parametrize("n", [3, 30])
def test_a_block_that_is_uneven_off_its_axes_is_split_row_by_row(n):
    """Along both axes nothing moves; at the last corner it would."""
    block = units(Axis("row", n, rows=1), Axis("column", n, columns=1))
    found = planned(block, lambda r, c: f"R1C{1 + r * c}")
    assert [(cell.row, cell.fills) for cell in found] == [
        (30 + r, (Fill(n, 0, 1, (0, r)),)) for r in range(n)
    ]


def test_framed_cells_are_planned_one_by_one():
    block = units(Axis("row", 10, rows=1), Axis("column", 10, columns=1))
    found = planned(
        block,
        lambda *_: "R1C1",
        lambda at, _: "framed" if at == (5, 5) else "plain",
        framed={(5, 5)},
    )
    assert [cell.row for cell in found if cell.style == "framed"] == [35]
    assert len(found) == 100


def test_constants_are_filled_too():
    block = Block("x", 1, "Training", 8, 12, (Axis("example", 4, columns=5),
                  Axis("row", 3, rows=1), Axis("column", 4, columns=1)))  # fmt: skip
    [cell] = planned(block, lambda *_: None)
    assert (cell.formula, cell.size) == (None, 12)
    assert set(cell.places()) == set(product((8, 9, 10), (12, 13, 14, 15)))


# ------------------------------------------------------------------ whole plans

MAPS = """
[[layer]]
kind = "conv"
filters = 3
size = [3, 3]
padding = "same"
activation = "relu"
[[layer]]
kind = "conv"
filters = 2
size = [2, 3]
stride = 2
activation = "tanh"
[[layer]]
kind = "max-pool"
size = [2, 2]
stride = 1
[[layer]]
kind = "average-pool"
size = [2, 2]
stride = 1
"""
PICTURE = """
[[layer]]
kind = "dense"
units = 14
"""


def one_by_one(block, formula, style, *, initial=None, framed=()):
    """Plan each cell of a block by what its equation gives."""
    for at in block.within_strip():
        here = block.area(*at)
        text = formula(here, at)
        yield Cell(here.row, here.column, style(at, text), text, value=True,
                   across=here.across, down=here.down, initial=initial)  # fmt: skip


def spec_of(name, folder):
    match name:
        case "dense":
            return small_net(folder)
        case "picture":
            return conv_net(folder, PICTURE, shape=(12, 11))
        case "maps":
            return conv_net(folder, MAPS, shape=(13, 12))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dense", "picture", "maps"])
def test_plans_hold_what_the_equations_give_cell_by_cell(tmp_path, monkeypatch, name):
    network, _ = resolve(sheetnet.load_spec(spec_of(name, tmp_path)))
    plan = plan_workbook(network, texts("en"), views=sheet_makers(network))
    for module in ("sheetnet.sheets.training.sheet", "sheetnet.workbook.drawing.page"):
        monkeypatch.setattr(f"{module}.cells_of_block", one_by_one)
    spelled = plan_workbook(network, texts("en"), views=sheet_makers(network))
    for sheet, other in zip(plan.sheets, spelled.sheets, strict=True):
        cells = {(cell.row, cell.column): cell for cell in alone(sheet.cells)}
        assert cells == {(cell.row, cell.column): cell for cell in other.cells}
        assert len(cells) == len(other.cells)
    training, other = plan.sheet("Training"), spelled.sheet("Training")
    assert len(training.cells) < len(other.cells)


def test_a_plan_hardly_grows_with_units(tmp_path):
    network, _ = resolve(sheetnet.load_spec(spec_of("picture", tmp_path)))
    layer = network.layers[0]
    wide = (replace(layer, shape=(28,)), replace(network.layers[1], sees=(28,)))
    many = plan_workbook(replace(network, layers=wide), texts("en"))
    formulas = [cell for cell in many.sheet("Training").cells if cell.formula]
    # 12 × 11 weights a unit; some of the rest are outputs and totals.
    assert sum(cell.size for cell in formulas) > 2 * 28 * 132
    assert len(formulas) < 60


# ------------------------------------------------------------------ hostile maps


@pytest.mark.parametrize(
    ("count", "says"),
    [
        ("1000000", "the map inside it was altered"),
        ("1000000000", "its map is damaged: Expected `int` <= 1048576"),
        ("1", "its map is damaged: Expected `int` >= 2"),
    ],
)
def test_a_map_that_tells_of_more_cells_than_there_may_be_is_refused(
    tmp_path, count, says, monkeypatch
):
    path = tmp_path / "book.xlsx"
    sheetnet.build("and-neuron", path)
    parts = parts_of(path)
    fill = b'"fills":[[2,'
    assert fill in parts[MAP]
    parts[MAP] = parts[MAP].replace(fill, f'"fills":[[{count},'.encode(), 1)
    path.write_bytes(zipped(parts))
    # No plan is made for it.
    monkeypatch.setattr("sheetnet.verification.book.map_inside.plan_of", None)
    with pytest.raises(WorkbookError, match=says):
        sheetnet.verify(path)

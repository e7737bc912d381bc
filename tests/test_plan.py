"""The plan: its size, the limits of a spreadsheet, and what may be frozen."""

import pytest
from msgspec.structs import replace

import sheetnet
from sheetnet.errors import LimitError
from sheetnet.lang import texts
from sheetnet.sheets import sheet_makers
from sheetnet.sheets.assembling import check_fits, plan_workbook
from sheetnet.spec.loading import template_names
from sheetnet.spec.resolving import resolve
from sheetnet.workbook import LAYOUT
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.manifest import Header, manifest_of
from tests.nets import conv_net, small_net
from tests.templates import plan_of_template


def network_of(spec):
    network, _ = resolve(sheetnet.load_spec(spec))
    return network


def plan(network):
    return plan_workbook(network, texts("en"), views=sheet_makers(network))


@pytest.mark.slow
def test_the_plan_of_training_grows_with_neither_examples_nor_epochs(tmp_path):
    network = network_of(small_net(tmp_path))
    few = plan(network).sheet("Training")
    many = plan(replace(network, examples=2000, epochs=150)).sheet("Training")
    assert len(few.cells) == len(many.cells)
    formulas = [cell.formula for cell in few.cells if cell.formula]
    assert len(formulas) < 150


def test_a_formula_is_written_once_for_all_examples(tmp_path):
    training = plan(network_of(small_net(tmp_path))).sheet("Training")
    [z] = [block for block in training.blocks if str(block.key) == "z_2"]
    cells = [
        cell
        for cell in alone(training.cells)
        if cell.column == z.column and cell.formula
    ]
    # Three hidden units and two outputs: as many z as units, whatever the examples.
    assert sum("SUMPRODUCT" in cell.formula and "eta" not in cell.formula
               and cell.row < z.row + 3 for cell in cells) == 3  # fmt: skip


def test_too_many_examples_say_how_many_fit(tmp_path):
    network = network_of(small_net(tmp_path))
    check_fits(replace(network, examples=16_000))
    with pytest.raises(
        LimitError,
        match=r"sheet has; 16372 examples would fit: data\.rows = 16372 takes a sample of small",
    ):
        check_fits(replace(network, examples=16_380))


def test_too_many_epochs_say_how_many_fit(tmp_path):
    network = network_of(small_net(tmp_path))
    with pytest.raises(
        LimitError, match=r"epochs would fit: lower training\.epochs"
    ) as told:
        check_fits(replace(network, epochs=100_000))
    fit = int(str(told.value).split(";")[1].split()[0])
    layout_fits = replace(network, epochs=fit)
    check_fits(layout_fits)
    with pytest.raises(LimitError):
        check_fits(replace(network, epochs=fit + 1))


def test_too_many_cells_name_what_to_lower(tmp_path):
    network = network_of(small_net(tmp_path))
    with pytest.raises(
        LimitError, match=r"cells, 30,000,000 are allowed; lower training\.epochs"
    ):
        check_fits(replace(network, examples=8000, epochs=3000))


@pytest.mark.slow
def test_too_long_a_formula_is_refused(tmp_path):
    """The answer of very many outputs asks each of them."""
    spec = small_net(tmp_path)
    rows = "\n".join(f"{k},{-k},c{k}" for k in range(700))
    (tmp_path / "small.csv").write_text(f"x1,x2,label\n{rows}\n")
    spec.write_text(spec.read_text().replace("units = 2", "units = 700"))
    with pytest.raises(
        LimitError, match=r"699 operators in one row, 200 are possible; lower the units"
    ):
        sheetnet.build(spec, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("units", "signs"), [(50, None), (51, 203)])
def test_a_cost_of_too_many_outputs_is_refused(tmp_path, units, signs):
    """Cross-entropy has four signs for each of them, in one row."""
    spec = small_net(tmp_path, output="sigmoid", cost="cross-entropy")
    rows = "\n".join(f"{k % 2},{k % 3},c{k}" for k in range(units))
    (tmp_path / "small.csv").write_text(f"x1,x2,label\n{rows}\n")
    spec.write_text(spec.read_text().replace("units = 2", f"units = {units}"))
    network = network_of(spec)
    if signs is None:
        assert plan(network)
    else:
        with pytest.raises(LimitError, match=f"{signs} operators in one row, 200 are"):
            plan(network)


@pytest.mark.slow
@pytest.mark.parametrize("template", template_names())
def test_what_is_frozen_leaves_a_third_of_a_laptop_screen(template):
    for sheet in plan_of_template(template).sheets:
        if sheet.freeze is None:
            continue
        row, column = sheet.freeze
        wide = sum(sheet.widths.get(at, 8.43) for at in range(1, column)) * 7.3
        high = sum(sheet.heights.get(at, 15.0) for at in range(1, row)) * 4 / 3
        # Of 1240 × 580 pixels a third beside it, half below it.
        assert wide <= 1240 * 2 / 3
        assert high <= 300


@pytest.mark.parametrize("template", template_names())
def test_every_sheet_stays_within_a_spreadsheet(template):
    for sheet in plan_of_template(template).sheets:
        for block in sheet.blocks:
            row, column = block.last_cell()
            assert row <= MAX_ROW
            assert column <= MAX_COLUMN


def test_of_a_wide_picture_what_stands_above_it_is_frozen(tmp_path):
    layers = '[[layer]]\nkind = "dense"\nunits = 3\n'
    network = network_of(conv_net(tmp_path, layers, shape=(28, 28)))
    training = plan(network).sheet("Training")
    (x,) = (block for block in training.blocks if block.symbol == "x")
    assert training.freeze[0] == x.row


MANY_MAPS = """
[[layer]]
kind = "conv"
filters = {}
size = [1, 1]
[[layer]]
kind = "conv"
filters = 1
size = [1, 1]
"""


@pytest.mark.slow
def test_a_sum_of_more_terms_than_calculators_take_is_refused(tmp_path):
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()
    assert plan(network_of(conv_net(few, MANY_MAPS.format(200))))
    with pytest.raises(
        LimitError, match=r"201 operators in one row, .*lower the units or"
    ):
        plan(network_of(conv_net(many, MANY_MAPS.format(201))))


def test_a_map_of_more_lines_than_a_sheet_has_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("sheetnet.workbook.manifest.MAX_FORMULAS", 100)
    network = network_of(small_net(tmp_path))
    header = Header(LAYOUT, "0", "en", "as written")
    with pytest.raises(LimitError, match=r"formulas before they are filled .* 100 are"):
        manifest_of(plan(network), network, header)

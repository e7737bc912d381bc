"""Bands pasted below the last: head and all sheets but Check go on with them."""

import openpyxl
import pytest
from msgspec.structs import replace

import sheetnet
from sheetnet.calculators import calculators
from sheetnet.engine import run
from sheetnet.model.notation import Key
from sheetnet.sheets.assembling import last_followed
from sheetnet.sheets.training.layout import lay_out
from sheetnet.verification.book.opening import open_workbook
from sheetnet.verification.network.inputs import read_inputs
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.converting import by_xlsx
from tests.nets import part, small_net
from tests.test_edited import pasted

# Classes; test examples and a map; a regression with a scaled target.
TEMPLATES = ["and-neuron", "moons", "penguin-mass"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("on")

    def book(template):
        path = folder / f"{template}.xlsx"
        if not path.exists():
            sheetnet.build(template, path)
        return path

    return book


def place(path, key):
    """Return sheet, row and column of the first cell of a quantity."""
    with opened(path) as package:
        found = open_workbook(package)
        [block] = [one for one in found.blocks(1) if str(one.key) == key]
    return found.names[block.sheet], block.row, block.column


def trained(path, more):
    """Return NumPy's run of a workbook, so many epochs longer."""
    with opened(path) as package:
        found = open_workbook(package)
        planned = found.manifest.subject
        network = replace(planned, epochs=planned.epochs + more)
        inputs = read_inputs(found, network).inputs
    return network, run(network, inputs)


def typed(path, target, key, value):
    """Copy a workbook with another constant in the first cell of a quantity."""
    sheet, row, column = place(path, key)
    loaded = openpyxl.load_workbook(path)
    loaded[sheet].cell(row, column).value = value
    loaded.save(target)
    return target


def shown(path, keys, calculator):
    """Return what the first cells of some quantities show."""
    places = {key: place(path, key) for key in keys}
    sheets = sorted({sheet for sheet, _, _ in places.values()})
    grids = values(calculators()[calculator], path, sheets)
    return {
        key: grids[sheet][row - 1, column - 1]
        for key, (sheet, row, column) in places.items()
    }


def gone_on(source, folder, more):
    """Copy a workbook with more bands, and Picture at an epoch beyond the last."""
    path = pasted(source, folder / "p.xlsx", more)
    beyond = trained(source, more)[0].epochs + 5
    return typed(path, folder / f"{source.stem}.xlsx", "picture.epoch", beyond)


def check_goes_on(path, source, more, calculator):
    """Compare what head, Picture, Explorer, Try, Cost show with NumPy's longer run."""
    network, trace = trained(source, more)
    last, layer = network.epochs, network.last.number
    keys = ["last_epoch", "last_C_T", "picture.epoch_used", "picture.C_T"]
    keys += ["picture.of", "explorer.epoch", f"explorer.b_{layer}"]
    keys += [f"try.after_b_{layer}", f"try.after_epoch_{layer}"]
    found = shown(path, keys, calculator)
    C_T = float(trace[Key("C_T")][-1])
    b = float(trace[Key("b", layer)][-1].ravel()[0])
    for key, value in {
        "last_epoch": last,
        "last_C_T": C_T,
        "picture.epoch_used": last,
        "picture.C_T": C_T,
        "explorer.epoch": last,
        f"explorer.b_{layer}": b,
        f"try.after_b_{layer}": b,
    }.items():
        assert found[key] == pytest.approx(value, rel=1e-9), key
    assert found["picture.of"] == f"of {last}"
    assert found[f"try.after_epoch_{layer}"] == f"After: epoch {last}"
    sheet, row, column = place(path, "cost.C_T")
    grid = values(calculators()[calculator], path, [sheet])[sheet]
    table = grid[row - 1 : row + network.epochs + 20, column - 1].astype(float)
    assert table[: last + 1] == pytest.approx(trace[Key("C_T")], rel=1e-9)
    # What is not there yet says the last epoch again: a chart draws one point.
    spare = 20 - more
    assert table[last + 1 : last + 1 + spare].tolist() == [table[last]] * spare


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "bands"), part([("and-neuron", 1), *((name, 3) for name in TEMPLATES)])
)
def test_all_sheets_go_on_to_the_pasted_band(built, tmp_path, template, bands):
    source = built(template)
    path = gone_on(source, tmp_path, bands)
    check_goes_on(path, source, bands, "embedded")
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_goes_on_too_and_what_it_saves_agrees(built, tmp_path, libreoffice):
    """It recalculates and saves them, all in one start."""
    sources = [built(template) for template in TEMPLATES]
    paths = [gone_on(source, tmp_path, 2) for source in sources]
    (tmp_path / "out").mkdir()
    for source, path in zip(sources, by_xlsx(paths, tmp_path / "out"), strict=True):
        check_goes_on(path, source, 2, "saved")
        for calculator in ("saved", "embedded"):
            report = sheetnet.verify(path, calculator=calculator, perturb=0)
            assert (report.problems, report.first_wrong) == ((), None)
            assert not any("hidden under a condition" in note for note in report.notes)


@pytest.mark.slow
def test_beyond_the_bands_that_are_followed_all_agrees_and_it_is_said(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    with opened(tmp_path / "b.xlsx") as package:
        most = last_followed(open_workbook(package).plan)
    path = pasted(tmp_path / "b.xlsx", tmp_path / "p.xlsx", 22)
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)
    assert any(f"follow bands up to epoch {most};" in one for one in report.notes)
    assert shown(path, ["last_epoch"], "embedded") == {"last_epoch": most}


@pytest.mark.slow
def test_a_number_where_a_band_may_come_is_named_and_is_no_band(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    with opened(tmp_path / "b.xlsx") as package:
        layout = lay_out(open_workbook(package).manifest.subject)
    epoch = layout.block("epoch")
    row = epoch.row + layout.last_band + 2 * layout.height
    loaded = openpyxl.load_workbook(tmp_path / "b.xlsx")
    loaded["Training"].cell(row, epoch.column).value = 7
    loaded.save(tmp_path / "e.xlsx")
    report = sheetnet.verify(tmp_path / "e.xlsx")
    assert not report.agree
    assert any("must be empty; it holds 7" in line for line in report.problems)


@pytest.mark.slow
def test_without_training_no_band_is_followed(tmp_path):
    sheetnet.build(small_net(tmp_path, epochs=0), tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx")
    assert (report.problems, report.first_wrong, report.notes) == ((), None, ())
    assert shown(tmp_path / "b.xlsx", ["last_epoch"], "embedded") == {"last_epoch": 0}


def test_only_the_first_and_the_last_band_are_open(built):
    path = built("and-neuron")
    with opened(path) as package:
        network = open_workbook(package).manifest.subject
    layout = lay_out(network)
    rows = openpyxl.load_workbook(path)["Training"].row_dimensions
    folded = {
        e
        for e in range(network.epochs + 1)
        if rows[layout.first + e * layout.height + 1].hidden
    }
    assert folded == set(range(1, network.epochs))

"""The views, driven as a user would: choose, type, change; they follow and agree."""

import math
import re
import shutil

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import spoken_in
from sheetnet.calculators import CellError, calculators
from sheetnet.engine import run
from sheetnet.lang import languages, texts
from sheetnet.layers.quantities import learning, of_layer
from sheetnet.model.notation import Key
from sheetnet.model.shown import Ends
from sheetnet.sheets import all_values
from sheetnet.sheets.training.layout import lay_out
from sheetnet.verification.book.opening import cells_of, open_workbook, read_given
from sheetnet.verification.network.inputs import read_inputs
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.nets import conv_net, small_net
from tests.templates import plan_of_template

CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
activation = "tanh"
[[layer]]
kind = "max-pool"
size = [2, 1]
stride = 1
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
stride = 2
padding = "same"
"""


@pytest.fixture(
    scope="module",
    params=[
        "dense",
        pytest.param("softmax", marks=pytest.mark.slow),
        pytest.param("conv", marks=pytest.mark.slow),
    ],
)
def book(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    specs = {
        "dense": lambda: small_net(folder),
        "softmax": lambda: small_net(folder, output="softmax", cost="cross-entropy"),
        "conv": lambda: conv_net(folder, CONV),
    }
    sheetnet.build(specs[request.param](), folder / "book.xlsx")
    return folder / "book.xlsx"


def opened_book(path):
    with opened(path) as package:
        return open_workbook(package)


def put(path, target, **values):
    """Copy a workbook with other values in a view's input cells."""
    book = opened_book(path)
    loaded = openpyxl.load_workbook(path)
    for symbol, value in values.items():
        key = Key(symbol.replace("__", "."))
        block = next(b for b in book.blocks(1) if b.key == key)
        rows, columns = block.cells()
        for row, column, one in zip(
            rows.flat, columns.flat, np.ravel(value), strict=True
        ):
            loaded[book.names[block.sheet]].cell(int(row), int(column)).value = float(
                one
            )
    loaded.save(target)
    return target


def live(path, symbol, layer=0):
    """Return a quantity of a view as the embedded calculator computes it."""
    book = opened_book(path)
    block = next(b for b in book.blocks(1) if b.key == Key(symbol, layer))
    grid = values(calculators()["embedded"], path, [book.names[block.sheet]])
    return cells_of(block, grid[book.names[block.sheet]])


def trace_of(path):
    book = opened_book(path)
    inputs = read_inputs(book, book.manifest.subject).inputs
    return book.manifest.subject, inputs, run(book.manifest.subject, inputs)


def test_explorer_looks_each_quantity_up_in_one_area():
    """Each holds nearly all of Training, and LibreOffice tells each one of a change.

    With an area for each cell, one change of η in digits-8x8 took twice as long.
    """
    plan = plan_of_template("digits-8x8")
    texts = "".join(cell.formula or "" for cell in plan.sheet("Explorer").cells)
    areas = set(re.findall(r"INDEX\((Training![^,]+),", texts))
    keys = {block.key for block in plan.sheet("Training").blocks}
    assert 5 < len(areas) <= len(keys)


@pytest.mark.slow
@pytest.mark.parametrize(("k", "epoch"), [(1, 0), (3, 2), (4, 1)])
def test_explorer_shows_the_chosen_example_in_the_chosen_epoch(
    book, tmp_path, k, epoch
):
    path = put(book, tmp_path / "e.xlsx", picture__k=k, picture__epoch=epoch)
    report = sheetnet.verify(path, perturb=0)
    assert (report.problems, report.first_wrong) == ((), None)
    network, _, trace = trace_of(path)
    last = network.last.number
    shown = live(path, "explorer.a", last).astype(float)
    assert shown == pytest.approx(trace[Key("a", last)][epoch, k - 1], rel=1e-12)
    assert live(path, "explorer.verdict").item() == "✓"


@pytest.mark.slow
@pytest.mark.parametrize(("k", "epoch"), [(99, 99), (-3, -1), (2.7, 1.2)])
def test_a_choice_beyond_its_range_is_brought_back(book, tmp_path, k, epoch):
    path = put(book, tmp_path / "e.xlsx", picture__k=k, picture__epoch=epoch)
    assert sheetnet.verify(path, perturb=0).agree
    network, _, _ = trace_of(path)
    expected = int(np.clip(np.floor(k), 1, network.examples))
    assert live(path, "picture.k_used").item() == expected
    # Explorer shows the one that Picture does.
    assert live(path, "explorer.k").item() == expected


def parameters(path):
    network, _, _ = trace_of(path)
    for layer in learning(network):
        inputs = math.prod(of_layer(layer)[0].shape[1:])
        for unit, i in ((1, 0), (1, 1), (layer.units, inputs)):
            yield layer.number, unit, i


@pytest.mark.slow
def test_the_numeric_derivative_agrees_with_backprop_for_many_parameters(
    book, tmp_path
):
    network, _, trace = trace_of(book)
    chosen = list(parameters(book))
    for number, (l, unit, i) in enumerate(chosen):
        epoch = number % (network.epochs + 1)
        path = put(
            book, tmp_path / "g.xlsx",
            gradient_check__layer=l, gradient_check__unit=unit,
            gradient_check__input=i, picture__epoch=epoch,
        )  # fmt: skip
        report = sheetnet.verify(path, perturb=0)
        assert (report.problems, report.first_wrong) == ((), None)
        symbol = "dC_db" if i == 0 else "dC_dw"
        array = trace[Key(symbol, l)][epoch].reshape(network.layer(l).units, -1)
        g = array[unit - 1, max(i - 1, 0)]
        assert live(path, "gradient_check.backprop").item() == pytest.approx(
            g, rel=1e-9
        )
        numeric = live(path, "gradient_check.numeric").item()
        assert abs(numeric - g) <= 1e-6 * abs(g) + 1e-8
        assert live(path, "gradient_check.mark").item() == "✓"
    assert len(chosen) >= 6


@pytest.mark.slow
def test_another_epsilon_is_used(book, tmp_path):
    path = put(book, tmp_path / "g.xlsx", gradient_check__epsilon=1e-3)
    assert sheetnet.verify(path).agree


@pytest.mark.slow
def test_try_answers_what_is_typed_before_and_after_training(book, tmp_path):
    network, inputs, trace = trace_of(book)
    for k in (1, 3):
        path = put(book, tmp_path / "t.xlsx", try__x=inputs.x[k])
        assert sheetnet.verify(path, perturb=0).agree
        last = network.last.number
        for when, epoch in (("before", 0), ("after", -1)):
            a = live(path, f"try.{when}_a", last).astype(float)
            assert a == pytest.approx(trace[Key("a", last)][epoch, k], rel=1e-12)
            answer = int(trace[Key("answer")][epoch, k]) - 1
            assert live(path, f"try.{when}_answer").item() == inputs.classes[answer]


@pytest.mark.slow
def test_the_views_of_a_wide_layer_draw_the_first_units_and_agree(tmp_path):
    """90 units that see a 7 × 7 picture are more than a drawing: the first are drawn."""
    layers = '[[layer]]\nkind = "dense"\nunits = 90\nactivation = "tanh"\n'
    spec = conv_net(tmp_path, layers, shape=(7, 7))
    sheetnet.build(spec, tmp_path / "wide.xlsx")
    report = sheetnet.verify(tmp_path / "wide.xlsx", perturb=1)
    assert (report.problems, report.first_wrong) == ((), None)
    texts = [
        cell.value
        for row in openpyxl.load_workbook(tmp_path / "wide.xlsx")["Explorer"].iter_rows(
            max_col=1
        )
        for cell in row
    ]
    assert any("the first 81 are drawn" in str(text) for text in texts)


def test_what_a_view_cannot_take_is_refused_by_cell(book, tmp_path):
    path = tmp_path / "bad.xlsx"
    shutil.copy(book, path)
    loaded = openpyxl.load_workbook(path)
    block = next(b for b in opened_book(path).blocks(1) if b.symbol == "picture.k")
    loaded["Picture"].cell(block.row, block.column).value = "first"
    loaded.save(path)
    with pytest.raises(sheetnet.SheetnetError, match=r"Picture!\w+: expected a number"):
        sheetnet.verify(path)


@pytest.mark.slow
def test_no_cell_of_any_sheet_is_an_error(book):
    with opened(book) as package:
        names = opened_book(book).names
        grids = calculators()["embedded"].values(package, list(names.values()))
    for grid in grids.values():
        assert [v for v in grid.ravel() if isinstance(v, CellError)] == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_every_value_of_the_views_is_cached_as_numpy_says(tmp_path, lang):
    sheetnet.build(small_net(tmp_path), tmp_path / "c.xlsx", lang=lang)
    book = opened_book(tmp_path / "c.xlsx")
    network, inputs, trace = trace_of(tmp_path / "c.xlsx")
    ends = Ends(network.epochs, network.epochs + lay_out(network).spare)
    values = all_values(network, inputs, trace, read_given(book), ends)
    for block in book.blocks(network.epochs + 1):
        if block.symbol == "canary" or block.sheet not in book.saved:
            continue
        held = cells_of(block, book.saved[block.sheet])
        value = spoken_in(np.asarray(values[block.key]), texts(lang))
        expected = np.asarray(value, dtype=object).reshape(held.shape)
        for one, other in zip(held.flat, expected.flat, strict=True):
            assert one == (other if other != "" else None)


@pytest.mark.parametrize("epochs", [0, 3])
def test_explorer_opens_at_the_first_wrong_answer_of_the_last_epoch(tmp_path, epochs):
    path = tmp_path / "book.xlsx"
    sheetnet.build(small_net(tmp_path, epochs=epochs), path)
    book = opened_book(path)

    def told(symbol):
        block = next(b for b in book.blocks(epochs + 1) if b.key == Key(symbol))
        return cells_of(block, book.saved[block.sheet])

    marks = [str(mark) for mark in np.ravel(told("mark"))]
    assert "✗" in marks
    assert told("explorer.k").item() == 1 + marks.index("✗")
    assert told("explorer.epoch").item() == epochs


def test_the_mean_of_a_pool_is_spelled_as_it_is_worked(tmp_path):
    """As a sum and a division, which are the same in every language."""
    layers = CONV.replace("max-pool", "average-pool")
    sheetnet.build(conv_net(tmp_path, layers), tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx", data_only=True)["Explorer"]
    told = [c.value for row in sheet for c in row if isinstance(c.value, str)]
    found = [
        re.fullmatch(
            r"a³.* = \((\S+) ([+−]) (\S+)\) / 2 = (\S+)", one.replace("−", "-", 0)
        )
        for one in told
    ]
    found = [one for one in found if one]
    assert len(found) == 2
    for one in found:
        first, sign, second, mean = (part.replace("−", "-") for part in one.groups())
        total = float(first) + float(
            sign + second.replace("+", "") if sign == "-" else second
        )
        assert total / 2 == pytest.approx(float(mean), abs=1e-3)

"""Batch normalisation: numbers worked by hand, slopes of C_T, what sheets say and accept."""

from dataclasses import replace

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft, draft_of_network, write
from sheetnet.engine import run
from sheetnet.errors import SpecError
from sheetnet.exercises.faults import faults_of
from sheetnet.lang import languages
from sheetnet.layers.quantities import learning, quantities
from sheetnet.model.notation import Key, gradient_of
from sheetnet.sheets import first_given
from sheetnet.sheets.gradient_check.symbols import SAME, inputs_of, own
from sheetnet.sheets.gradient_check.truth import shown
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.address import to_a1
from sheetnet.workbook.drawing.guide_page import text_width
from tests import networks
from tests.test_edited import pasted

NORM = {"kind": "batch-norm", "activation": "tanh"}
LAST = {"kind": "dense", "units": 2}
DENSE = [{"kind": "dense", "units": 3, "activation": "identity"}, NORM, LAST]
CONV = [
    {"kind": "conv", "filters": 2, "size": (2, 2), "activation": "identity"},
    NORM,
    {"kind": "max-pool", "size": (2, 2), "stride": 1},
    NORM,
    LAST,
]
NETS = {"dense": (DENSE, (3,)), "maps": (CONV, (4, 4)), "input": ([NORM, LAST], (3,))}


def network_and_inputs(name, *, apart=False, **settings):
    """Return a network, and its inputs; `apart`: two batches, and a last one unused."""
    layers, shape = NETS[name]
    more = {"batches": 2, "counts": True, "test": 1} if apart else {}
    network = networks.network_of(layers, shape, examples=7, **more, **settings)
    chosen = {}
    if apart:
        chosen["use"] = np.array([1.0, 1, 1, 0, 1, 1, 0])
        chosen["batch"] = np.array([1.0, 2, 1, 2, 2, 1, 0])
    return network, replace(networks.inputs_of(network), **chosen)


def test_a_column_is_normalised_as_by_hand():
    network = networks.network_of([NORM, LAST], (1,), examples=3, counts=True, epochs=0)
    x, use = np.array([[1.0], [5.0], [4.0]]), np.array([1.0, 1.0, 0.0])
    trace = run(network, replace(networks.inputs_of(network), x=x, use=use))
    # Of 1 and 5 the mean is 3, the variance 4; the third is only asked.
    root = np.sqrt(4.00001)
    assert trace["mean_seen", 2].item() == 3.0
    assert trace["v", 2].ravel().tolist() == [4.0, 4.0, 1.0]
    assert trace["root_seen", 2].item() == pytest.approx(root, rel=1e-15)
    np.testing.assert_allclose(trace["u", 2].ravel(), [-2 / root, 2 / root, 1 / root])


def test_a_map_is_normalised_over_all_its_places():
    network, inputs = network_and_inputs("maps", epochs=0)
    trace = run(network, inputs)
    a, u = trace["a", 2][0], trace["u", 3][0]
    for unit in range(2):
        numbers = [float(x) for k in range(7) for x in a[k, unit].ravel()]
        mean = sum(numbers) / len(numbers)
        variance = sum((x - mean) ** 2 for x in numbers) / len(numbers)
        expected = (a[:, unit] - mean) / (variance + 1e-5) ** 0.5
        np.testing.assert_allclose(u[:, unit], expected, rtol=1e-12)


def costs_of(network, inputs, n):
    """Return what the update n learns from: the sum of C over its batch."""
    trace = run(network, inputs)
    learned = trace[Key("in_batch")][n] if network.in_batches else 1.0
    return float((learned * trace[Key("C")][0]).sum())


@pytest.mark.parametrize("apart", [False, True], ids=["all", "in batches"])
@pytest.mark.parametrize("name", NETS)
def test_gradients_are_slopes_though_each_example_moves_mean_and_variance(name, apart):
    network, inputs = network_and_inputs(name, apart=apart, epochs=0)
    trace, h = run(network, inputs), 1e-5
    for key, array in inputs.start.items():
        gradient = trace[Key(gradient_of(key.symbol), key.layer)][0]
        for index in list(np.ndindex(array.shape))[::3]:
            kept, costs = array[index], []
            for step in (h, -h):
                array[index] = kept + step
                costs.append(costs_of(network, inputs, 0))
            array[index] = kept
            slope = (costs[0] - costs[1]) / (2 * h)
            assert gradient[index] == pytest.approx(slope, rel=1e-6, abs=1e-8), key


@pytest.mark.parametrize("apart", [False, True], ids=["all", "in batches"])
@pytest.mark.parametrize("name", NETS)
def test_gradient_check_agrees_whatever_is_chosen(name, apart):
    network, inputs = network_and_inputs(name, apart=apart, epochs=1)
    trace = run(network, inputs)
    given = first_given(network, inputs, trace)
    for layer in learning(network):
        for i in range(inputs_of(layer) + 1):
            chosen = {"layer": layer.number, "unit": layer.units, "input": i}
            given |= {Key(own(one)): np.array(float(n)) for one, n in chosen.items()}
            sheet = shown(network, inputs, trace, given, network.bands - 1)
            assert sheet[Key(own("mark"))].item() == SAME, chosen


def test_units_that_never_vary_are_no_error():
    network, inputs = network_and_inputs("dense")
    inputs.start[Key("w", 2)][0] = 0.0
    trace = run(network, inputs)
    assert (trace["u", 3][0, :, 0] == 0.0).all()
    assert trace["root_seen", 3][0, 0] == pytest.approx(1e-5**0.5)


# ------------------------------------------------------------------ what a spec says

TABLE = "p,q,label\n0.9,0.1,yes\n0.2,0.8,no\n0.6,0.3,yes\n0.1,0.9,no\n0.5,0.7,yes\n"


def spec(folder, training="", norm="", first='kind = "dense"\nunits = 2', data=""):
    """Return a loaded spec with a layer of batch normalisation."""
    (folder / "a.csv").write_text(TABLE, encoding="utf-8")
    path = folder / "a.toml"
    path.write_text(
        f'data = {{ file = "a.csv", label = "label"{data} }}\n[[layer]]\n{first}\n'
        f'[[layer]]\nkind = "batch-norm"\n{norm}\n[[layer]]\nkind = "dense"\nunits = 2\n'
        f"[training]\neta = 0.3\nepochs = 2\n{training}\n",
        encoding="utf-8",
    )
    return load_network(path)


def test_it_begins_as_plain_normalisation_whatever_is_drawn(tmp_path):
    network, inputs = resolve(spec(tmp_path))
    assert inputs.start[Key("p", 3)].tolist() == [1.0, 1.0]
    assert inputs.start[Key("q", 3)].tolist() == [0.0, 0.0]
    assert network.layer(3).activation == "identity"


def test_scale_and_shift_do_not_decay(tmp_path):
    network, _ = resolve(spec(tmp_path, "weight_decay = 0.1"))
    decays = {str(one.key) for one in quantities(network) if "λ" in one.equation}
    assert decays == {"w_2", "w_4"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"norm": 'activation = "softmax"'}, "softmax is for a dense output layer"),
        ({"norm": "epsilon = 0"}, "layer.3.epsilon: expected a number from 1e-12"),
        (
            {"first": 'kind = "batch-norm"', "data": ", image = [1, 2]"},
            "layer.2: sees the picture itself",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path, more, says):
    with pytest.raises(SpecError, match=says):
        resolve(spec(tmp_path, **more))


# ------------------------------------------------------------------ workbooks


@pytest.mark.slow
def test_the_sheet_says_that_batches_do_not_count(tmp_path):
    for training, said in (("", "learn: mean m"), ("batches = 2", "over all batches")):
        made = draft(spec(tmp_path, training)).plan.sheet("Training")
        assert any(said in (cell.text or "") for cell in made.cells)


@pytest.mark.parametrize(("name", "word"), [("dense", "unit"), ("maps", "map")])
def test_captions_count_units_or_maps_beside_what_is_kept_too(name, word):
    network, inputs = network_and_inputs(name, optimizer="momentum")
    inputs = replace(inputs, settings={**inputs.settings, "mu": 0.9})
    plan = draft_of_network(network, inputs).plan
    training = plan.sheet("Training").cells
    beside = {cell.row: cell.text for cell in training if cell.column == 1}
    # p, what momentum keeps of p, and what is measured: each has its captions.
    blocks = {str(one.key): one for one in plan.sheet("Training").blocks}
    for key in ("p_3", "m_p_3", "mean_seen_3"):
        assert beside[blocks[key].row + 1] == f"{word} 2"
    explorer = {cell.text for cell in plan.sheet("Explorer").cells}
    count = network.layer(3).units
    assert f"Layer 3: batch normalisation, tanh, {word}s: {count}" in explorer
    assert f"{word} 1" in explorer


@pytest.mark.slow
@pytest.mark.parametrize("apart", [False, True], ids=["all", "in batches"])
@pytest.mark.parametrize("name", NETS)
def test_every_sheet_shows_what_numpy_computes(name, apart, tmp_path):
    network, inputs = network_and_inputs(name, apart=apart)
    write(draft_of_network(network, inputs), tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=2)
    assert report.agree, report.problems


@pytest.mark.parametrize("lang", languages())
def test_gradient_check_has_room_for_what_its_numbers_are(tmp_path, lang):
    sheet = draft(spec(tmp_path), lang).plan.sheet("GradientCheck")
    filled = {(cell.row, cell.column) for cell in sheet.cells}
    told = [cell for cell in sheet.cells if (cell.text or "").endswith(" q")]
    assert len(told) == 1
    row, column = told[0].row, told[0].column
    room = 0.0
    while (row, column + 1) not in filled:
        room += sheet.widths.get(column, 8.0)
        column += 1
    assert text_width(told[0].text) <= room + sheet.widths.get(column, 8.0)


@pytest.mark.slow
def test_a_pasted_band_measures_anew(tmp_path):
    sheetnet.build(spec(tmp_path, "batches = 2"), tmp_path / "a.xlsx")
    path = pasted(tmp_path / "a.xlsx", tmp_path / "b.xlsx", 2)
    report = sheetnet.verify(path, perturb=1)
    assert report.agree, report.problems
    assert any("2 pasted bands" in note for note in report.notes)


@pytest.mark.slow
@pytest.mark.parametrize("which", range(3), ids=["both", "variance", "mean"])
def test_backprop_that_forgets_mean_or_variance_is_found(which, tmp_path):
    made = draft(spec(tmp_path))
    write(made, tmp_path / "a.xlsx")
    network, _ = resolve(spec(tmp_path))
    training = made.plan.sheet("Training")
    found = faults_of(network, training, "means-left-out")
    assert {str(fault.key) for fault in found} == {"delta_2"}
    fault, down, across = found[which], training.down, training.across
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for band in range(down.count):
        for k in range(across.count):
            at = fault.cell.row + band * down.step, fault.cell.column + k * across.step
            book["Training"].cell(*at).value = f"={to_a1(fault.formula, *at)}"
    book.save(tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx", perturb=0)
    assert report.problems
    assert str(report.first_wrong.key) == "delta_2"

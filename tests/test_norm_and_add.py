"""A norm over units, and a residual: worked by hand, against autograd, refused, broken."""

from dataclasses import replace

import autograd.numpy as anp
import numpy as np
import openpyxl
import pytest
from autograd import grad

import sheetnet
from sheetnet.building.builder import draft_of_network, write
from sheetnet.engine import data_of, run
from sheetnet.errors import SpecError
from sheetnet.exercises.faults import faults_of
from sheetnet.model.notation import Key, gradient_of
from sheetnet.workbook.address import to_a1
from tests import networks

RMS, LAYER = ({"kind": "norm", "norm": one} for one in ("rms", "layer"))
LAST = {"kind": "dense", "units": 2, "activation": "sigmoid"}


def dense(units, activation="identity"):
    return {"kind": "dense", "units": units, "activation": activation}


def add(number):
    return {"kind": "add", "adds": number}


BLOCK = [dense(3, "tanh"), LAYER, dense(4, "tanh"), dense(3), add(2), RMS, add(1), LAST]


def norms_of(layers, x):
    """Return the trace of a norm that sees the input, its gain and shift not 1 and 0."""
    network = networks.network_of([*layers, LAST], (2,), examples=1, epochs=0)
    inputs = networks.inputs_of(network)
    inputs.x[:] = x
    inputs.start[Key("g", 2)][:] = [2.0, 3.0]
    if Key("c", 2) in inputs.start:
        inputs.start[Key("c", 2)][:] = [10.0, 20.0]
    return run(network, inputs)


def test_rms_divides_by_the_root_of_the_mean_square():
    trace = norms_of([RMS], [1.0, 7.0])
    # (1 + 49) / 2 = 25
    np.testing.assert_allclose(trace["root_units", 2].ravel(), [0.2], rtol=1e-6)
    np.testing.assert_allclose(trace["a", 2].ravel(), [0.4, 4.2], rtol=1e-6)


def test_layer_takes_the_mean_away_and_adds_a_shift():
    trace = norms_of([LAYER], [1.0, 7.0])
    assert trace["mean_units", 2].ravel().tolist() == [4.0]
    assert trace["d", 2].ravel().tolist() == [-3.0, 3.0]
    np.testing.assert_allclose(trace["a", 2].ravel(), [8.0, 23.0], rtol=1e-6)


def test_gradients_of_a_block_are_those_of_autograd():
    network = networks.network_of(BLOCK, (3,), epochs=0)
    inputs = networks.inputs_of(network)
    trace = run(network, inputs)
    t = data_of(network, inputs).t
    start = {tuple(key): array for key, array in inputs.start.items() if key.layer}

    def through(l, h, w):
        return anp.dot(h, w["w", l].T) + w["b", l]

    def cost(w):
        x = inputs.x
        a2 = anp.tanh(through(2, x, w))
        d = a2 - anp.mean(a2, axis=1, keepdims=True)
        root = anp.sqrt(anp.mean(d * d, axis=1, keepdims=True) + 1e-5)
        a3 = w["g", 3] * d / root + w["c", 3]
        a6 = through(5, anp.tanh(through(4, a3, w)), w) + a2
        mean = anp.mean(a6 * a6, axis=1, keepdims=True)
        a8 = w["g", 7] * a6 / anp.sqrt(mean + 1e-5) + x
        a9 = 1 / (1 + anp.exp(-through(9, a8, w)))
        return 0.5 * anp.sum((t - a9) ** 2)

    for (symbol, l), expected in grad(cost)(start).items():
        mine = trace[Key(gradient_of(symbol), l)][0]
        np.testing.assert_allclose(mine, expected, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_block_follows_changes_of_its_inputs(lang, tmp_path):
    settings = {"reduction": "mean", "counts": True, "test": 1, "batches": 2}
    network = networks.network_of(BLOCK, (3,), examples=5, **settings)
    inputs = networks.inputs_of(network)
    chosen = {"use": np.array([1.0, 1, 0, 1, 0]), "batch": np.array([1.0, 2, 1, 2, 0])}
    inputs = replace(inputs, **chosen)
    path = tmp_path / "block.xlsx"
    write(draft_of_network(network, inputs, lang), path)
    report = sheetnet.verify(path, perturb=2)
    assert report.agree, report.problems


@pytest.mark.parametrize("norm", [RMS, LAYER])
def test_over_two_features_a_norm_has_no_map(norm, tmp_path):
    network = networks.network_of([dense(2), norm, LAST], (2,))
    path = tmp_path / "plane.xlsx"
    write(draft_of_network(network, networks.inputs_of(network)), path)
    assert sheetnet.verify(path, perturb=1).agree


@pytest.mark.parametrize(
    ("layers", "shape", "says"),
    [
        ([RMS, LAST], (4, 4), "norm is taken over a column of units"),
        ([add(1), LAST], (3,), "nothing is below but the input"),
        ([dense(3), add(2), LAST], (3,), "expected an earlier layer than 2"),
        ([dense(3), add(7), LAST], (3,), r"1 \(the input\) to 1"),
        ([dense(3), dense(2), add(2), LAST], (3,), "layer 2 has 3 values, and layer 3"),
        ([dense(3), add(1), LAST], (3, 1), "only equal shapes are added"),
    ],
)
def test_what_cannot_be_is_refused(layers, shape, says):
    with pytest.raises(SpecError, match=says):
        networks.network_of(layers, shape)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "which"),
    [
        *(("means-left-out", which) for which in range(3)),
        *(("reader-left-out", which) for which in range(2)),
    ],
)
def test_what_does_not_go_back_is_found_where_it_is_missing(kind, which, tmp_path):
    network = networks.network_of(BLOCK, (3,), epochs=1)
    draft = draft_of_network(network, networks.inputs_of(network))
    write(draft, tmp_path / "a.xlsx")
    training = draft.plan.sheet("Training")
    found = faults_of(network, training, kind)
    fault = [one for one in found if one.key == Key("delta", 2)][which]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    down, across = training.down, training.across
    for band in range(down.count):
        for k in range(across.count):
            at = fault.cell.row + band * down.step, fault.cell.column + k * across.step
            book["Training"].cell(*at).value = f"={to_a1(fault.formula, *at)}"
    book.save(tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx", perturb=0)
    assert report.problems
    assert str(report.first_wrong.key) == "delta_2"

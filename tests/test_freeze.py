"""`freeze`: parameters that no update moves, in NumPy and on the sheets."""

import json

import numpy as np
import pytest

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.engine import epochs, run
from sheetnet.errors import SpecError
from sheetnet.lang import languages
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.nets import conv_net, small_net, write_csv
from tests.plans import assert_one_thing_a_place

# Matt Mazur, "A Step by Step Backpropagation Example" (2015).
MAZUR = {
    "w2": [[0.15, 0.20], [0.25, 0.30]],
    "b2": [0.35, 0.35],
    "w3": [[0.40, 0.45], [0.50, 0.55]],
    "b3": [0.60, 0.60],
}


def mazur(folder, updates):
    """Write Mazur's network, of which he holds the biases; return the spec's path."""
    write_csv(folder / "m.csv", ["i1", "i2", "o1", "o2"], [[0.05, 0.10, 0.01, 0.99]])
    (folder / "m.json").write_text(json.dumps(MAZUR))
    path = folder / "m.toml"
    path.write_text(
        'data = { file = "m.csv", target = ["o1", "o2"] }\n'
        'layer = [{ kind = "dense", units = 2 }, { kind = "dense", units = 2 }]\n'
        f"training = {{ eta = 0.5, epochs = {updates}, freeze = ['b'],"
        ' init = { file = "m.json" } }\n'
    )
    return path


def test_mazurs_first_update_has_his_numbers(tmp_path):
    trace = run(*resolve(load_network(mazur(tmp_path, 1))))
    assert trace[Key("C_T")][0] == pytest.approx(0.298371109, abs=5e-10)
    w2 = [[0.149780716, 0.19956143], [0.24975114, 0.29950229]]
    w3 = [[0.35891648, 0.408666186], [0.511301270, 0.561370121]]
    np.testing.assert_allclose(trace[Key("w", 2)][1], w2, atol=5e-9)
    np.testing.assert_allclose(trace[Key("w", 3)][1], w3, atol=5e-9)


@pytest.mark.slow
def test_mazurs_error_after_10000_passes(tmp_path):
    """His 10,000th pass forward, of weights that had 9,999 updates: 0.0000351085.

    The error that he gives after one update (0.291027924) and his last outputs are those
    of a run in which the hidden layer's gradients take w³ after its update. It is no
    gradient, and the weights that he prints are not of it.
    """
    for one in epochs(*resolve(load_network(mazur(tmp_path, 9_999)))):
        C_T = float(one[Key("C_T")])
    assert pytest.approx(0.0000351085, abs=5e-11) == C_T


CONV = '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [2, 2]\nactivation = "tanh"\n'
DENSE = '[[layer]]\nkind = "dense"\nunits = 3\n'
NARROW = CONV.replace("[2, 2]", "[2, 1]")
W2, B2, W3, B3, W4, B4 = (
    Key(symbol, layer) for layer in (2, 3, 4) for symbol in ("w", "b")
)
CASES = {
    '["b"]': {B2, B3, B4},
    '["w3"]': {W3},
    '["layer.2", "b4"]': {W2, B2, B4},
    '["w", "b"]': {W2, B2, W3, B3, W4, B4},
}


@pytest.mark.parametrize("freeze", CASES)
def test_only_what_is_named_stays_and_gradients_are_as_ever(tmp_path, freeze):
    spec, held = conv_net(tmp_path, CONV + DENSE), CASES[freeze]
    network, inputs = resolve(load_network(spec, [f"training.freeze={freeze}"]))
    trace = run(network, inputs)
    free = run(*resolve(load_network(spec)))
    assert set(network.frozen) == held
    for key, start in inputs.start.items():
        assert (trace[key][-1] == start).all() == (key in held), key
        gradient = Key(f"dC_d{key.symbol}", key.layer)
        np.testing.assert_array_equal(trace[gradient][0], free[gradient][0])
        assert np.abs(trace[gradient][0]).max() > 0


@pytest.mark.slow
@pytest.mark.parametrize("freeze", CASES)
def test_a_workbook_is_verified_and_follows_changes(tmp_path, freeze):
    spec = load_network(conv_net(tmp_path, CONV + DENSE), [f"training.freeze={freeze}"])
    sheetnet.build(spec, tmp_path / "f.xlsx")
    report = sheetnet.verify(tmp_path / "f.xlsx", perturb=2)
    assert report.agree, report.problems


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "held fixed: b³"), ("zh", "固定不变：b³")]
)
def test_training_says_what_is_held_and_has_the_cell_above(tmp_path, lang, said):
    assert lang in languages()
    spec = load_network(small_net(tmp_path), ['training.freeze=["b3"]'])
    made = draft(spec, lang)
    training = made.plan.sheet("Training")
    texts = [cell.text for cell in training.cells if cell.text]
    assert texts.count(said) == 1
    assert not any("b²" in text and said[:2] in text for text in texts)
    block = next(one for one in training.blocks if one.key == Key("b", 3))
    height = next(axis.rows for axis in block.axes if axis.name == "epoch")
    formulas = {
        cell.formula
        for cell in training.cells
        if (cell.row, cell.column) == (block.row, block.column)
    }
    assert formulas == {f"R[-{height}]C{block.column}"}


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("layers", ["", CONV, CONV + CONV + DENSE, NARROW])
def test_what_is_said_covers_nothing_else(tmp_path, lang, layers):
    spec = load_network(conv_net(tmp_path, layers), ['training.freeze=["w", "b"]'])
    for sheet in draft(spec, lang).plan.sheets:
        assert_one_thing_a_place(sheet)


def test_the_sum_of_a_frozen_network_is_that_of_an_untrained_one(tmp_path):
    spec = small_net(tmp_path)
    network, inputs = resolve(load_network(spec, ['training.freeze=["w", "b"]']))
    C_T = run(network, inputs)[Key("C_T")]
    assert (C_T[0] == C_T).all()


def test_an_unknown_parameter_is_refused_with_those_there_are(tmp_path):
    spec = small_net(tmp_path)
    with pytest.raises(SpecError) as refused:
        resolve(load_network(spec, ['training.freeze=["b4"]']))
    said = "training.freeze: there is no parameter 'b4'; known: w, w2, layer.2, b, b2"
    assert said in str(refused.value)

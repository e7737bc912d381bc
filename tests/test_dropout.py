"""Dropout: masks that all programs draw alike, and the run that they make."""

import re

import autograd.numpy as anp
import numpy as np
import openpyxl
import pytest
from autograd import grad

import sheetnet
from sheetnet.building.builder import draft, write
from sheetnet.engine import run
from sheetnet.errors import LimitError, SpecError, WorkbookError
from sheetnet.exercises.faults import faults_of
from sheetnet.lang import languages
from sheetnet.model.masks import MOST_CELLS
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.address import to_a1
from tests.calculating import needed
from tests.nets import outcome, write_csv
from tests.test_edited import pasted

_ROWS = [
    [0.9, 0.1, "a"], [0.7, 0.3, "a"], [-0.8, 0.2, "b"], [-0.3, 0.9, "b"], [0.4, 0.0, "a"],
    [0.5, 0.5, "a"], [-0.5, 0.5, "b"],
]  # fmt: skip
_SPLIT = [[*row, "test" if at > 4 else "train"] for at, row in enumerate(_ROWS)]
RATE, SEED = 0.4, 11
DROPOUT = f'{{ kind = "dropout", rate = {RATE}, seed = {SEED} }}'


def net(folder, training="epochs = 3", layers=None, data=', split = "part"'):
    """Write a network of five examples and two to test with, 2-4-dropout-2."""
    write_csv(folder / "a.csv", ["x1", "x2", "label", "part"], _SPLIT)
    layers = layers or [
        '{ kind = "dense", units = 4, activation = "tanh" }',
        DROPOUT,
        '{ kind = "dense", units = 2, activation = "sigmoid" }',
    ]
    path = folder / "a.toml"
    path.write_text(
        f"""
data = {{ file = "a.csv", label = "label"{data} }}
layer = [
{",".join(layers)}
]
[training]
eta = 0.5
init = {{ distribution = "normal", seed = 5 }}
{training}
"""
    )
    return load_network(path)


def masks_by_hand(seed, rate, bands, examples, cells):
    """Return the masks as whole numbers of Python give them. Shape: (bands, K, cells)."""
    prime, found = 2**31 - 1, []
    for _ in range(bands):
        rows = []
        for k in range(1, examples + 1):
            number = seed * (618033 * k * k % 1048573) % prime
            drawn = [number * (48271 + 419 * cell) % prime for cell in range(cells)]
            rows.append(
                [0.0 if one < rate * prime else 1 / (1 - rate) for one in drawn]
            )
        found.append(rows)
        seed = 48271 * seed % prime
    return np.array(found)


# ------------------------------------------------------------------ masks


@pytest.mark.parametrize(("rate", "seed"), [(0.4, 11), (0.0, 1), (0.9, 2**31 - 2)])
def test_masks_are_those_of_whole_numbers(rate, seed, tmp_path):
    layer = f'{{ kind = "dropout", rate = {rate}, seed = {seed} }}'
    dense = '{ kind = "dense", units = 4, activation = "tanh" }'
    trace = run(*resolve(net(tmp_path, layers=[dense, layer, dense.replace("4", "2")])))
    r = masks_by_hand(seed, rate, bands=4, examples=7, cells=4)
    r[:, 5:] = 1.0  # of examples to test with nothing is left out
    np.testing.assert_array_equal(trace[Key("r", 3)], r)


def test_a_cell_is_left_out_as_often_as_said_and_none_with_another():
    """Of 40 bands, 150 examples and 16 units; correlations as chance makes them."""
    kept = masks_by_hand(1, RATE, bands=40, examples=150, cells=16) > 0
    assert abs(kept.mean() - (1 - RATE)) < 0.005  # three standard deviations
    by_unit = np.corrcoef(kept.reshape(-1, 16).T) - np.eye(16)
    by_band = np.corrcoef(kept.reshape(40, -1)) - np.eye(40)
    assert np.abs(by_unit).max() < 5 / np.sqrt(40 * 150)
    assert np.abs(by_band).max() < 5 / np.sqrt(150 * 16)


@pytest.mark.slow
def test_a_mask_is_of_single_cells_of_maps(tmp_path):
    pixels = [f"p{i}" for i in range(16)]
    rows = [[*(float((i * k) % 3) for i in range(16)), k % 2] for k in range(1, 4)]
    write_csv(tmp_path / "p.csv", [*pixels, "label"], rows)
    (tmp_path / "p.toml").write_text(
        f"""
data = {{ file = "p.csv", label = "label", image = [4, 4] }}
layer = [
  {{ kind = "conv", filters = 2, size = [2, 2], activation = "sigmoid" }},
  {DROPOUT},
  {{ kind = "dense", units = 2, activation = "sigmoid" }},
]
training = {{ eta = 0.1, epochs = 1, init = {{ distribution = "normal", seed = 5 }} }}
"""
    )
    spec = load_network(tmp_path / "p.toml")
    r = run(*resolve(spec))[Key("r", 3)]
    by_hand = masks_by_hand(SEED, RATE, bands=2, examples=3, cells=18)
    np.testing.assert_array_equal(r.reshape(by_hand.shape), by_hand)
    sheetnet.build(spec, tmp_path / "p.xlsx")
    report = sheetnet.verify(tmp_path / "p.xlsx", perturb=2)
    assert report.agree, (report.problems, report.first_wrong)


# ------------------------------------------------------------------ the run


def test_a_run_is_that_of_automatic_differentiation_with_the_same_masks(tmp_path):
    network, inputs = resolve(net(tmp_path, "epochs = 20"))
    trace = run(network, inputs)
    r = masks_by_hand(SEED, RATE, bands=21, examples=5, cells=4)
    x = np.array([row[:2] for row in _ROWS[:5]], dtype=float)
    t = np.array([[row[2] == "a", row[2] == "b"] for row in _ROWS[:5]], dtype=float)

    def C_T(w2, b2, w4, b4, mask):
        a = mask * anp.tanh(x @ w2.T + b2)
        y = 1 / (1 + anp.exp(-(a @ w4.T + b4)))
        return anp.sum((t - y) ** 2) / 2

    names = [Key("w", 2), Key("b", 2), Key("w", 4), Key("b", 4)]
    now = [inputs.start[name] for name in names]
    for band in range(21):
        for name, one in zip(names, now, strict=True):
            np.testing.assert_allclose(trace[name][band], one, rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(
            trace[Key("C_T")][band], C_T(*now, r[band]), rtol=1e-11
        )
        steps = [grad(C_T, at)(*now, r[band]) for at in range(4)]
        now = [one - 0.5 * step for one, step in zip(now, steps, strict=True)]


CASES = {
    "batches": 'epochs = 2\nbatches = 2\nreduction = "mean"\noptimizer = "adam"',
    "checkpoints": 'checkpoints = [0, 9]\nlive = 2\noptimizer = "momentum"',
    "twice": "epochs = 2",
    "of x": "epochs = 2",
}
_DENSE = '{ kind = "dense", units = 3, activation = "tanh" }'
_OUT = '{ kind = "dense", units = 2, activation = "sigmoid" }'
LAYERS = {
    "twice": [_DENSE, DROPOUT, DROPOUT.replace("11", "5"), _OUT],
    "of x": [DROPOUT, _DENSE, _OUT],
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("case", CASES)
def test_sheets_follow_and_no_mark_is_wrong(case, lang, tmp_path):
    spec = net(tmp_path, CASES[case], LAYERS.get(case))
    sheetnet.build(spec, tmp_path / "a.xlsx", lang=lang)
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=3)
    assert report.agree, (report.problems, report.first_wrong)
    assert all(run.agree for run in report.changed)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    for sheet in ("GradientCheck", "Check"):
        name = draft(spec, lang=lang).plan.sheet(sheet).name
        marks = {cell.value for row in book[name] for cell in row} & {"✓", "✗"}
        assert marks == {"✓"}


@pytest.mark.slow
@pytest.mark.parametrize("calculator", ["libreoffice", "gnumeric"])
def test_other_programs_draw_the_same_masks(calculator, tmp_path):
    needed(calculator)
    sheetnet.build(net(tmp_path, CASES["batches"]), tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", calculator=calculator, perturb=1)
    assert report.agree, (report.problems, report.first_wrong)


@pytest.mark.parametrize(
    ("training", "warned", "mark"),
    [
        # Nothing moves, and C_T goes up and down: by its masks alone.
        ('epochs = 12\nfreeze = ["w", "b"]', False, "✓"),
        ('epochs = 12\nfreeze = ["w", "b"]\nbatches = 2', False, "✓"),
        # Steps are too large, and C_T becomes many times as large.
        ("epochs = 12\noptimizer = 'adam'", True, "✗"),
    ],
)
def test_what_masks_do_to_the_cost_is_not_taken_for_steps(
    training, warned, mark, tmp_path
):
    output = '{ kind = "dense", units = 2, activation = "softmax" }'
    hidden = '{ kind = "dense", units = 4, activation = "tanh" }'
    layers = [hidden, DROPOUT, output]
    spec = net(tmp_path, f"cost = 'cross-entropy'\n{training}", layers)
    if warned:
        spec = load_network(tmp_path / "a.toml", ["training.eta=50"])
    made = draft(spec)
    assert made.outcome is not None
    codes = {one.code for one in made.outcome.warnings}
    assert ("cost-rose" in codes) is warned
    assert not codes & {"cost-jumps", "eta-too-small", "still-falling"}
    assert made.values[Key("sign_mark")][0] == mark
    C_T = run(*resolve(spec))[Key("C_T")]
    assert (np.diff(C_T) > 0).any()
    write(made, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=1)
    assert report.agree, report.problems


def test_masks_are_explained_by_name_and_by_all_digits(tmp_path):
    path, seed = tmp_path / "a.xlsx", str(11 * 48271 * 48271 % (2**31 - 1))
    write(draft(net(tmp_path, "epochs = 3\noptimizer = 'adam'")), path)
    told = {
        "seed_3@2": f"seed_3 (epoch 2) = {seed}   seed of a layer's masks",
        "draw3@1": "   draws an example's mask",
        "r3[1]@1": "   mask: 0 leaves out",
        "m_w2[1,1]@1": "   running mean of gradients",
    }
    for asked, says in told.items():
        status, out, _ = outcome("explain", path, asked)
        assert status == 0
        assert says in out.splitlines()[0]
    _, out, _ = outcome("explain", path, "seed_3@3")
    assert f"=MOD(48271*{seed},2147483647)" in out


def test_an_answer_is_asked_for_without_a_mask(tmp_path):
    """In Try there is no r: its formulas hand a of the layer below on."""
    made = draft(net(tmp_path))
    try_out = made.plan.sheet("Try")
    formulas = [cell.formula for cell in try_out.cells if cell.formula]
    assert any(re.fullmatch(r"R\[?-?\d*\]?C\[?-?\d*\]?", one) for one in formulas)
    assert not any("MOD(" in one for one in formulas)


@pytest.mark.slow
def test_pasted_bands_have_masks_of_their_own(tmp_path):
    spec = net(tmp_path)
    write(draft(spec), tmp_path / "a.xlsx")
    pasted(tmp_path / "a.xlsx", tmp_path / "b.xlsx", 2)
    report = sheetnet.verify(tmp_path / "b.xlsx", perturb=1)
    assert report.agree, (report.problems, report.first_wrong)


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        ('{ kind = "dropout", rate = 1 }', "layer.3.rate"),
        (
            '{ kind = "dropout", seed = 0 }',
            "of at least 1 and below 2147483647, found 0",
        ),
        ('{ kind = "dropout", rate = -0.1 }', "layer.3.rate"),
        ('{ kind = "dropout", seed = 0 }', "layer.3.seed"),
        (f'{{ kind = "dropout", seed = {2**31 - 1} }}', "layer.3.seed"),
        ('{ kind = "dropout", units = 3 }', "layer.3.units: unknown key"),
    ],
)
def test_what_is_no_dropout_is_refused(layer, told, tmp_path):
    with pytest.raises(SpecError, match=re.escape(told)):
        resolve(net(tmp_path, layers=[_DENSE, layer, _OUT]))


@pytest.mark.slow
@pytest.mark.parametrize("typed", [1e18, 2.5, -3, 2**31 - 1])
def test_a_seed_that_is_none_is_refused_by_its_cell(typed, tmp_path):
    sheetnet.build(net(tmp_path), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    [(sheet, cell)] = book.defined_names["seed_3"].destinations
    first = cell.replace("$", "").partition(":")[0]
    book[sheet][first].value = typed
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(
        WorkbookError, match=f"{first}: expected a whole number from 1 to 2147483646"
    ):
        sheetnet.verify(tmp_path / "b.xlsx")


def test_masks_of_more_cells_than_factors_are_refused(tmp_path):
    wide = f'{{ kind = "dense", units = {MOST_CELLS + 1}, activation = "tanh" }}'
    with pytest.raises(LimitError, match="put it after a layer with fewer"):
        resolve(net(tmp_path, layers=[wide, DROPOUT, _OUT]))


def test_the_output_layer_is_none(tmp_path):
    with pytest.raises(
        SpecError, match=r"layer\.3\.kind: the last layer must be dense, it is dropout"
    ):
        resolve(net(tmp_path, layers=[_OUT, DROPOUT]))


@pytest.mark.slow
def test_an_error_past_the_mask_is_found_by_text_and_by_value(tmp_path):
    spec = net(tmp_path, "epochs = 1")
    made = draft(spec)
    network, _ = resolve(spec)
    found = faults_of(network, made.plan.sheet("Training"), "mask-left-out")
    assert {str(fault.key) for fault in found} == {"delta_2"}
    write(made, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    training, across = made.plan.sheet("Training"), made.plan.sheet("Training").across
    for k in range(across.count):
        row, column = found[0].cell.row, found[0].cell.column + k * across.step
        text = to_a1(found[0].formula, row, column)
        book["Training"].cell(row, column).value = f"={text}"
    assert training.name == "Training"
    book.save(tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx", perturb=0)
    assert report.problems
    assert str(report.first_wrong.key) == "delta_2"

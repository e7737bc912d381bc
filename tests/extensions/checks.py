"""What must follow from each extension; run where they are on the path.

`tests/test_extensions.py` runs this file in a process of its own, in which sheetnet has not
been loaded before.
"""

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.engine import run
from sheetnet.exercises.faults import KINDS
from sheetnet.exercises.sabotage import sabotage
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.calculating import needed

SPEC = """
title = "extended"
data = { file = "a.csv", label = "label" }
[[layer]]
kind = "dense"
units = 3
activation = "half-tanh"
[[layer]]
kind = "dense"
units = 4
activation = "tanh"
[[layer]]
kind = "residual"
beside = [2]
activation = "half-tanh"
[[layer]]
kind = "dense"
units = 2
[training]
optimizer = "tempered"
eta = 0.3
epochs = 4
init = { distribution = "normal", seed = 3 }
"""
DATA = (
    "p,q,r,label\n1,0,0.5,yes\n0,1,0.2,no\n1,1,0.1,yes\n0,0,0.9,no\n0.5,0.3,0.4,yes\n"
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extended")
    (folder / "a.csv").write_text(DATA)
    (folder / "a.toml").write_text(SPEC)
    sheetnet.build(folder / "a.toml", folder / "a.xlsx")
    return folder / "a.xlsx"


def agrees(path, **options):
    report = sheetnet.verify(path, **options)
    assert report.agree, report.problems


def texts_of(book, sheet):
    rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [str(value) for row in rows for value in row if value is not None]


def test_a_workbook_with_all_of_them_agrees_and_follows_changes(book):
    agrees(book, perturb=3)


@pytest.mark.parametrize(
    "spec",
    [
        SPEC.replace('"tempered"', '"gradient-descent"'),
        SPEC.replace('"residual"\nbeside = [2]', '"dense"\nunits = 3'),
        SPEC.replace('"half-tanh"', '"relu"'),
        SPEC.replace("epochs = 4", 'epochs = 9\nreduction = "mean"'),
        SPEC.replace("eta = 0.3", "eta = 40"),
        SPEC.replace("beside = [2]", "beside = [1]").replace("units = 4", "units = 5"),
    ],
    ids=["optimizer", "layer", "activation", "mean", "wild", "input"],
)
def test_each_works_without_the_others_too(tmp_path, spec):
    (tmp_path / "a.csv").write_text(DATA)
    (tmp_path / "b.toml").write_text(spec)
    sheetnet.build(tmp_path / "b.toml", tmp_path / "b.xlsx")
    agrees(tmp_path / "b.xlsx", perturb=2)


LION_SPEC = """
data = { file = "a.csv", label = "label" }
[[layer]]
kind = "dense"
units = 2
activation = "tanh"
[[layer]]
kind = "dense"
units = 2
[training]
optimizer = "lion"
eta = 0.3
epochs = 4
init = { distribution = "normal", seed = 3 }
"""
AROUND = """clip = 0.5
weight_decay = 0.02
schedule = { kind = "cosine", total = 8 }
"""


@pytest.mark.parametrize("calculator", ["embedded", "gnumeric"])
@pytest.mark.parametrize("around", ["", AROUND], ids=["alone", "all around it"])
def test_lion_agrees_and_follows_changes(tmp_path, around, calculator):
    needed(calculator)
    (tmp_path / "a.csv").write_text(DATA)
    (tmp_path / "a.toml").write_text(LION_SPEC + around)
    sheetnet.build(tmp_path / "a.toml", tmp_path / "a.xlsx")
    agrees(tmp_path / "a.xlsx", perturb=4, calculator=calculator)


def test_lion_moves_each_parameter_by_eta_and_what_has_no_gradient_not_at_all(tmp_path):
    """m is 0 at first, so w moves by η against the sign of its gradient."""
    (tmp_path / "a.csv").write_text("p,q,label\n1,0,yes\n0.5,0,no\n0.2,0,yes\n")
    (tmp_path / "a.toml").write_text(LION_SPEC)
    trace = run(*resolve(load_network(tmp_path / "a.toml")))
    g, moved = trace["dC_dw", 2][0], np.diff(trace["w", 2][:2], axis=0)[0]
    np.testing.assert_allclose(moved, -0.3 * np.sign(g), rtol=1e-13)
    assert np.all(moved[:, 1] == 0.0), "q is 0 in each example"
    assert np.all(moved[:, 0] != 0.0)


def test_guide_check_and_names_know_the_new_quantities(book):
    guide, check = texts_of(book, "Guide"), texts_of(book, "Check")
    for symbol in ("c⁴", "∂C_T/∂c⁴", "m_w²", "n_c⁴", "beta"):
        assert symbol in guide
    assert "the first cost, so many times" in guide
    assert "w⁴, b⁴, c⁴" in check
    assert {"m_w⁴, m_b⁴, m_c⁴", "n_w⁴, n_b⁴, n_c⁴"} <= set(check)
    names = openpyxl.load_workbook(book).defined_names
    assert {"beta", "c_4", "dC_dc_4", "m_w_2", "n_c_4"} <= set(names)
    assert any(text.startswith("w²ⱼᵢ ← ") for text in texts_of(book, "Training"))


def test_a_slot_begins_as_an_input_and_is_proved_from_there(book, tmp_path):
    changed = openpyxl.load_workbook(book)
    sheet, cells = next(changed.defined_names["m_w_3"].destinations)
    changed[sheet][cells.replace("$", "").partition(":")[0]] = 0.25
    changed.save(tmp_path / "changed.xlsx")
    agrees(tmp_path / "changed.xlsx")


def test_a_formula_of_each_that_was_changed_is_found(book, tmp_path):
    for name in ("n_c_4", "m_w_3", "c_4", "dC_dc_4", "w_3"):
        broken = openpyxl.load_workbook(book)
        sheet, cells = next(broken.defined_names[name].destinations)
        first = broken[sheet][cells.replace("$", "").partition(":")[0]]
        below = next(
            cell
            for row in range(first.row, first.row + 200)
            if str((cell := broken[sheet].cell(row, first.column)).value)[:1] == "="
        )
        below.value = f"{below.value}+0.001"
        path = tmp_path / "broken.xlsx"
        broken.save(path)
        told = " ".join(sheetnet.verify(path).problems)
        assert f"Training!{below.coordinate}" in told, name


def test_faults_are_planted_in_them_and_found(book, tmp_path):
    planted = set()
    for seed in range(12):
        path = tmp_path / f"{seed}.xlsx"
        planted.add(sabotage(book, path, seed=seed).kind)
        assert not sheetnet.verify(path, perturb=0).agree, seed
    assert planted <= KINDS.keys()
    assert len(planted) > 3

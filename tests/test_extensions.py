"""What others add works everywhere without an edit in sheetnet: CONTRIBUTING's recipes, tried.

A kind of layer, an optimizer, an activation and a sheet stand in tests/extensions/. They
are put on the path in a process of their own, where sheetnet has not been loaded yet.
"""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parent.parent

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
beside = 2
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


def extended(*arguments, status=0):
    """Run sheetnet with the extensions; return what it printed."""
    command = [sys.executable, "-m", "tests.extensions", *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == status, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extended")
    (folder / "a.csv").write_text(DATA)
    (folder / "a.toml").write_text(SPEC)
    extended("build", folder / "a.toml", "-o", folder / "a.xlsx")
    return folder / "a.xlsx"


def texts_of(book, sheet):
    rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [str(value) for row in rows for value in row if value is not None]


def test_a_workbook_with_all_of_them_agrees_and_follows_changes(book):
    assert "agree: " in extended("verify", book, "--perturb", 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    "spec",
    [
        SPEC.replace('"tempered"', '"gradient-descent"'),
        SPEC.replace('"residual"\nbeside = 2', '"dense"\nunits = 3'),
        SPEC.replace('"half-tanh"', '"relu"'),
        SPEC.replace("epochs = 4", 'epochs = 9\nreduction = "mean"'),
        SPEC.replace("eta = 0.3", "eta = 40"),
        SPEC.replace("beside = 2", "beside = 1").replace("units = 4", "units = 5"),
    ],
    ids=["optimizer", "layer", "activation", "mean", "wild", "input"],
)
def test_each_works_without_the_others_too(tmp_path, spec):
    (tmp_path / "a.csv").write_text(DATA)
    (tmp_path / "b.toml").write_text(spec)
    extended("build", tmp_path / "b.toml", "-o", tmp_path / "b.xlsx")
    assert "agree: " in extended("verify", tmp_path / "b.xlsx", "--perturb", 2)


def test_guide_check_and_names_know_the_new_quantities(book):
    guide, check = texts_of(book, "Guide"), texts_of(book, "Check")
    for symbol in ("c⁴", "∂C_T/∂c⁴", "m_w²", "n_c⁴", "beta"):
        assert symbol in guide
    assert "the first cost, so many times" in guide
    assert "w⁴, b⁴, c⁴" in check
    assert "m_w⁴, m_b⁴, m_c⁴, n_w⁴, n_b⁴, n_c⁴" in check
    names = openpyxl.load_workbook(book).defined_names
    assert {"beta", "c_4", "dC_dc_4", "m_w_2", "n_c_4"} <= set(names)
    assert any(text.startswith("w²ⱼᵢ ← ") for text in texts_of(book, "Training"))


def test_a_slot_begins_as_an_input_and_is_proved_from_there(book, tmp_path):
    changed = openpyxl.load_workbook(book)
    sheet, cells = changed.defined_names["m_w_3"].destinations.__next__()
    changed[sheet][cells.replace("$", "").partition(":")[0]] = 0.25
    changed.save(tmp_path / "changed.xlsx")
    assert "agree: " in extended("verify", tmp_path / "changed.xlsx")


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
        told = extended("verify", path, status=1)
        assert f"Training!{below.coordinate}" in told, name


@pytest.mark.slow
def test_faults_are_planted_in_them_and_found(book, tmp_path):
    kinds = set()
    for seed in range(8):
        path = tmp_path / f"{seed}.xlsx"
        report = tmp_path / f"{seed}.json"
        extended("sabotage", book, "-o", path, "--seed", seed)
        extended("verify", path, "--json", report, status=1)
        found = json.loads(report.read_text())
        kinds.add(str(found["problems"])[:60])
    assert len(kinds) > 3


@pytest.mark.parametrize(
    ("recipe", "files"),
    [
        ("An activation", ["activation.py"]),
        ("An optimizer", ["optimizer.py"]),
        ("A kind of layer", sorted((ROOT / "tests/extensions/layers").glob("*/*.py"))),
        ("A sheet", sorted((ROOT / "tests/extensions/sheets").glob("*/*.py"))),
    ],
)
def test_a_recipe_names_every_file_it_takes(recipe, files):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = text.partition(f"**{recipe}.**")[2].partition("\n\n")[0]
    if len(files) == 1:
        assert told.startswith(" One record in ")
        return
    assert told.startswith(" A folder in ")
    for file in files:
        assert f"`{file.name}`" in told
    assert len(files) == len({file.name for file in files})


def test_the_standard_tests_of_a_layer_hold_for_the_new_kind():
    code = (
        "import sys, pytest; from tests.extensions import install; install();"
        "sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-k', 'residual',"
        " 'tests/test_layer_kinds.py']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "4 passed" in ran.stdout

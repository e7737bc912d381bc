"""The contract of `verify`: report, order, tolerance, decisions, exit status."""

import json

import openpyxl
import pytest
from click.testing import CliRunner

import sheetnet
from sheetnet.calculators import Session
from sheetnet.cli.app import cli
from sheetnet.engine import run
from sheetnet.errors import TrainingError
from sheetnet.model.sentence import Added, Plain, Signed, Spelled
from tests.nets import outcome, part, small_net, write_csv


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify")
    sheetnet.build(small_net(folder), folder / "book.xlsx")
    return folder / "book.xlsx"


def with_formula(book, target, sheet, cell, text):
    loaded = openpyxl.load_workbook(book)
    loaded[sheet][cell].value = text
    loaded.save(target)
    return target


def test_the_json_report_has_the_keys_of_the_contract(book, tmp_path):
    found = tmp_path / "report.json"
    ran = CliRunner().invoke(cli, ["verify", str(book), "--json", str(found), "-q"])
    assert ran.exit_code == 0
    report = json.loads(found.read_text(encoding="utf-8"))
    assert report.keys() >= {
        "workbook", "sha256", "sheetnet", "calculator", "tolerance", "cells", "agree",
        "quantities", "verdict",
    }  # fmt: skip
    assert report["calculator"]["name"] == "embedded"
    assert report["tolerance"] == {"rtol": 1e-9, "atol": 1e-12}
    assert (report["agree"], report["verdict"]) == (True, "agree")
    assert sum(one["cells"] for one in report["quantities"]) == report["cells"]
    assert report["quantities"][0].keys() >= {
        "symbol", "layer", "epoch", "cells", "max_abs", "max_rel", "worst",
    }  # fmt: skip


def test_json_for_stdout_is_json_alone(book):
    ran = CliRunner().invoke(cli, ["verify", str(book), "--json", "-"])
    assert json.loads(ran.stdout)["verdict"] == "agree"


def test_disagreement_ends_with_status_1_and_says_where(book, tmp_path):
    # The first z of the first epoch: row and column are found by its formula.
    sheet = openpyxl.load_workbook(book)["Training"]
    cell = next(
        c.coordinate
        for row in sheet.iter_rows()
        for c in row
        if str(c.value).startswith("=SUMPRODUCT")
    )
    path = with_formula(book, tmp_path / "f.xlsx", "Training", cell, "=1/3")
    status, out, _ = outcome("verify", path)
    assert status == 1
    assert f"Training!{cell}" in out
    assert "disagree" in out


def test_the_first_wrong_is_first_in_order_of_computation_not_the_worst(book, tmp_path):
    """An early z is off by little; the cost of a late epoch by much."""
    loaded = openpyxl.load_workbook(book)
    sheet = loaded["Training"]
    z = next(
        c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=SUMP")
    )
    late = [
        c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=SUM(")
    ][-1]
    z.value = f"{z.value}+0.001"
    late.value = "=1000000"
    loaded.save(tmp_path / "two.xlsx")
    report = sheetnet.verify(tmp_path / "two.xlsx")
    assert str(report.first_wrong.key) == "z_2"
    assert report.first_wrong.first == f"Training!{z.coordinate}"


def test_a_fresh_file_is_refused_by_saved_and_the_message_says_what_to_do(book):
    ran = CliRunner().invoke(cli, ["verify", str(book), "--calculator", "saved"])
    assert isinstance(ran.exception, sheetnet.SheetnetError)
    assert "recalculate (Ctrl+Shift+F9), save, and check again" in str(ran.exception)


@pytest.mark.slow
def test_all_runs_what_is_here_and_notes_what_cannot(book):
    report = sheetnet.verify(book, calculator="all")
    assert "embedded" in [run.calculator for run in report.runs]
    assert any(note.startswith("saved: ") for note in report.notes)


@pytest.mark.slow
def test_a_tighter_tolerance_finds_the_last_bits(book):
    assert sheetnet.verify(book, rtol=0.0, atol=0.0).agree is False
    assert sheetnet.verify(book, rtol=0.0, atol=1e-12).agree is True


@pytest.mark.parametrize("value", ["-1", "nan", "inf"])
def test_a_tolerance_that_is_none_is_a_usage_error(book, value):
    ran = CliRunner().invoke(cli, ["verify", str(book), "--rtol", value])
    assert ran.exit_code == 2


def test_an_error_in_a_cell_is_a_disagreement_and_is_shown(book, tmp_path):
    sheet = openpyxl.load_workbook(book)["Training"]
    cell = next(
        c.coordinate
        for row in sheet.iter_rows()
        for c in row
        if str(c.value).startswith("=SUMPRODUCT")
    )
    path = with_formula(book, tmp_path / "e.xlsx", "Training", cell, "=1/0")
    first = sheetnet.verify(path).first_wrong
    assert first.first == f"Training!{cell}"
    assert "#DIV/0!" in first.says


@pytest.mark.slow
def test_outputs_that_tie_by_a_hair_are_undecided_and_not_wrong(tmp_path, monkeypatch):
    """Two outputs 1e-9 apart to the last bit: calculators may answer either."""
    write_csv(tmp_path / "t.csv", ["x", "label"], [[1, "a"], [1, "b"]])
    (tmp_path / "p.json").write_text('{"w2": [[0], [1e-9]], "b2": [0, 0]}')
    (tmp_path / "t.toml").write_text(
        """
data = { file = "t.csv", label = "label" }
layer = [{ kind = "dense", units = 2, activation = "identity" }]
training = { eta = 1, epochs = 0, init = { file = "p.json" } }
"""
    )
    sheetnet.build(tmp_path / "t.toml", tmp_path / "t.xlsx")
    real = Session.computed

    def otherwise(self, sheets):
        grids = real(self, sheets)
        swap(grids["Training"])
        return grids

    def swap(grid):
        """Answer the other class where the two outputs tie by the margin."""
        for place, value in places_of(tmp_path / "t.xlsx", "answer"):
            grid[place] = 3.0 - value
        for symbol in ("correct", "accuracy", "first_accuracy", "last_accuracy"):
            for place, value in places_of(tmp_path / "t.xlsx", symbol):
                grid[place] = 1.0 - value
        for place, value in places_of(tmp_path / "t.xlsx", "mark"):
            grid[place] = {"✓": "✗", "✗": "✓"}[value]
        for place, value in places_of(tmp_path / "t.xlsx", "last_answer"):
            grid[place] = {"a": "b", "b": "a"}[value]

    monkeypatch.setattr(Session, "computed", otherwise)
    report = sheetnet.verify(tmp_path / "t.xlsx")
    wrong = {str(q.key) for q in report.runs[0].quantities if q.wrong}
    assert not wrong & {"answer", "correct", "mark", "last_answer"}
    assert any("undecided: Training!" in note for note in report.notes)


def places_of(path, symbol):
    """Return place and planned value of a quantity of Training."""
    from sheetnet.verification.book.opening import cells_of, open_workbook
    from sheetnet.xlsx.reading.package import opened

    with opened(path) as package:
        book = open_workbook(package)
    [block] = [
        b for b in book.blocks(1) if b.symbol == symbol and b.sheet == "Training"
    ]
    rows, columns = block.cells()
    values = cells_of(block, book.saved["Training"])
    for row, column, value in zip(rows.flat, columns.flat, values.flat, strict=True):
        yield (row - 1, column - 1), value


@pytest.mark.slow
def test_perturbations_repeat_by_their_seed(book):
    one, again, other = (
        sheetnet.verify(book, perturb=1, seed=seed).changed[0] for seed in (5, 5, 6)
    )
    assert one == again
    assert one != other


def test_one_change_is_made_unless_it_is_said_otherwise(book):
    assert len(sheetnet.verify(book).changed) == 1
    assert sheetnet.verify(book, perturb=0).changed == ()


def test_inputs_that_cannot_be_changed_are_noted(book, monkeypatch):
    runs = iter([run])

    def overflows(*given):
        for real in runs:  # the first one, as the inputs are
            return real(*given)
        raise TrainingError("too large")

    monkeypatch.setattr("sheetnet.verification.network.truth.run", overflows)
    report = sheetnet.verify(book, perturb=3)
    assert (report.agree, report.changed) == (True, ())
    [note] = report.notes
    assert note.startswith("inputs were changed 0 of 3 times: no change of the inputs")


@pytest.fixture(scope="module")
def wild(tmp_path_factory):
    """The digits with η = 2, as the Guide proposes: the last digit decides where it goes."""
    path = tmp_path_factory.mktemp("wild") / "wild.xlsx"
    sheetnet.build(sheetnet.load_spec("digits", ["training.eta=2"]), path)
    return path


@pytest.mark.slow
def test_a_run_that_magnifies_rounding_is_compared_step_by_step(wild):
    report = sheetnet.verify(wild)
    assert (report.problems, report.first_wrong) == ((), None)
    [note] = [note for note in report.notes if "magnifies rounding" in note]
    assert "each epoch was compared from the parameters that the calculator had" in note


@pytest.mark.slow
@pytest.mark.libreoffice
def test_such_a_run_agrees_in_libreoffice_and_when_inputs_change(wild, libreoffice):
    assert sheetnet.verify(wild, calculator="libreoffice").agree
    assert sheetnet.verify(wild, perturb=2, seed=3).agree


@pytest.mark.parametrize("symbol", part(["w_2", "z_3", "dC_dw_2", "delta_2", "b_3"]))
@pytest.mark.slow
def test_a_fault_late_in_such_a_run_is_still_found_at_its_cell(wild, tmp_path, symbol):
    from sheetnet.verification.book.opening import open_workbook
    from sheetnet.workbook.address import a1
    from sheetnet.xlsx.reading.package import opened

    with opened(wild) as package:
        book = open_workbook(package)
    block = next(
        b for b in book.blocks(51) if str(b.key) == symbol and b.sheet == "Training"
    )
    rows, columns = block.cells()
    cell = a1(int(rows[45].flat[0]), int(columns[45].flat[0]))
    formula = openpyxl.load_workbook(wild)["Training"][cell].value
    path = with_formula(wild, tmp_path / "w.xlsx", "Training", cell, f"{formula}+1E-6")
    report = sheetnet.verify(path, values_only=True)
    assert (str(report.first_wrong.key), report.first_wrong.epoch) == (symbol, 45)
    assert report.first_wrong.first == f"Training!{cell}"


@pytest.mark.slow
def test_a_file_without_values_is_refused_by_saved(book, tmp_path):
    """As a library saves it that computes nothing."""
    openpyxl.load_workbook(book).save(tmp_path / "bare.xlsx")
    with pytest.raises(sheetnet.SheetnetError, match="was saved without values"):
        sheetnet.verify(tmp_path / "bare.xlsx", calculator="saved")


# ------------------------------------------------------------------ sentences


@pytest.mark.parametrize(
    ("found", "same"),
    [
        ("z = 0.5×(−2) + 0.125 = −0.875", True),
        ("z = 0.500×(−2) + 0.125 = −0.875", True),
        ("z = 0,500×(−2) + 0,125 = −0,875", True),
        ("z = 0.500×(−2) − 0.125 = −0.875", False),
        ("z = 0.500×(−2) + 0.126 = −0.875", False),
        ("z = 0.500×(−2) + 0.125 = 0.875", False),
        ("y = 0.500×(−2) + 0.125 = −0.875", False),
        (None, False),
        (0.5, False),
    ],
)
def test_a_sentence_is_compared_by_its_words_and_numbers(found, same):
    sentence = Spelled.of(
        ["z = ", Signed(0.5), "×", Plain(-2.0), Added(0.125), " = ", Signed(-0.875)]
    )
    assert sentence == "z = 0.500×(−2) + 0.125 = −0.875"
    assert sentence.says(found) is same

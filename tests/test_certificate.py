"""A certificate: whole, readable by its schema, and a check that can be repeated."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import openpyxl
import pytest

import sheetnet
from sheetnet.verification import certificate
from tests.nets import outcome, patched, small_net

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow


@pytest.fixture
def book(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


def certified(book, *options):
    """Verify a workbook and return its certificate's file."""
    target = book.parent / "c.json"
    status, _, err = outcome("verify", book, "--certificate", target, "-q", *options)
    assert status == 0, err
    return target


def test_the_schema_that_ships_is_made_from_the_type():
    shipped = json.loads(certificate.schema_file().read_text(encoding="utf-8"))
    assert shipped == json.loads(json.dumps(certificate.json_schema()))


def test_a_certificate_says_all_that_is_needed_to_repeat_the_check(book):
    import hashlib

    found = json.loads(certified(book, "--perturb", 2, "--seed", 5).read_text("utf-8"))
    assert found["sha256"] == hashlib.sha256(book.read_bytes()).hexdigest()
    assert (found["rtol"], found["atol"]) == (1e-9, 1e-12)
    assert (found["perturbations"], found["seed"]) == (2, 5)
    assert found["spec"]["layers"][0]["activation"] == "tanh"
    assert found["verdict"] == "agree"
    assert [one["agree"] for one in found["outcomes"]] == [True] * 3
    assert found["outcomes"][0]["version"].startswith("IronCalc")
    assert all(found[key] for key in ("sheetnet", "numpy", "python", "system"))
    assert {one["symbol"] for one in found["outcomes"][0]["quantities"]} >= {
        "z",
        "delta",
    }


def test_the_same_check_repeats(book):
    target = certified(book, "--perturb", 1)
    status, out, _ = outcome("verify", book, "--against", target, "-q")
    assert status == 0
    assert "repeated: the same file, the same outcome" in out
    assert "differs" not in out


def test_another_file_does_not_repeat_and_says_so(book):
    target = certified(book)
    loaded = openpyxl.load_workbook(book)
    loaded["Training"]["B4"] = 0.123
    loaded.save(book)
    status, out, _ = outcome("verify", book, "--against", target, "-q")
    assert status == 1
    assert "differs: sha256 differs" in out
    assert "not repeated" in out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no certificate"),
        ("1e500", "is no certificate"),
        ("{}", "is no certificate"),
        ("[" * 100_000, "is no certificate"),
        ('{"format": "sheetnet certificate 9"}', "is no certificate"),
        (None, "no such file"),
    ],
)
def test_what_is_no_certificate_is_one_line(book, text, says):
    path = book.parent / "x.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    status, _, err = outcome("verify", book, "--against", path)
    assert status == 2
    assert says in err
    assert err.count("\n") <= 2


def test_a_certificate_of_a_later_format_names_what_was_expected(book):
    target = certified(book)
    later = target.read_text("utf-8").replace("certificate 1", "certificate 2")
    target.write_text(later, encoding="utf-8")
    status, _, err = outcome("verify", book, "--against", target)
    assert status == 2
    assert "expected 'sheetnet certificate 1'" in err


# ------------------------------------------------------------------ not believed


def altered(target, **fields):
    """Write other fields into a certificate."""
    found = json.loads(target.read_text("utf-8"))
    target.write_text(json.dumps({**found, **fields}), encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rtol", 1e300),
        ("rtol", -1.0),
        ("atol", 2),
        ("perturbations", 10**9),
        ("perturbations", -1),
        ("seed", -1),
        ("cells", -1),
    ],
)
def test_a_certificate_cannot_ask_for_what_makes_no_sense(book, field, value):
    target = certified(book)
    altered(target, **{field: value})
    status, _, err = outcome("verify", book, "--against", target)
    assert status == 2
    assert f"is no certificate: {field}: expected a " in err


def test_what_could_not_be_read_again_is_not_written(book):
    target = book.parent / "c.json"
    status, _, err = outcome("verify", book, "--certificate", target, "--rtol", 5)
    assert status == 2
    assert "rtol: expected a number from 0 to 1, found 5.0" in err
    assert not target.exists()


def test_other_tolerances_than_the_usual_ones_are_told(book):
    target = certified(book, "--rtol", 0.5)
    status, out, _ = outcome("verify", book, "--against", target, "-q")
    assert status == 0
    assert "not the usual ones: rtol 0.5, atol 1e-12" in out
    assert "repeated: the same file" in out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcomes": []}, "runs differ: none then, embedded"),
        ({"problems": ["Training!A1: something"]}, "problems differs"),
        ({"cells": 1}, "cells differs: 1 then"),
        ({"verdict": "disagree\x1b[2J\n"}, "verdict differs: disagree?[2J? then"),
    ],
)
def test_a_certificate_of_another_outcome_is_not_repeated(book, change, says):
    target = certified(book)
    altered(target, **change)
    status, out, _ = outcome("verify", book, "--against", target, "-q")
    assert status == 1
    assert f"differs: {says}" in out
    assert "not repeated" in out


def test_notes_are_in_the_certificate_and_others_are_told(book):
    loaded = openpyxl.load_workbook(book)
    loaded["Training"]["A999"] = "=1+1"
    loaded.save(book)
    target = certified(book)
    [note] = json.loads(target.read_text("utf-8"))["notes"]
    assert note == "1 formula outside the plan was not checked: Training!A999"
    altered(target, notes=["something else\x07"])
    status, out, _ = outcome("verify", book, "--against", target, "-q")
    assert "differs: only then noted: something else?" in out
    assert "differs: only now noted: 1 formula outside the plan" in out
    # The same file and the same outcome all the same.
    assert status == 0


def test_a_run_that_the_certificate_lacks_is_told(book):
    then = certificate.read_certificate(certified(book))
    fewer = msgspec.structs.replace(then, outcomes=then.outcomes[:1])
    assert not certificate.same_outcome(fewer, then)
    assert not certificate.same_outcome(then, fewer)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"wrong": 1}, False),
        ({"cells": 1}, False),
        ({"epoch": 99}, False),
        ({"max_abs": 0.5, "max_rel": 0.5}, False),
        ({"max_abs": None, "max_rel": None}, False),
        ({"max_abs": 1e-13, "max_rel": 1e-10}, True),
        ({"max_rel": 1.0}, True),
        ({"by_rounding": 1}, True),
        ({"by_rounding": 1, "wrong": 1, "max_abs": 0.5, "max_rel": 0.5}, False),
    ],
)
def test_counts_must_be_the_same_and_differences_alike(book, change, same):
    then = certificate.read_certificate(certified(book))
    replace = msgspec.structs.replace
    [first, *others] = then.outcomes
    figures = (replace(first.quantities[0], **change), *first.quantities[1:])
    now = replace(then, outcomes=(replace(first, quantities=figures), *others))
    assert certificate.same_outcome(then, now) is same
    assert bool(certificate.differences(then, now)) is not same


CPU = Path("/proc/cpuinfo")
# Without these instructions a process that is told to use them ends.
NEWEST = "SkylakeX" if CPU.is_file() and "avx512f" in CPU.read_text() else "Haswell"
# Of OpenBLAS, which multiplies, and of NumPy, which takes EXP: as the oldest processors and
# as the newest do. Elsewhere than on x86 nothing follows from it.
OLD = {
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
}
NEW = {"OPENBLAS_CORETYPE": NEWEST, "OPENBLAS_NUM_THREADS": "2"}


@pytest.mark.slow
@pytest.mark.parametrize("processor", [OLD, NEW], ids=["old", "new"])
@pytest.mark.parametrize("template", ["activations", "derivatives", "depth", "xor"])
def test_a_certificate_repeats_on_another_processor(tmp_path, template, processor):
    book, target = tmp_path / "b.xlsx", tmp_path / "c.json"
    sheetnet.build(template, book)
    assert outcome("verify", book, "--certificate", target, "-q")[0] == 0
    command = (sys.executable, "-m", "sheetnet", "verify", book, "--against", target)
    ended = subprocess.run(
        command, env={**os.environ, **processor}, capture_output=True, text=True
    )
    assert "repeated: the same file" in ended.stdout
    assert (ended.returncode, "not repeated" in ended.stdout) == (0, False)


@pytest.mark.parametrize("swapped", [False, True])
def test_what_rounding_explains_is_told_and_no_other_outcome(book, swapped):
    """As where a numeric derivative loses more digits on another processor."""
    then = certificate.read_certificate(certified(book))
    replace = msgspec.structs.replace
    [first, *others] = then.outcomes
    off = {"by_rounding": 1, "max_abs": 4e-8, "max_rel": 75.0}
    figures = (replace(first.quantities[0], **off), *first.quantities[1:])
    now = replace(then, outcomes=(replace(first, quantities=figures), *others))
    pair = (now, then) if swapped else (then, now)
    assert certificate.same_outcome(*pair)
    [told] = certificate.differences(*pair)
    assert ", by rounding alone: " in told
    assert "4e-08" in told


@pytest.mark.parametrize(
    ("application", "version", "says"),
    [
        ("Microsoft Excel", "16.0300", "Microsoft Excel 16.0300"),
        ("LibreOffice/24.2$Linux", "15.0000", "LibreOffice/24.2$Linux"),
    ],
)
def test_saved_values_name_the_application_that_saved_them(
    book, application, version, says
):
    guide, written = "xl/worksheets/sheet1.xml", "<v>as written</v>"
    recalculated = patched(book, book.parent / "r.xlsx", guide, written, "<v>ok</v>")
    saved = patched(
        recalculated,
        book.parent / "s.xlsx",
        "docProps/app.xml",
        "<Application>sheetnet</Application>",
        f"<Application>{application}</Application><AppVersion>{version}</AppVersion>",
    )
    [run] = sheetnet.verify(saved, calculator="saved", perturb=0).runs
    assert run.version.startswith(f"{says}, read by python-calamine")


@pytest.mark.parametrize("option", ["--certificate", "--json"])
def test_a_report_is_not_written_over_its_workbook(book, option):
    before = book.read_bytes()
    status, _, err = outcome("verify", book, option, book)
    assert (status, "is the workbook itself; expected another name" in err) == (2, True)
    assert book.read_bytes() == before

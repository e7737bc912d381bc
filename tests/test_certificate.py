"""A certificate: whole, readable by its schema, and a check that can be repeated."""

import json

import openpyxl
import pytest

import sheetnet
from sheetnet import certificate
from tests.nets import outcome, small_net


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
    assert found["outcomes"][0]["version"].startswith("formualizer")
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

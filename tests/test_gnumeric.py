"""Gnumeric as a calculator: what it returns, and that it is alone and leaves nothing."""

import sys
import tempfile
import time

import openpyxl
import pytest

import sheetnet
from sheetnet.calculators import CellError, calculators
from sheetnet.calculators._alone import name_spaces
from sheetnet.errors import CalculatorError, WorkbookError
from sheetnet.workbook.address import a1
from tests.calculating import left_out, values
from tests.nets import small_net
from tests.test_broken_formulas import formula_cells, with_formula
from tests.test_recalc import FLAT_ODS, STRANGE_NAMES, column, stays, stored, workbook
from tests.test_recalc import visits as visits

GNUMERIC = calculators()["gnumeric"]


@pytest.mark.gnumeric
def test_gnumeric_corrects_a_planted_value(tmp_path, gnumeric):
    path = workbook(tmp_path / "b.xlsx", {"A1": 2, "A2": "=A1*2", "A3": "=A2+1"})
    stored(path, "A1*2", "999")
    assert column(values(gnumeric, path, ["S"])["S"]) == [2.0, 4.0, 5.0]


@pytest.mark.gnumeric
def test_gnumeric_returns_errors_as_errors_and_kinds_apart(tmp_path, gnumeric):
    formulas = {
        "=1/0": CellError("#DIV/0!"),
        "=NOPE(1)": CellError("#NAME?"),
        '="a"+1': CellError("#VALUE!"),
        "=MATCH(9,B1:B2,0)": CellError("#N/A"),
        '="#N/A"': "#N/A",
        "=1>0": True,
        '="é"&"✓"': "é✓",
        "=FIXED(1234.5,1)": "1,234.5",
        '=""': None,
        "=1E+308*10": CellError("inf"),
        "=1/3": 1 / 3,
        "=0.1+0.2*1E-17": 0.1,
        "=5E-324": 5e-324,
    }
    cells = {f"A{row}": formula for row, formula in enumerate(formulas, start=1)}
    path = workbook(tmp_path / "b.xlsx", cells)
    assert column(values(gnumeric, path, ["S"])["S"]) == list(formulas.values())


@pytest.mark.gnumeric
def test_empty_cells_that_the_plan_has_room_for_are_no_attack(
    tmp_path, gnumeric, monkeypatch
):
    """Gnumeric writes them: for 569 examples of 30 features more than two millions."""
    monkeypatch.setattr("sheetnet.xlsx.reading.package.MOST_EMPTY", 5)
    path = sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx").path
    assert sheetnet.verify(path, calculator="gnumeric", perturb=0).agree


@pytest.mark.gnumeric
@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_gnumeric_takes_any_file_name_and_prints_nothing(
    tmp_path, gnumeric, monkeypatch, capfd, name
):
    path = workbook(tmp_path / name, {"A1": "=3*3"}, sheet="表 'x'")
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    assert column(values(gnumeric, path, ["表 'x'"])["表 'x'"]) == [9.0]
    assert list((tmp_path / "work").iterdir()) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.gnumeric
def test_gnumeric_refuses_what_is_no_xlsx_or_has_no_such_sheet(tmp_path, gnumeric):
    path = workbook(tmp_path / "b.xlsx", {"A1": 1})
    with pytest.raises(WorkbookError, match=r"b\.xlsx: no sheet 'T'"):
        values(gnumeric, path, ["T"])
    other = tmp_path / "other.xlsx"
    other.write_text(FLAT_ODS)
    with pytest.raises(WorkbookError, match=r"other\.xlsx"):
        values(gnumeric, other, ["S"])


@pytest.mark.gnumeric
def test_gnumeric_asks_nothing_of_the_web(tmp_path, gnumeric, visits):
    address, paths = visits
    cells = {"A1": f'=_xlfn.WEBSERVICE("{address}")', "A2": "=1+1"}
    path = workbook(tmp_path / "b.xlsx", cells)
    grid = values(gnumeric, path, ["S"])["S"]
    assert isinstance(grid[0, 0], CellError)
    assert grid[1, 0] == 2.0
    assert paths == []


@pytest.mark.gnumeric
def test_a_network_agrees_in_gnumeric_until_a_formula_is_broken(tmp_path, gnumeric):
    path, broken = tmp_path / "b.xlsx", tmp_path / "broken.xlsx"
    sheetnet.build(small_net(tmp_path), path)
    report = sheetnet.verify(path, calculator="gnumeric", perturb=0)
    assert report.agree
    [run] = report.runs
    assert run.version.startswith("Gnumeric 1.")
    _, sheet, row, column = formula_cells(path)["Training:z_2"]
    with_formula(path, broken, sheet, row, column, "=1/0")
    report = sheetnet.verify(broken, calculator="gnumeric", perturb=0, values_only=True)
    assert report.first_wrong.first == f"{sheet}!{a1(row, column)}"
    assert "#DIV/0!" in report.first_wrong.says


@pytest.mark.gnumeric
def test_a_last_row_that_is_not_run_counts_as_wrong(tmp_path, gnumeric):
    """It is empty when it comes back, and the sheet ends before it."""
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    loaded = openpyxl.load_workbook(tmp_path / "b.xlsx")
    last = [cell for cell in loaded["Cost"][loaded["Cost"].max_row] if cell.value]
    for cell in last:
        cell.value = '=REPT("x",9)&A1'
    loaded.save(tmp_path / "t.xlsx")
    report = sheetnet.verify(tmp_path / "t.xlsx", calculator="gnumeric", perturb=0)
    place = f"Cost!{last[0].coordinate}"
    [wrong] = [one for one in report.runs[0].quantities if one.first == place]
    assert wrong.wrong
    assert "#NOT RUN" in wrong.says
    assert not report.agree


# ------------------------------------------------------------------ a script in its place


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a shell script in the place of Gnumeric."""

    def put(script):
        program = tmp_path / "ssconvert"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("SHEETNET_GNUMERIC", str(program))

    return put


@pytest.fixture
def book(tmp_path):
    return workbook(tmp_path / "b.xlsx", {"A1": 1})


@pytest.mark.slow
def test_a_hanging_gnumeric_is_stopped_with_its_children(fake, book, monkeypatch):
    monkeypatch.setenv("SHEETNET_TIMEOUT", "1")
    word = f"gnumeric-{time.monotonic_ns()}"
    fake(f'sh -c "sleep 300; true" {word} &\nwait')
    started = time.monotonic()
    with pytest.raises(CalculatorError, match="Gnumeric took longer than 1 s"):
        values(GNUMERIC, book, ["S"])
    assert time.monotonic() - started < 4
    assert not stays(word)


def test_what_gnumeric_complains_of_is_told(fake, book):
    fake("echo noise; echo no luck today >&2; exit 1")
    with pytest.raises(CalculatorError, match=r"b\.xlsx: Gnumeric .*: no luck today$"):
        values(GNUMERIC, book, ["S"])


def test_gnumeric_that_is_nowhere_is_told_with_a_way_out(book, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SHEETNET_GNUMERIC", raising=False)
    assert GNUMERIC.version() is None
    with pytest.raises(CalculatorError, match="install gnumeric or set SHEETNET_GN"):
        values(GNUMERIC, book, ["S"])


def test_gnumeric_reads_no_settings_of_the_user(fake, book, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", "/home/somebody")
    fake("echo $HOME $XDG_CONFIG_HOME $LC_ALL; exit 1")
    with pytest.raises(CalculatorError) as raised:
        values(GNUMERIC, book, ["S"])
    home, config, language = str(raised.value).rpartition(": ")[2].split()
    assert home == config
    assert home.endswith("/home")
    assert not home.startswith("/home/somebody")
    assert language == "C.UTF-8"


@pytest.mark.parametrize("alone", [True, False])
def test_what_stands_in_gnumerics_place_has_no_network(
    fake, book, visits, monkeypatch, alone
):
    if not name_spaces():
        left_out("NO NAME SPACES HERE: Gnumeric keeps its network")
    if not alone:
        # Then it has one: the test would notice.
        monkeypatch.setattr("sheetnet.calculators._alone.name_spaces", lambda: ())
    address, paths = visits
    ask = f'import urllib.request as r; r.urlopen("{address}", timeout=3)'
    fake(f"env -u http_proxy {sys.executable} -c '{ask}'")
    with pytest.raises(CalculatorError):
        values(GNUMERIC, book, ["S"])
    assert len(paths) == (0 if alone else 1)

"""`make bench` runs: every writer, stage, way of growing and command, on tiny networks."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import sheetnet
from bench import checking, commands, growth, writing
from bench.measuring import apart
from bench.network import GROWING, NETWORKS, tiny, write_spec
from sheetnet import load_spec
from sheetnet.building.builder import draft
from sheetnet.sheets.assembling import check_fits
from sheetnet.spec.loading import template_names
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.address import a1
from tests.calculating import left_out

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

TINY = {name: tiny(network) for name, network in NETWORKS.items()}
CASES = [(network, name) for network in TINY for name in writing.WRITERS[network]]


@pytest.fixture
def _here(monkeypatch):
    """Measure in this process, which takes less time."""
    for module in (writing, checking, growth):
        monkeypatch.setattr(module, "apart", lambda measure, *args: measure(*args))


def formulas_in(path):
    """Return the formulas of all worksheets, by part and cell."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                sheet = ElementTree.fromstring(archive.read(part))
                for cell in sheet.iterfind(".//{*}c"):
                    formula = cell.find("{*}f")
                    if formula is not None:
                        found[part, cell.get("r")] = formula.text
    return found


def planned(folder, network):
    """Return the formulas of Training as planned, by cell."""
    made = draft(load_spec(write_spec(folder, network)))
    return {
        a1(row, column): formula
        for row, cells in writing.rows_of_formulas(made)
        for column, formula in cells
    }


def test_make_bench_runs_these():
    recipe = (Path(__file__).parent.parent / "Makefile").read_text("utf-8")
    run = re.findall(r"-m (bench\.\w+)", recipe)
    assert run == [one.__name__ for one in (writing, checking, growth, commands)]


# ------------------------------------------------------------------ writers


@pytest.mark.parametrize(("network", "name"), CASES)
def test_a_writer_writes_the_formulas_that_it_counts(tmp_path, network, name):
    path = tmp_path / "out.xlsx"
    try:
        one = writing.written(TINY[network], name, path)
    except ModuleNotFoundError as error:
        left_out(f"{name.upper()} IS NOT HERE ({error}): as a peer it was not tried")
    found = formulas_in(path)
    assert one.bytes == path.stat().st_size
    if name == "sheetnet":
        report = sheetnet.verify(path, perturb=0)
        assert report.agree
        # The canary is a formula that no check compares.
        assert len(found) - 1 == report.cells == one.formulas
        return
    assert len(found) == one.formulas
    theirs = {cell: formula for (_, cell), formula in found.items()}
    every = planned(tmp_path, TINY[network])
    # If a formula was changed on purpose, bench/by_hand.py spells it too.
    assert theirs.items() <= every.items()
    assert name == "f-strings by hand" or theirs == every


@pytest.mark.usefixtures("_here")
def test_writing_prints_each_writer_and_its_ratio(monkeypatch, capsys):
    def missing(rows, path):
        raise ModuleNotFoundError("No module named 'missing'")

    monkeypatch.setattr(writing, "NETWORKS", TINY)
    monkeypatch.setitem(writing.PEERS, "missing", missing)
    monkeypatch.setattr(
        writing, "WRITERS", {"dense": ["sheetnet", "missing", "f-strings by hand"]}
    )
    writing.main()
    ours, left, theirs, ratio = capsys.readouterr().out.splitlines()
    assert re.search(r"^dense sheetnet .* s CPU .* MB more .* [\d,]+ formulas$", ours)
    assert re.search("missing +LEFT OUT: No module named 'missing'$", left)
    assert "f-strings by hand" in theirs
    assert re.search(r"^dense sheetnet / f-strings by hand +\d+\.\d{3}$", ratio)


def test_a_measure_has_a_process_of_its_own():
    assert apart(os.getpid) != os.getpid()


# ------------------------------------------------------------------ stages, growth, commands


@pytest.mark.usefixtures("_here")
def test_checking_prints_each_stage(monkeypatch, capsys):
    monkeypatch.setattr(checking, "FIRST", "neuron")
    checking.main(["neuron"])
    *stages, last = capsys.readouterr().out.splitlines()
    names = [re.search(r"^neuron +(.+?) +-?\d+\.\d\d s CPU", one)[1] for one in stages]
    parts = ["open and scan", "formulas", "calculator", "NumPy", "comparison"]
    assert names == [*parts, "all else", "the change", "verify"]
    assert re.search(r"^neuron +\d+ formulas, \d+ MB at most$", last)


@pytest.mark.usefixtures("_here")
def test_growth_prints_a_line_a_size(capsys):
    growth.main({way: [tiny(sizes[0])] for way, sizes in growth.WAYS.items()})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["epochs", "examples", "units"]
    for line in lines:
        assert re.search(r" formulas .* s CPU .* µs a cell +\d+ MB$", line)


@pytest.mark.slow
def test_commands_prints_a_line_a_command(capsys):
    commands.main(["neuron"], runs=1)
    lines = capsys.readouterr().out.splitlines()
    shown = ["--help", "list", "build neuron", "verify neuron.xlsx"]
    for line, command in zip(lines, shown, strict=True):
        assert re.search(rf"^sheetnet {command} +\d+\.\d\d s CPU +\d+ MB$", line)


def test_a_command_that_fails_is_no_measure(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        commands.once([sys.executable, "-c", "raise SystemExit(3)"], str(tmp_path))


def test_what_is_measured_at_full_size_is_there(tmp_path):
    grown = [one for sizes in growth.WAYS.values() for one in sizes]
    for network in (*NETWORKS.values(), GROWING, *grown):
        check_fits(resolve(load_spec(write_spec(tmp_path, network)))[0])
    assert {*checking.TEMPLATES, *commands.TEMPLATES} <= set(template_names())

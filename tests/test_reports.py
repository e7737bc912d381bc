"""What `verify` and `build` print: a summary that a person reads, and more if asked."""

import io
import re
import time
from dataclasses import replace

import openpyxl
import pytest
from rich.console import Console

import sheetnet
from sheetnet.cli import progress, reports
from sheetnet.lang import texts
from tests.nets import outcome, small_net

SHEETS = ["Training", "Cost", "Picture", "Explorer", "Try", "Gradient check", "Check"]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("reports") / "book.xlsx"
    sheetnet.build(small_net(path.parent), path)
    return path


def edited(book, folder, **cells):
    """Copy a workbook with cells of Training typed over."""
    loaded = openpyxl.load_workbook(book)
    for cell, value in cells.items():
        loaded["Training"][cell] = value
    loaded.save(folder / "edited.xlsx")
    return folder / "edited.xlsx"


def shown(report, capsys, *, quiet=False, verbose=0):
    reports.show_report(report, quiet=quiet, verbose=verbose)
    return capsys.readouterr().out.splitlines()


def test_a_summary_has_a_line_a_sheet_and_at_most_fifteen(book):
    status, out, _ = outcome("verify", book)
    lines = out.splitlines()
    assert status == 0
    assert len(lines) <= 15
    for sheet, line in zip(SHEETS, lines[1:], strict=False):
        assert re.match(rf"{sheet} +[0-9,]+ +\d\.\de[-+]\d\d .*✓ *$", line)
    assert lines[-2].endswith("everything followed 1 of 1 times")
    assert lines[-1].startswith("agree: ")


def test_the_lines_of_the_sheets_count_every_cell_once(book, capsys):
    report = sheetnet.verify(book)
    lines = shown(report, capsys)[1 : len(SHEETS) + 1]
    counts = [
        int(re.findall(r" ([0-9,]+) ", line)[0].replace(",", "")) for line in lines
    ]
    assert sum(counts) == report.cells


@pytest.mark.slow
def test_more_is_printed_if_it_is_asked_for(book, capsys):
    report = sheetnet.verify(book)
    by_quantity = shown(report, capsys, verbose=1)
    assert any(re.match(r"z_2 +\d", line) for line in by_quantity)
    assert not any("epoch 1 " in line for line in by_quantity)
    by_epoch = shown(report, capsys, verbose=2)
    assert any(line.startswith("  epoch 1 ") for line in by_epoch)
    assert len(by_epoch) > len(by_quantity) > 20


@pytest.mark.slow
def test_all_calculators_have_a_column_each(book, capsys):
    [run] = sheetnet.verify(book).runs
    names = ("one", "two", "three")
    runs = tuple(replace(run, calculator=name) for name in names)
    report = replace(sheetnet.verify(book), runs=runs)
    title, head, *lines = shown(report, capsys)
    assert title.strip() == "max |Δ|"
    assert head.split() == ["sheet", *names]
    for sheet, line in zip(SHEETS, lines, strict=False):
        assert re.fullmatch(rf"{sheet}( +\d\.\de[-+]\d\d ✓){{3}} *", line)


@pytest.mark.slow
def test_wrong_quantities_are_always_printed(book, tmp_path):
    """A gradient with a wrong sign is found in its own row, and in what follows from it."""
    cell = next(
        cell.coordinate
        for row in openpyxl.load_workbook(book)["Training"].iter_rows(max_row=60)
        for cell in row
        if str(cell.value).startswith("=SUMPRODUCT") and cell.column < 12
    )
    path = edited(book, tmp_path, **{cell: 12345.0})
    status, out, _ = outcome("verify", path)
    assert status == 1
    assert re.search(r"^Training .*✗ \d+ wrong", out, re.MULTILINE)
    assert re.search(r"^dC_dw_\d .*✗ \d+ wrong", out, re.MULTILINE)
    assert f"problem: Training!{cell} (dC_dw_" in out
    assert "first wrong: dC_dw_" in out


def test_problems_are_cut_short_and_counted(book, capsys):
    problems = tuple(f"Training!A{row} is odd" for row in range(1, 12))
    report = replace(sheetnet.verify(book), problems=problems)
    for quiet in (False, True):
        lines = [one for one in shown(report, capsys, quiet=quiet) if "problem" in one]
        assert lines[0] == "problem: Training!A1 is odd"
        assert lines[8:] == ["more problems: 3; all with -v"]
    assert "problem: Training!A11 is odd" in shown(report, capsys, verbose=1)


def test_notes_are_counted_and_the_first_ones_told(book, capsys):
    notes = tuple(f"something {n}" for n in range(5))
    report = replace(sheetnet.verify(book), notes=notes)
    lines = shown(report, capsys)
    assert len(lines) <= 15
    assert "note: something 2" in lines
    assert "more notes: 2; all with -v" in lines
    assert "note: something 3" not in lines
    assert "note: something 4" in shown(report, capsys, verbose=1)
    assert shown(report, capsys, quiet=True)[0] == "notes: 5; the first: something 0"


@pytest.mark.slow
def test_quiet_tells_a_note_in_one_line(book, tmp_path):
    path = edited(book, tmp_path, A900="=1+1")
    status, out, _ = outcome("verify", "-q", path)
    first, verdict = out.splitlines()
    assert status == 0
    assert first.startswith("notes: 1; the first: 1 formula outside the plan")
    assert verdict.startswith("agree: ")


@pytest.mark.slow
@pytest.mark.parametrize("spec", ["and-neuron", "neuron"])
def test_build_show_and_verify_count_alike(tmp_path, monkeypatch, spec):
    monkeypatch.chdir(tmp_path)
    built = outcome("build", spec, "-o", "b.xlsx")[1]
    [count] = re.findall(r": ([0-9,]+) formulas", built)
    assert f"formulas: {count}\n" in outcome("show", spec)[1]
    assert f"agree: {count} formula cells" in outcome("verify", "b.xlsx")[1]
    result = sheetnet.build(spec, tmp_path / "b.xlsx")
    assert f"{result.formulas:,}" == count


@pytest.mark.parametrize("name", ["b.csv", "b.xls", "b.ods", "b", "b.xlsx.bak"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_nothing_but_xlsx_is_written(tmp_path, name, force):
    target = tmp_path / "new" / name
    status, out, err = outcome("build", "neuron", "-o", target, *force)
    assert (status, out) == (2, "")
    expected = f"{name.partition('.')[0]}.xlsx"
    assert (
        f"{target}: only .xlsx can be written; expected a name like {expected}\n" in err
    )
    assert not target.parent.exists()


def test_capital_letters_are_no_other_ending(tmp_path):
    assert outcome("build", "neuron", "-q", "-o", tmp_path / "B.XLSX")[0] == 0


# ------------------------------------------------------------------ how far it is


@pytest.mark.slow
def test_verify_and_build_tell_how_far_they_are(book, tmp_path):
    for call, stages in [
        (lambda tell: sheetnet.verify(book, tell=tell),
         ["reading", "formulas", "computing", "calculating", "changing"]),
        (lambda tell: sheetnet.build("xor", tmp_path / "b.xlsx", tell=tell),
         ["computing", "writing"]),
    ]:  # fmt: skip
        told = []
        call(lambda stage, share, told=told: told.append((stage, share)))
        shares = [share for _, share in told]
        assert list(dict.fromkeys(stage for stage, _ in told)) == stages
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1
        for lang in ("en", "zh"):
            assert all(texts(lang)(f"cli.stage_{stage}") for stage in stages)


def waited(monkeypatch, *, terminal=True, quiet=False, seconds=0.3):
    """Return what a bar prints of something that takes some time."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.1)
    said = io.StringIO()
    console = Console(file=said, force_terminal=terminal, width=80)
    with progress.Waiting(quiet=quiet, on=console) as waiting:
        waiting.tell("calculating", 0.5)
        time.sleep(seconds)
    return said.getvalue()


def test_a_bar_is_shown_on_a_terminal_if_it_takes_long(monkeypatch):
    assert "calculating" in waited(monkeypatch)
    assert waited(monkeypatch, seconds=0) == ""


@pytest.mark.slow
def test_no_bar_is_shown_in_a_pipe_or_when_quiet(monkeypatch):
    assert waited(monkeypatch, terminal=False) == ""
    assert waited(monkeypatch, quiet=True) == ""


def test_a_bar_ends_with_what_fails(monkeypatch):
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    waiting = progress.Waiting(
        quiet=False, on=Console(file=io.StringIO(), force_terminal=True)
    )

    def fail():
        with waiting:
            time.sleep(0.1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not waiting._timer.is_alive()

"""Many files at once: each gets its line, whatever becomes of the others."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from inspect import signature
from pathlib import Path

import openpyxl
import pytest

import sheetnet
from sheetnet.cli.many import line_of
from sheetnet.errors import CalculatorError, SheetnetError, WorkbookError
from sheetnet.verification.checked import Checked, How, check
from sheetnet.verification.many import cores
from tests.calculating import hears_ctrl_c
from tests.nets import cost_cell, outcome, small_net

GOOD = ["neuron", "vectors", "notation", "learning"]
# What is read after its name tells what becomes of the process that reads it.
FATE = """
import os, signal, sys, time

def hook(event, arguments):
    if event == "open" and arguments[0] and str(arguments[0]).endswith("kills.xlsx"):
        os.kill(os.getpid(), signal.SIGKILL)
    if event == "open" and arguments[0] and str(arguments[0]).endswith("hangs.xlsx"):
        with open(os.environ["HANGS"], "w") as file:
            file.write(str(os.getpid()))
        time.sleep(100)

sys.addaudithook(hook)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Make workbooks of several templates, and files that are wrong in several ways."""
    made = tmp_path_factory.mktemp("many")
    for name in [*GOOD, "regression", "and-neuron"]:
        sheetnet.build(name, made / f"{name}.xlsx")
    sheetnet.build(small_net(made, epochs=1), made / "tampered.xlsx")
    book = openpyxl.load_workbook(made / "tampered.xlsx")
    cost_cell(book, 1).value = "=1"
    book.save(made / "tampered.xlsx")
    (made / "text.xlsx").write_text("no workbook")
    (made / "folder").mkdir()
    for name in ("kills", "hangs"):
        (made / f"{name}.xlsx").write_bytes((made / "neuron.xlsx").read_bytes())
    (made / "hook").mkdir()
    (made / "hook" / "sitecustomize.py").write_text(FATE)
    return made


@pytest.fixture
def here(folder, monkeypatch):
    """Work in the folder; the processes of a pool meet the fate of what they read."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder / "hook"))
    monkeypatch.setenv("HANGS", str(folder / "hangs"))
    (folder / "hangs").unlink(missing_ok=True)
    return folder


def good():
    return [f"{name}.xlsx" for name in GOOD]


ALL_SORTS = [
    *("and-neuron.xlsx", "gone.xlsx", "tampered.xlsx", "neuron.xlsx", "text.xlsx"),
    *("folder", "neuron.xlsx", "vectors.xlsx", "regression.xlsx"),
]
VERDICTS = [
    *("agree", "error", "disagree", "agree", "error"),
    *("error", "agree", "agree", "agree"),
]

# ------------------------------------------------------------------ from Python


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_the_order_given_and_are_those_of_verify(here, jobs):
    checked = list(sheetnet.verify_many(ALL_SORTS, jobs=jobs))
    assert [str(one.path) for one in checked] == ALL_SORTS
    assert [one.verdict for one in checked] == VERDICTS
    assert [one.agree for one in checked] == [one == "agree" for one in VERDICTS]
    for one in checked:
        if one.report is not None:
            assert one.report == sheetnet.verify(one.path)
        else:
            assert isinstance(one.error, WorkbookError)
            assert str(one.error).startswith(f"{one.path}: ")


@pytest.mark.slow
def test_how_they_are_checked_is_passed_on(here):
    how = {"seed": 3, "perturb": 2, "rtol": 1e-8, "values_only": True}
    for jobs in (1, 2):
        for one in sheetnet.verify_many(good()[:2], jobs=jobs, **how):
            assert one.report == sheetnet.verify(one.path, **how)
            assert (one.report.seed, len(one.report.changed)) == (3, 2)


def test_many_take_what_verify_takes():
    of_one = dict(signature(sheetnet.verify).parameters)
    assert How.__annotations__.keys() == of_one.keys() - {"path", "tell"}
    for name, kind in How.__annotations__.items():
        assert kind == of_one[name].annotation


def test_no_files_are_no_outcomes_and_no_jobs_an_error():
    assert list(sheetnet.verify_many([])) == []
    assert list(sheetnet.verify_many([], time_limit=1)) == []
    with pytest.raises(ValueError, match="jobs: expected at least 1, found 0"):
        sheetnet.verify_many(["a.xlsx"], jobs=0)
    with pytest.raises(TypeError, match="verify_many takes no seeds"):
        sheetnet.verify_many(["a.xlsx"], seeds=1)
    assert 1 <= cores() <= os.cpu_count()


def test_a_fault_of_ours_costs_one_file(monkeypatch, tmp_path):
    def fails(path, **how):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("sheetnet.verification.verifier.verify", fails)
    one = check(tmp_path / "a.xlsx", {})
    assert str(one.error).endswith("could not be checked: ZeroDivisionError('by zero')")


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_one_process_does_many_files_and_none_stays(here, jobs):
    results = sheetnet.verify_many(good() * 2, jobs=jobs)
    next(results)
    workers = children(os.getpid())
    assert len(workers) == (jobs if jobs > 1 else 0)
    for _ in range(3):
        next(results)
    assert children(os.getpid()) == workers
    results.close()
    assert children(os.getpid()) == []


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that are no zombies.

    But for the embedded calculator's, which waits for the next workbook.
    """
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        ours = b"_ironcalc.py" in path.with_name("cmdline").read_bytes()
        if int(parent) == pid and state != "Z" and not ours:
            found.append(int(path.parent.name))
    return sorted(found)


# ------------------------------------------------------------------ who dies, who hangs


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_that_dies_costs_its_own_file(here, jobs):
    names = [*good(), "kills.xlsx", *good()]
    # A limit of time, so that one job has a process of its own.
    checked = list(sheetnet.verify_many(names, jobs=jobs, time_limit=60))
    assert [one.verdict for one in checked] == 4 * ["agree"] + ["error"] + 4 * ["agree"]
    died = "kills.xlsx: its process died: too little memory, or a crash"
    assert isinstance(checked[4].error, CalculatorError)
    assert str(checked[4].error) == died


@pytest.mark.slow
def test_what_takes_too_long_is_given_up(here):
    names = [good()[0], "hangs.xlsx", *good()[1:]]
    checked = list(sheetnet.verify_many(names, jobs=1, time_limit=5))
    assert [one.verdict for one in checked] == ["agree", "error", *3 * ["agree"]]
    assert str(checked[1].error) == "hangs.xlsx: took longer than 5 s"
    assert not runs(hanging(here))


def hanging(folder: Path) -> int:
    """Wait until a file hangs; return the process that reads it."""
    deadline = time.monotonic() + 30
    while not (folder / "hangs").exists() or not (folder / "hangs").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int((folder / "hangs").read_text())


def runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends_soon(pids: list[int]) -> bool:
    deadline = time.monotonic() + 5
    while any(map(runs, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(runs, pids))


def started(*command: object):
    return subprocess.Popen(
        [sys.executable, "-W", "error", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SHEETNET_LANG": "en"},
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )


@pytest.mark.slow
def test_ctrl_c_ends_all_at_once_and_leaves_nothing(here):
    command = ("-m", "sheetnet", "verify", "-j", 2, "neuron.xlsx", "hangs.xlsx")
    process = started(*command, *(good() * 50))
    assert process.stdout.readline().startswith("agree: neuron.xlsx: ")
    workers = children(process.pid)
    assert hanging(here) in workers
    began, presses = time.monotonic(), 0
    # Python may lose one that comes as it clears something away: a person presses again.
    while process.poll() is None and presses < 3:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        presses += 1
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
    _, err = process.communicate(timeout=5)
    assert (process.returncode, err) == (130, "\nsheetnet: interrupted\n")
    assert time.monotonic() - began < 5 * presses - 2
    assert len(workers) == 2
    assert not any(map(runs, workers))


@pytest.mark.slow
def test_processes_end_with_the_one_that_started_them(here):
    process = started("-m", "sheetnet", "verify", "-j", 2, "hangs.xlsx", *(good() * 50))
    hanging(here)
    workers = children(process.pid)
    process.kill()
    process.communicate()
    assert len(workers) == 2
    assert ends_soon(workers)


@pytest.mark.slow
def test_a_reader_that_has_gone_ends_all(here):
    process = started("-m", "sheetnet", "verify", "-j", 2, *(good() * 50))
    process.stdout.readline()
    workers = children(process.pid)
    process.stdout.close()
    with process.stderr as said:
        assert said.read() == ""
    assert process.wait(20) == 1  # as click has it
    assert len(workers) == 2
    assert not any(map(runs, workers))


@pytest.mark.slow
def test_a_script_needs_no_guard_and_prints_no_warning(here, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sheetnet\n"
        "print('once')\n"
        f"results = sheetnet.verify_many({good()}, jobs=2)\n"
        "print(*(one.verdict for one in results))\n"
        f"left = sheetnet.verify_many({good()}, jobs=2)\n"
        "print(next(left).verdict)\n"
    )
    out, err = started(script).communicate(timeout=60)
    assert (out, err) == ("once\nagree agree agree agree\nagree\n", "")


def test_modules_of_the_folder_are_not_taken_for_python_s(here, tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    paths = [here / name for name in good()[:2]]
    assert all(one.agree for one in sheetnet.verify_many(paths, jobs=2))


def test_the_threads_of_blas_are_left_out_unless_they_are_asked_for(monkeypatch):
    from sheetnet.verification import processes

    told = {}

    def popen(*_, env, **_more):
        told.update(env)
        raise OSError

    monkeypatch.setattr(processes.subprocess, "Popen", popen)
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with pytest.raises(OSError):  # noqa: PT011 - that of popen
        processes._python()
    assert (told["OMP_NUM_THREADS"], told["OPENBLAS_NUM_THREADS"]) == ("4", "1")


def test_where_no_process_starts_each_file_says_so(here, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/python")
    for one in sheetnet.verify_many(good()[:2], jobs=2):
        assert str(one.error).startswith(f"{one.path}: no process could be started: ")


# ------------------------------------------------------------------ on the command line


@pytest.mark.slow
def test_each_file_has_a_line_and_the_last_one_counts(here):
    told = outcome("verify", *ALL_SORTS, "-j", 2)
    assert outcome("verify", *ALL_SORTS, "-j", 1) == told
    status, out, err = told
    lines = out.splitlines()
    assert (status, err) == (2, "")
    assert [line.partition(":")[0] for line in lines[:-1]] == VERDICTS
    for name, line in zip(ALL_SORTS, lines[:-1], strict=True):
        assert line.split(": ")[1] == name
    count = formulas_of("and-neuron.xlsx")
    assert lines[0] == f"agree: and-neuron.xlsx: {count:,} formula cells"
    assert lines[1] == "error: gone.xlsx: no such file"
    assert lines[2].startswith("disagree: tampered.xlsx: Cost!B15 ")
    assert lines[5].endswith("is a folder; expected its files, as folder/*.xlsx")
    assert lines[-1] == "files: 9; agree: 5; disagree: 1; not checked: 3"


@pytest.mark.slow
def test_the_status_is_that_of_the_worst(here):
    assert outcome("verify", "-j1", *good()[:2])[0] == 0
    assert outcome("verify", "-j1", *good()[:2], "tampered.xlsx")[0] == 1
    assert outcome("verify", "-j1", "tampered.xlsx", "gone.xlsx", "neuron.xlsx")[0] == 2


@pytest.mark.slow
def test_quiet_leaves_out_what_agrees(here):
    status, out, _ = outcome(
        "verify", "-q", "neuron.xlsx", "tampered.xlsx", "text.xlsx"
    )
    words = [line.partition(":")[0] for line in out.splitlines()]
    assert (status, words) == (2, ["disagree", "error", "files"])
    out = outcome("verify", "-qj1", *good()[:2])[1]
    assert out == "files: 2; agree: 2; disagree: 0; not checked: 0\n"


@pytest.mark.slow
def test_verbose_prints_of_each_file_what_is_printed_of_one(here):
    out = outcome("verify", "-vj1", "neuron.xlsx", "gone.xlsx", "tampered.xlsx")[1]
    for name in ("neuron.xlsx", "tampered.xlsx"):
        assert f"{name}:\n{outcome('verify', name)[1]}" in out
    assert "\nerror: gone.xlsx: no such file\n" in out
    out = outcome("verify", "-vvj1", "neuron.xlsx", "vectors.xlsx")[1]
    assert f"neuron.xlsx:\n{outcome('verify', '-v', 'neuron.xlsx')[1]}" in out


@pytest.mark.slow
def test_json_has_a_line_a_file(here, tmp_path):
    status, out, err = outcome("verify", *ALL_SORTS, "-j", 2, "--json", "-")
    assert (status, err) == (2, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["workbook"] for row in rows] == ALL_SORTS
    assert [row["verdict"] for row in rows] == VERDICTS
    for row in rows:
        if row["verdict"] == "error":
            assert row.keys() == {"workbook", "sheetnet", "error", "verdict"}
            assert row["error"].startswith(f"{row['workbook']}: ")
    assert rows[3] == sheetnet.verify("neuron.xlsx").to_json()
    target = tmp_path / "all.jsonl"
    status, said, _ = outcome("verify", *ALL_SORTS, "-j", 1, "--json", target)
    assert (status, target.read_text(encoding="utf-8")) == (2, out)
    assert said.count("\n") == len(ALL_SORTS) + 1


def formulas_of(path):
    """Count what another reader finds, but for the one that tells who calculated last."""
    cells = (c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row)
    found = [cell.value for cell in cells if cell.data_type == "f"]
    found.remove('=IF(TRUE,"recalculated","as written")')
    return len(found)


def test_one_file_with_jobs_is_told_as_many_are(here):
    assert outcome("verify", "-j", 1, "neuron.xlsx")[1].splitlines() == [
        f"agree: neuron.xlsx: {formulas_of('neuron.xlsx')} formula cells",
        "files: 1; agree: 1; disagree: 0; not checked: 0",
    ]
    [line] = outcome("verify", "-j", 1, "neuron.xlsx", "--json", "-")[1].splitlines()
    one = outcome("verify", "neuron.xlsx", "--json", "-")[1]
    assert json.loads(line) == json.loads(one)


def test_the_options_are_passed_on(here, monkeypatch):
    told = {}

    def many(files, **how):
        told.update(how)
        return (Checked(file, error=WorkbookError("no")) for file in files)

    monkeypatch.setattr("sheetnet.cli.many.verify_many", many)
    options = "-j 3 --time-limit 2.5 --perturb 4 --seed 5 --rtol 1e-8 --values-only"
    outcome("verify", *good(), *options.split())
    assert told == {
        **{"jobs": 3, "time_limit": 2.5, "calculator": "embedded", "rtol": 1e-8},
        **{"atol": 1e-12, "values_only": True, "perturb": 4, "seed": 5},
    }


@pytest.mark.slow
def test_a_name_need_not_be_utf_8(here, tmp_path):
    names = [tmp_path / os.fsdecode(b"\xb4\xf0.xlsx"), "gone.xlsx"]
    names[0].write_bytes((here / "neuron.xlsx").read_bytes())
    for jobs in (1, 2):
        first, _ = sheetnet.verify_many(names, jobs=jobs)
        assert first.report == sheetnet.verify(names[0])
        target = tmp_path / "all.jsonl"
        assert outcome("verify", *names, "-j", jobs, "--json", target)[0] == 2
        assert target.read_text(encoding="utf-8").count("\n") == 2
    assert outcome("verify", names[0], "--json", target)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--certificate", "c.json", "b.xlsx"), "are for one file, without -j"),
        (("--against", "c.json", "-j", "2"), "are for one file, without -j"),
        (
            ("--time-limit", "5"),
            "--time-limit is for several files; with one, add -j 1",
        ),
        (("-j", "0"), "Invalid value for '-j' / '--jobs'"),
        (("-j", "many"), "Invalid value for '-j' / '--jobs'"),
        (("--time-limit", "0", "b.xlsx"), "Invalid value for '--time-limit'"),
        (("--rtol", "-1", "b.xlsx"), "--rtol"),
        (
            ("--calculator", "embeded", "b.xlsx"),
            'sheetnet: unknown calculator "embeded"; did you mean "embedded"?',
        ),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_checked(
    tmp_path, monkeypatch, arguments, says
):
    monkeypatch.chdir(tmp_path)
    status, out, err = outcome("verify", "a.xlsx", *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_not_written_over_any_of_the_files(here):
    status, _, err = outcome("verify", *good(), "--json", good()[2])
    assert status == 2
    assert (
        err
        == "sheetnet: notation.xlsx: is the workbook itself; expected another name\n"
    )


def test_a_line_is_one_line_and_names_its_file(here):
    error = SheetnetError("libreoffice took longer")
    assert line_of(Checked(Path("a.xlsx"), error=error)) == (
        "error: a.xlsx: libreoffice took longer"
    )
    report = sheetnet.verify("neuron.xlsx")
    noted = Checked(Path("a.xlsx"), replace(report, notes=("one", "two")))
    count = formulas_of("neuron.xlsx")
    assert line_of(noted) == f"agree: a.xlsx: {count} formula cells; notes: 2"
    odd = "two\nlines.xlsx"
    assert outcome("verify", "-j1", odd, "gone.xlsx")[1].splitlines()[0] == (
        "error: two lines.xlsx: no such file"
    )


@pytest.mark.slow
def test_the_first_wrong_quantity_is_told_where_texts_are_left_out(here):
    out = outcome("verify", "-j1", "--values-only", "tampered.xlsx")[1]
    assert out.startswith("disagree: tampered.xlsx: cost.C_T in epoch 1 at Cost!B15: ")


def test_the_caller_loads_nothing_heavy():
    code = (
        "import sys; from sheetnet.cli import many;"
        "print({'numpy', 'openpyxl', 'formualizer'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("set()\n", "")

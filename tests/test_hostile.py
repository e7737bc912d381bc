"""Hostile files: refused or handled, with one clear line, soon, and within a gibibyte.

Nothing is written elsewhere, nobody on the network is asked, no process stays.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hostile import CASES
from tests.nets import part
from tests.test_recalc import stays

SECONDS, MEBIBYTES = 10, 1024

# The command runs under a small process of its own, which tells how much it took: what a
# child is said to have taken begins with what its parent had.
UNDER = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
took = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    file.write(f"{took.ru_utime + took.ru_stime} {took.ru_maxrss // 1024}")
sys.exit(status)
"""


def cases():
    for name in sorted(CASES):
        program = program_of(name)
        marks = [getattr(pytest.mark, program)] if program else []
        yield pytest.param(name, marks=marks)


def program_of(name):
    """Return which program of its own a case asks, if any."""
    asked = name.rpartition("_in_")[2]
    return asked if asked in ("libreoffice", "gnumeric") else None


@pytest.mark.slow
@pytest.mark.parametrize("name", part(cases()))
def test_what_is_hostile_is_refused_or_handled(tmp_path, request, name):
    if program := program_of(name):
        request.getfixturevalue(program)
    case = CASES[name]
    folder, temporary, told = (tmp_path / part for part in ("in", "tmp", "told"))
    folder.mkdir()
    temporary.mkdir()
    command = [sys.executable, "-m", "sheetnet", *map(str, case.make(folder))]
    before = contents(folder)
    started = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", UNDER, told, *command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    # Of its own work; on a busy machine all takes longer.
    seconds, mebibytes = map(float, told.read_text().split())
    assert seconds < SECONDS
    assert time.monotonic() - started < 6 * SECONDS
    assert mebibytes < MEBIBYTES
    assert ran.returncode == case.status
    check_words(case, ran)
    assert contents(folder) == before
    assert sorted(os.listdir(tmp_path)) == ["in", "tmp", "told"]
    assert os.listdir(temporary) == []
    assert not stays(str(tmp_path))


def check_words(case, ran):
    """One line of what is wrong; or a report, where the rest could be checked."""
    if case.status == 2:
        assert ran.stdout == ""
        [line] = ran.stderr.splitlines()
        assert line.startswith("sheetnet: ")
        assert len(line) < 600
        assert line.isprintable()
    assert case.says in ran.stderr + ran.stdout
    assert "Traceback" not in ran.stderr


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of a folder, with what changes when they are written."""
    found = {
        entry.name: entry.stat(follow_symlinks=False) for entry in os.scandir(folder)
    }
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def test_there_are_many_and_each_says_what_is_wrong():
    assert len(CASES) >= 40
    assert all(len(case.says) >= 5 for case in CASES.values())

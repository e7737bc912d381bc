"""The process in which the embedded calculator computes: whose it is, and when it ends."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

import sheetnet
from sheetnet.calculators import Session, _process, calculators
from sheetnet.errors import CalculatorError
from sheetnet.xlsx.reading.package import opened
from tests.calculating import hears_ctrl_c, values
from tests.nets import small_net
from tests.raw import column, raw
from tests.test_sudden_death import kill, started

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

EMBEDDED = calculators()["embedded"]
# Tells the process that computes, then lets it compute.
COMPUTE = """
import sys
from pathlib import Path
from sheetnet.calculators import Session
from sheetnet.xlsx.reading.package import opened
with opened(Path(sys.argv[1])) as package, Session(package) as session:
    session._load()
    print(session._process._process.pid, flush=True)
    session.computed(["S"])
"""


@pytest.fixture
def small(tmp_path) -> Path:
    return raw(tmp_path / "small.xlsx", {"S": column(("n", "2"), "A1*2")})


@pytest.fixture
def long(tmp_path) -> Path:
    """A workbook that takes minutes to compute."""
    numbers = "".join(
        f'<row r="{n}"><c r="B{n}"><v>{n}</v></c></row>' for n in range(3_000, 20_000)
    )
    sums = column(*(2_000 * ["SUMPRODUCT(B3000:B20000,B3000:B20000,B3000:B20000)"]))
    return raw(tmp_path / "long.xlsx", {"S": sums + numbers})


def computed(path: Path) -> list[object]:
    return values(EMBEDDED, path, ["S"])["S"][:, 0].tolist()


def waiting() -> list[int]:
    """Return the processes that wait for a workbook."""
    return [one._process.pid for one in _process._waiting]


def ours(pid: int) -> list[int]:
    """Return the embedded calculator's processes that a process has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            command = path.with_name("cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z" and b"_ironcalc.py" in command:
            found.append(int(path.parent.name))
    return found


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def ends(pid: int, seconds: float = 2.0) -> bool:
    deadline = time.monotonic() + seconds
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not runs(pid)


def busy(pid: int) -> None:
    """Wait until a process has computed for a while."""

    def spent() -> float:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(told[11]) / os.sysconf("SC_CLK_TCK")

    begun, deadline = spent(), time.monotonic() + 30
    while spent() < begun + 0.2:
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ------------------------------------------------------------------ who ends it


@pytest.fixture
def computing(long) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process of ours, and the one that computes for it, which is busy."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMPUTE, long],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )
    child = int(process.stdout.readline())
    busy(child)
    yield process, child
    process.kill()
    process.communicate()


def test_it_ends_with_the_one_that_is_killed(computing):
    process, child = computing
    process.kill()
    process.communicate()
    assert ends(child)


def test_what_is_written_while_it_computes_does_not_end_it(long):
    """The signal for a request may come when it has been read and is computed already."""
    with opened(Path(long)) as package, Session(package) as session:
        session._load()
        child = session._process._process
        child.stdin.write(b'{"changes": []}\n')
        child.stdin.flush()
        busy(child.pid)
        child.stdin.write(b'{"changes": []}\n')
        child.stdin.flush()
        time.sleep(0.5)
        assert child.poll() is None
        session._process.end()


def test_ctrl_c_ends_both_at_once(computing):
    process, child = computing
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    began = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert (process.returncode, b"KeyboardInterrupt" in err) == (-signal.SIGINT, True)
    assert time.monotonic() - began < 2
    assert ends(child, 0.5)


@pytest.mark.parametrize("seed", range(3))
def test_a_verification_killed_at_any_moment_takes_it_along(tmp_path, seed):
    book = tmp_path / "digits.xlsx"
    sheetnet.build("digits", book)
    process = started("verify", book, "--perturb", 9)
    deadline = time.monotonic() + 30
    while not (found := ours(process.pid)):
        assert time.monotonic() < deadline
    time.sleep(random.Random(seed).uniform(0, 1.5))
    assert process.poll() is None
    kill(process)
    assert all(map(ends, found))


def test_it_ends_with_its_parent_though_a_fork_of_that_lives_on(long, small):
    code = f"import os, time, sys\nsys.argv[1] = {str(small)!r}\n{COMPUTE}\n"
    code += "if os.fork() == 0: time.sleep(60)\nelse: time.sleep(60)\n"
    process = subprocess.Popen(
        [sys.executable, "-c", code, long],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    child = int(process.stdout.readline())
    time.sleep(1)
    process.kill()
    try:
        assert ends(child)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


# ------------------------------------------------------------------ whose it is


@pytest.fixture
def others() -> set[int]:
    """Processes that other tests may have left busy."""
    return set(ours(os.getpid())) - set(waiting())


def test_many_workbooks_leave_one_process_idle(small, tmp_path, others):
    book = tmp_path / "book.xlsx"
    sheetnet.build(small_net(tmp_path, epochs=1), book)
    for _ in range(5):
        assert computed(small) == [2.0, 4.0]
        assert sheetnet.verify(book, perturb=1).agree
    assert set(ours(os.getpid())) - others == set(waiting())
    assert len(waiting()) == 1


def test_threads_do_not_share_a_process(small, others):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: computed(small), range(40)))
    assert found == 40 * [[2.0, 4.0]]
    assert set(ours(os.getpid())) - others == set(waiting())
    assert len(waiting()) == 1


@pytest.mark.filterwarnings("default:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_has_a_process_of_its_own(small):
    computed(small)
    [mine] = waiting()
    with opened(small) as package, Session(package) as busy_one:
        busy_one.computed(["S"])
        context = get_context("fork")
        told = context.Queue()
        fork = context.Process(target=_in_a_fork, args=(small, told))
        fork.start()
        found, before, after = told.get(timeout=20)
        fork.join()
        assert (fork.exitcode, found, before) == (0, [2.0, 4.0], [])
        assert after != [mine]
        assert busy_one.computed(["S"])["S"][1, 0] == 4.0
    assert ends(after[0])
    assert computed(small) == [2.0, 4.0]
    assert waiting() == [mine]


def _in_a_fork(path, told):
    before = waiting()
    told.put((computed(path), before, waiting()))


# ------------------------------------------------------------------ what goes wrong


def test_after_a_limit_of_time_the_next_workbook_is_computed(long, small, monkeypatch):
    monkeypatch.setenv("SHEETNET_TIMEOUT", "1")
    began = time.monotonic()
    with pytest.raises(CalculatorError, match="took longer than 1 s and was stopped"):
        computed(long)
    assert time.monotonic() - began < 4
    assert computed(small) == [2.0, 4.0]


@pytest.mark.parametrize(
    "value", ["\ud800", np.nan, np.inf, 10**400], ids=["half", "nan", "inf", "huge"]
)
def test_what_no_cell_can_hold_is_told_as_such_each_time(small, value):
    with opened(small) as package:
        with Session(package) as session:
            session.set_value("S", 0, 0, value)
            told = set()
            for _ in range(2):
                with pytest.raises(CalculatorError) as error:
                    session.computed(["S"])
                told.add(str(error.value))
                session.set_value("S", 0, 0, 1.0)
        [line] = told
        assert "could not be calculated" in line
        assert "memory" not in line
    assert computed(small) == [2.0, 4.0]


@pytest.mark.parametrize(
    "value",
    ["'x", "=1+1", "#N/A", "TRUE", "1e5", " x ", "\r\n\t", "\uffff", "😀", -0.0],
)
def test_constants_arrive_as_they_are(small, value):
    with opened(small) as package, Session(package) as session:
        session.set_value("S", 0, 0, value)
        found = session.computed(["S"])["S"][0, 0]
    assert (found, type(found)) == (value, type(value))


NOISE = """
import os, sys
print("{}", flush=True)
os.write(1, b"noise\\n" * 1000)
os.write(2, b"noise\\n" * 100_000)
sys.path.remove(os.path.dirname(__file__))
del sys.modules["ironcalc"]
import ironcalc
from ironcalc import CellType, Model
def load_from_xlsx(*how):
    os.write(1, b"{}\\n")
    return ironcalc.load_from_xlsx(*how)
"""


def test_what_ironcalc_prints_is_no_answer(small, tmp_path, monkeypatch):
    folder = tmp_path / "noisy"
    folder.mkdir()
    (folder / "ironcalc.py").write_text(NOISE)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(_process, "_waiting", [])
    with opened(small) as package, Session(package) as session:
        assert session.computed(["S"])["S"][:, 0].tolist() == [2.0, 4.0]
        session._process.end()

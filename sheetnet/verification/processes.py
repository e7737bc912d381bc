"""Other Pythons that check files, each one after the other.

Each has pipes of its own and shares no lock, so one that dies or takes too long costs
the file that it was at. It is no child of multiprocessing, so it never runs the script
of whoever calls, and it hears nothing of Ctrl-C: it ends when its input does.

Pools by others do less: pebble's workers run the caller's script and share locks, which
one that is killed may hold; loky's pool breaks whole with one worker, has no limit of
time, warns where there is no `pgrep`, and stays when who started it is killed.
"""

import atexit
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread, Timer
from typing import TypeAlias

from sheetnet.errors import CalculatorError, SheetnetError
from sheetnet.verification.checked import Checked, How
from sheetnet.verification.worker import GRACE, Answer, Question, unpacked
from sheetnet.wording import placed, spoken, worded

# -P: no module of the folder that we are in; sys.path comes first of all.
_COMMAND = (
    "-Pc",
    "import pickle, sys; sys.path = pickle.load(sys.stdin.buffer);"
    "from sheetnet.verification.worker import serve; serve()",
)
# With a process for each core, threads of BLAS would only be in each other's way.
_ALONE = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
# How many files may be done, and kept in memory, behind one that takes long.
_AHEAD = 64
# On Windows nothing else wakes who waits, Ctrl-C neither.
_LOOK = 0.2  # seconds

_Task: TypeAlias = "tuple[Path, Future[Checked]]"


def checked_by_processes(
    paths: Iterable[Path], jobs: int, how: How, time_limit: float | None
) -> Generator[Checked]:
    """Check files by as many processes; yield them in the order given.

    However it ends, by Ctrl-C or before its end, no process stays behind.
    """
    processes = [Process(how, time_limit) for _ in range(jobs)]
    asked: SimpleQueue[_Task | None] = SimpleQueue()
    threads = [
        Thread(target=_serve, args=(process, asked), daemon=True)
        for process in processes
    ]
    for thread in threads:
        thread.start()
    end = partial(_end_all, processes, threads, asked)
    # Python's own end freezes threads wherever they are, before it looks at generators.
    atexit.register(end)
    try:
        yield from _in_order(paths, asked, jobs + _AHEAD)
    finally:
        atexit.unregister(end)
        end()


def _end_all(
    processes: "Sequence[Process]",
    threads: Sequence[Thread],
    asked: "SimpleQueue[_Task | None]",
) -> None:
    for process in processes:
        asked.put(None)
        process.stop()
    for process in processes:
        process.end()
    for thread in threads:
        thread.join()


def _in_order(
    paths: Iterable[Path], asked: "SimpleQueue[_Task | None]", ahead: int
) -> Iterator[Checked]:
    waiting: deque[Future[Checked]] = deque()
    for path in paths:
        waiting.append(Future())
        asked.put((path, waiting[-1]))
        if len(waiting) == ahead:
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _result(future: "Future[Checked]") -> Checked:
    while not wait([future], _LOOK).done:
        pass
    return future.result()


def _serve(process: "Process", asked: "SimpleQueue[_Task | None]") -> None:
    """Have files checked until there are no more."""
    while (task := asked.get()) is not None:
        path, future = task
        try:
            future.set_result(process.check(path))
        except BaseException as error:  # noqa: BLE001 - who waits shall hear of it
            future.set_exception(error)


class Process:
    """Another Python, started when there is something to check, and again if it died."""

    def __init__(self, how: How, time_limit: float | None) -> None:
        self._how = how
        self._time_limit = time_limit
        self._lock = Lock()
        self._stopped = False
        self._running: subprocess.Popen[bytes] | None = None

    def check(self, path: Path) -> Checked:
        """Have a file checked; an error, if the process dies or takes too long."""
        try:
            running = self._started()
        except OSError as error:
            return _failed(
                path, worded("no process could be started: {error}", error=error)
            )
        with _limited(running, self._time_limit) as late:
            answer = _asked(running, (path, self._how, spoken()))
        if late.is_set():
            return _failed(
                path,
                worded(
                    "took longer than {time_limit:g} s", time_limit=self._time_limit
                ),
            )
        if answer is None:
            _end(running)
            return _failed(
                path, worded("its process died: too little memory, or a crash")
            )
        return unpacked(path, answer)

    def stop(self) -> None:
        """Start no more, and let the process end as soon as it can."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                _stop(self._running)

    def end(self) -> None:
        """Wait until the process has ended, and not for long."""
        if self._running is not None:
            _end(self._running)

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._stopped:
                raise SheetnetError("was stopped")
            if self._running is None or self._running.poll() is not None:
                self._running = _python()
            return self._running


def _failed(path: Path, reason: str) -> Checked:
    return Checked(path, error=CalculatorError(placed(path, reason)))


def _asked(running: "subprocess.Popen[bytes]", question: Question) -> Answer | None:
    """Return the answer; None if there is none, or half of one."""
    assert running.stdin is not None
    assert running.stdout is not None
    try:
        pickle.dump(question, running.stdin)
        running.stdin.flush()
        answer: Answer = pickle.load(running.stdout)
    except (OSError, ValueError, EOFError, pickle.UnpicklingError):
        return None
    return answer


@contextmanager
def _limited(
    running: "subprocess.Popen[bytes]", seconds: float | None
) -> Iterator[Event]:
    """End the process if this takes longer; tell by the event whether it did."""
    late = Event()

    def end() -> None:
        late.set()
        _stop(running)
        _end(running)

    if seconds is None:
        yield late
        return
    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()


# ------------------------------------------------------------------ beginning and end


def _python() -> "subprocess.Popen[bytes]":
    """Start a Python that hears no Ctrl-C and finds modules where this one does."""
    apart = 0
    if sys.platform == "win32":
        apart = subprocess.CREATE_NEW_PROCESS_GROUP
    running = subprocess.Popen(
        [sys.executable, *_COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**_ALONE, **os.environ},
        creationflags=apart,
        start_new_session=True,  # which Windows has not
    )
    assert running.stdin is not None
    with suppress(OSError):  # it died at once; the first question will tell
        pickle.dump(sys.path, running.stdin)
    return running


def _stop(running: "subprocess.Popen[bytes]") -> None:
    assert running.stdin is not None
    with suppress(OSError):
        running.stdin.close()


def _end(running: "subprocess.Popen[bytes]") -> None:
    """Wait for the end of a process that was stopped; kill it if it takes too long."""
    _stop(running)
    try:
        running.wait(2 * GRACE)
    except subprocess.TimeoutExpired:
        _kill(running)
        running.wait()
    assert running.stdout is not None
    running.stdout.close()


def _kill(running: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":  # with what it has started
        command = ["taskkill", "/F", "/T", "/PID", str(running.pid)]
        subprocess.run(command, capture_output=True, check=False)
    running.kill()

"""The process in which the embedded calculator computes: started once, asked, ended.

It has limits of time and memory, and whatever ends it is told in one line. Knows nothing of
workbooks.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO
from pathlib import Path
from threading import Lock, Timer
from typing import Any
from weakref import WeakSet

from sheetnet.errors import CalculatorError
from sheetnet.wording import worded

_PROGRAM = Path(__file__).with_name("_ironcalc.py")


class Process:
    """One process of the embedded calculator, for one workbook at a time."""

    def __init__(self) -> None:
        # Not by the environment, nor by folders beside the program: by our own path.
        path = json.dumps([one or str(Path.cwd()) for one in sys.path])
        self._owner = os.getpid()
        self._why_over = ""
        # It ends when our end of a pipe is closed, as it is whatever ends us.
        self._tie: FileIO | None = None
        passed: tuple[int, ...] = ()
        if os.name == "posix":
            its, ours = os.pipe()
            self._tie, passed = FileIO(ours, "wb"), (its,)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_PROGRAM), path, *map(str, passed)],
            pass_fds=passed,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us, and we end it
        )
        for one in passed:
            os.close(one)
        _ours.add(self)

    @property
    def usable(self) -> bool:
        """Whether it is there and ours: after a fork it is still the parent's."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(
        self, request: Mapping[str, object], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """Return an answer and the numbers after it.

        Raises: CalculatorError if there is none within so many seconds; from then on, for
        the same reason.
        """
        if self._why_over:
            raise CalculatorError(self._why_over)
        late: list[bool] = []
        timer = Timer(seconds, self._stop, [late])
        timer.start()
        try:
            return self._asked(json.dumps(request))
        except (OSError, ValueError) as error:
            self.end()
            self._why_over = self._ended(seconds, late=bool(late))
            raise CalculatorError(self._why_over) from error
        except CalculatorError as error:
            self.end()
            self._why_over = str(error)
            raise
        except BaseException:  # Ctrl-C: an answer that nobody waits for is of no use
            self.end()
            raise
        finally:
            timer.cancel()

    def _asked(self, request: str) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(request.encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        numbers = self._process.stdout.read(answer["bytes"])
        if "failed" in answer:
            raise CalculatorError(" ".join(answer["failed"].split())[:200])
        return answer, numbers

    def _stop(self, late: list[bool]) -> None:
        late.append(True)
        self._process.kill()

    def _ended(self, seconds: float, *, late: bool) -> str:
        """Say how it ended without an answer."""
        status = self._process.returncode
        if late or status == -getattr(signal, "SIGXCPU", 0):
            return worded(
                "it took longer than {seconds:g} s and was stopped;"
                " SHEETNET_TIMEOUT sets another limit, in seconds",
                seconds=seconds,
            )
        with suppress(ValueError):
            return worded(
                "its process ended ({name}), perhaps for want of memory;"
                " SHEETNET_MEMORY sets another limit, in megabytes",
                name=signal.Signals(-status).name,
            )
        return worded("its process ended with status {status}", status=status)

    def end(self) -> None:
        """End it, whatever it does."""
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
            self._untie()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()

    def _untie(self) -> None:
        if self._tie is not None:
            self._tie.close()

    def disown(self) -> None:
        """Leave it to the parent, whose process it is; by our ends of its pipes it lives on."""
        self._process.returncode = 0  # nobody is to wait for it here
        self._untie()
        for pipe in (self._process.stdin, self._process.stdout):
            assert isinstance(pipe, BufferedWriter | BufferedReader)
            pipe.raw.close()  # without what may be on its way


# All there are, busy or not, as long as somebody has them.
_ours: WeakSet[Process] = WeakSet()
# One that has nothing to do waits for the next workbook: to start one takes longer than to
# compute a small workbook.
_waiting: list[Process] = []
_lock = Lock()


def process() -> Process:
    """Return a process that has nothing to do."""
    with _lock:
        while _waiting:
            if (one := _waiting.pop()).usable:
                return one
    return Process()


def give_back(one: Process) -> None:
    """Let a process wait for the next workbook; end it where another one waits."""
    with _lock:
        if one.usable and not _waiting:
            _waiting.append(one)
            return
    one.end()


def _after_fork() -> None:
    """Begin anew in a process that was forked off."""
    global _lock
    _lock = Lock()  # a thread that is not here may hold the other one
    for one in _ours:
        one.disown()
    _ours.clear()
    _waiting.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


@atexit.register
def _end_all() -> None:
    while _waiting:
        _waiting.pop().end()

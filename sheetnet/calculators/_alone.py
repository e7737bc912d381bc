"""A program run alone: with a limit of time, and nothing left of it afterwards.

Must not know what the program is. Where Linux lets us, it also has no network, and ends
with us, however we end.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

from sheetnet.errors import CalculatorError

# As shells say it: not a program, and not there.
_NOT_STARTED = (126, 127)

# Name spaces of its own, of Linux: one of the network, with nothing in it; one of users,
# without which only root may have the others; one of processes, all of which are killed
# when its first one ends. That one is killed when `unshare` is, and `unshare` when we are.
_ALONE = (
    *("setpriv", "--pdeathsig", "KILL", "--"),
    *(
        "unshare",
        "--map-current-user",
        "--net",
        "--pid",
        "--fork",
        "--kill-child",
        "--",
    ),
)


def run_alone(
    name: str,
    command: Sequence[str],
    folder: Path,
    timeout: float,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program inside a folder that has a folder `tmp`; return what it printed.

    Raises: CalculatorError if it cannot start or is not done within the time limit.
    """
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "tmp"))
    # Into a file: a pipe would stay open, and be waited for, as long as any process
    # that escaped holds it.
    printed = folder / "printed.txt"
    with printed.open("wb") as output:
        around = {**os.environ, **temporary, **(env or {})}
        process = _started([*name_spaces(), *command], folder, around, output)
        status = _wait(name, process, timeout)
    said = printed.read_text(encoding="utf-8", errors="replace")
    if status in _NOT_STARTED:
        reason = " ".join(said.split())[-200:]
        raise CalculatorError(
            "{command}: cannot be started: {reason}", command=command[0], reason=reason
        )
    return said


@cache
def name_spaces() -> Sequence[str]:
    """Return what to put before a command, so that it is alone; nothing where it fails."""
    with suppress(OSError):
        tried = subprocess.run([*_ALONE, "true"], capture_output=True, check=False)
        return _ALONE if tried.returncode == 0 else ()
    return ()


def _started(
    command: Sequence[str], folder: Path, env: Mapping[str, str], output: IO[bytes]
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its own process group
        )
    except OSError as error:
        raise CalculatorError(
            "{command}: cannot be started: {reason}", command=command[0], reason=error
        ) from error


def _wait(name: str, process: "subprocess.Popen[bytes]", timeout: float) -> int:
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise CalculatorError(
            "{name} took longer than {timeout:g} s and was stopped;"
            " SHEETNET_TIMEOUT sets another limit, in seconds",
            name=name,
            timeout=timeout,
        ) from error
    finally:
        # Whatever happened, Ctrl-C too: a program may be only the start of a chain of
        # processes, and none of them may stay behind.
        _kill_group(process)
        process.wait()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

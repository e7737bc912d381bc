"""Whole commands, start-up included: CPU seconds and memory.

User and system time of the process and its children, the least of five runs, or of as many
as ten seconds allow; the peak is that of the largest of its processes.

    python -m bench.commands
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from bench.measuring import in_megabytes

TEMPLATES = ("xor", "digits", "digits-conv", "digits-8x8")
RUNS, SECONDS = 5, 10.0


def once(command: Sequence[str], folder: str) -> tuple[float, float]:
    """Return the CPU seconds and the peak in MB of one run of a command."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime, in_megabytes(used.ru_maxrss)


def least(command: Sequence[str], folder: str, runs: int) -> tuple[float, float]:
    """Return the same of the best of some runs."""
    found = [once(command, folder)]
    while len(found) < runs and sum(seconds for seconds, _ in found) < SECONDS:
        found.append(once(command, folder))
    return min(found)


def main(templates: Sequence[str] = TEMPLATES, runs: int = RUNS) -> None:
    """Print a line a command."""
    commands = [["--help"], ["list"]]
    for name in templates:
        commands += [["build", name, "-o", f"{name}.xlsx", "--force"]]
        commands += [["verify", f"{name}.xlsx"]]
    with TemporaryDirectory() as folder:
        for arguments in commands:
            command = [sys.executable, "-m", "sheetnet", *arguments]
            seconds, peak = least(command, folder, runs)
            shown = f"sheetnet {' '.join(arguments[:2])}"
            print(f"{shown:32} {seconds:6.2f} s CPU  {peak:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()

"""CPU seconds of whole commands: start-up, build and verify of two templates.

The least of five runs; user + system of the process and its children.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5


def cpu(command: list[str]) -> float:
    """Return the CPU seconds of a command, the least of some runs."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        )
    return min(times)


def main() -> None:
    """Print a line a command."""
    sheetnet = [sys.executable, "-m", "sheetnet"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        print(f"sheetnet --help               {cpu([*sheetnet, '--help']):.2f} s CPU")
        for name in ("digits", "digits-conv"):
            file = str(Path(folder) / f"{name}.xlsx")
            for arguments in (["build", name, "-o", file], ["verify", file]):
                seconds = cpu([*sheetnet, *arguments])
                print(f"sheetnet {arguments[0]:8}{name:12} {seconds:.2f} s CPU")


if __name__ == "__main__":
    main()

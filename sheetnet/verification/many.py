"""`verify_many`: many workbooks, a process a core, each as `verify` checks one.

Knows nothing of how a workbook is checked. Files come back in the order in which they
were given, so the same files give the same lines, however many processes there are.
"""

import os
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Unpack

from sheetnet.calculators import calculator_names
from sheetnet.errors import CalculatorError, nearest
from sheetnet.verification.checked import Checked, How, check
from sheetnet.verification.processes import checked_by_processes
from sheetnet.wording import worded


def verify_many(
    paths: Iterable[str | Path],
    *,
    jobs: int | None = None,
    time_limit: float | None = None,
    **how: Unpack[How],
) -> Generator[Checked]:
    """Check workbooks, and yield the outcome of each in the order given.

    `jobs` is how many processes check at the same time: as many as there are cores, if
    it is left out; 1 checks in this very process. A file that cannot be checked, takes
    longer than `time_limit` seconds or ends its process costs no other one. (A limit needs
    a process, so with one there is always one.) `how` is as for `verify`.
    Raises: CalculatorError where the calculator is unknown, ValueError where `jobs` is
    less than 1. What is wrong with a file raises nothing: its outcome has a SheetnetError
    in place of a report.
    """
    _refuse(jobs, how)
    every = [Path(path) for path in paths]
    count = min(cores() if jobs is None else jobs, len(every))
    if count > 1 or (every and time_limit is not None):
        return checked_by_processes(every, count, how, time_limit)
    return (check(path, how) for path in every)


def _refuse(jobs: int | None, how: How) -> None:
    """Raise at once what would be wrong with every file."""
    if jobs is not None and jobs < 1:
        raise ValueError(worded("jobs: expected at least 1, found {jobs}", jobs=jobs))
    if unknown := how.keys() - How.__annotations__.keys():
        raise TypeError(
            worded("verify_many takes no {names}", names=", ".join(sorted(unknown)))
        )
    name, known = how.get("calculator", "embedded"), [*calculator_names(), "all"]
    if name not in known:
        raise CalculatorError(
            'unknown calculator "{name}"; {hint}', name=name, hint=nearest(name, known)
        )


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

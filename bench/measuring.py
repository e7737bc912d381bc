"""What work costs: CPU seconds and memory, each measure in a process of its own.

A process begins with the peak of the one that started it, so who starts them stays small.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_WHO = (RUSAGE_SELF, RUSAGE_CHILDREN)


def cpu_seconds() -> float:
    """Return user and system time of this process and of its children that have ended."""
    used = [getrusage(who) for who in _WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def megabytes() -> float:
    """Return the most memory that this process, or the largest of its children, had."""
    return in_megabytes(max(getrusage(who).ru_maxrss for who in _WHO))


def in_megabytes(maxrss: int) -> float:
    """Return a peak in MB: systems count it in KB, but for macOS."""
    return maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def apart(measure: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a function measures in a new process, which gives all memory back."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, *args, **kwargs).result()

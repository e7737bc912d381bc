"""IronCalc in a process of its own: a program that `_process.py` starts. It knows nothing of us.

Each request is a line of JSON on standard input: a workbook to load, cells to change, values
to return. Each answer is a line of JSON on standard output; after it, if it tells of some, the
bytes of a sheet's numbers. So whatever a workbook does to IronCalc, it does it here alone.
"""

import json
import os
import sys
from array import array
from math import isfinite, nan
from typing import Any, BinaryIO

if __name__ == "__main__":
    # Where IronCalc is found: as in the process that started this one.
    sys.path[:] = json.loads(sys.argv[1])
    # It prints what it finds strange, and nobody is to take that for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

from ironcalc import CellType, Model, load_from_xlsx

if sys.platform != "win32":
    import fcntl
    import resource


def main(answers: BinaryIO) -> None:
    """Answer requests until there are none."""
    model: Model | None = None
    places: dict[int, list[tuple[int, int]]] = {}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        numbers = b""
        answer: dict[str, Any] = {}
        try:
            if "load" in request:
                model = None  # two at a time would need room for both
                _limit(request)
                model = load_from_xlsx(request["load"], "en", "UTC", "en")
            elif model is not None and "sheet" in request:
                there = places.get(request["sheet"], [])
                numbers, answer["others"] = _values(model, there, **request)
            elif model is not None:
                _compute(model, request["changes"])
                places = _places(model)
        except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
            answer = {"failed": f"{error}" or type(error).__name__}
        answer["bytes"] = len(numbers)
        answers.write(json.dumps(answer).encode() + b"\n" + numbers)
        answers.flush()


def _limit(request: dict[str, Any]) -> None:
    """Let the system end this process where it takes more than it may."""
    if sys.platform == "win32":
        return
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _lower(resource.RLIMIT_CPU, int(spent + request["seconds"]) + 1)
    _lower(resource.RLIMIT_AS, request["memory"])
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, hard))


def _end_with_its_parent(tie: int) -> None:
    """End at once where the other end of a pipe is closed, busy as this may be.

    IronCalc lets no other thread of Python run as it computes; so the system is asked for a
    signal, which by default ends a process. The pipe is for this alone: the signal for what
    is written may come after it was read, so standard input would not do.
    """
    if sys.platform != "win32" and hasattr(os, "O_ASYNC"):
        fcntl.fcntl(tie, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(tie, fcntl.F_GETFL)
        fcntl.fcntl(tie, fcntl.F_SETFL, flags | os.O_ASYNC)


def _compute(model: Model, changes: list[tuple[int, int, int, Any]]) -> None:
    """Put constants into cells, each a sheet, a row and a column from 1; compute all."""
    for sheet, row, column, value in changes:
        if value is None:
            model.clear_cell_contents(sheet, row, column)
        elif isinstance(value, bool):
            model.update_cell_with_bool(sheet, row, column, value)
        elif isinstance(value, str):
            model.update_cell_with_text(sheet, row, column, value)
        else:
            model.update_cell_with_number(sheet, row, column, value)
    model.evaluate()


def _places(model: Model) -> dict[int, list[tuple[int, int]]]:
    """Return row and column of each cell that there is, by the number of its sheet."""
    found: dict[int, list[tuple[int, int]]] = {}
    for sheet, row, column in model.get_all_cells():
        found.setdefault(sheet, []).append((row, column))
    return found


def _values(
    model: Model,
    places: list[tuple[int, int]],
    sheet: int,
    rows: int,
    columns: int,
) -> tuple[bytes, list[tuple[int, object]]]:
    """Return the numbers of a sheet, row by row, and what stands where there is none."""
    numbers, others = array("d", [nan]) * (rows * columns), []
    for row, column in places:
        if row > rows or column > columns:
            continue
        at, one = (
            (row - 1) * columns + column - 1,
            model.get_cell_value(sheet, row, column),
        )
        if type(one) is float and isfinite(one):
            numbers[at] = one
        elif one is not None:
            others.append((at, _other(model, sheet, row, column, one)))
    return numbers.tobytes(), others


def _other(model: Model, sheet: int, row: int, column: int, value: object) -> object:
    """Return a truth or a text as it is, an error in a list."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        kind = model.get_cell_type(sheet, row, column)
        return [value] if kind == CellType.ErrorValue else value
    return ["#NUM!"]  # beyond what a cell holds


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _end_with_its_parent(int(sys.argv[2]))
    main(answers)

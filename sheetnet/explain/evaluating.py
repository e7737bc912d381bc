"""A condition's value from the numbers that stand in cells: which side an IF takes.

Knows what conditions of planned formulas are made of, and gives up on all else: nothing
is proved here. Precedence is that of spreadsheets, where −2^2 is 4.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv

from sheetnet.workbook.formula.tree import Call, Leaf, Row, upper, without_spaces

# What a reference or a name holds: rows of values.
Read = Callable[[str], Sequence[Sequence[object]]]
_Number = Callable[[float, float], object]

# From what binds least to what binds most.
_LEVELS: tuple[dict[str, _Number], ...] = (
    {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge},
    {"+": add, "-": sub},
    {"*": mul, "/": truediv},
    {"^": math.pow},
)


class _UnknownError(Exception):
    """Something that is not evaluated here."""


def value_of(row: Row, read: Read) -> object:
    """Return the value of a row; None where it cannot be told.

    >>> from sheetnet.workbook.formula.tree import parse
    >>> value_of(parse("IF(A1-1>=1E-9,MAX(A1,7),2)"), lambda text: [[3.0]])
    7.0
    """
    try:
        return _row(without_spaces(row), read, 0)
    except (_UnknownError, ArithmeticError, ValueError, TypeError):
        return None


def _row(row: Row, read: Read, level: int) -> object:
    if level == len(_LEVELS):
        return _single(row, read)
    signs = _LEVELS[level]
    for at in range(len(row) - 1, 0, -1):
        one, before = row[at], row[at - 1]
        binary = not (isinstance(before, Leaf) and before.kind == "operator")
        if isinstance(one, Leaf) and one.text in signs and binary:
            left, right = (
                _row(row[:at], read, level),
                _row(row[at + 1 :], read, level + 1),
            )
            if level and not (_is_number(left) and _is_number(right)):
                raise _UnknownError
            return signs[one.text](left, right)  # type: ignore[arg-type]
    return _row(row, read, level + 1)


def _single(row: Row, read: Read) -> object:
    match row:
        case (Leaf(text="-"), *rest):
            return -_number(_single(tuple(rest), read))
        case (*rest, Leaf(kind="percent")):
            return _number(_single(tuple(rest), read)) / 100
        case (Leaf(kind="number", text=text),):
            return float(text)
        case (Leaf(kind="string", text=text),):
            return text[1:-1].replace('""', '"')
        case (Leaf(kind="cell" | "name", text=text),):
            [[value]] = read(text)
            return 0.0 if value is None else value
        case (Call(name="", arguments=(inside,)),):
            return _row(without_spaces(inside), read, 0)
        case (Call() as call,):
            return _call(call, read)
    raise _UnknownError


def _call(call: Call, read: Read) -> object:
    name = upper(call.name)
    if name == "IF":
        return _row(without_spaces(side_of(call, read)), read, 0)
    if name not in _FUNCTIONS:
        raise _UnknownError
    values = [one for row in call.arguments for one in _values(row, read)]
    return _FUNCTIONS[name](values)


def side_of(call: Call, read: Read) -> Row:
    """Return the argument that an IF gives. Raises: ValueError where it cannot be told."""
    condition, *sides = call.arguments
    holds = value_of(condition, read)
    if not _is_number(holds) or len(sides) < 2:
        raise ValueError("an IF that is not evaluated here")
    return sides[0 if holds else 1]


def _values(row: Row, read: Read) -> Iterator[float]:
    """Yield the numbers of an argument: of an area those that are numbers."""
    row = without_spaces(row)
    if len(row) == 1 and isinstance(row[0], Leaf) and row[0].kind in ("cell", "name"):
        for line in read(row[0].text):
            yield from (one for one in line if isinstance(one, float))
    else:
        yield _number(_row(row, read, 0))


def _is_number(value: object) -> bool:
    return isinstance(value, float | bool)


def _number(value: object) -> float:
    if not isinstance(value, float | bool):
        raise _UnknownError
    return float(value)


_FUNCTIONS: dict[str, Callable[[Iterable[float]], object]] = {
    "SUM": math.fsum,
    "MAX": lambda values: max(values, default=0.0),
    "MIN": lambda values: min(values, default=0.0),
    "COUNT": lambda values: float(len(list(values))),
    "ABS": lambda values: abs(next(iter(values))),
    "AND": all,
    "OR": any,
    "NOT": lambda values: not all(values),
}

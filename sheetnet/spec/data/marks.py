"""Which mark is the decimal one in a file: told by numbers that have only one reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.spec.data.grid.cells import Cell
from sheetnet.spec.data.numerals import MARKS, Numeral, numeral
from sheetnet.spec.data.table import Table, tidy
from sheetnet.wording import worded

_SHOWN = 40


def decimal_mark(
    path: Path, table: Table, names: Sequence[str], said: str | None, notes: list[str]
) -> str:
    """Return which mark is the decimal one in the whole file: a point or a comma.

    Raises: DataError where numbers are open to both, or need one each.
    """
    if said is not None:
        return said
    cells = [(name, table.columns[name]) for name in names]
    commas = _evidence(table, cells, ",")
    points = _Evidence({}, None)
    if table.separator != "," or "," in commas.proofs:
        points = _evidence(table, cells, ".")
    mark = _judged(path, table, points, commas)
    if mark == ",":
        notes.append(worded("The decimal mark is a comma."))
    grouped = (commas if mark == "." else points).undecided
    if grouped is not None:
        value = grouped.looks.value(mark)
        notes.append(
            worded(
                "{shown} is {value:.15g}, with a mark between thousands.",
                shown=grouped.shown,
                value=value,
            )
        )
    return mark


@dataclass(frozen=True, slots=True)
class _Told:
    """A cell whose number depends on the decimal mark."""

    looks: Numeral
    shown: str
    place: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Of the cells with one mark: those that are numbers by one reading only, one by both."""

    proofs: dict[str, _Told]
    undecided: _Told | None


def _evidence(
    table: Table, columns: list[tuple[str, list[Cell]]], mark: str
) -> _Evidence:
    """Look at the cells with a mark, each text once, until one proves it the decimal one."""
    full_width = chr(ord(mark) + 0xFEE0)
    proofs: dict[str, _Told] = {}
    undecided: _Told | None = None
    for name, cells in columns:
        if not _holds(cells, mark) and not _holds(cells, full_width):
            continue
        seen: set[str] = set()
        for row, cell in enumerate(cells):
            if not isinstance(cell, str) or cell in seen:
                continue
            if mark not in cell and full_width not in cell:
                continue
            seen.add(cell)
            looks = numeral(cell)
            if looks is None or not looks.marks:
                continue
            place = worded("{at}, column {name!r}", at=table.at(row), name=name)
            told = _Told(looks, tidy(cell)[:_SHOWN], place)
            if len(looks.marks) > 1:
                undecided = undecided or told
                continue
            proofs.setdefault(looks.marks[0], told)
            if mark in proofs:
                return _Evidence(proofs, undecided)
    return _Evidence(proofs, undecided)


def _holds(cells: list[Cell], mark: str) -> bool:
    try:
        return mark in "\n".join(cells)  # type: ignore[arg-type]
    except TypeError:  # there are numbers among them
        return True


def _judged(path: Path, table: Table, points: _Evidence, commas: _Evidence) -> str:
    proofs = points.proofs | commas.proofs
    if len(proofs) == len(MARKS):
        one, other = (proofs[mark] for mark in MARKS)
        raise DataError(
            "{path}: {shown!r} ({place}) has a decimal point, {other!r}"
            " ({other_place}) a decimal comma; write them alike, or say decimal ="
            ' "." or ","',
            path=path,
            shown=one.shown,
            place=one.place,
            other=other.shown,
            other_place=other.place,
        )
    if proofs:
        return next(iter(proofs))
    undecided = commas.undecided or points.undecided
    # Where commas stand between cells, programs write a decimal point.
    if undecided is None or table.separator == ",":
        return "."
    by_point, by_comma = (undecided.looks.value(mark) for mark in MARKS)
    raise DataError(
        "{path} {place}: {shown!r} may be {by_point:.15g} or"
        ' {by_comma:.15g}; say decimal = "." for the first, or "," for the'
        " second",
        path=path,
        place=undecided.place,
        shown=undecided.shown,
        by_point=by_point,
        by_comma=by_comma,
    )

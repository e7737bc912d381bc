"""Errors that a calculator's known defects explain, and those that nothing explains.

A defect excuses the cell whose own formula shows it, and error cells that look at such
a cell, directly or through others. Every other error is wrong.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from sheetnet.check.opening import Opened
from sheetnet.recalc import Calculator, CellError, Defect, Grid
from sheetnet.workbook.mentions import references
from sheetnet.xlsx.scanned import Place


class _Cell(NamedTuple):
    """A cell, by the key of its sheet."""

    key: str
    place: Place


class Excuses(NamedTuple):
    """Excused cells, by the key of their sheet, and the first of them in words."""

    cells: Mapping[str, set[Place]]
    says: str = ""


def excused_cells(
    book: Opened, calculator: Calculator, grids: Mapping[str, Grid]
) -> Excuses:
    """Return the error cells that a known defect of the calculator explains."""
    if not calculator.defects:
        return Excuses({})
    errors = {key: _errors(book, key, grid) for key, grid in grids.items()}
    origins = dict(_origins(calculator.defects, errors))
    if not origins:
        return Excuses({})
    found: dict[str, set[Place]] = {key: set() for key in grids}
    for key, place in _reached(origins, _readers(book, errors)):
        found[key].add(place)
    cell, defect = next(iter(origins.items()))
    value = grids[cell.key][cell.place[0] - 1, cell.place[1] - 1]
    return Excuses(
        found,
        f"{calculator.name}: known defect, {defect.says}: {book.address(cell.key, *cell.place)}"
        f" ={errors[cell.key][cell.place]:.60} gives {value}",
    )


def _errors(book: Opened, key: str, grid: Grid) -> dict[Place, str]:
    """Return the formulas of a sheet that gave an error; those never run are left out."""
    formulas, not_run = book.formulas[key], book.not_run.get(key, ())
    is_error = np.frompyfunc(lambda value: isinstance(value, CellError), 1, 1)
    found = np.argwhere(is_error(grid).astype(bool)) + 1
    places = [(row, column) for row, column in found.tolist()]
    return {at: formulas[at] for at in places if at in formulas and at not in not_run}


def _origins(
    defects: Iterable[Defect], errors: Mapping[str, Mapping[Place, str]]
) -> Iterator[tuple[_Cell, Defect]]:
    """Yield the cells whose own formula shows a defect."""
    for key, formulas in errors.items():
        for place, text in formulas.items():
            for defect in defects:
                if re.search(defect.pattern, text):
                    yield _Cell(key, place), defect
                    break


def _readers(
    book: Opened, errors: Mapping[str, Mapping[Place, str]]
) -> dict[_Cell, list[_Cell]]:
    """Return, for each error cell, the error cells that look at it."""
    keys = {name.lower(): key for key, name in book.names.items()}

    @cache
    def within(key: str, first: Place, last: Place) -> list[_Cell]:
        return [_Cell(key, at) for at in _within(errors.get(key, {}), first, last)]

    found: dict[_Cell, list[_Cell]] = {}
    for key, formulas in errors.items():
        for place, text in formulas.items():
            for sheet, first, last in references(text):
                there = keys.get(sheet.lower(), "") if sheet else key
                for seen in within(there, first, last):
                    found.setdefault(seen, []).append(_Cell(key, place))
    return found


def _within(
    formulas: Mapping[Place, str], first: Place, last: Place
) -> Iterator[Place]:
    """Yield the error cells of an area, by the shorter of two ways."""
    rows = range(first[0], last[0] + 1)
    columns = range(first[1], last[1] + 1)
    if len(rows) * len(columns) < len(formulas):
        area = ((row, column) for row in rows for column in columns)
        yield from (at for at in area if at in formulas)
    else:
        yield from (at for at in formulas if at[0] in rows and at[1] in columns)


def _reached(
    origins: Iterable[_Cell], readers: Mapping[_Cell, list[_Cell]]
) -> set[_Cell]:
    found = set(origins)
    todo = list(found)
    while todo:
        new = set(readers.get(todo.pop(), ())) - found
        found |= new
        todo += new
    return found

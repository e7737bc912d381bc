"""What stands in a workbook beyond the plan, and where it must not.

A cell that planned formulas read must hold what the plan says, if that is nothing; and
an input must be a constant. Whatever else a person notes beside is hers: it is counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sheetnet.calculators import Grid
from sheetnet.errors import WorkbookError
from sheetnet.verification.book.inputs_of import inputs_of
from sheetnet.verification.book.opening import Opened, bands_of
from sheetnet.verification.book.reach import Reach, reach_of
from sheetnet.verification.naming import named, shortened
from sheetnet.wording import counted, later, worded
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, a1, area_of
from sheetnet.workbook.manifest import SheetMap
from sheetnet.workbook.plan import Cell, Repeat
from sheetnet.xlsx.reading.sheet.formulas import Place
from sheetnet.xlsx.reading.sheet.scanned import Fill

# A person may fill some strips to the right, or keep a table beside.
_MOST_CONSTANTS = 50_000
_NOTHING = np.array(None, dtype=object)
# Its row, its column, what it holds.
_Constant = tuple[int, int, object]


@dataclass(slots=True)
class Outside:
    """What was found beyond the plan. `computed`: an input is a formula."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    computed: bool = False


def check_outside(
    book: Opened,
    outside: Mapping[str, set[Place]],
    fills: Mapping[str, Mapping[Place, Fill]],
    bands: int,
) -> Outside:
    """Look at formulas and constants where the plan has none.

    `outside` are the formulas beyond the plan and `fills` what array formulas fill,
    both by the present name of the sheet.
    """
    found = Outside()
    keys = {name: key for key, name in book.names.items()}
    constants = dict(_constants(book, bands))
    if not any(outside.values()) and not any(map(len, constants.values())):
        return found
    reach = reach_of(book.manifest.sheets, book.names, bands)
    for name, places in outside.items():
        if name in keys:
            sheet = book.map_of(keys[name])
            _look_at_formulas(book, sheet, places, fills[name], reach, found, bands)
    _look_at_constants(book, constants, keys, reach, found)
    found.problems = shortened(found.problems)
    return found


def _look_at_constants(
    book: Opened,
    constants: Mapping[str, Sequence[_Constant]],
    keys: Mapping[str, str],
    reach: Reach,
    found: Outside,
) -> None:
    """Name constants that planned formulas read, and numbers that nobody checks."""
    count = sum(map(len, constants.values()))
    if count > _MOST_CONSTANTS:
        raise WorkbookError(
            "{path}: {count:,} constants outside the plan; expected at most {most:,}",
            path=book.path,
            count=count,
            most=_MOST_CONSTANTS,
        )
    numbers: list[str] = []
    for name, grid_places in constants.items():
        for row, column, value in grid_places:
            where = f"{name}!{a1(row, column)}"
            if name in keys and reach.holds(keys[name], row, column):
                says = later("{where} must be empty; it holds {value!s:.40}")
                found.problems.append(worded(says, where=where, value=value))
            elif type(value) is float:
                numbers.append(where)
    if numbers:
        found.notes.append(_not_checked(numbers))


def _not_checked(numbers: list[str]) -> str:
    return counted(
        len(numbers),
        "{count} number outside the plan was not checked: {cells}",
        "{count} numbers outside the plan were not checked: {cells}",
        cells=named(numbers),
    )


# ------------------------------------------------------------------ formulas


def _look_at_formulas(
    book: Opened,
    sheet: SheetMap,
    places: set[Place],
    fills: Mapping[Place, Fill],
    reach: Reach,
    found: Outside,
    bands: int,
) -> None:
    inputs = inputs_of(sheet)
    planned = _planned(book, sheet, bands)
    for place in sorted(places):
        told: dict[str, object] = {
            "where": book.address(sheet.key, *place),
            "text": book.formulas[sheet.key][place],
        }
        if place in inputs:
            found.computed = True
            says = later(
                "{where} ({quantity}) must hold a constant; it holds ={text:.60}"
            )
            told["quantity"] = inputs[place]
        elif reach.holds(sheet.key, *place):
            says = later("{where} must be empty; it holds ={text:.60}")
        elif place in fills and (area := _area(place, fills[place])):
            (top, left), (bottom, right) = area
            own = planned[top - 1 : bottom, left - 1 : right].any()
            if not own and not reach.meets(sheet.key, *area):
                continue
            found.computed = True
            says = later(
                "{where} holds ={text:.60}, which fills {area} and so cells of the plan"
            )
            told["area"] = fills[place].area
        else:
            continue
        found.problems.append(worded(says, **told))


def _area(place: Place, fill: Fill) -> tuple[Place, Place] | None:
    """Return the corners of what a formula fills; one that spills may fill all below."""
    if fill.spills:
        return place, (MAX_ROW, MAX_COLUMN)
    if not fill.area:  # it fills its own cell
        return None
    area = area_of(fill.area)
    return (area.row, area.column), area.last


# ------------------------------------------------------------------ constants


def _constants(book: Opened, bands: int) -> Iterator[tuple[str, list[_Constant]]]:
    """Yield, sheet by sheet, the constants in cells for which nothing is planned."""
    for sheet in book.manifest.sheets:
        grid = book.saved[sheet.key]
        free = _filled(grid) & ~_planned(book, sheet, bands, grid.shape)
        if sheet.key == "Guide":  # nothing but words
            free &= np.frompyfunc(lambda v: type(v) is float, 1, 1)(grid).astype(bool)
        formulas = book.formulas[sheet.key]
        yield book.names[sheet.key], _cells(grid, free, formulas)
    for name, grid in book.other_saved.items():
        yield name, _cells(grid, _filled(grid), book.other_formulas[name])


def _filled(grid: Grid) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = np.not_equal(grid, _NOTHING).astype(bool)
    return filled


def _cells(
    grid: Grid, free: NDArray[np.bool_], formulas: Mapping[Place, str]
) -> list[tuple[int, int, object]]:
    return [
        (row + 1, column + 1, grid[row, column])
        for row, column in np.argwhere(free).tolist()
        if (row + 1, column + 1) not in formulas
    ]


def _planned(
    book: Opened, sheet: SheetMap, bands: int, shape: tuple[int, ...] | None = None
) -> NDArray[np.bool_]:
    """Return for which cells something is planned, as a mask of the sheet."""
    cells = [
        cell
        for cell in book.plan.sheet(sheet.key).cells
        if cell.value or cell.text is not None or cell.formula is not None
    ]
    down = bands_of(sheet, bands)
    rows, columns = shape or book.saved[sheet.key].shape
    mask = np.zeros((rows, columns), dtype=bool)
    for moves_down in (False, True):
        for moves_across in (False, True):
            some = [
                c for c in cells if (c.down, c.across) == (moves_down, moves_across)
            ]
            _paint(mask, some, down, sheet.across)
    return mask


def _paint(
    mask: NDArray[np.bool_],
    cells: list[Cell],
    down: Repeat | None,
    across: Repeat | None,
) -> None:
    """Mark cells that repeat alike, in all bands and strips."""
    if not cells:
        return
    places = np.array([place for cell in cells for place in cell.places()]) - 1
    rows, columns = places.T[:, :, None, None]
    if down and cells[0].down:
        rows = rows + (np.arange(down.count) * down.step)[None, :, None]
    if across and cells[0].across:
        columns = columns + (np.arange(across.count) * across.step)[None, None, :]
    rows, columns = np.broadcast_arrays(rows, columns)
    inside = (rows < mask.shape[0]) & (columns < mask.shape[1])
    mask[rows[inside], columns[inside]] = True

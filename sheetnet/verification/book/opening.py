"""A workbook to be checked: its map, its sheets, its formulas, its inputs.

Takes files from strangers: nothing is believed before it was looked at.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.lib.stride_tricks import as_strided

from sheetnet.calculators import CellError, Grid, calculator, padded
from sheetnet.errors import WorkbookError
from sheetnet.model.network import Network, Objects
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.verification.book.map_inside import read_map
from sheetnet.wording import later, worded
from sheetnet.workbook.address import a1
from sheetnet.workbook.block import Block
from sheetnet.workbook.manifest import (
    Manifest,
    SheetMap,
)
from sheetnet.workbook.plan import Plan, Repeat, Sheet
from sheetnet.xlsx.reading.package import (
    Package,
)
from sheetnet.xlsx.reading.sheet.formulas import Formulas, Place


class Edit(NamedTuple):
    """A cell, by the key of its sheet, and the value it takes."""

    sheet: str
    row: int
    column: int
    value: float | str


# A band each, or a row for each band.
_IN_BANDS = ("Training", "Cost", "Check")


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as read: `names` gives the present name of each planned sheet.

    The manifest is that of the sheets that are still there, with their present names in
    its formulas; the plan is what this release would write, whole. What other sheets
    hold is kept by their names.
    """

    path: Path
    manifest: Manifest
    plan: Plan
    names: dict[str, str]
    formulas: Mapping[str, Formulas]
    other_formulas: Mapping[str, Formulas]
    saved: Mapping[str, Grid]
    other_saved: Mapping[str, Grid]
    # Planned cells, by the key of the sheet, whose formulas no calculator may run.
    not_run: Mapping[str, Collection[Place]] = field(default_factory=dict)

    def blocks(self, bands: int) -> Iterator[Block]:
        """Yield all blocks, those of the bands as long as there are bands now."""
        for sheet in self.manifest.sheets:
            for block in sheet.blocks:
                yield longer(block, bands) if sheet.key == "Training" else block

    def cells_with(self, chosen: Shown) -> list[Edit]:
        """Return the cells of some quantities with their values, to be typed in."""
        found: list[Edit] = []
        for sheet in self.manifest.sheets:
            for block in sheet.blocks:
                if block.key in chosen:
                    values = chosen[block.key].ravel().tolist()
                    rows, columns = (at.ravel().tolist() for at in block.cells())
                    found += map(Edit, repeat(sheet.key), rows, columns, values)
        return found

    def as_run(self, grids: Mapping[str, Grid]) -> Mapping[str, Grid]:
        """Return a calculator's values with an error in each cell that was not run."""
        marked = dict(grids)
        for key, places in self.not_run.items():
            if not places:
                continue
            # Where they are the last of the sheet, a grid may end before them.
            rows, columns = map(max, zip(*places, strict=True))
            marked[key] = padded_to(grids[key], rows, columns).copy()
            for row, column in places:
                marked[key][row - 1, column - 1] = CellError("#NOT RUN")
        return marked

    def map_of(self, key: str) -> SheetMap:
        """Return what the map says of a sheet."""
        return next(sheet for sheet in self.manifest.sheets if sheet.key == key)

    @property
    def deleted(self) -> list[str]:
        """The planned sheets that are gone, as they were called."""
        return [one.name for one in self.plan.sheets if one.key not in self.names]

    def formulas_of(self, sheet: str) -> Formulas:
        """Return the formulas of a sheet by its present name."""
        keys = {name: key for key, name in self.names.items()}
        if sheet in keys:
            return self.formulas[keys[sheet]]
        return self.other_formulas[sheet]

    def number_of(self, sheet: str, band: int) -> int:
        """Return what a band is called: how many updates its parameters had."""
        subject = self.manifest.subject
        if isinstance(subject, Network) and sheet in _IN_BANDS:
            return subject.update_of(band)
        return band

    def address(self, sheet: str, row: int, column: int) -> str:
        """Return a cell as a person finds it."""
        return f"{self.names[sheet]}!{a1(row, column)}"


def longer(block: Block, bands: int) -> Block:
    """Return a block whose epochs are as many as there are bands."""
    axes = tuple(
        replace(axis, length=bands) if axis.name == "epoch" else axis
        for axis in block.axes
    )
    return replace(block, axes=axes)


def bands_of(sheet: SheetMap | Sheet, bands: int) -> Repeat | None:
    """Return how the bands of a sheet repeat now: only Training's are pasted on."""
    if sheet.down is None or sheet.key != "Training":
        return sheet.down
    return Repeat(sheet.down.first, bands, sheet.down.step)


def open_workbook(package: Package) -> Opened:
    """Read all that a check needs. Raises: WorkbookError."""
    manifest, plan, names, others = read_map(package)
    package.check_rules()
    sheets = [*names.values(), *others]
    formulas = {sheet: package.scanned(sheet).formulas for sheet in sheets}
    saved = calculator("saved").values(package, sheets)
    return Opened(
        package.path,
        manifest,
        plan,
        names,
        {key: formulas.pop(name) for key, name in names.items()},
        formulas,
        {key: saved.pop(name) for key, name in names.items()},
        saved,
    )


# ------------------------------------------------------------------ inputs


def read_given(book: Opened) -> Shown:
    """Read what stands in the views' own input cells.

    Raises: WorkbookError where a number is meant and there is none.
    """
    given: Shown = {}
    subject = book.manifest.subject
    settings = set()
    if isinstance(subject, Network):  # η stands on Picture, and is of the run
        settings = {Key(one) for one in subject.update.settings}
    for sheet in book.manifest.sheets:
        if sheet.key in ("Guide", "Training", "Cost"):
            continue
        computed = {(cell.row, cell.column) for cell in sheet.formulas}
        for block in sheet.blocks:
            if (block.row, block.column) not in computed and block.key not in settings:
                cells = cells_of(block, book.saved[sheet.key])
                given[block.key] = _given(book, block, cells)
    return given


def _given(book: Opened, block: Block, cells: Objects) -> np.ndarray:
    """Return a view's input; a text in what is drawn counts as 0, as it does in x."""
    if block.text:
        return cells
    if block.symbol == "try.x":
        drawn = as_numbers(cells).reshape(cells.shape)
        is_text = np.frompyfunc(lambda v: isinstance(v, str | bool), 1, 1)(cells)
        cells = np.where(is_text.astype(bool) & np.isnan(drawn), 0.0, cells)
    return numbers_of(book, block, np.asarray(cells, dtype=object), [])


def padded_to(grid: Grid, rows: int, columns: int) -> Grid:
    """Return a grid that has at least so many rows and columns."""
    if grid.shape[0] >= rows and grid.shape[1] >= columns:
        return grid
    return padded(grid, max(rows, grid.shape[0]), max(columns, grid.shape[1]))


def cells_of(block: Block, grid: Grid) -> Objects:
    """Return the block's cells from a sheet's values, in the block's shape; a view."""
    whole = padded_to(grid, *block.last_cell())[block.row - 1 :, block.column - 1 :]
    down, right = whole.strides
    strides = [axis.rows * down + axis.columns * right for axis in block.axes]
    # No farther than its last cell: that is within.
    return as_strided(whole, block.shape, strides, writeable=False)


def as_numbers(values: Objects) -> np.ndarray:
    """Return the numbers; NaN where there is none."""
    flat = values.ravel().tolist()
    return np.array([v if type(v) is float else np.nan for v in flat])


def numbers_of(
    book: Opened, block: Block, cells: Objects, notes: list[str]
) -> np.ndarray:
    """Return a block's cells as numbers; an empty one counts as 0, and is noted.

    Raises: WorkbookError where a number is meant and there is none.
    """
    numbers = np.zeros(cells.shape)
    rows, columns = block.cells()
    places = list(zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True))
    for at, value in enumerate(cells.ravel().tolist()):
        if isinstance(value, float):
            numbers.flat[at] = value
            continue
        where = book.address(block.sheet, *places[at])
        if value is None and places[at] not in book.formulas[block.sheet]:
            says = later("{where} ({key}) is empty; it counts as 0")
            if block.symbol == "eta":
                says = later(
                    "{where} ({key}) is empty; it counts as 0, so nothing is learned"
                )
            notes.append(worded(says, where=where, key=block.key))
            continue
        raise WorkbookError(
            "{path}: {where}: expected a number ({key}), found {in_words}",
            path=book.path,
            where=where,
            key=block.key,
            in_words=_in_words(value),
        )
    return numbers


def _in_words(value: object) -> str:
    """Say what a cell holds instead of a number, and what to do.

    >>> _in_words("0,5"), _in_words(True)
    ("the text '0,5'; type it as a number", 'TRUE; type a number')
    """
    if value is None:
        return worded("a formula without a value; recalculate, save, and check again")
    if isinstance(value, bool):
        return worded("{truth}; type a number", truth=str(value).upper())
    if isinstance(value, CellError):
        return worded("the error {value}", value=value)
    return worded("the text {value!r}; type it as a number", value=str(value)[:40])

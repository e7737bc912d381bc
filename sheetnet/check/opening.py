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

from sheetnet.check.map_inside import check_map
from sheetnet.errors import WorkbookError
from sheetnet.network import Objects
from sheetnet.recalc import CellError, Grid, calculators, padded
from sheetnet.shown import Shown
from sheetnet.workbook.address import a1
from sheetnet.workbook.block import Block
from sheetnet.workbook.manifest import (
    FIRST_WORDS,
    MAX_LINES,
    Manifest,
    read_manifest,
)
from sheetnet.xlsx.package import MAP_NAME, MAX_GRID_CELLS, Package, sheet_name_of
from sheetnet.xlsx.scan import Place

_MOST_NOTES = 1_000_000

_NO_MAP = "was not made by sheetnet, or the hidden sheet with its map was removed"


class Edit(NamedTuple):
    """A cell, by the key of its sheet, and the value it takes."""

    sheet: str
    row: int
    column: int
    value: float | str


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as read: `names` gives the present name of each planned sheet."""

    path: Path
    manifest: Manifest
    names: dict[str, str]
    formulas: dict[str, dict[Place, str]]
    other_formulas: dict[str, dict[Place, str]]
    saved: dict[str, Grid]
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
            for row, column in places:
                if marked[key] is grids[key]:
                    marked[key] = grids[key].copy()
                marked[key][row - 1, column - 1] = CellError("#NOT RUN")
        return marked

    def formulas_of(self, sheet: str) -> dict[Place, str]:
        """Return the formulas of a sheet by its present name."""
        keys = {name: key for key, name in self.names.items()}
        if sheet in keys:
            return self.formulas[keys[sheet]]
        return self.other_formulas[sheet]

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


def open_workbook(package: Package) -> Opened:
    """Read all that a check needs. Raises: WorkbookError."""
    path = package.path
    map_sheet = package.sheet_behind(MAP_NAME)
    if map_sheet is None:
        raise WorkbookError(f"{path}: {_NO_MAP}")
    package.most_cells = 2 * MAX_LINES  # a long line takes some cells
    manifest = _manifest(path, map_sheet)
    if package.scanned(map_sheet).formulas:
        raise WorkbookError(f"{path}: the hidden sheet with the map holds formulas")
    package.most_cells = _room(manifest)
    names = dict(_sheet_names(package, manifest))
    package.check_rules()
    formulas = {
        sheet: package.scanned(sheet).formulas
        for sheet in package.sheets
        if sheet != map_sheet
    }
    saved = calculators()["saved"].values(path, list(names.values()))
    planned = {key: formulas.pop(name) for key, name in names.items()}
    by_key = {key: saved[name] for key, name in names.items()}
    return Opened(path, manifest, names, planned, formulas, by_key)


def _room(manifest: Manifest) -> int:
    """Return how many cells a sheet may have: twice those planned, and some notes."""
    blocks = [block for sheet in manifest.sheets for block in sheet.blocks]
    rows = max((block.last_cell()[0] for block in blocks), default=1)
    columns = max((block.last_cell()[1] for block in blocks), default=1)
    return min(MAX_GRID_CELLS, 2 * rows * columns + _MOST_NOTES)


def _manifest(path: Path, sheet: str) -> Manifest:
    grid = calculators()["saved"].values(path, [sheet])[sheet]
    rows = [[text for text in row if isinstance(text, str)] for row in grid.tolist()]
    if not rows or rows[0] != [FIRST_WORDS]:
        raise WorkbookError(f"{path}: {_NO_MAP}")
    try:
        manifest = read_manifest(rows[1:])
    except WorkbookError as error:
        raise WorkbookError(f"{path}: {error}") from error
    check_map(path, manifest)
    return manifest


def _sheet_names(package: Package, manifest: Manifest) -> Iterator[tuple[str, str]]:
    for sheet in manifest.sheets:
        name = package.sheet_behind(sheet_name_of(sheet.key))
        if name is None:
            raise WorkbookError(f"{package.path}: the sheet {sheet.key} is missing")
        yield sheet.key, name


# ------------------------------------------------------------------ inputs


def read_given(book: Opened) -> Shown:
    """Read what stands in the views' own input cells.

    Raises: WorkbookError where a number is meant and there is none.
    """
    given: Shown = {}
    for sheet in book.manifest.sheets:
        if sheet.key in ("Guide", "Training", "Cost"):
            continue
        computed = {(cell.row, cell.column) for cell in sheet.formulas}
        for block in sheet.blocks:
            if (block.row, block.column) not in computed:
                cells = cells_of(block, book.saved[sheet.key])
                given[block.key] = numbers_of(book, block, cells, [])
    return given


def cells_of(block: Block, grid: Grid) -> Objects:
    """Return the block's cells from a sheet's values, in the block's shape."""
    rows, columns = block.cells()
    whole = grid
    last_row, last_column = block.last_cell()
    if grid.shape[0] < last_row or grid.shape[1] < last_column:
        whole = padded(
            grid, max(last_row, grid.shape[0]), max(last_column, grid.shape[1])
        )
    return np.asarray(whole[rows - 1, columns - 1], dtype=object)


def as_numbers(values: Objects) -> np.ndarray:
    """Return the numbers; NaN where there is none."""
    flat = values.ravel().tolist()
    return np.array([v if type(v) is float else np.nan for v in flat])


def numbers_of(
    book: Opened, block: Block, cells: Objects, notes: list[str]
) -> np.ndarray:
    """Return a block's cells as numbers; what is none is an error, or noted.

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
        if value is None:
            if places[at] in book.formulas[block.sheet]:
                raise WorkbookError(
                    f"{book.path}: {where}: expected a number ({block.key}), found a"
                    " formula without a value; recalculate, save, and check again"
                )
            continue  # an empty cell counts as 0 everywhere
        if block.symbol not in ("x", "try.x") or isinstance(value, CellError):
            raise WorkbookError(
                f"{book.path}: {where}: expected a number ({block.key}), found {value!s:.40}"
            )
        notes.append(
            f"{where} holds {value!s:.40} where a number is meant; it counts as 0"
        )
    return numbers

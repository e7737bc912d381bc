"""`sabotage`: a sound workbook → one with a wiring fault, for learners to find.

The fault is one that changes a number and turns no cell into an error. The values in the
file are what its formulas, the faulty one included, give.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from sheetnet.building.builder import canary_of, header_of, plan_of_run, spoken_in
from sheetnet.calculators import CellError, Grid, calculators
from sheetnet.errors import OutputError, WorkbookError
from sheetnet.exercises.faults import KINDS, Fault, faults_of
from sheetnet.files.writing import scratch_folder
from sheetnet.lang import texts
from sheetnet.model.network import Network
from sheetnet.model.shown import Ends, Shown
from sheetnet.sheets import all_values
from sheetnet.sheets.assembling import last_followed
from sheetnet.verification.book.integrity import check_formulas
from sheetnet.verification.book.opening import as_numbers, cells_of, open_workbook
from sheetnet.verification.network.truth import read_network
from sheetnet.verification.report import ATOL, RTOL
from sheetnet.verification.truth import Tolerance
from sheetnet.workbook import Plan
from sheetnet.workbook.address import a1, to_a1
from sheetnet.workbook.block import Block
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.manifest import SHEET as MAP_SHEET
from sheetnet.workbook.manifest import Manifest, lines, manifest_of
from sheetnet.xlsx.reading.package import opened
from sheetnet.xlsx.writing.target import check_target
from sheetnet.xlsx.writing.writer import write_workbook

# A learner must see it: a fault changes some cell by more than this share.
_VISIBLE, _SMALL = 1e-3, 1e-6


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted: its kind and quantity, the first cell, and both formulas (A1)."""

    kind: str
    quantity: str
    cell: str
    planned: str
    formula: str


def sabotage(
    path: str | Path, target: str | Path, *, seed: int = 0, force: bool = False
) -> Planted:
    """Copy a network's workbook with one wiring fault in it; return what was planted.

    The same file and seed give the same fault. The copy is laid out anew from the inputs
    as they are now: what else a person has added is not in it.
    Raises: SheetnetError; then nothing was written.
    """
    path, target = Path(path), Path(target)
    if target.exists() and path.exists() and target.samefile(path):
        raise OutputError(
            "{target}: is the sound workbook; expected another file name", target=target
        )
    check_target(target, force=force)
    sound = _read_sound(path)
    for fault in _drawn(sound.network, sound.plan, np.random.default_rng(seed)):
        faulty = _with_fault(sound.plan, fault)
        values = _recalculated(sound, faulty)
        if values is not None and _visible(fault, values, sound.shown):
            write_workbook(target, faulty, values, MAP_SHEET, lines(sound.manifest))
            return _planted(fault, sound.plan)
    raise WorkbookError("{path}: found no fault that would change a number", path=path)


@dataclass(frozen=True, slots=True)
class _Sound:
    """A workbook that may be sabotaged: its plan, and what NumPy says it must show."""

    network: Network
    plan: Plan
    manifest: Manifest
    shown: Shown


def _read_sound(path: Path) -> _Sound:
    with opened(path) as package:
        book = open_workbook(package)
        network = book.manifest.subject
        if not isinstance(network, Network):
            raise WorkbookError(
                "{path}: is a lesson; expected a network's workbook", path=path
            )
        found = check_formulas(book)
        if found.problems:
            raise WorkbookError(
                "{path}: expected formulas as planned, found {problem}",
                path=path,
                problem=found.problems[0],
            )
        truth, _ = read_network(book, network, found.bands, Tolerance(RTOL, ATOL))
    network, inputs, trace = truth.network, truth.inputs, truth.trace
    header = header_of(book.manifest.header.lang)
    words = texts(header.lang)
    plan = plan_of_run(network, inputs, trace, words)
    ends = Ends(network.last_band, last_followed(plan))
    values = all_values(network, inputs, trace, truth.given, ends)
    shown = {key: spoken_in(array, words) for key, array in values.items()}
    manifest = manifest_of(plan, network, header)
    return _Sound(network, plan, manifest, shown | canary_of(header))


def _drawn(network: Network, plan: Plan, rng: np.random.Generator) -> Iterator[Fault]:
    """Yield faults at random: each kind as likely as any other, however many cells it has."""
    training = plan.sheet("Training")
    left = {kind: faults_of(network, training, kind) for kind in KINDS}
    while kinds := [kind for kind, faults in left.items() if faults]:
        faults = left[kinds[rng.integers(len(kinds))]]
        yield faults.pop(int(rng.integers(len(faults))))


def _with_fault(plan: Plan, fault: Fault) -> Plan:
    """Return the plan with the faulty formula in its cell; the map stays as it was."""
    training = plan.sheet("Training")
    wrong = structs.replace(fault.cell, formula=fault.formula)
    cells = tuple(
        wrong if cell == fault.cell else cell for cell in alone(training.cells)
    )
    sheets = (
        replace(one, cells=cells) if one is training else one for one in plan.sheets
    )
    return replace(plan, sheets=tuple(sheets))


def _recalculated(sound: _Sound, faulty: Plan) -> Shown | None:
    """Return the values of a faulty workbook; None if a cell of it holds an error."""
    names = [sheet.name for sheet in faulty.sheets]
    with scratch_folder("draft") as folder:
        draft = folder / "draft.xlsx"
        write_workbook(draft, faulty, sound.shown, MAP_SHEET, lines(sound.manifest))
        with opened(draft) as package:
            grids = calculators()["embedded"].values(package, names)
    values = dict(sound.shown)
    for sheet in faulty.sheets:
        grid = grids[sheet.name]
        if any(isinstance(value, CellError) for value in grid.ravel()):
            return None
        computed = {(cell.row, cell.column) for cell in sheet.cells if cell.formula}
        for block in sheet.blocks:
            if (block.row, block.column) in computed:
                values[block.key] = _values(block, grid)
    return values


def _values(block: Block, grid: Grid) -> NDArray[Any]:
    """Return what stands in a block, as the writer takes it."""
    cells = cells_of(block, grid)
    if block.text:
        return np.where(cells == np.array(None), "", cells)
    return cells.astype(np.float64)


def _visible(fault: Fault, values: Shown, shown: Shown) -> bool:
    """Tell whether the quantity changes so much that a person can see it."""
    was, now = (as_numbers(one[fault.key].ravel()) for one in (shown, values))
    if (np.isnan(was) != np.isnan(now)).any():
        return True  # a number where there was none, or none where there was one
    off = np.abs(now - was)
    return bool((off > _VISIBLE * np.maximum(np.abs(was), _SMALL)).any())


def _planted(fault: Fault, plan: Plan) -> Planted:
    """Return the fault as a person finds it: in the first cell that holds the formula."""
    training = plan.sheet("Training")
    later = training.down if fault.cell.initial is not None else None
    row = fault.cell.row + (later.step if later else 0)
    column = fault.cell.column
    return Planted(
        kind=fault.kind,
        quantity=str(fault.key),
        cell=f"{training.name}!{a1(row, column)}",
        planned=to_a1(fault.cell.formula or "", row, column),
        formula=to_a1(fault.formula, row, column),
    )

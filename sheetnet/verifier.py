"""`verify`: where the two branches meet to be compared.

Formulas against their plan, then values against NumPy, computed from the inputs as
they stand in the workbook now.
"""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

import msgspec

from sheetnet import __version__
from sheetnet.check.excuses import excused_cells
from sheetnet.check.integrity import Integrity, check_formulas
from sheetnet.check.lesson import read_lesson
from sheetnet.check.liveness import perturbed_runs
from sheetnet.check.network.truth import read_network
from sheetnet.check.opening import Opened, cells_of, open_workbook
from sheetnet.check.truth import Tolerance, Truth
from sheetnet.check.values import compare
from sheetnet.errors import CalculatorError, SheetnetError, WorkbookError, nearest
from sheetnet.lesson import Lesson
from sheetnet.progress import Tell, silent
from sheetnet.recalc import (
    Calculator,
    calculator_names,
    calculators,
)
from sheetnet.report import ATOL, PERTURB, RTOL, Report, Run
from sheetnet.xlsx.package import opened

ALL = "all"

Changes = tuple[list[Run], list[str]]


def verify(
    path: str | Path,
    *,
    calculator: str = "embedded",
    rtol: float = RTOL,
    atol: float = ATOL,
    values_only: bool = False,
    perturb: int = PERTURB,
    seed: int = 0,
    tell: Tell = silent,
) -> Report:
    """Check a workbook: every formula cell against NumPy.

    `calculator` is embedded, libreoffice, saved or all; `values_only` leaves out the
    comparison of formula texts, so that the numbers alone must find a fault; `perturb`
    is how often inputs are changed at random, from `seed`, in the embedded calculator,
    to see everything follow; `tell` hears how far it is.
    Raises: SheetnetError where the file cannot be checked.
    """
    path = Path(path)
    tell("reading", 0.0)
    with opened(path) as package:
        book = open_workbook(package)
        tell("formulas", 0.3)
        integrity = check_formulas(book)
        book = replace(book, not_run=integrity.not_run)
        package.leave_out(integrity.left_out)
        tell("computing", 0.4)
        tolerance = Tolerance(rtol, atol)
        truth, notes = _truth(book, integrity, tolerance)
        change = partial(perturbed_runs, count=perturb, seed=seed)
        with _beside(change, book, truth, tolerance) as alive:
            runs, more = _runs(book, truth, calculator, tolerance, tell)
            tell("changing", 0.9)
            changed, missed = alive.result()
        return Report(
            workbook=str(path),
            sha256=hashlib.sha256(package.content).hexdigest(),
            sheetnet=__version__,
            rtol=rtol,
            atol=atol,
            runs=tuple(runs),
            changed=tuple(changed),
            problems=() if values_only else tuple(integrity.problems),
            notes=(*integrity.notes, *notes, *more, *missed),
            calculator=calculator,
            seed=seed,
            values_only=values_only,
            spec=msgspec.to_builtins(book.manifest.subject),
        )


@contextmanager
def _beside(
    change: Callable[..., Changes], book: Opened, truth: Truth, tolerance: Tolerance
) -> Iterator[Future[Changes]]:
    """Change inputs at the same time: calculators leave Python free as they compute."""
    failed = Event()
    change = partial(change, book, truth, tolerance, stopped=failed.is_set)
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield pool.submit(copy_context().run, change)
        except BaseException:  # Ctrl-C too: the pool waits for what it has begun
            failed.set()
            raise


def _runs(
    book: Opened, truth: Truth, calculator: str, tolerance: Tolerance, tell: Tell
) -> tuple[list[Run], list[str]]:
    """Ask one calculator, or all that are here; those that cannot are noted."""
    runs: list[Run] = []
    notes: list[str] = []
    chosen = list(_chosen(book.path, calculator))
    for number, one in enumerate(chosen):
        tell("calculating", 0.5 + 0.4 * number / len(chosen))
        try:
            done, more = _run(book, truth, one, tolerance)
        except SheetnetError as error:
            if calculator != ALL:
                raise
            notes.append(f"{one.name}: {error}")
            continue
        runs.append(done)
        notes += more
    if not runs:
        raise CalculatorError(
            f"{book.path}: no calculator could check it; {'; '.join(notes)}"
        )
    return runs, notes


def _truth(
    book: Opened, integrity: Integrity, tolerance: Tolerance
) -> tuple[Truth, list[str]]:
    """Compute everything anew from the workbook's own inputs."""
    subject = book.manifest.subject
    try:
        if isinstance(subject, Lesson):
            return read_lesson(book, subject)
        return read_network(book, subject, integrity.bands, tolerance)
    except WorkbookError as error:
        if not integrity.moved:
            raise
        raise WorkbookError(f"{book.path}: {integrity.problems[0]}") from error


def _chosen(path: Path, name: str) -> Iterator[Calculator]:
    known = calculator_names()
    if name != ALL and name not in known:
        hint = nearest(name, [*known, ALL])
        raise CalculatorError(f'{path}: unknown calculator "{name}"; {hint}')
    for key, calculator in calculators().items():
        if name in (ALL, key):
            yield calculator


def _run(
    book: Opened, truth: Truth, calculator: Calculator, tolerance: Tolerance
) -> tuple[Run, list[str]]:
    if calculator.name == "saved":
        _check_canary(book)
    by_name = calculator.values(book.path, list(book.names.values()))
    grids = {key: by_name[name] for key, name in book.names.items()}
    excused, excuse = excused_cells(book, calculator, grids)
    quantities, notes = compare(book, truth, grids, tolerance, excused=excused)
    run = Run(calculator.name, _version(book, calculator), quantities)
    if excuse:
        missing = sum(one.missing for one in quantities)
        notes.append(f"{excuse}; {missing} cells with errors were not compared")
    return run, notes


def _version(book: Opened, calculator: Calculator) -> str:
    """Return who calculated: for saved values, who saved them and who read them."""
    version = calculator.version() or ""
    if calculator.name != "saved":
        return version
    with opened(book.path) as package:
        saved_by = package.saved_by() or "an application that is not named"
    return f"{saved_by}, read by {version}"


def _check_canary(book: Opened) -> None:
    """Refuse values that no application has computed: they came from NumPy itself."""
    for block in book.blocks(1):
        if block.symbol != "canary":
            continue
        value = cells_of(block, book.saved[block.sheet]).item()
        if value is None:
            raise CalculatorError(
                f"{book.path}: it was saved without values; open it in an application,"
                " recalculate (Ctrl+Shift+F9), save, and check again"
            )
        if value == book.manifest.header.as_written:
            raise CalculatorError(
                f"{book.path}: its values are as sheetnet wrote them, so comparing them"
                " proves nothing; recalculate (Ctrl+Shift+F9), save, and check again"
            )

"""`verify`: where the two branches meet to be compared.

Formulas against their plan, then values against NumPy, computed from the inputs as
they stand in the workbook now.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from sheetnet import __version__
from sheetnet.calculators import (
    Calculator,
    Grid,
    Session,
    calculator_names,
    calculators,
)
from sheetnet.errors import CalculatorError, SheetnetError, WorkbookError, nearest
from sheetnet.progress import Tell, silent
from sheetnet.verification.book.around import look_around
from sheetnet.verification.book.integrity import check_formulas
from sheetnet.verification.book.opening import Opened, cells_of, open_workbook
from sheetnet.verification.liveness import perturbed_runs
from sheetnet.verification.report import ATOL, PERTURB, RTOL, Report, Run
from sheetnet.verification.truth import Tolerance
from sheetnet.verification.truths import Truths
from sheetnet.verification.values import compare
from sheetnet.wording import placed, worded
from sheetnet.xlsx.reading.package import Package, opened

ALL = "all"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a workbook is seen: the whole by us, what was planned by calculators.

    `numbers`, by those that take a text for a number, is without such inputs as well.
    """

    whole: Package
    planned: Package
    numbers: Package

    def by(self, calculator: Calculator) -> Package:
        """Return what a calculator gets to see."""
        if calculator.name == "saved":  # it runs nothing
            return self.whole
        return self.numbers if calculator.takes_texts else self.planned


@dataclass(frozen=True, slots=True)
class _How:
    """How a workbook is to be checked: the arguments of `verify`."""

    calculator: str
    tolerance: Tolerance
    values_only: bool
    perturb: int
    seed: int
    tell: Tell


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
    """Check a workbook: every formula cell against NumPy, and what a person sees of it.

    `calculator` is embedded, libreoffice, saved or all; `values_only` leaves out the
    comparison of formula texts, so that the numbers alone must find a fault; `perturb`
    is how often inputs are changed at random, from `seed`, in the embedded calculator,
    to see everything follow; `tell` hears how far it is.
    Raises: SheetnetError where the file cannot be checked.
    """
    how = _How(calculator, Tolerance(rtol, atol), values_only, perturb, seed, tell)
    path = Path(path)
    tell("reading", 0.0)
    with opened(path) as package:
        book = open_workbook(package)
        report = Report(
            workbook=str(path),
            sha256=hashlib.sha256(package.content).hexdigest(),
            sheetnet=__version__,
            rtol=rtol,
            atol=atol,
            runs=(),
            calculator=calculator,
            seed=seed,
            values_only=values_only,
            spec=msgspec.to_builtins(book.manifest.subject),
        )
        return _checked(book, package, report, how)


def _checked(book: Opened, package: Package, report: Report, how: _How) -> Report:
    """Compare formulas, look around, then compute, unless there is nothing fixed to."""
    how.tell("formulas", 0.3)
    integrity = check_formulas(book)
    beyond, looks = look_around(book, package, integrity)
    report = replace(
        report,
        problems=(*integrity.problems, *beyond.problems, *looks.problems),
        notes=(*looks.notes, *integrity.notes, *beyond.notes),
    )
    if beyond.computed:  # NumPy has nothing fixed to begin with
        return report
    how.tell("computing", 0.4)
    try:
        truths = Truths(book, package, integrity.bands, how.tolerance)
    except WorkbookError:
        if not integrity.moved:
            raise
        return report
    if how.values_only:
        report = replace(report, problems=(*beyond.problems, *looks.problems))
    planned = package.without(integrity.left_out(book.names))
    seen = _Seen(package, planned, planned.without(truths.odd))
    book = replace(book, not_run=integrity.not_run)
    runs, changed, notes = _calculated(book, seen, truths, how)
    # Where numbers are wrong, those that are stored may be as wrong.
    agree = all(run.agree for run in runs) and not integrity.problems
    stored = agree and how.calculator != "saved"
    problems, more = truths.problems(package, stored=stored)
    return replace(
        report,
        runs=tuple(runs),
        changed=tuple(changed),
        problems=(*report.problems, *problems),
        notes=(*report.notes, *truths.notes, *more, *notes),
    )


def _calculated(
    book: Opened, seen: _Seen, truths: Truths, how: _How
) -> tuple[list[Run], list[Run], list[str]]:
    """Return what calculators made of it, as it is and changed; and notes.

    The embedded calculator loads it once for both.
    """
    with Session(seen.numbers) as session:
        runs, notes = _runs(book, seen, truths, session, how)
        how.tell("changing", 0.9)
        changed, missed = perturbed_runs(
            book,
            session,
            truths.plain,
            how.tolerance,
            count=how.perturb,
            seed=how.seed,
        )
    return runs, changed, [*notes, *missed]


def _runs(
    book: Opened, seen: _Seen, truths: Truths, session: Session, how: _How
) -> tuple[list[Run], list[str]]:
    """Ask one calculator, or all that are here; those that cannot are noted."""
    runs: list[Run] = []
    notes: list[str] = []
    chosen = list(_chosen(book.path, how.calculator))
    for number, one in enumerate(chosen):
        how.tell("calculating", 0.5 + 0.4 * number / len(chosen))
        try:
            grids = _values(book, seen.by(one), one, session)
            found, more = compare(book, truths.of(one), grids, how.tolerance)
        except SheetnetError as error:
            if how.calculator != ALL:
                raise
            notes.append(placed(one.name, error))
            continue
        runs.append(Run(one.name, _version(seen.whole, one), found))
        notes += [line for line in more if line not in notes]
    if not runs:
        raise CalculatorError(
            "{path}: no calculator could check it; {reasons}",
            path=book.path,
            reasons=worded("; ").join(notes),
        )
    return runs, notes


def _chosen(path: Path, name: str) -> Iterator[Calculator]:
    known = calculator_names()
    if name != ALL and name not in known:
        hint = nearest(name, [*known, ALL])
        raise CalculatorError(
            '{path}: unknown calculator "{name}"; {hint}',
            path=path,
            name=name,
            hint=hint,
        )
    for key, calculator in calculators().items():
        if name in (ALL, key):
            yield calculator


def _values(
    book: Opened, package: Package, calculator: Calculator, session: Session
) -> dict[str, Grid]:
    """Return what a calculator makes of the planned sheets, by their keys."""
    names = list(book.names.values())
    if calculator.name == "saved":
        _check_canary(book)
    if calculator.name == "embedded":
        by_name = session.computed(names)
    else:
        by_name = calculator.values(package, names)
    return {key: by_name[name] for key, name in book.names.items()}


def _version(package: Package, calculator: Calculator) -> str:
    """Return who calculated: for saved values, who saved them and who read them."""
    version = calculator.version() or ""
    if calculator.name != "saved":
        return version
    saved_by = package.saved_by() or worded("an application that is not named")
    return worded("{saved_by}, read by {version}", saved_by=saved_by, version=version)


def _check_canary(book: Opened) -> None:
    """Refuse values that no application has computed: they came from NumPy itself."""
    canary = [block for block in book.blocks(1) if block.symbol == "canary"]
    if not canary:
        raise CalculatorError(
            "{path}: the sheet that tells whether it was recalculated is gone,"
            " so its saved values prove nothing; take an earlier copy",
            path=book.path,
        )
    for block in canary:
        value = cells_of(block, book.saved[block.sheet]).item()
        if value is None:
            raise CalculatorError(
                "{path}: it was saved without values; open it in an application,"
                " recalculate (Ctrl+Shift+F9), save, and check again",
                path=book.path,
            )
        if value == book.manifest.header.as_written:
            raise CalculatorError(
                "{path}: its values are as sheetnet wrote them, so comparing them"
                " proves nothing; recalculate (Ctrl+Shift+F9), save, and check"
                " again",
                path=book.path,
            )

"""A certificate: all that is needed to repeat a check, and what came of it.

Knows reports, not workbooks: what is checked and how is `verifier`'s.
"""

import math
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from sheetnet.errors import WorkbookError
from sheetnet.files.mismatch import mismatch
from sheetnet.files.reading import read_file
from sheetnet.verification.report import ATOL, RTOL, Quantity, Report, Run
from sheetnet.wording import later, retold, worded

FORMAT = "sheetnet certificate 1"
_MAX_BYTES = 64_000_000

# A certificate may come from anybody: what it asks for has bounds.
_Count = Annotated[int, Meta(ge=0)]
_Size = Annotated[float, Meta(ge=0)]
_Tolerance = Annotated[float, Meta(ge=0, le=1)]
_Changes = Annotated[int, Meta(ge=0, le=10_000)]

# Another machine rounds otherwise: a largest difference may be so many times another.
_FAR = 100


class Figure(Struct, forbid_unknown_fields=True, frozen=True):
    """One quantity in one epoch; a difference that is no number is null."""

    symbol: str
    layer: _Count
    epoch: _Count | None
    cells: _Count
    max_abs: _Size | None
    max_rel: _Size | None
    wrong: _Count
    by_rounding: _Count


class Outcome(Struct, forbid_unknown_fields=True, frozen=True):
    """What one calculator made of the workbook."""

    calculator: str
    version: str
    cells: _Count
    agree: bool
    quantities: tuple[Figure, ...]


class Certificate(Struct, forbid_unknown_fields=True, frozen=True):
    """A check that can be repeated: of which file, with what, how, and its outcome."""

    format: str
    sha256: str
    spec: dict[str, Any]
    sheetnet: str
    numpy: str
    python: str
    system: str
    calculator: str
    rtol: _Tolerance
    atol: _Tolerance
    perturbations: _Changes
    seed: _Count
    values_only: bool
    cells: _Count
    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    verdict: str


def certificate_of(report: Report) -> Certificate:
    """Return the certificate of a report."""
    return Certificate(
        format=FORMAT,
        sha256=report.sha256,
        spec=msgspec.json.decode(msgspec.json.encode(report.spec)),
        sheetnet=report.sheetnet,
        numpy=version("numpy"),
        python=platform.python_version(),
        system=platform.platform(),
        calculator=report.calculator,
        rtol=report.rtol,
        atol=report.atol,
        perturbations=len(report.changed),
        seed=report.seed,
        values_only=report.values_only,
        cells=report.cells,
        outcomes=tuple(map(_outcome, (*report.runs, *report.changed))),
        problems=report.problems,
        notes=report.notes,
        verdict=report.verdict,
    )


def _outcome(run: Run) -> Outcome:
    figures = tuple(map(_figure, run.quantities))
    return Outcome(run.calculator, run.version, run.cells, run.agree, figures)


def _figure(one: Quantity) -> Figure:
    return Figure(
        one.key.symbol,
        one.key.layer,
        one.epoch,
        one.cells,
        one.max_abs if one.max_abs < float("inf") else None,
        one.max_rel if one.max_rel < float("inf") else None,
        one.wrong,
        one.by_rounding,
    )


def to_json(certificate: Certificate) -> bytes:
    """Return the certificate as a file holds it.

    Raises: WorkbookError where it could not be read again.
    """
    content = msgspec.json.encode(certificate)
    try:
        msgspec.json.decode(content, type=Certificate)
    except msgspec.ValidationError as error:
        why = mismatch(error, msgspec.json.decode(content), Certificate)
        raise WorkbookError(
            "there is no certificate of such a check: {why}", why=why
        ) from error
    return msgspec.json.format(content, indent=1) + b"\n"


def read_certificate(path: Path) -> Certificate:
    """Read a certificate. Raises: WorkbookError where it is none."""
    try:
        content = read_file(path, _MAX_BYTES, WorkbookError)
        tree = msgspec.json.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _none(path, error) from error
    try:
        found = msgspec.convert(tree, Certificate)
    except msgspec.ValidationError as error:
        raise _none(path, mismatch(error, tree, Certificate)) from error
    if found.format != FORMAT:
        raise WorkbookError(
            "{path}: expected {wanted!r}, found {found!r}",
            path=path,
            wanted=FORMAT,
            found=found.format[:40],
        )
    return found


def _none(path: Path, why: object) -> WorkbookError:
    return WorkbookError("{path}: is no certificate: {why}", path=path, why=retold(why))


# ------------------------------------------------------------------ repeated


def differences(then: Certificate, now: Certificate) -> list[str]:
    """Return what differs between a certificate and the check repeated, a line each.

    Other versions, another system and other notes are told, too: they may explain the rest.
    """
    plain = ("spec", "sheetnet", "numpy", "python", "system")
    return [
        *_unusual(then),
        *_of_fields(then, now, plain),
        *_of_versions(then, now),
        *_of_notes(then, now),
        *_of_rounding(then, now),
        *_of_outcomes(then, now),
    ]


def same_outcome(then: Certificate, now: Certificate) -> bool:
    """Tell whether the same file gave the same outcome, calculator by calculator."""
    return not _of_outcomes(then, now)


def _unusual(then: Certificate) -> Iterator[str]:
    if (then.rtol, then.atol) != (RTOL, ATOL):
        yield worded(
            "the tolerances are not the usual ones: {then} in the certificate; {usual}"
            " are usual",
            then=f"rtol {then.rtol:g}, atol {then.atol:g}",
            usual=f"{RTOL:g}, {ATOL:g}",
        )


def _of_fields(
    then: Certificate, now: Certificate, names: Iterable[str]
) -> Iterator[str]:
    for name in names:
        one, other = getattr(then, name), getattr(now, name)
        if one != other:
            says, long = (
                worded("{name} differs", name=name),
                isinstance(one, dict | tuple),
            )
            yield says if long else _changed(says, _short(one), _short(other))


def _of_versions(then: Certificate, now: Certificate) -> Iterator[str]:
    versions = {one.calculator: one.version for one in now.outcomes}
    for one in then.outcomes:
        other = versions.get(one.calculator, one.version)
        if other != one.version:
            yield _changed(_short(one.calculator), _short(one.version), _short(other))


def _of_notes(then: Certificate, now: Certificate) -> Iterator[str]:
    """Tell notes that only one of the two has: some name files, or programs not here."""
    for one, other, says in (
        (then, now, later("only then noted: {note}")),
        (now, then, later("only now noted: {note}")),
    ):
        for note in one.notes:
            if note not in other.notes:
                yield worded(says, note=_short(note))


def _of_rounding(then: Certificate, now: Certificate) -> Iterator[str]:
    """Yield which largest differences are others, and rounding explains them."""
    for one, other in zip(_by_name(then), _by_name(now), strict=False):
        for was, found in zip(_by_key(one), _by_key(other), strict=False):
            if _are_far(was, found, now) and _is_explained(was, found):
                says = worded("{name}, by rounding alone", name=_short(one.calculator))
                yield _changed(says, _figured(was), _figured(found))


def _of_outcomes(then: Certificate, now: Certificate) -> list[str]:
    """Return what differs that no other version or system excuses."""
    found = list(_of_fields(then, now, ("sha256", "cells", "verdict", "problems")))
    runs, again = _by_name(then), _by_name(now)
    if [one.calculator for one in runs] != [one.calculator for one in again]:
        found.append(_changed(worded("runs differ"), _named(runs), _named(again)))
        return found
    for one, other in zip(runs, again, strict=True):
        found += _of_outcome(one, other, now)
    return found


def _by_name(certificate: Certificate) -> list[Outcome]:
    return sorted(certificate.outcomes, key=lambda one: one.calculator)


def _named(runs: Iterable[Outcome]) -> str:
    return _short("; ".join(one.calculator for one in runs) or worded("none"))


def _of_outcome(one: Outcome, other: Outcome, how: Certificate) -> Iterator[str]:
    name = _short(one.calculator)
    counts = (one.cells, one.agree), (other.cells, other.agree)
    if counts[0] != counts[1]:
        yield _changed(name, _counted(one), _counted(other))
    for was, found in zip_longest(_by_key(one), _by_key(other)):
        if was is None or found is None or not _alike(was, found, how):
            yield _changed(name, _figured(was), _figured(found))


def _changed(what: str, was: str, now: str) -> str:
    return worded("{what}: {was} then, {now} now", what=what, was=was, now=now)


def _by_key(outcome: Outcome) -> list[Figure]:
    return sorted(
        outcome.quantities,
        key=lambda one: (one.symbol, one.layer, -1 if one.epoch is None else one.epoch),
    )


def _alike(one: Figure, other: Figure, how: Certificate) -> bool:
    """Tell whether two figures are of one quantity and say the same of it."""
    names = ("symbol", "layer", "epoch", "cells", "wrong")
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    return not _are_far(one, other, how) or _is_explained(one, other)


def _are_far(one: Figure, other: Figure, how: Certificate) -> bool:
    """Tell whether the largest differences are not of one size.

    Near 0 relative differences are large, of large numbers absolute ones: both count.
    """
    return _far(one.max_abs, other.max_abs, how.atol) and _far(
        one.max_rel, other.max_rel, how.rtol
    )


def _is_explained(one: Figure, other: Figure) -> bool:
    """Tell whether the larger one is of cells that rounding explains.

    On another machine the same cells may lie a thousand times nearer, or farther off.
    """
    larger = max(one, other, key=lambda it: _size(it.max_abs))
    return larger.by_rounding > 0 and not larger.wrong


def _size(of: float | None) -> float:
    return math.inf if of is None else of


def _far(one: float | None, other: float | None, tolerance: float) -> bool:
    less, more = sorted(map(_size, (one, other)))
    return more > tolerance and more > _FAR * less


def _counted(one: Outcome) -> str:
    if one.agree:
        return worded("{cells} cells, agree", cells=one.cells)
    return worded("{cells} cells, disagree", cells=one.cells)


def _figured(one: Figure | None) -> str:
    if one is None:
        return worded("nothing")
    epoch = "" if one.epoch is None else worded(" in epoch {epoch}", epoch=one.epoch)
    name = f"{_short(one.symbol)}{f'_{one.layer}' if one.layer else ''}{epoch}"
    says = later(
        "{name}: {cells} cells, {wrong} wrong, largest {max_abs} and {max_rel}"
    )
    return worded(says, name=name, **msgspec.structs.asdict(one))


def _short(value: object) -> str:
    """Return what a certificate says as a line may hold it: short, nothing unseen."""
    return "".join(one if one.isprintable() else "?" for one in str(value)[:100])


def schema_file() -> Path:
    """Return the JSON Schema of a certificate that ships with the package."""
    return Path(str(files(__package__))) / "certificate.schema.json"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a certificate, made from the type that reads it."""
    schema = msgspec.json.schema(Certificate)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = FORMAT
    return schema

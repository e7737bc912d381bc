"""A certificate: all that is needed to repeat a check, and what came of it.

Knows reports, not workbooks: what is checked and how is `verifier`'s.
"""

import platform
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sheetnet.errors import WorkbookError
from sheetnet.reading import read_file
from sheetnet.report import Quantity, Report, Run

FORMAT = "sheetnet certificate 1"
_MAX_BYTES = 64_000_000


class Figure(Struct, forbid_unknown_fields=True, frozen=True):
    """One quantity in one epoch; a difference that is no number is null."""

    symbol: str
    layer: int
    epoch: int | None
    cells: int
    max_abs: float | None
    max_rel: float | None
    wrong: int
    not_computed: int
    by_rounding: int


class Outcome(Struct, forbid_unknown_fields=True, frozen=True):
    """What one calculator made of the workbook."""

    calculator: str
    version: str
    cells: int
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
    rtol: float
    atol: float
    perturbations: int
    seed: int
    values_only: bool
    cells: int
    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
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
        one.missing,
        one.by_rounding,
    )


def to_json(certificate: Certificate) -> bytes:
    """Return the certificate as a file holds it."""
    return msgspec.json.format(msgspec.json.encode(certificate), indent=1) + b"\n"


def read_certificate(path: Path) -> Certificate:
    """Read a certificate. Raises: WorkbookError where it is none."""
    try:
        content = read_file(path, _MAX_BYTES, WorkbookError)
        found = msgspec.json.decode(content, type=Certificate)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise WorkbookError(f"{path}: is no certificate: {error}") from error
    if found.format != FORMAT:
        raise WorkbookError(f"{path}: expected {FORMAT!r}, found {found.format[:40]!r}")
    return found


def differences(then: Certificate, now: Certificate) -> list[str]:
    """Return what differs between a certificate and the check repeated, a line each.

    Other versions or another system are told, too: they may explain the rest.
    """
    plain = (
        "sha256",
        "spec",
        "sheetnet",
        "numpy",
        "python",
        "system",
        "cells",
        "verdict",
    )
    found = []
    for name in plain:
        one, other = getattr(then, name), getattr(now, name)
        if one != other:
            values = "" if name == "spec" else f": {one} then, {other} now"
            found.append(f"{name} differs{values}")
    by_name = {one.calculator: one for one in now.outcomes}
    for one in then.outcomes:
        other = by_name.get(one.calculator)
        if other is None:
            found.append(f"{one.calculator} was not run now")
        else:
            found += _of_outcome(one, other)
    return found


def _of_outcome(one: Outcome, other: Outcome) -> list[str]:
    found = []
    if one.version != other.version:
        found.append(f"{one.calculator}: {one.version} then, {other.version} now")
    counted = {_key(figure): figure for figure in other.quantities}
    for figure in one.quantities:
        now = counted.get(_key(figure))
        if now is None or (now.cells, now.wrong) != (figure.cells, figure.wrong):
            says = f"{now.cells} cells, {now.wrong} wrong" if now else "nothing"
            name = f"{figure.symbol}_{figure.layer}" if figure.layer else figure.symbol
            found.append(
                f"{one.calculator}: {name}: {figure.cells} cells, {figure.wrong} wrong"
                f" then, {says} now"
            )
    return found


def _key(
    figure: Figure,
) -> tuple[
    str,
    int,
    int | None,
]:
    return figure.symbol, figure.layer, figure.epoch


def same_outcome(then: Certificate, now: Certificate) -> bool:
    """Tell whether the same file gave the same verdict in the same cells."""
    return (then.sha256, then.verdict, then.cells) == (
        now.sha256,
        now.verdict,
        now.cells,
    )


def schema_file() -> Path:
    """Return the JSON Schema of a certificate that ships with the package."""
    return Path(str(files("sheetnet"))) / "certificate.schema.json"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a certificate, made from the type that reads it."""
    schema = msgspec.json.schema(Certificate)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = FORMAT
    return schema

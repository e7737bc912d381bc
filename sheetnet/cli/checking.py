"""The command that checks: verify."""

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetnet.cli.help import Command
from sheetnet.cli.output import write_json
from sheetnet.cli.paths import FileOption
from sheetnet.wording import ENGLISH, speaking, spoken, worded

if TYPE_CHECKING:
    from sheetnet.verification.certificate import Certificate


@click.command(
    cls=Command,
    examples="""\
sheetnet verify output/digits.xlsx
sheetnet verify mine.xlsx --calculator saved
sheetnet verify handed-in/*.xlsx -q""",
)
@click.argument(
    "files",
    metavar="FILE...",
    type=click.Path(path_type=Path),
    nargs=-1,
    required=True,
)
@click.option(
    "--calculator",
    default="embedded",
    show_default=True,
    metavar="NAME",
    help="embedded, libreoffice, gnumeric, javascript, saved, or all that are here.",
)
@click.option("--rtol", type=float, metavar="X", help="Relative tolerance [1e-9].")
@click.option("--atol", type=float, metavar="X", help="Absolute tolerance [1e-12].")
@click.option(
    "--values-only", is_flag=True, help="Leave out the comparison of formula texts."
)
@click.option(
    "--perturb",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Change inputs at random N times, in memory; everything must follow.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Seed of --perturb.",
)
@click.option(
    "--json",
    "json_file",
    type=FileOption(allow_dash=True),
    help="Write the report as JSON; - for stdout.",
)
@click.option(
    "--certificate",
    type=FileOption(),
    help="Write all that is needed to repeat this check, as JSON.",
)
@click.option(
    "--against",
    type=FileOption(),
    help="Repeat the check of a certificate, and say what differs.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Check N files at the same time, a line a file [a process a core].",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=None,
    metavar="SECONDS",
    help="Of several files: give up one that takes longer.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the verdict.")
@click.option(
    "-v",
    "--verbose",
    count=True,
    help="A line for every quantity; -vv for every epoch.",
)
def verify(
    files: tuple[Path, ...],
    jobs: int | None,
    time_limit: float | None,
    json_file: Path | None,
    certificate: Path | None,
    against: Path | None,
    **how: Any,  # noqa: ANN401
) -> int:
    """Compare every formula cell of each FILE with NumPy.

    NumPy computes from the inputs as they are in the workbook now, edits included.
    Several files, or one with -j, are checked side by side, and each gets a line, in
    the order given: -q leaves out those that agree, -v has a summary of each, and
    --json writes a line a file.
    Ends with 0 if all agree, 1 if not, 2 if a file could not be checked.
    """
    for target, file in product((certificate, json_file), files):
        _check_other(target, file)
    how = _checked(how)
    if jobs is None and len(files) == 1:
        if time_limit is not None:
            raise click.UsageError(
                worded("--time-limit is for several files; with one, add -j 1")
            )
        return _verify_one(files[0], json_file, certificate, against, **how)
    if certificate or against:
        raise click.UsageError(
            worded("--certificate and --against are for one file, without -j")
        )
    from sheetnet.cli.many import verify_files

    return verify_files(files, json_file, jobs=jobs, time_limit=time_limit, **how)


def _verify_one(
    file: Path,
    json_file: Path | None,
    certificate: Path | None,
    against: Path | None,
    *,
    quiet: bool,
    verbose: int,
    **how: Any,  # noqa: ANN401
) -> int:
    import sheetnet
    from sheetnet.cli.progress import Waiting
    from sheetnet.cli.reports import show_report
    from sheetnet.verification.certificate import certificate_of, read_certificate

    then = None if against is None else read_certificate(against)
    if then is not None:
        how = {name: getattr(then, _IN_CERTIFICATE.get(name, name)) for name in how}
    # A certificate is in English, whoever makes it: it is compared with others.
    lang = ENGLISH if certificate or against else spoken()
    with Waiting(quiet=quiet) as waiting, speaking(lang):
        report = sheetnet.verify(file, **how, tell=waiting.tell)
    now = certificate_of(report)
    if certificate is not None:
        _write_certificate(certificate, now)
    if json_file is not None:
        write_json(json_file, report.to_json())
    if str(json_file) != "-":
        show_report(report, quiet=quiet, verbose=verbose)
    repeated = then is None or _tell_differences(then, now)
    return 0 if report.agree and repeated else 1


def _write_certificate(path: Path, certificate: "Certificate") -> None:
    from sheetnet.files.writing import write_whole
    from sheetnet.verification.certificate import to_json

    write_whole(path, [to_json(certificate)])


# What the certificate calls otherwise than the option.
_IN_CERTIFICATE = {"perturb": "perturbations"}


def _tell_differences(then: "Certificate", now: "Certificate") -> bool:
    """Say what differs from a certificate; tell whether the outcome is the same."""
    from sheetnet.cli.words import say
    from sheetnet.verification.certificate import differences, same_outcome

    for text in differences(then, now):
        click.echo(say("differs", text=text))
    same = same_outcome(then, now)
    click.echo(say("repeated" if same else "not_repeated"))
    return same


def _checked(how: dict[str, Any]) -> dict[str, Any]:
    """Return the options that say how to check, with their tolerances filled in."""
    from sheetnet.verification.report import ATOL, RTOL

    tolerances = {
        name: _tolerance(name, how[name], default)
        for name, default in (("rtol", RTOL), ("atol", ATOL))
    }
    return {**how, **tolerances}


def _tolerance(name: str, given: float | None, default: float) -> float:
    value = default if given is None else given
    if not 0 <= value < float("inf"):
        raise click.BadParameter(
            worded("expected a number of at least 0, found {value}", value=value),
            param_hint=f"--{name}",
        )
    return value


def _check_other(target: Path | None, file: Path) -> None:
    """Refuse to write a report over the workbook that it is about."""
    from sheetnet.errors import OutputError

    if target and target.exists() and file.exists() and target.samefile(file):
        raise OutputError(
            "{target}: is the workbook itself; expected another name", target=target
        )

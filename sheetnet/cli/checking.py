"""The command that checks: verify."""

import json
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--calculator",
    default="embedded",
    show_default=True,
    metavar="NAME",
    help="embedded, libreoffice, saved, or all that are here.",
)
@click.option("--rtol", type=float, default=None, help="Relative tolerance [1e-9].")
@click.option("--atol", type=float, default=None, help="Absolute tolerance [1e-12].")
@click.option(
    "--values-only", is_flag=True, help="Leave out the comparison of formula texts."
)
@click.option(
    "--perturb",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Change inputs at random N times, in memory; everything must follow.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, help="Seed of --perturb."
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write the report as JSON; - for stdout.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the verdict.")
@click.option("-v", "--verbose", is_flag=True, help="A line for every epoch.")
def verify(
    file: Path,
    calculator: str,
    rtol: float | None,
    atol: float | None,
    values_only: bool,
    perturb: int,
    seed: int,
    json_file: Path | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Compare every formula cell of FILE with NumPy.

    NumPy computes from the inputs as they are in the workbook now, edits included.
    Ends with 0 if all agree, 1 if not, 2 if the file could not be checked.
    """
    import sheetnet
    from sheetnet.cli.tables import show_report
    from sheetnet.report import ATOL, RTOL

    report = sheetnet.verify(
        file,
        calculator=calculator,
        rtol=_tolerance("rtol", rtol, RTOL),
        atol=_tolerance("atol", atol, ATOL),
        values_only=values_only,
        perturb=perturb,
        seed=seed,
    )
    if json_file is not None:
        _write_json(json_file, report.to_json())
    if str(json_file) != "-":
        show_report(report, quiet=quiet, verbose=verbose)
    return 0 if report.agree else 1


def _tolerance(name: str, given: float | None, default: float) -> float:
    value = default if given is None else given
    if not 0 <= value < float("inf"):
        raise click.BadParameter(
            f"expected a number of at least 0, found {value}", param_hint=f"--{name}"
        )
    return value


def _write_json(path: Path, tree: object) -> None:
    from sheetnet.errors import OutputError

    text = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    if str(path) == "-":
        click.echo(text, nl=False)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error

"""Commands that make something: build, new, show, train, sabotage."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetnet.cli.output import tell_warnings, write_json
from sheetnet.cli.paths import FileOption
from sheetnet.cli.words import language, say

if TYPE_CHECKING:
    from sheetnet.building.builder import BuildResult

spec_argument = click.argument("spec", metavar="SPEC")
set_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a key of the spec, as training.eta=0.5 or layer.2.units=5.",
)
json_option = click.option(
    "--json",
    "json_file",
    type=FileOption(allow_dash=True),
    help="Write how the network did as JSON; - for stdout.",
)


@click.command()
@spec_argument
@click.option("-o", "--output", type=FileOption(), help="The workbook to write.")
@set_option
@json_option
@click.option("--lang", default="en", show_default=True, help="en or zh.")
@click.option("--force", is_flag=True, help="Overwrite a file that is not ours.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
def build(
    spec: str,
    output: Path | None,
    overrides: tuple[str, ...],
    json_file: Path | None,
    lang: str,
    force: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make a workbook from SPEC: a template's name or a .toml file."""
    import sheetnet
    from sheetnet.cli.progress import Waiting

    loaded = sheetnet.load_spec(spec, overrides)
    path = output or Path("output") / f"{loaded.name}.xlsx"
    with Waiting(quiet=quiet) as waiting:
        result = sheetnet.build(loaded, path, lang=lang, force=force, tell=waiting.tell)
    if json_file is not None:
        write_json(json_file, result.to_json(language()))
    if str(json_file) == "-":
        return
    if not quiet:
        _tell_built(result)
        if verbose:
            click.echo(say("spec", path=loaded.path))
        click.echo(say("check_it", path=result.path))
    tell_warnings(result.warnings)


def _tell_built(result: "BuildResult") -> None:
    """Print the figures of the file, and how the network did."""
    counts = {"formulas": f"{result.formulas:,}", "bytes": f"{result.bytes:,}"}
    click.echo(say("built", path=result.path, **counts))
    if result.outcome is not None:
        first, last = (f"{cost:.6g}" for cost in result.outcome.C_T)
        share, r2 = result.outcome.accuracy, result.outcome.r2
        right = say("right", share=f"{share[1]:.1%}") if share else ""
        right += say("r2", r2=f"{r2[1]:.4g}") if r2 else ""
        unseen, unseen_r2 = result.outcome.test_accuracy, result.outcome.test_r2
        right += say("test_right", share=f"{unseen[1]:.1%}") if unseen else ""
        right += say("test_r2", r2=f"{unseen_r2[1]:.4g}") if unseen_r2 else ""
        click.echo(say("cost", first=first, last=last) + right)


@click.command()
@click.argument("name", metavar="NAME")
def new(name: str) -> None:
    """Write a commented starter spec NAME.toml, and data for it."""
    from sheetnet.spec.starter import write_starter

    for path in write_starter(Path(name)):
        click.echo(say("wrote", path=path))
    click.echo(say("build_it", path=Path(name).with_suffix(".toml")))


@click.command()
@spec_argument
@set_option
@click.option("--lang", default="en", show_default=True, help="en or zh.")
def show(spec: str, overrides: tuple[str, ...], lang: str) -> None:
    """Say what would be built from SPEC: sheets, cells, size. Writes nothing."""
    import sheetnet
    from sheetnet.building.builder import count_formulas, draft, size_of
    from sheetnet.cli.tables import table
    from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
    from sheetnet.xlsx.writing.sheets import extent

    made = draft(sheetnet.load_spec(spec, overrides), lang)
    plan, size = made.plan, size_of(made)
    rows = [(one.name, *map("{:,}".format, extent(one))) for one in plan.sheets]
    table(("sheet", "rows", "columns"), rows, title=plan.title)
    click.echo(say("limits", rows=f"{MAX_ROW:,}", columns=f"{MAX_COLUMN:,}"))
    click.echo(say("formulas", count=f"{count_formulas(plan):,}"))
    click.echo(say("file", bytes=f"{size:,}"))


@click.command()
@spec_argument
@set_option
@click.option(
    "-o",
    "--output",
    type=FileOption(),
    help="Write the trained parameters, as init.file reads them.",
)
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well.")
def train(
    spec: str,
    overrides: tuple[str, ...],
    output: Path | None,
    json_file: Path | None,
    quiet: bool,
) -> None:
    """Train the network of SPEC with NumPy alone."""
    from sheetnet.building.diagnosis.course import followed
    from sheetnet.building.outcome import outcome_of
    from sheetnet.cli.progress import Epochs
    from sheetnet.engine import epochs
    from sheetnet.spec.loading import load_network
    from sheetnet.spec.parameters import write_parameters
    from sheetnet.spec.resolving import resolve

    quiet = quiet or str(json_file) == "-"
    network, inputs = resolve(load_network(spec, overrides))
    with Epochs(network.epochs, quiet=quiet) as progress:
        course = followed(epochs(network, inputs), progress.tell)
    if output is not None:
        write_parameters(output, network, course.last)
        if not quiet:
            click.echo(say("wrote", path=output))
    outcome = outcome_of(network, inputs, course)
    if json_file is not None:
        write_json(json_file, outcome.to_json(language()))
    if str(json_file) != "-":
        tell_warnings(outcome.warnings)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=FileOption(),
    required=True,
    help="The workbook to write.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Another seed, another fault.",
)
@click.option("--reveal", is_flag=True, help="Tell what was planted.")
@click.option("--force", is_flag=True, help="Overwrite a file that is not ours.")
def sabotage(file: Path, output: Path, seed: int, reveal: bool, force: bool) -> None:
    """Copy the network workbook FILE with one wiring fault in it, to be found.

    A wrong sign, a neighbour's column, a $ too many and the like, filled right and down
    as a person would. The same FILE and seed give the same fault.
    """
    from sheetnet.exercises.sabotage import sabotage as plant

    planted = plant(file, output, seed=seed, force=force)
    click.echo(say("planted", path=output))
    if reveal:
        kind = say(f"fault_{planted.kind.replace('-', '_')}")
        click.echo(say("fault", kind=kind, quantity=planted.quantity))
        click.echo(
            say(
                "fault_cell",
                cell=planted.cell,
                holds=planted.formula,
                planned=planted.planned,
            )
        )

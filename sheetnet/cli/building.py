"""Commands that make something: build, show, train, sabotage."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetnet.cli.help import Command
from sheetnet.cli.output import tell_warnings, write_json
from sheetnet.cli.paths import FileOption
from sheetnet.cli.words import language, say
from sheetnet.lang import languages
from sheetnet.wording import spoken

if TYPE_CHECKING:
    from sheetnet.building.builder import BuildResult, Draft
    from sheetnet.spec.data import Dataset

spec_argument = click.argument("spec", metavar="SPEC")
set_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a key of the spec, as training.eta=0.5 or layer.2.units=5.",
)
lang_option = click.option(
    "--lang",
    type=click.Choice(languages()),
    help="The workbook's language; else that of the command line.",
)
json_option = click.option(
    "--json",
    "json_file",
    type=FileOption(allow_dash=True),
    help="Write how the network did as JSON; - for stdout.",
)


@click.command(
    cls=Command,
    examples="""\
sheetnet build digits
sheetnet build mine.toml -o first.xlsx --set training.eta=0.5""",
)
@spec_argument
@click.option("-o", "--output", type=FileOption(), help="The workbook to write.")
@set_option
@json_option
@lang_option
@click.option("--force", is_flag=True, help="Overwrite a file that is not ours.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Say more: the spec, and what was noticed of the data.",
)
def build(
    spec: str,
    output: Path | None,
    overrides: tuple[str, ...],
    json_file: Path | None,
    lang: str | None,
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
        result = sheetnet.build(
            loaded, path, lang=lang or spoken(), force=force, tell=waiting.tell
        )
    if json_file is not None:
        write_json(json_file, result.to_json(language()))
    if str(json_file) == "-":
        return
    if not quiet:
        _tell_built(result)
        if verbose:
            click.echo(say("spec", path=loaded.path))
            for note in result.notes:
                click.echo(say("note", text=note))
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
        right += _told_r2("r2", r2)
        unseen, unseen_r2 = result.outcome.test_accuracy, result.outcome.test_r2
        right += say("test_right", share=f"{unseen[1]:.1%}") if unseen else ""
        right += _told_r2("test_r2", unseen_r2)
        click.echo(say("cost", first=first, last=last) + right)


def _told_r2(key: str, ends: tuple[float, float] | None) -> str:
    """Return R² in words; nothing where targets that are all the same have none."""
    if ends is None or math.isnan(ends[1]):
        return ""
    return say(key, r2=f"{ends[1]:.4g}")


@click.command(
    cls=Command,
    examples="""\
sheetnet show digits-8x8
sheetnet show mine.toml --set training.epochs=100""",
)
@spec_argument
@set_option
@lang_option
def show(spec: str, overrides: tuple[str, ...], lang: str | None) -> None:
    """Say what would be built from SPEC: sheets, cells, size. Writes nothing."""
    import sheetnet
    from sheetnet.building.builder import count_formulas, draft, size_of
    from sheetnet.cli.tables import table
    from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
    from sheetnet.xlsx.writing.sheets import extent

    made = draft(sheetnet.load_spec(spec, overrides), lang or spoken())
    plan, size = made.plan, size_of(made)
    rows = [(one.name, *map("{:,}".format, extent(one))) for one in plan.sheets]
    table(("sheet", "rows", "columns"), rows, title=plan.title)
    click.echo(say("limits", rows=f"{MAX_ROW:,}", columns=f"{MAX_COLUMN:,}"))
    click.echo(say("formulas", count=f"{count_formulas(plan):,}"))
    click.echo(say("file", bytes=f"{size:,}"))
    if made.dataset is not None:
        _tell_network(made)
        _tell_data(made.dataset)


def _tell_network(made: "Draft") -> None:
    """Print the layers, how their parameters learn, and with which settings."""
    from sheetnet.model.network import Network
    from sheetnet.model.notation import Key, written
    from sheetnet.sheets.explorer.headings import of_layer

    network = made.subject
    assert isinstance(network, Network), "lessons have no data"
    for layer in network.layers:
        click.echo(of_layer(language(), layer))
    settings = ", ".join(
        f"{name} = {float(made.values[Key(name)]):g}"
        for name in network.update.settings
    )
    click.echo(say("update", optimizer=network.optimizer, settings=settings))
    if network.schedule:
        click.echo(say("schedule", schedule=network.schedule))
    if network.frozen:
        held = ", ".join(written(*key) for key in network.frozen)
        click.echo(say("held", names=held))
    if network.in_batches and not network.checkpoints:
        click.echo(say("batches", epochs=network.epochs, batches=network.batches))
    if network.checkpoints:
        updates = ", ".join(map(str, network.checkpoints))
        counts = {"live": network.live, "batches": network.batches}
        click.echo(say("checkpoints", updates=updates, **counts))


def _tell_data(dataset: "Dataset") -> None:
    """Print what the data are: rows, kinds of columns, what is learned, and the notes."""
    from sheetnet.spec.proposal.reasons import listed

    rows, training = dataset.examples, dataset.training
    click.echo(say("data", rows=rows, training=training, test=rows - training))
    kinds = {
        "numbers": [one.name for one in dataset.columns if not one.is_category],
        "words": [one.name for one in dataset.columns if one.is_category],
        "classes": [text for text, _ in dataset.classes],
        "targets": dataset.targets,
    }
    for kind, names in kinds.items():
        if names:
            click.echo(say(kind, count=len(names), names=listed(names)))
    for note in dataset.notes:
        click.echo(say("note", text=note))


@click.command(
    cls=Command,
    examples="""\
sheetnet train iris
sheetnet train mine.toml -o parameters.json""",
)
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
    from sheetnet.engine import epochs, reached
    from sheetnet.sheets.limits import check_updates
    from sheetnet.spec.loading import load_network
    from sheetnet.spec.parameters import write_parameters
    from sheetnet.spec.resolving import resolve

    quiet = quiet or str(json_file) == "-"
    network, inputs = resolve(load_network(spec, overrides))
    check_updates(network)
    inputs = reached(network, inputs)
    bands = network.updates_of(network.bands)
    with Epochs(bands, by_updates=network.by_updates, quiet=quiet) as progress:
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


@click.command(
    cls=Command,
    examples="""\
sheetnet sabotage output/digits.xlsx -o puzzle.xlsx --seed 7
sheetnet verify puzzle.xlsx""",
)
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
    metavar="N",
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

"""`sheetnet new`: a spec to begin with, of a table of one's own or of a small one."""

from pathlib import Path

import click

from sheetnet.cli.help import Command
from sheetnet.cli.paths import FileOption
from sheetnet.cli.words import language, say
from sheetnet.wording import worded


@click.command(
    cls=Command,
    examples="""\
sheetnet new mine
sheetnet new mine --data scores.xlsx --label passed""",
)
@click.argument("name", metavar="NAME")
@click.option(
    "--data", type=FileOption(), help="A table: CSV, .xlsx, .xls, .xlsb or .ods."
)
@click.option("--label", metavar="COLUMN", help="The column of classes to be learned.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="COLUMN",
    help="A column of numbers to be learned; may be repeated.",
)
@click.option(
    "--set",
    "keys",
    multiple=True,
    metavar="data.KEY=VALUE",
    help="How the table is to be read, as data.decimal=, or data.sheet=2024.",
)
def new(
    name: str,
    data: Path | None,
    label: str | None,
    targets: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    """Write a commented spec NAME.toml that learns the table of --data.

    Without --data, a starter spec and a small table for it.
    """
    spec = Path(name).with_suffix(".toml")
    if data is None:
        if label or targets or keys:
            raise click.UsageError(
                worded("--label, --target and --set need --data FILE")
            )
        from sheetnet.spec.starter import write_starter

        for path in write_starter(spec, language()):
            click.echo(say("wrote", path=path))
    else:
        from sheetnet.building.proposing import propose_and_write

        for line in propose_and_write(spec, data, (label, targets, keys), language()):
            click.echo(line)
        click.echo(say("wrote", path=spec))
    click.echo(say("build_it", path=spec))

"""The command that explains a cell: explain."""

from pathlib import Path

import click

from sheetnet.cli.help import Command
from sheetnet.cli.output import write_json
from sheetnet.cli.paths import FileOption
from sheetnet.lang import languages
from sheetnet.wording import speaking, spoken


@click.command(
    cls=Command,
    examples="""\
sheetnet explain output/digits.xlsx Training!M37
sheetnet explain output/digits.xlsx w_2
sheetnet explain output/digits.xlsx "delta_3[1] epoch 4 example 2\"""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("cell", nargs=-1, required=True)
@click.option(
    "--json",
    "json_file",
    type=FileOption(allow_dash=True),
    help="Write the explanation as JSON; - for stdout.",
)
@click.option(
    "--lang",
    type=click.Choice(languages()),
    help="The language of the words; else that of the command line.",
)
def explain(
    file: Path, cell: tuple[str, ...], json_file: Path | None, lang: str | None
) -> int:
    """Explain CELL of FILE: what it is, what it reads, what reads it, and if it is right.

    CELL is an address, a name, or a quantity with its indices, epoch and example. The
    values are those that are saved in FILE; no calculator runs. Epochs are counted from
    0, all else from 1.
    Ends with 0 if the cell is right or nothing was planned for it, 1 if it is wrong, 2
    if there is no such cell.
    """
    from sheetnet.cli.explanation import show
    from sheetnet.explain.report import explain as explained

    with speaking(lang or spoken()):
        found = explained(file, " ".join(cell))
        if json_file is not None:
            write_json(json_file, found.to_json())
        if str(json_file) != "-":
            show(found)
    return 0 if found.agree else 1

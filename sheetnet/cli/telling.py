"""Commands that tell what there is: list, calculators; and show a workbook: preview, explain, page."""

import os
from pathlib import Path

import click

from sheetnet.cli.building import lang_option, set_option
from sheetnet.cli.help import Command
from sheetnet.cli.output import write_json
from sheetnet.cli.paths import FileOption
from sheetnet.cli.words import language, say
from sheetnet.lang import languages
from sheetnet.wording import speaking, spoken, worded


@click.command(name="list", cls=Command, examples="sheetnet list")
def list_templates() -> None:
    """List the templates and what each shows."""
    from sheetnet.cli.tables import table
    from sheetnet.spec.templates import NETWORK, templates

    rows = [
        (name, say("network" if kind == NETWORK else "lesson"), title)
        for name, kind, title in templates(language().lang)
    ]
    # The networks first, then the lessons.
    rows.sort(key=lambda row: row[1] == say("lesson"))
    table(("template", "kind", "shows"), rows)


@click.command(
    cls=Command,
    examples="""\
sheetnet calculators
sheetnet verify output/digits.xlsx --calculator libreoffice""",
)
def calculators() -> None:
    """List the calculators, which are here, and what each is good for."""
    from sheetnet.calculators import calculators as all_calculators
    from sheetnet.cli.tables import table

    rows = [
        (name, one.version() or say("not_here"), worded(one.good_for))
        for name, one in all_calculators().items()
    ]
    table(("calculator", "version", "good_for"), rows)


@click.command(cls=Command, examples="sheetnet preview output/digits.xlsx -o pictures")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=FileOption(),
    default=Path("preview"),
    show_default=True,
    help="The folder for the pictures.",
)
def preview(file: Path, output: Path) -> None:
    """Draw the first part of every sheet of FILE as PNG, by LibreOffice."""
    from sheetnet.preview import preview as draw

    for path in draw(file, output):
        click.echo(say("wrote", path=path))


@click.command(
    cls=Command,
    examples="""\
sheetnet page xor -o xor.html
sheetnet page output/digits.xlsx -o digits.html""",
)
@click.argument("source", metavar="SPEC_OR_WORKBOOK")
@click.option(
    "-o", "--output", type=FileOption(), required=True, help="The page to write."
)
@set_option
@lang_option
@click.option("--force", is_flag=True, help="Overwrite a file that is not ours.")
def page(
    source: str,
    output: Path,
    overrides: tuple[str, ...],
    lang: str | None,
    force: bool,
) -> None:
    """Make a page of a spec or a workbook: one HTML file that computes and proves itself.

    It opens in any browser, from disk too, and asks nothing of the network. Of a workbook
    it has the inputs that stand there now.
    """
    from sheetnet.page.building import page as make

    made = make(source, output, overrides=overrides, lang=lang, force=force)
    counts = {"proved": f"{made.proved:,}", "bytes": f"{made.bytes:,}"}
    click.echo(say("page", path=made.path, **counts))


@click.command(
    cls=Command,
    examples="""\
sheetnet explain output/digits.xlsx Training!M37
sheetnet explain output/digits.xlsx w_2
sheetnet explain output/digits.xlsx "delta_3[1] epoch 4 example 2"
sheetnet explain output/digits.xlsx Training!M37 --depth 3""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("cell", nargs=-1, required=True)
@click.option(
    "--depth",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="Follow what is read so many levels down.",
)
@click.option(
    "--json",
    "json_file",
    type=FileOption(allow_dash=True),
    help="Write the explanation as JSON; - for stdout.",
)
@click.option(
    "--lang",
    type=click.Choice(languages()),
    help="The language of the words; else the workbook's.",
)
def explain(
    file: Path,
    cell: tuple[str, ...],
    depth: int,
    json_file: Path | None,
    lang: str | None,
) -> int:
    """Explain CELL of FILE: what it is, what it reads, what reads it, and if it is right.

    CELL is an address, a name, or a quantity with its indices, epoch and example. The
    values are those that are saved in FILE; no calculator runs. Epochs are counted from
    0, all else from 1.
    Ends with 0 if the cell is right or nothing was planned for it, 1 if it is wrong, 2
    if there is no such cell.
    """
    # NumPy's threads spin while they wait for work, and here is none for them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sheetnet.cli.explanation import show
    from sheetnet.explain.report import Explainer

    with speaking(lang or spoken()):
        explainer = Explainer.of(file)
    with speaking(lang or explainer.lang):
        found = explainer.explain(" ".join(cell), depth)
        if json_file is not None:
            write_json(json_file, found.to_json())
        if str(json_file) != "-":
            show(found)
    return 0 if found.agree else 1

"""What commands print: rich tables on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Sequence
from typing import Literal

import click
from rich.console import Console
from rich.table import Table

from sheetnet.building.builder import Draft, count_formulas
from sheetnet.cli.words import say
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
from sheetnet.xlsx.writing.writer import extent

_NUMBERS = ("cells", "epochs", "max_abs", "max_rel", "rows", "columns")


def console() -> Console:
    """Return a console that wraps nothing in a pipe."""
    made = Console(highlight=False, emoji=False, markup=False)
    if not made.is_terminal:
        made = Console(highlight=False, emoji=False, markup=False, width=200)
    return made


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    title: str = "",
    *,
    columns: Sequence[str] = (),
) -> None:
    """Print a table; `heads` are keys of words, `columns` further heads as they are.

    Numbers stand to the right.
    """
    made = Table(title=title or None, box=None, title_justify="left", pad_edge=False)
    for head in heads:
        justify: Literal["right", "left"] = "right" if head in _NUMBERS else "left"
        made.add_column(say(head) if head else "", justify=justify, overflow="fold")
    for column in columns:
        made.add_column(column, justify="right")
    for row in rows:
        made.add_row(*row)
    console().print(made)


# ------------------------------------------------------------------ show


def show_draft(made: Draft, size: int) -> None:
    """Print what a workbook would be."""
    plan = made.plan
    rows = []
    for sheet in plan.sheets:
        last_row, last_column = extent(sheet)
        rows.append((sheet.name, f"{last_row:,}", f"{last_column:,}"))
    table(("sheet", "rows", "columns"), rows, title=plan.title)
    click.echo(say("limits", rows=f"{MAX_ROW:,}", columns=f"{MAX_COLUMN:,}"))
    click.echo(say("formulas", count=f"{count_formulas(plan):,}"))
    click.echo(say("file", bytes=f"{size:,}"))

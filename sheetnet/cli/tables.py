"""What commands print: rich tables on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table

from sheetnet.cli.words import say

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
    made, out = Table(box=None, pad_edge=False), console()
    if title:
        # As wide as it is, which a table may not be.
        out.print(title, style="table.title")
    for head in heads:
        justify: Literal["right", "left"] = "right" if head in _NUMBERS else "left"
        made.add_column(say(head) if head else "", justify=justify, overflow="fold")
    for column in columns:
        made.add_column(column, justify="right")
    for row in rows:
        made.add_row(*row)
    out.print(made)

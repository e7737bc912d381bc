"""Cells and lines named in a report: the first of them, and how many more there are."""

from collections.abc import Iterable
from itertools import islice

MOST_NAMED = 8


def named(cells: Iterable[str]) -> str:
    """Return the first of some cells as text.

    >>> named(f"A{row}" for row in range(1, 11))
    'A1, A2, A3, A4, A5, A6, A7, A8 …'
    """
    first = list(islice(cells, MOST_NAMED + 1))
    return ", ".join(first[:MOST_NAMED]) + " …" * (len(first) > MOST_NAMED)


def not_checked(count: int, what: str, cells: Iterable[str]) -> str:
    """Say that some things are none of the plan's.

    >>> not_checked(1, "formula", ["Training!Z3"])
    '1 formula outside the plan was not checked: Training!Z3'
    """
    were = (
        f"{what} outside the plan was"
        if count == 1
        else f"{what}s outside the plan were"
    )
    return f"{count:,} {were} not checked: {named(cells)}"


def shortened(lines: list[str]) -> list[str]:
    """Return the first of many lines, and how many more there are."""
    rest = len(lines) - MOST_NAMED
    return [*lines[:MOST_NAMED], f"{rest} more of this kind"] if rest > 0 else lines

"""Cells and lines named in a report: the first of them, and how many more there are."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sheetnet.wording import counted, worded

MOST_NAMED = 8


def named(cells: Iterable[str]) -> str:
    """Return the first of some cells as text.

    >>> named(f"A{row}" for row in range(1, 11))
    'A1, A2, A3, A4, A5, A6, A7, A8 …'
    """
    first = list(islice(cells, MOST_NAMED + 1))
    return ", ".join(first[:MOST_NAMED]) + " …" * (len(first) > MOST_NAMED)


def first_told(lines: Sequence[str], one: str, many: str) -> Iterator[str]:
    """Yield the first of some lines, and how many more there are, as `counted` says it.

    >>> list(first_told(["a"] * 10, "{count} more is", "{count} more are"))[-2:]
    ['a', '2 more are']
    """
    yield from lines[:MOST_NAMED]
    if (rest := len(lines) - MOST_NAMED) > 0:
        yield counted(rest, one, many)


def shortened(lines: list[str]) -> list[str]:
    """Return the first of many lines, and how many more there are."""
    rest = len(lines) - MOST_NAMED
    if rest <= 0:
        return lines
    return [*lines[:MOST_NAMED], worded("{count} more of this kind", count=rest)]

"""Cells and lines named in a report: the first of them, and how many more there are."""

from collections.abc import Iterable, Iterator, Sequence, Sized
from itertools import islice

MOST_NAMED = 8


def named(cells: Iterable[str]) -> str:
    """Return the first of some cells as text.

    >>> named(f"A{row}" for row in range(1, 11))
    'A1, A2, A3, A4, A5, A6, A7, A8 …'
    """
    first = list(islice(cells, MOST_NAMED + 1))
    return ", ".join(first[:MOST_NAMED]) + " …" * (len(first) > MOST_NAMED)


def counted(count: int, one: str, many: str) -> str:
    """Return a count, and what is counted in the number that goes with it.

    >>> counted(1, "label is", "labels are"), counted(2000, "label is", "labels are")
    ('1 label is', '2,000 labels are')
    """
    return f"{count:,} {one if count == 1 else many}"


def first_told(lines: Sequence[str], one: str, many: str) -> Iterator[str]:
    """Yield the first of some lines, and how many more there are.

    >>> list(first_told(["a"] * 10, "more is", "more are"))[-2:]
    ['a', '2 more are']
    """
    yield from lines[:MOST_NAMED]
    if (rest := len(lines) - MOST_NAMED) > 0:
        yield counted(rest, one, many)


def in_number(things: Sized, one: str, many: str) -> str:
    """Return the words for one thing, or for many.

    >>> in_number(["w_2"], "a name is", "names are")
    'a name is'
    """
    return one if len(things) == 1 else many


def not_checked(count: int, what: str, cells: Iterable[str]) -> str:
    """Say that some things are none of the plan's.

    >>> not_checked(1, "formula", ["Training!Z3"])
    '1 formula outside the plan was not checked: Training!Z3'
    """
    were = counted(
        count, f"{what} outside the plan was", f"{what}s outside the plan were"
    )
    return f"{were} not checked: {named(cells)}"


def shortened(lines: list[str]) -> list[str]:
    """Return the first of many lines, and how many more there are."""
    rest = len(lines) - MOST_NAMED
    return [*lines[:MOST_NAMED], f"{rest} more of this kind"] if rest > 0 else lines

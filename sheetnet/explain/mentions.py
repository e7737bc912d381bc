"""What a formula mentions: its references and names, and which of them it only looks into."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sheetnet.workbook.formula.tree import Leaf, Row, Spelling, parse, upper

# Of these functions, the argument out of which one cell is chosen.
LOOKED_INTO = {"INDEX": 0, "MATCH": 1}


class Mention(NamedTuple):
    """A reference or a name in a formula, and at which character it begins.

    `looked_up`: one cell is chosen out of it, so the formula does not read it whole.
    """

    kind: str
    text: str
    at: int
    looked_up: bool


@lru_cache(maxsize=4096)
def mentions(formula: str, spelling: Spelling = "A1") -> tuple[Mention, ...]:
    """Return what a formula mentions, in order.

    Raises: FormulaError where it is none.

    >>> [(one.text, one.looked_up) for one in mentions("eta*INDEX(A1:A9,B1)")]
    [('eta', False), ('A1:A9', True), ('B1', False)]
    """
    return tuple(_of_row(parse(formula, spelling), looked=False))


def _of_row(row: Row, *, looked: bool) -> Iterator[Mention]:
    for one in row:
        if isinstance(one, Leaf):
            if one.kind in ("cell", "name") and upper(one.text) not in (
                "TRUE",
                "FALSE",
            ):
                yield Mention(one.kind, one.text, one.at, looked)
            continue
        chosen = LOOKED_INTO.get(upper(one.name))
        for at, argument in enumerate(one.arguments):
            yield from _of_row(argument, looked=looked or at == chosen)

"""The text of a formula, read in one place: as tokens, as a tree, and as text again.

A formula is a row of values and the signs between them; a call holds a row for each of
its arguments, and plain brackets are a call without a name. No token is lost, so a tree
is written as it was read. Texts come from strangers too: what cannot be read is one more
kind of token, or refused; brackets go no deeper than any application lets them.
"""

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from sheetnet.errors import FormulaError
from sheetnet.workbook.address import apart

MAX_NESTING = 64

# As cells hold it, or relative to the cell that looks, as a plan holds it.
Spelling = Literal["A1", "R1C1"]
_CORNERS: dict[Spelling, str] = {
    "A1": r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}",
    "R1C1": r"R(?:\[-?[0-9]{1,7}\]|[0-9]{0,7})C(?:\[-?[0-9]{1,7}\]|[0-9]{0,7})",
}
# Each token is tried in this order. What fits none is taken a word at a time: to try
# again from each of its letters would take for ever. So would ways to split a number.
_TOKEN = r"""(?P<space>[ \t\r\n]+)
    |(?P<string>"(?:[^"]|"")*")
    |(?P<cell>(?:(?:'(?:[^'\[\]:\\/?*]|'')+'|[^\W\d][\w.]*)!)?
        CORNER(?::CORNER)?(?![\w.(!:\#\[]))
    |(?P<number>(?>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?![\w.(!\[]))
    |(?P<call>[^\W\d][\w.]*\()
    |(?P<name>[^\W\d]\w*(?:\.\w+)*(?![\w.(!:\#\[|]))
    |(?P<operator><=|>=|<>|[-+*/^&=<>])
    |(?P<percent>%)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<comma>,)
    |(?P<other>[\w.$]+|'+|.)"""
_TOKENS = {
    spelling: re.compile(_TOKEN.replace("CORNER", corner), re.VERBOSE | re.DOTALL)
    for spelling, corner in _CORNERS.items()
}


class Leaf(Struct, frozen=True):
    """A token of a formula that holds no others, and at which character it stands."""

    kind: str
    text: str
    at: int = 0


class Call(Struct, frozen=True):
    """A function and its arguments, and where it begins; plain brackets have no name."""

    name: str
    arguments: tuple["Row", ...]
    at: int = 0


# Values, signs, and the spaces between them.
Row = tuple[Leaf | Call, ...]


def tokens(text: str, spelling: Spelling = "A1") -> list[tuple[str, str]]:
    """Return all tokens of a formula, each with its kind; together they are its text.

    >>> tokens("SUM(A$1:B2)-eta#")[:3]
    [('call', 'SUM('), ('cell', 'A$1:B2'), ('close', ')')]
    >>> tokens("RC4*2", "R1C1")
    [('cell', 'RC4'), ('operator', '*'), ('number', '2')]
    """
    hits = _TOKENS[spelling].finditer(text)
    return [(hit.lastgroup or "", hit[0]) for hit in hits]


# ------------------------------------------------------------------ trees


@dataclass(slots=True)
class _Open:
    """An open bracket: the arguments that are read, and the row at hand."""

    name: str
    at: int
    done: list[Row] = field(default_factory=list)
    row: list[Leaf | Call] = field(default_factory=list)


def parse(text: str, spelling: Spelling = "A1") -> Row:
    """Return a formula as a tree.

    Raises: FormulaError where it is none, or nested too deep.

    >>> [type(one).__name__ for one in parse("(A1-B1)*2")]
    ['Call', 'Leaf', 'Leaf']
    """
    stack, wants, at = [_Open("", 0)], True, 0
    for kind, token in tokens(text, spelling):
        if problem := _problem(kind, token, stack, wants=wants):
            raise refusal(text, problem, at)
        top = stack[-1]
        if kind in ("call", "open"):
            stack.append(_Open(token[:-1], at))
        elif kind == "comma":
            top.done.append(tuple(top.row))
            top.row = []
        elif kind == "close":
            stack.pop()
            last = (tuple(top.row),) if top.done or top.row else ()
            stack[-1].row.append(Call(top.name, (*top.done, *last), top.at))
        else:
            top.row.append(Leaf(kind, token, at))
        if kind != "space":
            wants = kind in ("operator", "call", "open", "comma")
        at += len(token)
    if len(stack) > 1 or wants:
        problem = "a value is missing" if wants else "a bracket is not closed"
        raise refusal(text, problem, at)
    return tuple(stack[0].row)


def _problem(kind: str, token: str, stack: list[_Open], *, wants: bool) -> str:
    """Say why a token cannot stand here; `wants`: a value has to come."""
    top = stack[-1]
    match kind:
        case "other":
            return f"{token[0]!r} is not portable"
        case "string" | "cell" | "number" | "name" | "call" | "open" if not wants:
            return f"{token[:20]} follows a value with no operator between"
        case "call" | "open" if len(stack) > MAX_NESTING:
            return f"brackets nested deeper than {MAX_NESTING}"
        case "operator" if wants and token not in "+-":
            return f"{token} has nothing at its left"
        case "comma" if not top.name:
            return "a comma outside a function"
        case "close" if len(stack) == 1:
            return "a bracket too many"
        case "percent" | "comma" if wants:
            return "a value is missing"
        case "close" if wants and (not top.name or top.done or without_spaces(top.row)):
            return "a value is missing"
    return ""


def refusal(text: str, problem: str, at: int) -> FormulaError:
    """Return what to raise for a formula that is refused for what stands at a place."""
    short = text if len(text) <= 60 else text[:57] + "…"
    return FormulaError(f"{problem}, at character {at + 1}: ={short}")


def write(row: Row) -> str:
    """Return a tree as text.

    >>> write(parse("SUM( 'a b'!A1 , PI() )%"))
    "SUM( 'a b'!A1 , PI() )%"
    """
    return "".join(
        one.text
        if isinstance(one, Leaf)
        else f"{one.name}({','.join(map(write, one.arguments))})"
        for one in row
    )


def parts(formula: str) -> list[str]:
    """Return the values and the signs of a formula (R1C1) as texts, brackets whole.

    >>> parts("(RC-R1C)*2+SUM(R1C1:R2C1)")
    ['(RC-R1C)', '*', '2', '+', 'SUM(R1C1:R2C1)']
    """
    return [write((one,)) for one in parse(formula, "R1C1")]


def without_spaces(row: Iterable[Leaf | Call]) -> Row:
    """Return a row of values and signs alone."""
    return tuple([one for one in row if isinstance(one, Call) or one.kind != "space"])


# ------------------------------------------------------------------ texts

_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def upper(text: str) -> str:
    """Return a text with the letters of English in capitals, and no others.

    Applications know functions and names by these; other letters have lookalikes.

    >>> upper("eta"), upper("ſum")
    ('ETA', 'ſUM')
    """
    return text.translate(_CAPITALS)


def with_sheets(formula: str, named: Mapping[str, str]) -> str:
    """Return a formula (R1C1) that calls sheets otherwise: by `named`, as it is written.

    >>> with_sheets("Cost!RC+'a b'!R[1]C&\\"Cost!\\"", {"Cost": "'代价'", "a b": "ab"})
    '\\'代价\\'!RC+ab!R[1]C&"Cost!"'
    """
    if "!" not in formula:
        return formula
    found = tokens(formula, "R1C1")
    for at, (kind, token) in enumerate(found):
        if kind == "cell":
            sheet, cells = apart(token)
            if sheet in named:
                found[at] = kind, f"{named[sheet]}!{cells}"
    return "".join(token for _, token in found)

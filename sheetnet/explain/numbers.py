"""A formula with the numbers that stand in its cells now, and what makes a sum what it is.

Long areas stay as they are; three terms tell most of a long sum.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sheetnet.calculators import CellError
from sheetnet.explain.evaluating import Read, side_of, value_of
from sheetnet.explain.mentions import LOOKED_INTO
from sheetnet.workbook.formula.tree import Call, Leaf, Row, upper, without_spaces, write

# So many numbers of an area are written out.
MOST_WRITTEN = 12
_MOST_TERMS = 3
# Doubles hold every whole number below.
_WHOLE = 2.0**53
# What asks where cells are, and of COUNTIF, what must be cells.
_OF_PLACES = ("ROW", "ROWS", "COLUMN", "COLUMNS", "COUNTIF")

Spell = Callable[[float], str]


def with_numbers(row: Row, read: Read, spell: Spell = repr) -> str:
    """Return a formula with numbers in place of its references and names.

    An area is written as {1,2;3,4}: rows apart by semicolons. One that is long, or holds
    empty cells, stays.

    >>> from sheetnet.workbook.formula.tree import parse
    >>> with_numbers(parse("A1*B$2+SUM(A1:A2)"), lambda text: [[-0.5], [2.0]][: 1 + (":" in text)])
    '(-0.5)*(-0.5)+SUM({-0.5;2.0})'
    """
    done = ""
    for one in row:
        if isinstance(one, Leaf):
            done += _leaf(one, read, spell)
            continue
        name = upper(one.name)
        chosen = LOOKED_INTO.get(name)
        arguments = [
            write(argument)
            if name in _OF_PLACES or at == chosen
            else with_numbers(argument, read, spell)
            for at, argument in enumerate(one.arguments)
        ]
        done += f"{one.name}({','.join(arguments)})"
    return done


def _leaf(one: Leaf, read: Read, spell: Spell) -> str:
    if one.kind not in ("cell", "name") or upper(one.text) in ("TRUE", "FALSE"):
        return one.text
    rows = read(one.text)
    values = [value for line in rows for value in line]
    if not values or len(values) > MOST_WRITTEN or None in values:
        return one.text
    if len(values) == 1:
        text = spelled(values[0], spell)
        return f"({text})" if text.startswith("-") else text
    lines = (",".join(spelled(value, spell) for value in line) for line in rows)
    return f"{{{';'.join(lines)}}}"


def short(number: float) -> str:
    """Return a number to be read: six digits, and all of a whole one, which may be a seed.

    >>> short(0.12345678), short(1826062391.0), short(-0.0), short(1e300)
    ('0.123457', '1826062391', '0', '1e+300')
    """
    if number.is_integer() and abs(number) < _WHOLE:
        return str(int(number))
    return f"{number:.6g}"


def spelled(value: object, spell: Spell) -> str:
    """Return a value as a formula holds it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return spell(value)
    if isinstance(value, CellError):
        return value.code
    return '"' + str(value).replace('"', '""') + '"'


# ------------------------------------------------------------------ terms


@dataclass(frozen=True, slots=True)
class Term:
    """One of the numbers that a function takes, and of which numbers it is the product.

    `cells`: of each, the area as written, and the row and column in it, from 0.
    """

    cells: tuple[tuple[str, int, int], ...]
    values: tuple[object, ...]
    adds: float


@dataclass(frozen=True, slots=True)
class Part:
    """A function in a formula, of how many numbers it is made, and those that count.

    `kind` is SUM or SUMPRODUCT, whose largest terms come first; MAX or MIN, with the one
    that wins; INDEX, with the cell that it chooses; or IF, of which `side` is the argument
    that it gives, as written.
    """

    kind: str
    text: str
    count: int = 0
    total: float = 0.0
    terms: tuple[Term, ...] = ()
    side: str = ""


def parts_of(row: Row, read: Read) -> Iterator[Part]:
    """Yield the functions of a formula of which there is something to tell."""
    for one in row:
        if not isinstance(one, Call):
            continue
        name = upper(one.name)
        if name == "IF":
            yield from _side(one, read)
        elif name == "INDEX":
            yield from _chosen(one, read)
        elif name in ("SUM", "MAX", "MIN", "SUMPRODUCT"):
            yield from _terms(one, name, read)
        for argument in one.arguments:
            yield from parts_of(argument, read)


def _side(call: Call, read: Read) -> Iterator[Part]:
    try:
        side = write(without_spaces(side_of(call, read)))
    except ValueError:
        return
    condition = write(call.arguments[0])
    yield Part("IF", condition, side=side)


def _chosen(call: Call, read: Read) -> Iterator[Part]:
    """Yield the cell that an INDEX chooses, where its place can be told."""
    text = _area(call.arguments[0])
    rows = read(text) if text else []
    places = [value_of(argument, read) for argument in call.arguments[1:]]
    numbers = [int(one) for one in places if isinstance(one, float)]
    if not rows or len(numbers) < len(places):
        return
    row, column = (*numbers, 1)[:2]
    if len(places) == 1 and len(rows) == 1:
        row, column = 1, row
    if 0 < row <= len(rows) and 0 < column <= len(rows[0]):
        value = rows[row - 1][column - 1]
        term = Term(((text, row - 1, column - 1),), (value,), 0.0)
        yield Part("INDEX", write((call,)), 1, terms=(term,))


def _terms(call: Call, name: str, read: Read) -> Iterator[Part]:
    areas = [_area(row) for row in call.arguments]
    if not all(areas) or (name == "SUMPRODUCT" and len(areas) < 2):
        return
    each = [list(_cells(area, read)) for area in areas]
    if name != "SUMPRODUCT":
        each = [[one for cells in each for one in cells]]
    found = []
    for together in zip(*each, strict=False):
        values = tuple(value for *_, value in together)
        if all(isinstance(value, float) for value in values):
            adds = 1.0
            for value in values:
                adds *= value
            found.append(Term(tuple(one[:3] for one in together), values, adds))
    if len(found) < 2:
        return
    total = sum(one.adds for one in found)
    if name in ("MAX", "MIN"):
        best = (max if name == "MAX" else min)(found, key=lambda one: one.adds)
        yield Part(name, write((call,)), len(found), best.adds, (best,))
        return
    found.sort(key=lambda one: -abs(one.adds))
    yield Part(name, write((call,)), len(found), total, tuple(found[:_MOST_TERMS]))


def _area(row: Row) -> str:
    row = without_spaces(row)
    one = row[0] if len(row) == 1 else None
    return one.text if isinstance(one, Leaf) and one.kind in ("cell", "name") else ""


def _cells(text: str, read: Read) -> Iterator[tuple[str, int, int, object]]:
    """Yield the cells of an area, each by the area's text and its row and column in it."""
    rows: Sequence[Sequence[object]] = read(text)
    for down, line in enumerate(rows):
        for right, value in enumerate(line):
            yield text, down, right, value

"""A planned formula as its texts and the numbers between them.

Formulas along an axis of a block differ by these numbers alone, and each of them grows
evenly: how far a corner of a reference is, the number of a unit.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sheetnet.workbook import address
from sheetnet.workbook.address import Corner, corners, pieces
from sheetnet.workbook.formula.tree import tokens

# A corner holds two numbers, of its row and of its column.
Piece = str | Corner | int
Pieces = tuple[Piece, ...]


@lru_cache(maxsize=1024)
def apart(formula: str) -> Pieces:
    """Split an R1C1 formula into the corners of its references, whole numbers, and texts.

    >>> apart("RC4*12")
    ('', Corner(row=0, column=4, down=True, across=False), '*', 12)
    >>> apart('"7"&1E-9')
    ('"7"&1E-9',)
    """
    found: list[Piece] = []
    for kind, token in tokens(formula, "R1C1"):
        if kind == "cell":
            found += pieces(token)
        elif kind == "number" and _is_whole(token):
            found.append(int(token))
        else:
            found.append(token)
    return tuple(_joined(found))


def _is_whole(token: str) -> bool:
    return token.isdecimal() and str(int(token)) == token


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, texts that follow each other as one."""
    texts: list[str] = []
    for piece in found:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if texts:
            yield "".join(texts)
            texts = []
        yield piece
    if texts:
        yield "".join(texts)


def together(found: Pieces) -> str:
    """Return the formula of its pieces.

    >>> together(apart("SUM(R[1]C:R[2]C)/10"))
    'SUM(R[1]C:R[2]C)/10'
    """
    return "".join(one.r1c1() if isinstance(one, Corner) else str(one) for one in found)


def numbers(found: Pieces) -> tuple[int, ...]:
    """Return the numbers of a formula in order, of a corner its row and its column.

    >>> numbers(apart("R[-3]C2*5"))
    (-3, 2, 5)
    """
    every: list[int] = []
    for one in found:
        if isinstance(one, Corner):
            every += one.row, one.column
        elif isinstance(one, int):
            every.append(one)
    return tuple(every)


def form(found: Pieces) -> tuple[object, ...]:
    """Return what is left of a formula without its numbers."""
    return tuple([_form(one) for one in found])


def _form(one: Piece) -> object:
    if isinstance(one, Corner):
        return one.down, one.across
    return one if isinstance(one, str) else None


def moved(found: Pieces, by: Sequence[int]) -> Pieces:
    """Return a formula with something added to each of its numbers.

    >>> together(moved(apart("R[-1]C2*5"), (1, 3, 10)))
    'RC5*15'
    """
    add = iter(by)
    return tuple(
        one._replace(row=one.row + next(add), column=one.column + next(add))
        if isinstance(one, Corner)
        else one
        if isinstance(one, str)
        else one + next(add)
        for one in found
    )


class Reference(NamedTuple):
    """A reference in a formula (R1C1): what sheet it names, its corners, and its numbers.

    `first` is which of the formula's numbers is the row of its first corner.
    """

    sheet: str
    corners: tuple[Corner, ...]
    first: int


@lru_cache(maxsize=1024)
def references(formula: str) -> dict[int, Reference]:
    """Return the references of a formula, by the character at which they begin.

    >>> references("2*Cost!RC4")
    {2: Reference(sheet='Cost', corners=(Corner(row=0, column=4, down=True, across=False),), first=1)}
    """
    found: dict[int, Reference] = {}
    at = before = 0
    for kind, token in tokens(formula, "R1C1"):
        if kind == "cell":
            ends = tuple(corners(token))
            found[at] = Reference(address.apart(token)[0], ends, before)
            before += 2 * len(ends)
        elif kind == "number" and _is_whole(token):
            before += 1
        at += len(token)
    return found

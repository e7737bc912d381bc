"""Cells and areas, and formula text between A1 and R1C1. Rows and columns from 1.

A formula in R1C1 says where it looks *relative to itself*, so that one text serves all
examples and epochs. Knows nothing of quantities.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from sheetnet.errors import FormulaError
from sheetnet.model.notation import is_legal_name

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


@cache
def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(1), letters(27), letters(16384)
    ('A', 'AA', 'XFD')
    """
    if column < 1:
        raise FormulaError(f"a formula looks at column {column}; there is none")
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """Return the number of a column.

    >>> column_number("XFD")
    16384
    """
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int) -> str:
    """Return the address of a cell.

    >>> a1(5, 12)
    'L5'
    """
    return f"{letters(column)}{row}"


class Area(NamedTuple):
    """A rectangle of cells, where it stands for the first example and epoch 0.

    `across`: it is part of a strip and moves right with the example.
    `down`: it is part of a band and moves down with the epoch.
    `sheet`: the key of its sheet; formulas name it where they look from another.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    across: bool = False
    down: bool = False
    sheet: str = ""

    def above(self, band_height: int) -> "Area":
        """Return the same area one band (epoch) earlier."""
        return self._replace(row=self.row - band_height)


def reference(here: Area, to: Area) -> str:
    """Return the R1C1 text by which the cell `here` looks at the area `to`.

    What moves along with the reader is relative, all else absolute, so that the
    formula is the same for every example and epoch.

    >>> z = Area(40, 12, across=True, down=True)
    >>> reference(z, Area(5, 12, 4, 3, across=True))
    'R5C:R8C[2]'
    >>> reference(z, Area(40, 4, 4, 3, down=True))
    'RC4:R[3]C6'
    >>> reference(z, Area(5, 12, 4, 3, across=True, sheet="Training"))
    'Training!R5C:R8C[2]'
    """
    sheet = f"{to.sheet}!" if to.sheet != here.sheet else ""
    first = sheet + _corner(here, to, to.row, to.column)
    if to.rows == to.columns == 1:
        return first
    last = _corner(here, to, to.row + to.rows - 1, to.column + to.columns - 1)
    return f"{first}:{last}"


def _corner(here: Area, to: Area, row: int, column: int) -> str:
    r = _offset(row - here.row) if to.down and here.down else str(row)
    # In a cell at the left, which has no strip, a reference along the epochs still
    # keeps its column: parameters look at their own cell one band above.
    moves = to.across and here.across
    c = _offset(column - here.column) if moves else str(column)
    return f"R{r}C{c}"


def _offset(distance: int) -> str:
    return f"[{distance}]" if distance else ""


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas need it.

    >>> quoted("Training"), quoted("代价 1"), quoted("R1")
    ('Training', "'代价 1'", "'R1'")
    """
    if sheet.isascii() and sheet.isidentifier() and is_legal_name(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def apart(reference: str) -> tuple[str, str]:
    """Return the sheet that a reference names, "" for none, and its cells as written.

    >>> apart("'It''s'!B$2:C3"), apart("RC4")
    (("It's", 'B$2:C3'), ('', 'RC4'))
    """
    sheet, _, cells = reference.rpartition("!")
    if sheet[:1] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, cells


@lru_cache(maxsize=4096)
def area_of(reference: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """Return sheet, first and last (row, column) of a reference in A1.

    Raises: ValueError where it is none.

    >>> area_of("'a b'!C$3:b2")
    ('a b', (2, 2), (3, 3))
    """
    sheet, cells = apart(reference)
    hit = _AREA.fullmatch(cells)
    if hit is None:
        raise ValueError(f"{reference[:40]!r} is no area")
    left, top, right, bottom = hit.groups()
    rows = sorted([int(top), int(bottom or top)])
    columns = sorted([column_number(one.upper()) for one in (left, right or left)])
    return sheet, (rows[0], columns[0]), (rows[1], columns[1])


_AREA = re.compile(
    r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?"
)


class Corner(NamedTuple):
    """A corner of a reference in R1C1: a row and a column, or how far off they are.

    `down`, `across`: its row, its column is so far from the cell that looks.
    """

    row: int
    column: int
    down: bool
    across: bool

    def text(self) -> str:
        """Return it as it is written."""
        row = _offset(self.row) if self.down else self.row
        return f"R{row}C{_offset(self.column) if self.across else self.column}"


def corners(reference: str) -> list[Corner]:
    """Return the one or two corners of a reference in R1C1.

    >>> [corner.text() for corner in corners("Training!R5C:R8C[2]")]
    ['R5C', 'R8C[2]']
    """
    hits = (hit.groups() for hit in _R1C1.finditer(apart(reference)[1]))
    return [
        Corner(int(r or dr or 0), int(c or dc or 0), not r, not c)
        for _, dr, r, dc, c in hits
    ]


def with_corners(reference: str, change: Callable[[Corner], Corner]) -> str:
    """Return a reference in R1C1 with each of its corners changed.

    >>> with_corners("Cost!RC:R[1]C4", lambda corner: corner._replace(row=7, down=False))
    'Cost!R7C:R7C4'
    """
    sheet, mark, _ = reference.rpartition("!")
    changed = [change(corner).text() for corner in corners(reference)]
    return sheet + mark + ":".join(changed)


# ------------------------------------------------------------------ text

# What must not be taken for a reference: strings and quoted sheet names.
_R1C1 = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![\w.])R(?:\[(-?[0-9]{1,7})\]|([0-9]{0,7}))C(?:\[(-?[0-9]{1,7})\]|([0-9]{0,7}))(?![\w.(])"""
)
_A1 = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])"""
)


def to_a1(formula: str, row: int, column: int) -> str:
    """Return an R1C1 formula as the cell at row, column holds it.

    >>> to_a1("SUMPRODUCT(R5C:R8C[2],RC4:R[3]C6)+RC7", 40, 12)
    'SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40'
    """

    def cell(hit: re.Match[str]) -> str:
        quoted, dr, r, dc, c = hit.groups()
        if quoted:
            return quoted
        return _absolute(c, dc, column, letters) + _absolute(r, dr, row, str)

    return _R1C1.sub(cell, formula)


def _absolute(
    fixed: str | None, moved: str | None, origin: int, text: Callable[[int], str]
) -> str:
    if fixed:
        return "$" + text(int(fixed))
    return text(origin + int(moved or 0))


def to_r1c1(formula: str, row: int, column: int) -> str:
    """Return the formula that the cell at row, column holds as R1C1.

    >>> to_r1c1("SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40", 40, 12)
    'SUMPRODUCT(R5C:R8C[2],RC4:R[3]C6)+RC7'
    """

    def cell(hit: re.Match[str]) -> str:
        quoted, fixed_column, c, fixed_row, r = hit.groups()
        if quoted:
            return quoted
        return Corner(
            int(r) - (0 if fixed_row else row),
            column_number(c) - (0 if fixed_column else column),
            down=not fixed_row,
            across=not fixed_column,
        ).text()

    return _A1.sub(cell, formula)


class Piece(NamedTuple):
    """A piece of formula text, or a row or column number still to be written."""

    kind: str  # "text", "row", "column"
    text: str = ""
    number: int = 0
    relative: bool = False


def pieces(formula: str) -> list[Piece]:
    """Split an R1C1 formula into text and the row and column numbers it needs.

    >>> [piece.text or piece.number for piece in pieces("RC4+1")]
    ['$', 4, 0, '+1']
    """
    found: list[Piece] = []
    end = 0
    for hit in _R1C1.finditer(formula):
        quoted, dr, r, dc, c = hit.groups()
        if quoted:
            continue
        found.append(Piece("text", formula[end : hit.start()] + ("$" if c else "")))
        found.append(Piece("column", "", int(c or dc or 0), not c))
        found.append(Piece("text", "$" if r else ""))
        found.append(Piece("row", "", int(r or dr or 0), not r))
        end = hit.end()
    found.append(Piece("text", formula[end:]))
    return [piece for piece in found if piece.kind != "text" or piece.text]

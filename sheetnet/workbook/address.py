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

    @property
    def last(self) -> tuple[int, int]:
        """The row and the column of the last cell."""
        return self.row + self.rows - 1, self.column + self.columns - 1

    def a1(self, *, fixed: bool = False) -> str:
        """Return it as A1 text.

        >>> Area(5, 12, 4, 3).a1(), Area(5, 12).a1(fixed=True)
        ('L5:N8', '$L$5')
        """
        mark = "$" if fixed else ""
        ends = dict.fromkeys([(self.row, self.column), self.last])
        return ":".join(f"{mark}{letters(c)}{mark}{r}" for r, c in ends)


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
    last = _corner(here, to, *to.last)
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
def area_of(reference: str) -> Area:
    """Return what a reference in A1 names.

    Raises: ValueError where it is none.

    >>> area_of("'a b'!C$3:b2")[:4], area_of("'a b'!C$3:b2").sheet
    ((2, 2, 2, 2), 'a b')
    """
    sheet, cells = apart(reference)
    hit = _AREA.fullmatch(cells)
    if hit is None:
        raise ValueError(f"{reference[:40]!r} is no area")
    left, top, right, bottom = hit.groups()
    row, last_row = sorted([int(top), int(bottom or top)])
    column, last = sorted([column_number(one.upper()) for one in (left, right or left)])
    return Area(row, column, last_row - row + 1, last - column + 1, sheet=sheet)


_AREA = re.compile(
    r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?"
)


# ------------------------------------------------------------------ text

# What must not be taken for a reference: strings and quoted sheet names.
_R1C1 = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![\w.])R(?:\[(-?[0-9]{1,7})\]|([0-9]{0,7}))C(?:\[(-?[0-9]{1,7})\]|([0-9]{0,7}))(?![\w.(])"""
)
_A1 = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])"""
)


class Corner(NamedTuple):
    """A corner of a reference in R1C1: a row and a column, or how far off they are.

    `down`, `across`: its row, its column is so far from the cell that looks.
    """

    row: int
    column: int
    down: bool
    across: bool

    def r1c1(self) -> str:
        """Return it as it is written in R1C1."""
        row = _offset(self.row) if self.down else self.row
        return f"R{row}C{_offset(self.column) if self.across else self.column}"

    def a1(self, row: int, column: int) -> str:
        """Return it as the cell at row, column holds it."""
        at = (
            letters(self.column + column) if self.across else f"${letters(self.column)}"
        )
        return f"{at}{self.row + row}" if self.down else f"{at}${self.row}"


@lru_cache(maxsize=1024)
def pieces(formula: str) -> tuple[str | Corner, ...]:
    """Split an R1C1 formula into its corners and the text between them.

    >>> pieces("RC4+1")
    ('', Corner(row=0, column=4, down=True, across=False), '+1')
    """
    found: list[str | Corner] = []
    end = 0
    for hit in _R1C1.finditer(formula):
        quoted, dr, r, dc, c = hit.groups()
        if not quoted:
            corner = Corner(int(r or dr or 0), int(c or dc or 0), not r, not c)
            found += [formula[end : hit.start()], corner]
            end = hit.end()
    return (*found, formula[end:])


def corners(reference: str) -> list[Corner]:
    """Return the one or two corners of a reference in R1C1."""
    return [one for one in pieces(reference) if isinstance(one, Corner)]


def with_corners(reference: str, change: Callable[[Corner], Corner]) -> str:
    """Return a reference in R1C1 with each of its corners changed.

    >>> with_corners("Cost!RC:R[1]C4", lambda corner: corner._replace(row=7, down=False))
    'Cost!R7C:R7C4'
    """
    return "".join(
        one if isinstance(one, str) else change(one).r1c1() for one in pieces(reference)
    )


def to_a1(formula: str, row: int, column: int) -> str:
    """Return an R1C1 formula as the cell at row, column holds it.

    >>> to_a1("SUMPRODUCT(R5C:R8C[2],RC4:R[3]C6)+RC7", 40, 12)
    'SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40'
    """
    return "".join(
        one if isinstance(one, str) else one.a1(row, column) for one in pieces(formula)
    )


def to_r1c1(formula: str, row: int, column: int) -> str:
    """Return the formula that the cell at row, column holds as R1C1.

    >>> to_r1c1("SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40", 40, 12)
    'SUMPRODUCT(R5C:R8C[2],RC4:R[3]C6)+RC7'
    """

    def cell(hit: re.Match[str]) -> str:
        quoted, fixed_column, c, fixed_row, r = hit.groups()
        if quoted:
            return quoted
        down, across = not fixed_row, not fixed_column
        to_row, to_column = int(r) - row * down, column_number(c) - column * across
        return Corner(to_row, to_column, down, across).r1c1()

    return _A1.sub(cell, formula)

"""One pass over a sheet's XML: how far it reaches, its formulas, its error cells.

For what the libraries do not tell: python-calamine leaves out formulas and cells
without a value, returns error cells as empty, and rounds dates. A pull through expat,
since openpyxl takes ten times as long.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from sheetnet.workbook.address import (
    MAX_COLUMN,
    MAX_ROW,
    column_number,
    to_a1,
    to_r1c1,
)
from sheetnet.workbook.portable import MAX_LENGTH
from sheetnet.xlsx.safety import RefusedError, refuse_document_type

Position = tuple[int, int]  # row and column, both from 0
Place = tuple[int, int]  # row and column, both from 1, as formulas count

# Microsoft's extensions have elements named f too, that belong to no cell.
_EXTENSIONS = "http://schemas.microsoft.com/"

# Formulas of conditional formats and of validations; of Microsoft's too.
_RULES = ("}formula", "}formula1", "}formula2", "/main}f")

# An array formula or a data table is nothing that sheetnet writes.
_FOREIGN_KINDS = ("array", "dataTable")

_KINDS = {"c": "c", "row": "row", "v": "value", "is": "text"}

# Some applications write styled cells without content out to the last column, row by row.
# Reading them takes time, but no memory.
_MOST_EMPTY = 8_000_000
# Of all formulas of a sheet: those that share a text could fill any memory.
_MOST_LENGTH, _LENGTH_A_CELL = 10_000_000, 200


def is_formula(name: str) -> bool:
    """Tell whether an element, named with its namespace, is the formula of a cell."""
    return name.endswith("}f") and not name.startswith(_EXTENSIONS)


def _kind(name: str) -> str:
    """Return what an element is to a pass over a sheet.

    >>> _kind("main}c"), _kind("http://schemas.microsoft.com/office/excel/2006/main}f")
    ('c', 'rule')
    """
    if is_formula(name):
        return "formula"
    if name.endswith(_RULES):
        return "rule"
    return _KINDS.get(name.rpartition("}")[2], "other")


@dataclass(slots=True)
class Scan:
    """What a pass over a sheet has found.

    `texts` holds what is written in error cells, and in the cells that were asked for;
    `formulas` the text of each formula, without "="; `rules` those of conditional
    formats and of validations. `rows`, `columns` and `cells` count cells with content: a
    formula, a value or a text; `lowest` and `rightmost` are the cells that reach farthest.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    lowest: Place = (1, 1)
    rightmost: Place = (1, 1)
    rules: list[str] = field(default_factory=list)
    texts: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Formula:
    """The formula element at hand: its kind, and the number it is shared by."""

    kind: str = ""
    share: str = ""


def scan(
    pieces: Iterable[bytes],
    wanted: Collection[Position] = (),
    most: int = MAX_ROW * MAX_COLUMN,
) -> Scan:
    """Pass once over a sheet's XML, in pieces, keeping formulas and the texts of wanted cells.

    Raises: expat.ExpatError, ValueError where it is not a sheet's XML; RefusedError
    where it has more than `most` cells with content, or far too many without.
    """
    # Namespaces, so that a prefix (`x:c`) does not hide an element: "uri}c".
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    found = Scan()
    shared: dict[str, str] = {}
    kinds: dict[str, str] = {}
    row = column = -1
    row_text = "0"
    keep_text = False
    filled = True
    elements = length = 0
    text: list[str] = []
    formula = _Formula()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, row_text, column, keep_text, formula, filled, elements
        if parser.CharacterDataHandler is not None:
            raise RefusedError("a formula or a value holds elements")
        kind = kinds.get(name) or kinds.setdefault(name, _kind(name))
        if kind == "c":
            # A cell without a reference follows the one before it.
            reference = attributes.get("r")
            before = column
            column = _column(reference, row_text) if reference else column + 1
            if not before < column < MAX_COLUMN:
                raise ValueError(f"row {row_text}: cells twice, or not in order")
            elements += 1
            if elements > found.cells + _MOST_EMPTY:
                raise RefusedError(f"a sheet has more than {_MOST_EMPTY:,} empty cells")
            filled = False
            keep_text = attributes.get("t") == "e" or (row, column) in wanted
        elif kind == "row":
            before = row
            row = int(attributes.get("r", row + 2)) - 1
            if not before < row < MAX_ROW:
                raise ValueError(f"row {row + 1}: twice, not in order, or too far down")
            row_text, column = str(row + 1), -1
        elif kind == "rule":
            listen(end_rule)
        elif kind != "other" and not filled:
            filled = True
            count()
        if kind == "formula":
            of = attributes.get("t", "")
            formula = _Formula(of, attributes.get("si", "") if of == "shared" else "")
            listen(end_formula)
        elif kind == "value" and keep_text:
            listen(end_text)

    def count() -> None:
        found.cells += 1
        if found.cells > most:
            raise RefusedError(f"a sheet has more than {most:,} cells")
        if row >= found.rows:
            found.rows, found.lowest = row + 1, (row + 1, column + 1)
        if column >= found.columns:
            found.columns, found.rightmost = column + 1, (row + 1, column + 1)

    def listen(end: Callable[[str], None]) -> None:
        # Handlers only while a text is kept: one call for every text of a large sheet
        # would double the time.
        text.clear()
        parser.CharacterDataHandler = text.append
        parser.EndElementHandler = end

    def end_text(_name: str) -> None:
        parser.CharacterDataHandler = parser.EndElementHandler = None
        found.texts[row, column] = "".join(text)

    def end_rule(_name: str) -> None:
        parser.CharacterDataHandler = parser.EndElementHandler = None
        found.rules.append("".join(text))

    def end_formula(_name: str) -> None:
        nonlocal length
        parser.CharacterDataHandler = parser.EndElementHandler = None
        place = row + 1, column + 1
        if place in found.formulas:
            raise ValueError(f"row {row_text}: a cell with two formulas")
        whole = "".join(text)
        if len(whole) > MAX_LENGTH:
            raise RefusedError(
                f"a formula of {len(whole)} characters; {MAX_LENGTH} are possible"
            )
        whole = _formula_text(whole, formula, shared, place)
        found.formulas[place] = whole
        length += len(whole)
        if length > _MOST_LENGTH + _LENGTH_A_CELL * found.cells:
            raise RefusedError(
                f"formulas of more than {length:,} characters in one sheet"
            )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse_document_type
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)
    return found


def _formula_text(
    text: str, formula: _Formula, shared: dict[str, str], place: Place
) -> str:
    """Return the formula of a cell as if it stood alone."""
    if formula.kind in _FOREIGN_KINDS:
        return f"{{{text}}}"
    if not formula.share:
        return text
    if text:
        shared[formula.share] = to_r1c1(text, *place)
        return text
    return to_a1(shared.get(formula.share, ""), *place)


def _column(reference: str, row: str) -> int:
    """Return the column of a cell, from 0; its row must be that in which it stands.

    >>> _column("A1", "1"), _column("AB3", "3"), _column("XFD1048576", "1048576")
    (0, 27, 16383)
    """
    letters = reference.removesuffix(row)
    if letters == reference:
        raise ValueError(f"a cell of row {row} says that it is {reference[:20]}")
    return _number(letters)


@lru_cache(maxsize=16_384)
def _number(letters: str) -> int:
    if not letters.isalpha():
        raise ValueError(f"no column is called {letters[:20]!r}")
    return column_number(letters.upper()) - 1

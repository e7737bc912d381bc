"""One pass over a sheet's XML: its formulas, its error cells, how it is shown.

For what the libraries do not tell: python-calamine leaves out formulas and cells
without a value, returns error cells as empty, and rounds dates. A pull through expat,
since openpyxl takes ten times as long. Readers differ on what is not plain, so an
element of a cell counts only in the namespaces of the format and at its place;
whatever else stands among cells is refused.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from xml.parsers import expat

from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, column_number
from sheetnet.workbook.formula.portable import MAX_LENGTH
from sheetnet.xlsx.reading.safety import (
    RefusedError,
    check_piece,
    refuse_document_type,
    refuse_other_coding,
)
from sheetnet.xlsx.reading.sheet.formulas import Formulas, Place, Shared
from sheetnet.xlsx.reading.sheet.looks import (
    AREA,
    EXTENDED,
    OF_EXTENDED,
    RULE,
    TRUE,
    SheetLooks,
    is_nothing,
)
from sheetnet.xlsx.reading.sheet.scanned import Fill, Position, Scan

# The format's own namespaces: as nearly all files have it, and that of strict ones.
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
# Microsoft's extensions have elements named f too, that belong to no cell.
EXTENSIONS = "http://schemas.microsoft.com/"

# Elements that make a cell. Of another namespace, or elsewhere, some readers take them
# for cells and others do not.
_OF_CELLS = frozenset({"sheetData", "row", "c", "f", "v", "is", "t"})

# The only place of what holds them, within the elements that are open around it.
_SHEET_DATA = ("sheetData", ["nothing", "worksheet"])

# What may stand within what, among cells. A run (r) of a text has properties of any kind.
WITHIN: dict[str, frozenset[str]] = {
    "sheetData": frozenset({"row"}),
    "row": frozenset({"c"}),
    "c": frozenset({"f", "v", "is"}),
    "f": frozenset(),
    "v": frozenset(),
    "is": frozenset({"t", "r", "rPh", "phoneticPr"}),
    "r": frozenset({"rPr", "t"}),
    "rPh": frozenset({"t"}),
    "t": frozenset(),
    "phoneticPr": frozenset(),
}

# Formulas of conditional formats and of validations; of Microsoft's too.
_RULES = ("formula", "formula1", "formula2")
# Some applications write styled cells without content out to the last column, row by row.
# Reading them takes time, but no memory. So many, unless the plan has room for more.
MOST_EMPTY = 2_000_000
# Of all formulas of a sheet: those that share a text could fill any memory.
_MOST_LENGTH, _LENGTH_A_CELL = 10_000_000, 200


def most_length(cells: int) -> int:
    """Return how long all formulas of so many cells may be, spelled out."""
    return _MOST_LENGTH + _LENGTH_A_CELL * cells


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """Return what an element is to a pass over a sheet; refuse look-alikes of cells.

    >>> kind_of("http://purl.oclc.org/ooxml/spreadsheetml/main}c")
    'c'
    >>> kind_of("http://schemas.microsoft.com/office/excel/2006/main}f")
    'rule'
    """
    space, _, local = name.rpartition("}")
    if space in MAIN:
        return "rule" if local in _RULES else local
    if space.startswith(EXTENSIONS):
        if local in OF_EXTENDED:
            return EXTENDED + local
        return "rule" if local == "f" else "foreign"
    if local in _OF_CELLS:
        raise RefusedError(f"an element named {local} is of another namespace")
    return "foreign"


def scan(
    pieces: Iterable[bytes],
    wanted: Collection[Position] = (),
    most: int = MAX_ROW * MAX_COLUMN,
    watched: Collection[str] = (),
    empty: int = MOST_EMPTY,
) -> Scan:
    """Pass once over a sheet's XML, in pieces, keeping formulas and the texts of wanted cells.

    `watched` are numbers of styles whose cells are wanted too.
    Raises: expat.ExpatError, ValueError where it is not a sheet's XML; RefusedError
    where readers would differ on it, or it has more than `most` cells with content, or
    more than `empty` without.
    """
    one = _Pass(wanted, most, watched, empty)
    for piece in pieces:
        check_piece(piece)
        one.parser.Parse(piece)
    one.parser.Parse(b"", True)
    return one.found_at_last()


_Begin = Callable[[dict[str, str]], None]


class _Pass:
    """A pass over a sheet: where it stands, and what it has found."""

    def __init__(
        self,
        wanted: Collection[Position],
        most: int,
        watched: Collection[str],
        empty: int,
    ) -> None:
        self.found, self._empty = Scan(), empty
        self._wanted, self._most, self._watched = wanted, most, watched
        # The elements that are open, by kind.
        self._open: list[str] = ["nothing"]
        self._row, self._row_text, self._column = -1, "0", -1
        self._elements = self._length = 0
        # Of the cell at hand: which contents it has had, and whether its text is kept.
        self._contents: list[str] = []
        self._inline = self._keep = self._dynamic = False
        self._text: list[str] = []
        self._formula: dict[str, str] = {}
        self._alone: dict[Place, str] = {}
        self._shared = Shared()
        self._looks = SheetLooks(self.found, self._open)
        self._placed: dict[tuple[str, str], tuple[str, _Begin | None]] = {}
        self._begin: dict[str, _Begin] = {
            "row": self._begin_row,
            "c": self._begin_cell,
            "f": self._begin_formula,
            "v": self._begin_value,
            "is": self._begin_inline,
            "rule": self._listen,
            **self._looks.begin,
            AREA: self._listen,
        }
        self._finish = {
            "f": self._end_formula,
            "v": self._end_value,
            "rule": self._end_rule,
            RULE: self._looks.end_rule,
            AREA: self._end_area,
        }
        self.parser = self._made_parser()

    def found_at_last(self) -> Scan:
        """Return what was found, once all was read."""
        self.found.formulas = Formulas(self._alone, self._shared.runs())
        return self.found

    def _made_parser(self) -> expat.XMLParserType:
        # Namespaces, so that a prefix (`x:c`) does not hide an element: "uri}c".
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = parser.StartCdataSectionHandler = self._strange
        parser.ProcessingInstructionHandler = self._strange
        parser.StartDoctypeDeclHandler = refuse_document_type
        parser.XmlDeclHandler = refuse_other_coding
        return parser

    # -------------------------------------------------------------- elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        # Millions of times: what may stand where is asked once for each kind of place.
        found = self._placed.get((self._open[-1], name)) or self._place(name)
        kind, begin = found
        self._open.append(kind)
        if begin is not None:
            begin(attributes)

    def _place(self, name: str) -> tuple[str, _Begin | None]:
        """Return what an element is and what it begins, if it may stand here."""
        kind, around = kind_of(name), self._open[-1]
        allowed = WITHIN.get(around)
        if allowed is not None:
            if kind not in allowed:
                raise RefusedError(f"an element {kind} stands within {around}")
        elif kind in _OF_CELLS and (kind, self._open) != _SHEET_DATA:
            raise RefusedError(f"an element {kind} stands where none belongs")
        found = kind, self._begin.get(kind)
        if kind != "sheetData":  # whose place is more than what is around it
            self._placed[around, name] = found
        return found

    def _end(self, _: str) -> None:
        kind = self._open.pop()
        if (finish := self._finish.get(kind)) is not None:
            finish()

    def _strange(self, *_: object) -> None:
        """Refuse among cells what readers pass over in different ways."""
        if "sheetData" in self._open:
            raise RefusedError(
                "a comment, CDATA or an instruction stands among the cells"
            )

    def _listen(self, _: dict[str, str]) -> None:
        # Only while a text is kept: one call for every text of a large sheet would
        # double the time.
        self._text.clear()
        self.parser.CharacterDataHandler = self._text.append

    def _heard(self) -> str:
        self.parser.CharacterDataHandler = None
        return "".join(self._text)

    # -------------------------------------------------------------- cells

    def _begin_row(self, attributes: dict[str, str]) -> None:
        before = self._row
        self.found.implied |= "r" not in attributes
        self._row = row = int(attributes.get("r", before + 2)) - 1
        if not before < row < MAX_ROW:
            raise ValueError(f"row {row + 1}: twice, not in order, or too far down")
        self._row_text, self._column = str(row + 1), -1
        if attributes.get("hidden") in TRUE or is_nothing(attributes.get("ht")):
            self.found.hidden_rows.append(row + 1)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        # A cell without a reference follows the one before it.
        reference, before = attributes.get("r"), self._column
        column = column_of(reference, self._row_text) if reference else before + 1
        if not reference:
            self.found.implied = True
        if not before < column < MAX_COLUMN:
            raise ValueError(f"row {self._row_text}: cells twice, or not in order")
        self._column = column
        kind = attributes.get("t")
        self._inline, self._dynamic = kind == "inlineStr", "cm" in attributes
        self._keep = kind == "e" or (self._row, column) in self._wanted
        self._contents.clear()
        self._elements += 1
        if self._elements > self.found.cells + self._empty:
            raise RefusedError(f"a sheet has more than {self._empty:,} empty cells")
        style = attributes.get("s", "0").strip().lstrip("0") or "0"
        if style in self._watched:
            self.found.styled[self._row + 1, column + 1] = style

    def _has(self, content: str) -> None:
        """Note a content of the cell at hand; a cell without any only has a look."""
        found, contents = self.found, self._contents
        if not contents:
            found.cells += 1
            if found.cells > self._most:
                raise RefusedError(f"a sheet has more than {self._most:,} cells")
            place = self._row + 1, self._column + 1
            if place[0] > found.rows:
                found.rows, found.lowest = place[0], place
            if place[1] > found.columns:
                found.columns, found.rightmost = place[1], place
        elif content in contents or {content, *contents} >= {"v", "is"}:
            raise RefusedError(f"row {self._row_text}: a cell with two contents")
        contents.append(content)

    def _begin_inline(self, _: dict[str, str]) -> None:
        self._has("is")
        if not self._inline:
            raise RefusedError(f"row {self._row_text}: a text in a cell of numbers")

    def _begin_value(self, attributes: dict[str, str]) -> None:
        self._has("v")
        if self._keep:
            self._listen(attributes)

    def _end_value(self) -> None:
        if self._keep:
            self.found.texts[self._row, self._column] = self._heard()

    # -------------------------------------------------------------- formulas

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self._has("f")
        self._formula = attributes
        self._listen(attributes)

    def _end_formula(self) -> None:
        text, place = self._heard(), (self._row + 1, self._column + 1)
        if len(text) > MAX_LENGTH:
            raise RefusedError(
                f"a formula of {len(text)} characters; {MAX_LENGTH} are possible"
            )
        kind = self._formula.get("t", "")
        if kind in ("array", "dataTable"):
            area = self._formula.get("ref", "")
            self.found.fills[place] = Fill(area, self._dynamic)
            text = f"{{{text}}}"
        if kind == "shared":
            text = self._share(text, place)
        else:
            self._alone[place] = text
        self._length += len(text)
        if self._length > most_length(self.found.cells):
            raise RefusedError(
                f"formulas of more than {_MOST_LENGTH:,} characters in one sheet"
            )

    def _share(self, text: str, place: Place) -> str:
        """Take a cell that shares its formula; return the relative text."""
        number = self._formula.get("si", "")
        if text:
            self._shared.tell(number, text, place)
        return self._shared.take(number, self._row + 1, [self._column + 1])

    def _end_area(self) -> None:
        self._looks.end_area(self._heard())

    def _end_rule(self) -> None:
        self.found.rules.append(self._heard())


def column_of(reference: str, row: str) -> int:
    """Return the column of a cell, from 0; its row must be that in which it stands.

    >>> column_of("A1", "1"), column_of("AB3", "3"), column_of("XFD1048576", "1048576")
    (0, 27, 16383)
    """
    letters = reference.removesuffix(row)
    if letters == reference:
        raise ValueError(f"a cell of row {row} says that it is {reference[:20]}")
    return _number(letters)


@lru_cache(maxsize=16_384)
def _number(letters: str) -> int:
    if not letters.isascii() or not letters.isalpha():
        raise ValueError(f"no column is called {letters[:20]!r}")
    return column_number(letters.upper()) - 1

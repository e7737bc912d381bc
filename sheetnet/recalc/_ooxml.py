"""An .xlsx file's sheets as raw XML: how far they reach, and cells as written.

For what the libraries do not tell: python-calamine leaves out cells without a value,
returns error cells as empty, and rounds dates. Must not know any calculator.
"""

import posixpath
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZipFile

from sheetnet.errors import WorkbookError, nearest
from sheetnet.recalc.base import MAX_GRID_CELLS, told_in_one_line

Position = tuple[int, int]  # row and column, both from 0

_SHEET_ID = "relationships}id"  # of either namespace, transitional or strict


@dataclass(slots=True)
class Scan:
    """What a pass over a sheet has found: its size, and the texts of chosen cells."""

    rows: int = 0
    columns: int = 0
    texts: dict[Position, str] = field(default_factory=dict)


class Package:
    """An open .xlsx file."""

    def __init__(self, archive: ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        self._parts = dict(self._sheet_parts())
        self._scans: dict[str, Scan] = {}

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in order; chart sheets are none."""
        return list(self._parts)

    def check_there(self, sheets: Iterable[str]) -> None:
        """Raise WorkbookError if a sheet is missing."""
        for sheet in sheets:
            if sheet not in self._parts:
                hint = nearest(sheet, self.sheets)
                raise WorkbookError(f"{self._path}: no sheet {sheet!r}; {hint}")

    def size(self, sheet: str) -> tuple[int, int]:
        """Return how many rows and columns there are, up to the last cell.

        Raises: WorkbookError if there is no such sheet or it is too large to hold.
        """
        found = self._scanned(sheet)
        if found.rows * found.columns > MAX_GRID_CELLS:
            raise WorkbookError(
                f"{self._path}: sheet {sheet!r} reaches row {found.rows}, column"
                f" {found.columns}; expected at most {MAX_GRID_CELLS} cells"
            )
        return found.rows, found.columns

    def texts(self, sheet: str, wanted: Collection[Position]) -> dict[Position, str]:
        """Return what is written in the wanted cells and in every error cell."""
        return self._scan(sheet, wanted).texts if wanted else self._scanned(sheet).texts

    def _scanned(self, sheet: str) -> Scan:
        if sheet not in self._scans:
            self._scans[sheet] = self._scan(sheet)
        return self._scans[sheet]

    def _scan(self, sheet: str, wanted: Collection[Position] = ()) -> Scan:
        self.check_there([sheet])
        with self._archive.open(self._parts[sheet]) as stream:
            return scan(stream, wanted)

    def _sheet_parts(self) -> Iterator[tuple[str, str]]:
        [workbook] = [
            part for _, kind, part in self._related("") if kind == "officeDocument"
        ]
        worksheets = {
            identity: part
            for identity, kind, part in self._related(workbook)
            if kind == "worksheet"
        }
        root = ElementTree.fromstring(self._archive.read(workbook))
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            for key, identity in sheet.items():
                if key.endswith(_SHEET_ID) and identity in worksheets:
                    yield sheet.attrib["name"], worksheets[identity]

    def _related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield identity, kind and full name of the parts that a part names."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        for relation in ElementTree.fromstring(self._archive.read(relations)):
            kind = relation.attrib["Type"].rpartition("/")[2]
            target = posixpath.join("/", folder, relation.attrib["Target"])
            yield relation.attrib["Id"], kind, posixpath.normpath(target).lstrip("/")


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open an .xlsx file.

    Raises: WorkbookError if it is none.
    """
    if not path.is_file():  # opening a named pipe would wait for ever
        raise WorkbookError(f"{path}: no such file")
    with (
        told_in_one_line(WorkbookError, f"{path}: cannot be read as .xlsx"),
        ZipFile(path) as archive,
    ):
        yield Package(archive, path)


def scan(sheet: IO[bytes], wanted: Collection[Position] = ()) -> Scan:
    """Pass once over a sheet's XML, keeping the texts of wanted and of error cells."""
    # Namespaces, so that a prefix (`x:c`) does not hide an element: "uri}c".
    parser = expat.ParserCreate(namespace_separator="}")
    found = Scan()
    row = column = -1
    text: list[str] | None = None  # of the cell at hand, if it is to be kept

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, text
        if name.endswith("}c"):
            # A cell without a reference follows the one before it.
            reference = attributes.get("r")
            column = _column(reference) if reference else column + 1
            found.rows = max(found.rows, row + 1)
            found.columns = max(found.columns, column + 1)
            keep = attributes.get("t") == "e" or (row, column) in wanted
            text = [] if keep else None
        elif name.endswith("}row"):
            row = int(attributes.get("r", row + 2)) - 1
            column = -1
        elif text is not None and name.endswith("}v"):
            # Handlers only while a text is kept: one call for every text of a large
            # sheet would double the time.
            parser.CharacterDataHandler = text.append
            parser.EndElementHandler = end

    def end(_name: str) -> None:
        parser.CharacterDataHandler = parser.EndElementHandler = None
        found.texts[row, column] = "".join(text or ())

    parser.StartElementHandler = start
    parser.ParseFile(sheet)
    return found


def _column(reference: str) -> int:
    """Return the column of a cell, from 0.

    >>> _column("A1"), _column("AB3"), _column("XFD1048576")
    (0, 27, 16383)
    """
    return _number(reference.rstrip("0123456789"))


@lru_cache(maxsize=16_384)
def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

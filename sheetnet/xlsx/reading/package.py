"""An .xlsx file as a package: whether it is one, whose it is, what its sheets hold.

Everything here takes files from strangers, so sizes are looked at before contents.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZipFile

from sheetnet.errors import WorkbookError, nearest
from sheetnet.files.reading import read_file
from sheetnet.wording import placed, worded
from sheetnet.workbook.address import a1, apart
from sheetnet.xlsx.reading import formats
from sheetnet.xlsx.reading.book_part import names_of, sheets_of
from sheetnet.xlsx.reading.looks import looks_of
from sheetnet.xlsx.reading.safety import (
    MAX_BYTES,
    RefusedError,
    check_kinds,
    check_main,
    check_only,
    check_relation,
    check_rule,
    check_xml,
    is_xml,
    kinds_of,
    open_archive,
    packed,
    part_named,
)
from sheetnet.xlsx.reading.shared_texts import check_texts, text_at
from sheetnet.xlsx.reading.sheet.formulas import Place
from sheetnet.xlsx.reading.sheet.quick import quick_scan
from sheetnet.xlsx.reading.sheet.scan import MOST_EMPTY, scan
from sheetnet.xlsx.reading.sheet.scanned import Position, Scan
from sheetnet.xlsx.reading.sheet.without import without_contents
from sheetnet.xlsx.reading.telling import told_in_one_line

APPLICATION = "sheetnet"

# Names by which sheets are found, whatever a user calls them.
MAP_NAME = "sheetnet_map"

# A sheet wider times taller than this is refused before anything as large is made.
MAX_GRID_CELLS = 50_000_000

# Most parts of a package are small: names, relations, styles. Sheets may be larger.
_SMALL_PART = 16_000_000
_MAX_STRINGS = 64_000_000
_LARGER_PARTS = ("xl/sharedStrings.xml", "xl/calcChain.xml")
# Of a cell's formula, value and style there are hardly more, on the average.
_BYTES_A_CELL = 200
# XML is parsed in pieces: so large that a token longer than one is no attack.
_PIECE = 16 << 20
_STRINGS = "sharedStrings"


class Package:
    """An .xlsx file, read once: whoever looks into it works on the same `content`.

    `path` is its name, for messages: nobody reads there again. `most_cells` is how many cells a
    sheet may have, and how large its rectangle may be; `most_empty`, how many without content.
    """

    def __init__(self, content: bytes, path: Path) -> None:
        self.content = content
        self.path = path
        self.most_cells, self.most_empty = MAX_GRID_CELLS, MOST_EMPTY
        self._archive = open_archive(content)
        self._refuse_other(formats.of_archive(self._archive))
        types = self.tree("[Content_Types].xml")
        self._kinds = kinds_of(types, self._archive.namelist())
        self._workbook = self._workbook_part()
        self._parts = dict(self._sheet_parts())
        self._scans: dict[str, Scan] = {}
        self._check_parts()
        self.looks = looks_of(self.tree, self.related, self._workbook, self._parts)

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in order; chart sheets are none."""
        return list(self._parts)

    def check_there(self, sheets: Iterable[str]) -> None:
        """Raise WorkbookError if a sheet is missing."""
        for sheet in sheets:
            if sheet not in self._parts:
                hint = nearest(sheet, self.sheets)
                says = worded("no sheet {sheet!r}; {hint}", sheet=sheet, hint=hint)
                raise WorkbookError(placed(self.path, says))

    def size(self, sheet: str) -> tuple[int, int]:
        """Return how many rows and columns there are, up to the last cell with content.

        Raises: WorkbookError if there is no such sheet or it is too large to hold.
        """
        found = self.scanned(sheet)
        if found.rows * found.columns > self.most_cells:
            far = dict.fromkeys(a1(*place) for place in (found.lowest, found.rightmost))
            raise WorkbookError(
                "{path}: {sheet}!{cells}: too far from all other cells to be"
                " checked; delete what stands there",
                path=self.path,
                sheet=sheet,
                cells=worded(" and ").join(far),
            )
        return found.rows, found.columns

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Return the size of every sheet."""
        return {sheet: self.size(sheet) for sheet in self.sheets}

    def texts(self, sheet: str, wanted: Collection[Position]) -> dict[Position, str]:
        """Return what is written in the wanted cells and in every error cell."""
        return self._scan(sheet, wanted).texts if wanted else self.scanned(sheet).texts

    @property
    def formulas(self) -> int:
        """How many cells of all sheets hold a formula."""
        return sum(len(self.scanned(sheet).formulas) for sheet in self.sheets)

    @property
    def shared_texts(self) -> bytes:
        """The part with the texts that cells share; b"" where there is none."""
        tables = [
            part for _, kind, part in self.related(self._workbook) if kind == _STRINGS
        ]
        return self._read(tables[0]) if tables else b""

    def bytes_of(self, sheet: str) -> int:
        """Return how large a sheet's XML is. Raises: RefusedError where it is too large."""
        self.check_there([sheet])
        part = self._parts[sheet]
        size = self._archive.getinfo(part).file_size
        if size > _BYTES_A_CELL * self.most_cells:
            raise RefusedError(f"{part} is larger than the workbook's plan needs")
        return size

    def content_of(self, sheet: str) -> bytes:
        """Return a sheet's XML."""
        return self._archive.read(self._parts[sheet])

    def shared_text(self, sheet: str, at: Position) -> str:
        """Return the shared text that a cell may show, blanks and all; "" if it shows none.

        Readers leave out blanks at the ends of a text that does not say to keep them.
        """
        number = self.texts(sheet, [at]).get(at, "")
        table = self.shared_texts
        if not table or not number.isdecimal():
            return ""
        return text_at(ElementTree.fromstring(table), int(number))

    def scanned(self, sheet: str) -> Scan:
        """Return what one pass over a sheet finds; the pass is made once."""
        if sheet not in self._scans:
            self._scans[sheet] = self._scan(sheet)
        return self._scans[sheet]

    def sheet_behind(self, name: str) -> str | None:
        """Return the sheet a defined name points to, or None where there is none."""
        for one, text, local in self.defined_names():
            if one != name or local is not None:
                continue
            sheet, _ = apart(text)
            return sheet if sheet in self._parts else None
        return None

    def application(self) -> str:
        """Return the program that was the last to save the file, "" if it is not told."""
        return self._told_of_itself("Application")

    def saved_by(self) -> str:
        """Return that program with its version, which some write into their name."""
        name = self.application()
        version = "" if re.search("[0-9]", name) else self._told_of_itself("AppVersion")
        return f"{name} {version}".strip() if name else ""

    def _told_of_itself(self, element: str) -> str:
        content = b""
        with suppress(KeyError):
            content = self._read("docProps/app.xml")
        found = re.search(rf"<{element}>([^<]{{1,80}})<".encode(), content)
        return " ".join(found[1].decode(errors="replace").split()) if found else ""

    def check_rules(self) -> None:
        """Refuse names, and rules of cells, that fetch, call or reach out.

        Raises: RefusedError.
        """
        for _, text, _ in self.defined_names():
            check_rule(text)
        for sheet in self.sheets:
            for text in self.scanned(sheet).rules:
                check_rule(text)

    def without(self, cells: Mapping[str, Collection[Place]]) -> "Package":
        """Return it with some cells of each sheet emptied; the sheets stay as large."""
        left = {sheet: places for sheet, places in cells.items() if places}
        if not left:
            return self
        parts = {name: self._archive.read(name) for name in self._archive.namelist()}
        for sheet, places in left.items():
            part, formulas = self._parts[sheet], self.scanned(sheet).formulas
            parts[part] = without_contents(parts[part], places, formulas)
        scans = {
            sheet: self.scanned(sheet).without(places) for sheet, places in left.items()
        }
        return self._of(parts, self._scans | scans)

    def with_sheet(self, sheet: str, xml: bytes) -> "Package":
        """Return it with other contents of a sheet, and without all other sheets'."""
        names = set(self._archive.namelist()) - set(self._parts.values())
        parts = {name: self._archive.read(name) for name in sorted(names)}
        return self._of(parts | {self._parts[sheet]: xml}, {})

    def _of(self, parts: Mapping[str, bytes], scans: dict[str, Scan]) -> "Package":
        other = copy(self)
        other.content, other._scans = packed(parts), scans
        other._archive = ZipFile(BytesIO(other.content))
        return other

    def defined_names(self) -> Iterator[tuple[str, str, str | None]]:
        """Return each defined name, what it stands for, and the sheet it is local to.

        Raises: RefusedError.
        """
        return names_of(self.tree(self._workbook))

    def _scan(self, sheet: str, wanted: Collection[Position] = ()) -> Scan:
        self.bytes_of(sheet)
        part = self._parts[sheet]
        for one_pass in (quick_scan, scan):
            limits = self.most_cells, self.looks.doubtful, self.most_empty
            with self._archive.open(part) as stream:
                pieces = iter(partial(stream.read, _PIECE), b"")
                found = one_pass(pieces, wanted, *limits)
            if found is not None:
                return found
        raise AssertionError("the careful pass finds something, or refuses the sheet")

    def _refuse_other(self, other: str | None) -> None:
        if other is not None:
            raise WorkbookError(placed(self.path, other))

    def _workbook_part(self) -> str:
        found = [(kind, part) for _, kind, part in self.related("")]
        workbook = dict(found).get("officeDocument")
        if workbook is None:
            raise RefusedError("no relation names its main part")
        more = [(kind, part) for _, kind, part in self.related(workbook)]
        check_only(self._kinds, [*found, *more])
        kind = self._kinds.get(workbook, "")
        self._refuse_other(formats.of_package(kind))
        check_main(workbook, kind)
        self._refuse_other(formats.of_namespace(self.tree(workbook).tag))
        return workbook

    def _sheet_parts(self) -> Iterator[tuple[str, str]]:
        related = list(self.related(self._workbook))
        if len({identity for identity, _, _ in related}) < len(related):
            raise RefusedError("two of its relations have one name")
        worksheets = {
            identity: part for identity, kind, part in related if kind == "worksheet"
        }
        for name, identity in sheets_of(self.tree(self._workbook)):
            if identity in worksheets:
                # A part is one sheet: it is taken away, so a second one fails.
                yield name, worksheets.pop(identity)

    def _check_parts(self) -> None:
        """Look at every part that somebody may read; sheets are looked at when scanned."""
        check_kinds(self._kinds)
        for _, kind, part in self.related(self._workbook):
            if kind == _STRINGS:
                check_texts(self.tree(part))
        for name, kind in self._kinds.items():
            if name.endswith(".rels"):
                self._check_relations(name)
            elif name.endswith(".vml"):
                # What Excel draws there may hold HTML that is no XML.
                with suppress(expat.ExpatError):
                    check_xml(self._read(name))
            elif name not in self._parts.values() and is_xml(name, kind):
                check_xml(self._read(name))

    def _check_relations(self, name: str) -> None:
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in self.tree(name):
            if relation.attrib.get("TargetMode") != "External":
                part_named(folder, relation.attrib["Target"])
            check_relation(
                relation.attrib["Type"].rpartition("/")[2],
                relation.attrib["Target"],
                external=relation.attrib.get("TargetMode") == "External",
            )

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield identity, kind and full name of the parts that a part names."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive.NameToInfo:
            return
        for relation in self.tree(relations):
            if relation.attrib.get("TargetMode") == "External":
                continue  # which _check_relations looks at
            kind = relation.attrib["Type"].rpartition("/")[2]
            target = part_named(folder, relation.attrib["Target"])
            yield relation.attrib["Id"], kind, target

    def tree(self, part: str) -> ElementTree.Element:
        """Return a part as a tree. Raises: RefusedError, ParseError."""
        content = self._read(part)
        check_xml(content)
        return ElementTree.fromstring(content)

    def _read(self, part: str) -> bytes:
        most = _MAX_STRINGS if part in _LARGER_PARTS else _SMALL_PART
        if self._archive.getinfo(part).file_size > most:
            raise RefusedError(f"{part} is larger than any workbook needs")
        return self._archive.read(part)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Read an .xlsx file; what is wrong with it is told in one line within.

    Raises: WorkbookError if it is none.
    """
    content = read_file(path, MAX_BYTES, WorkbookError)
    if other := formats.of_bytes(content):
        raise WorkbookError(placed(path, other))
    with told_in_one_line(path):
        yield Package(content, path)

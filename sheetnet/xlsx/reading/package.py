"""An .xlsx file as a package: whether it is one, whose it is, what its sheets hold.

Everything here takes files from strangers, so sizes are looked at before contents.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree
from xml.parsers import expat

from sheetnet.errors import SheetnetError, WorkbookError, nearest
from sheetnet.files.reading import read_file
from sheetnet.workbook.address import a1, apart
from sheetnet.xlsx.reading import formats
from sheetnet.xlsx.reading.looks import looks_of
from sheetnet.xlsx.reading.safety import (
    MAX_BYTES,
    RefusedError,
    check_kinds,
    check_main,
    check_relation,
    check_rule,
    check_xml,
    is_xml,
    kinds_of,
    open_archive,
    packed,
)
from sheetnet.xlsx.reading.scan import MAIN, scan
from sheetnet.xlsx.reading.scanned import Place, Position, Scan
from sheetnet.xlsx.reading.shared_texts import check_texts
from sheetnet.xlsx.reading.without import without_contents

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
_MAX_SHEETS = 500

# Elements of a workbook that some readers find in any namespace.
_OF_WORKBOOKS = ("sheets", "sheet", "definedNames", "definedName", "calcPr")
_SHEET_ID = "relationships}id"  # of either namespace, transitional or strict


def sheet_name_of(key: str) -> str:
    """Return the defined name that stays with a sheet when it is renamed.

    >>> sheet_name_of("Training")
    'sheetnet_Training'
    """
    return f"sheetnet_{key}"


class Package:
    """An .xlsx file, read once: whoever looks into it works on the same `content`.

    `calculable` is what a calculator gets: the same, with cells emptied that it is not to
    see; `of_numbers` what those get that take a text or TRUE for a number where no
    application does. `most_cells` is how many cells a sheet may have, and how large its rectangle
    may be.
    """

    def __init__(self, content: bytes, path: Path) -> None:
        self.content = self.calculable = self.of_numbers = content
        self.path = path
        self.most_cells = MAX_GRID_CELLS
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
                raise WorkbookError(f"{self.path}: no sheet {sheet!r}; {hint}")

    def size(self, sheet: str) -> tuple[int, int]:
        """Return how many rows and columns there are, up to the last cell with content.

        Raises: WorkbookError if there is no such sheet or it is too large to hold.
        """
        found = self.scanned(sheet)
        if found.rows * found.columns > self.most_cells:
            far = dict.fromkeys(a1(*place) for place in (found.lowest, found.rightmost))
            raise WorkbookError(
                f"{self.path}: {sheet}!{' and '.join(far)}: too far from all other cells to"
                " be checked; delete what stands there"
            )
        return found.rows, found.columns

    def texts(self, sheet: str, wanted: Collection[Position]) -> dict[Position, str]:
        """Return what is written in the wanted cells and in every error cell."""
        return self._scan(sheet, wanted).texts if wanted else self.scanned(sheet).texts

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

    def leave_out(
        self,
        cells: Mapping[str, Collection[Place]],
        more: Mapping[str, Collection[Place]],
    ) -> None:
        """Empty cells of each sheet for calculators; `more` for those that want numbers."""
        self.calculable = self._without(cells)
        both = {
            sheet: {*cells.get(sheet, ()), *more.get(sheet, ())}
            for sheet in (*cells, *more)
        }
        self.of_numbers = self._without(both) if any(more.values()) else self.calculable

    def _without(self, cells: Mapping[str, Collection[Place]]) -> bytes:
        left = {sheet: places for sheet, places in cells.items() if places}
        if not left:
            return self.content
        parts = {name: self._archive.read(name) for name in self._archive.namelist()}
        for sheet, places in left.items():
            part, formulas = self._parts[sheet], self.scanned(sheet).formulas
            parts[part] = without_contents(parts[part], places, formulas)
        return packed(parts)

    def defined_names(self) -> Iterator[tuple[str, str, str | None]]:
        """Yield each defined name, what it stands for, and the sheet it is local to.

        Raises: RefusedError.
        """
        tree = self.tree(self._workbook)
        found = tree.findall("{*}definedNames/{*}definedName")
        if any(map(len, found)) or len(found) < len(tree.findall(".//{*}definedName")):
            raise RefusedError("a name holds elements, or stands where none belongs")
        sheets = tree.findall("{*}sheets/{*}sheet")
        for one in found:
            local = one.get("localSheetId")
            sheet = None if local is None else sheets[int(local)].get("name", "")
            yield one.get("name", ""), one.text or "", sheet

    def _scan(self, sheet: str, wanted: Collection[Position] = ()) -> Scan:
        self.check_there([sheet])
        part = self._parts[sheet]
        if self._archive.getinfo(part).file_size > _BYTES_A_CELL * self.most_cells:
            raise RefusedError(f"{part} is larger than the workbook's plan needs")
        with self._archive.open(part) as stream:
            pieces = iter(partial(stream.read, _PIECE), b"")
            return scan(pieces, wanted, self.most_cells, self.looks.doubtful)

    def _refuse_other(self, other: str | None) -> None:
        if other is not None:
            raise WorkbookError(f"{self.path}: {other}")

    def _workbook_part(self) -> str:
        [workbook] = [
            part for _, kind, part in self.related("") if kind == "officeDocument"
        ]
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
        tree = self.tree(self._workbook)
        for element in tree.iter():
            space, _, local = element.tag.lstrip("{").rpartition("}")
            if local in _OF_WORKBOOKS and space not in MAIN:
                raise RefusedError(f"an element named {local} is of another namespace")
        sheets = tree.findall("{*}sheets/{*}sheet")
        if len(sheets) > _MAX_SHEETS:
            raise RefusedError(f"it has more than {_MAX_SHEETS} sheets")
        names = {sheet.get("name", "").lower() for sheet in sheets}
        if len(names) < len(sheets) or len(sheets) < len(tree.findall(".//{*}sheet")):
            raise RefusedError("two sheets have one name, or one stands elsewhere")
        for sheet in sheets:
            for key, identity in sheet.items():
                if key.endswith(_SHEET_ID) and identity in worksheets:
                    # A part is one sheet: it is taken away, so a second one fails.
                    yield sheet.attrib["name"], worksheets.pop(identity)

    def _check_parts(self) -> None:
        """Look at every part that somebody may read; sheets are looked at when scanned."""
        check_kinds(self._kinds)
        for _, kind, part in self.related(self._workbook):
            if kind == "sharedStrings":
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
        for relation in self.tree(name):
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
            kind = relation.attrib["Type"].rpartition("/")[2]
            target = posixpath.join("/", folder, relation.attrib["Target"])
            yield relation.attrib["Id"], kind, posixpath.normpath(target).lstrip("/")

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


# Packages that are open at this moment: a file opened twice at once is read once.
_open: ContextVar[Mapping[Path, Package]] = ContextVar(
    "_open", default=MappingProxyType({})
)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open an .xlsx file; within another `opened` of the same path, the same Package.

    Raises: WorkbookError if it is none.
    """
    if path in _open.get():
        yield _open.get()[path]
        return
    content = content_of(path)
    if other := formats.of_bytes(content):
        raise WorkbookError(f"{path}: {other}")
    with _told_in_one_line(path):
        package = Package(content, path)
        token = _open.set({**_open.get(), path: package})
        try:
            yield package
        finally:
            _open.reset(token)


def content_of(path: Path) -> bytes:
    """Return a file's bytes: within an `opened` of it, those that calculators get.

    Raises: WorkbookError if it cannot be read.
    """
    if path in _open.get():
        return _open.get()[path].calculable
    return read_file(path, MAX_BYTES, WorkbookError)


@contextmanager
def _told_in_one_line(path: Path) -> Iterator[None]:
    """Turn whatever reading a strange file raises into one line."""
    try:
        yield
    except SheetnetError:
        raise
    except RefusedError as error:
        raise WorkbookError(f"{path}: refused: {error}") from error
    except Exception as error:  # zip, XML, codecs: each has its own
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise WorkbookError(f"{path}: cannot be read as .xlsx: {reason}") from error

"""What is refused before anything in an .xlsx file is believed.

A workbook to be checked may come from anyone, and several libraries read it. So the
archive must be one that all of them read alike, small enough to be unpacked, and without
parts that act or reach out of the file.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from struct import unpack_from
from xml.etree.ElementTree import Element
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from zlib_ng import zlib_ng

MAX_BYTES = 256 << 20
_MAX_ENTRIES = 10_000
_MAX_UNPACKED = 1 << 30
# No honest part was packed more than 70 times smaller than it is.
_MAX_RATIO = 300
_SMALL = 4 << 20
_PIECE = 1 << 20
# A cell holds 32,767 letters, each of six bytes at most where it is escaped.
_LONGEST = 1 << 18

_END = b"PK\5\6"
_END_SIZE = 22
_LOCAL_SIZE = 30

# By names of parts, content types and kinds of relations.
_ACTING = re.compile(
    r"vba|macro|dialogsheet|externallink|connections|querytable|oleobject|embedding"
    r"|activex|customui|/control$|/package$",
    re.IGNORECASE,
)
_SPREADSHEET = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)
_MAIN_PART = "xl/workbook.xml"

# Functions that fetch, call or start something; a reference into another file; DDE.
_REACHING = re.compile(
    r"\b(WEBSERVICE|DDE|RTD|CALL|REGISTER(\.ID)?|EXEC|EXECUTE|INITIATE|POKE|REQUEST"
    r"|SQL\.REQUEST|IMAGE|FOPEN|CUBE[A-Z]+|STOCKHISTORY)\s*\("
    # Another file, as the format writes it or as people do; DDE.
    r"|(?<![\w\]])\[\d+\]|\.xl\w+\]|://|\|",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""('(?:[^']|'')*')|"(?:[^"]|"")*\"""")

# Of other parts, as pictures and settings of printers, nobody here looks into any.
_XML = (".xml", ".rels", ".vml")


class RefusedError(ValueError):
    """The file holds what no workbook of ours needs, and what may do harm."""


def open_archive(content: bytes) -> ZipFile:
    """Open a zip archive that every reader reads alike, and that can be unpacked.

    Raises: RefusedError; BadZipFile where it is none.
    """
    count = _entries_told(content)
    archive = ZipFile(BytesIO(content))
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    if len(entries) != count:
        raise RefusedError(f"it says that it has {count} parts, and has {len(entries)}")
    _check_names(entries)
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise RefusedError(f"it unpacks to more than {_MAX_UNPACKED >> 20} MiB")
    end = 0
    for entry in entries:
        _check_packing(entry)
        if entry.header_offset < end:
            raise RefusedError(f"{entry.filename} overlaps with its neighbour")
        end = _check_unpacked(content, entry)
    return archive


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Put parts into an archive again."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _entries_told(content: bytes) -> int:
    """Return how many entries there are by the record at the very end."""
    at = len(content) - _END_SIZE
    if content[:2] != b"PK" or content[max(at, 0) :][:4] != _END:
        raise BadZipFile(
            "File is not a zip file, is cut short, or something follows it"
        )
    count, size, start = unpack_from("<HII", content, at + 10)
    # Larger archives (zip64) say 65,535 here.
    if count > _MAX_ENTRIES:
        raise RefusedError(f"it has more than {_MAX_ENTRIES:,} parts")
    if start + size != at:
        raise RefusedError("its directory does not stand where it says")
    return int(count)


def _check_names(entries: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if not _is_plain(name):
            raise RefusedError(f"a part is named {name[:60]!r}")
        if name.lower() in seen:
            raise RefusedError(f"two parts are named {name[:60]}")
        seen.add(name.lower())


def _is_plain(name: str) -> bool:
    steps = name.split("/")
    return (
        name.isprintable()
        and not set(name) & set("\\:")
        and not {"", ".", ".."} & set(steps[:-1])
        and steps[-1] not in (".", "..")
    )


def _check_packing(entry: ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise RefusedError(f"{name} is encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RefusedError(f"{name} is packed in a way that is not usual")
    packed, size = entry.compress_size, entry.file_size
    if size > _SMALL and size > _MAX_RATIO * packed:
        raise RefusedError(f"{name} unpacks to {size / packed:.0f} times its size")


def _check_unpacked(content: bytes, entry: ZipInfo) -> int:
    """Unpack a part, keeping nothing; its size must be as declared. Return its end."""
    name_size, extra_size = unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + _LOCAL_SIZE + name_size + extra_size
    end = int(start + entry.compress_size)
    if entry.compress_type == ZIP_STORED:
        found, whole = entry.compress_size, True
    else:
        found, whole = _unpacked_size(content[start:end], entry.file_size)
    if found != entry.file_size or not whole:
        raise RefusedError(f"{entry.filename} does not unpack to the size it declares")
    return end


def _unpacked_size(packed: bytes, most: int) -> tuple[int, bool]:
    """Return how far deflated bytes unpack, hardly beyond `most`; and if to their end."""
    stream = zlib_ng.decompressobj(wbits=-15)
    size = 0
    while size <= most and not stream.eof:
        piece = stream.decompress(packed, _PIECE)
        packed = stream.unconsumed_tail
        if not piece and not packed:
            break
        size += len(piece)
    return size, bool(stream.eof) and not stream.unused_data


# ------------------------------------------------------------------ parts


def check_xml(content: bytes) -> None:
    """Refuse XML that declares a document type: none does, unless it means harm.

    By a parser and not by a search, which an encoding would deceive. And refuse what
    says that it holds more things than bytes: a reader makes room for as many.
    Raises: RefusedError; expat.ExpatError where it is no XML.
    """

    def check_count(_: str, attributes: dict[str, str]) -> None:
        # Of strings; `count` is how often they are used, in all sheets.
        if int(attributes.get("uniqueCount", 0)) > len(content):
            told = attributes["uniqueCount"][:20]
            raise RefusedError(f"it says that it holds {told} things")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.StartElementHandler = check_count
    parser.Parse(content, True)


def check_piece(piece: bytes) -> None:
    """Refuse a piece of a sheet that is no UTF-8, or long without any element.

    No text of a cell is so long; a remark of a hundred megabytes takes seconds.
    Raises: RefusedError.
    """
    if len(piece) > _LONGEST and b"<" not in piece:
        raise RefusedError("it holds a long stretch without any element")
    if b"\0" in piece:
        raise RefusedError("a sheet is written in UTF-16; expected UTF-8")


def refuse_other_coding(_: str, coding: str | None, __: int) -> None:
    """Handle an XML declaration: readers of sheets know UTF-8, and few know others.

    Raises: RefusedError.
    """
    if coding is not None and coding.lower() not in ("utf-8", "us-ascii"):
        raise RefusedError(f"a sheet is written in {coding[:20]}; expected UTF-8")


def refuse_document_type(*_: object) -> None:
    """Handle a document type: by refusing it."""
    raise RefusedError("it declares a document type")


def is_xml(name: str, kind: str) -> bool:
    """Tell whether a part is XML, by its name or its content type."""
    # A picture (SVG) may well declare a document type.
    named = kind.lower().endswith("xml") and not kind.lower().startswith("image/")
    return named or name.lower().endswith(_XML)


def kinds_of(types: Element, names: Iterable[str]) -> dict[str, str]:
    """Return the content type of each part; what is declared of no part counts nothing.

    Raises: RefusedError where a part has two.
    """
    own: dict[str, str] = {}
    by_extension: dict[str, str] = {}
    for one in types:
        attribute, known = (
            ("PartName", own)
            if "PartName" in one.attrib
            else ("Extension", by_extension)
        )
        name, kind = (
            one.attrib[attribute].lower().lstrip("/"),
            one.attrib["ContentType"],
        )
        if known.setdefault(name, kind) != kind:
            raise RefusedError(f"{name[:60]} is declared twice")
    return {
        name: own.get(
            name.lower(), by_extension.get(name.lower().rpartition(".")[2], "")
        )
        for name in names
    }


def check_kinds(kinds: Mapping[str, str]) -> None:
    """Refuse parts that act or reach out, by their names and content types.

    Raises: RefusedError.
    """
    for part, kind in kinds.items():
        if _ACTING.search(part):
            raise RefusedError(f"it holds {part[:60]}, which may act or reach out")
        if _ACTING.search(kind):
            raise RefusedError(f"{part[:60]} is declared as {kind[:90]}")


def check_main(part: str, kind: str) -> None:
    """Refuse a package whose main part is no workbook, or not found by all. Raises: RefusedError."""
    if kind != _SPREADSHEET:
        found = kind[:90] or "nothing"
        raise RefusedError(f"{part} is declared as {found}; not as a workbook")
    if part.lower() != _MAIN_PART:
        raise RefusedError(
            f"its main part is {part[:60]}, which few programs find; open it in an"
            " application and save it as .xlsx"
        )


# Parts that some readers find by their usual names or types, and others by relations.
_ONLY = {
    "officeDocument": (_MAIN_PART, _SPREADSHEET),
    "styles": ("xl/styles.xml", _SPREADSHEET.replace("sheet.main", "styles")),
    "sharedStrings": (
        "xl/sharedstrings.xml",
        _SPREADSHEET.replace("sheet.main", "sharedStrings"),
    ),
}


def check_only(kinds: Mapping[str, str], related: Iterable[tuple[str, str]]) -> None:
    """Refuse a package in which readers would find different parts of one kind.

    `related` are kinds of relations and the parts that they name.
    Raises: RefusedError.
    """
    named: dict[str, str] = {}
    for of, part in related:
        if of in _ONLY and named.setdefault(of, part) != part:
            raise RefusedError(f"two parts are its {of}: {named[of][:60]}, {part[:60]}")
    for name, declared in kinds.items():
        for of, (usual, kind) in _ONLY.items():
            used = named.get(of, "no part")
            alike = name.lower() == usual or declared == kind
            if alike and name.lower() != used.lower():
                raise RefusedError(
                    f"{name[:60]} stands beside its {of}, which is {used[:60]}"
                )


def part_named(folder: str, target: str) -> str:
    """Return the full name of a part that is named by one in a folder.

    Readers follow ".." in different ways, unless it stands in front of a relative name.
    Raises: RefusedError.

    >>> part_named("xl/worksheets", "../drawings/drawing1.xml"), part_named("xl", "/a.xml")
    ('xl/drawings/drawing1.xml', 'a.xml')
    """
    steps = target.split("/")
    climbs = next((n for n, step in enumerate(steps) if step != ".."), len(steps))
    depth = len(folder.split("/")) if folder else 0
    if ".." in steps[climbs:] or climbs > depth:
        raise RefusedError(f"a relation names {target[:60]}, which climbs about")
    name = posixpath.normpath(posixpath.join("/", folder, target))
    return name.lstrip("/")


def check_relation(kind: str, target: str, *, external: bool) -> None:
    """Refuse a relation that reaches out of the file; links to click on may.

    Raises: RefusedError.
    """
    if _ACTING.search(kind) or (external and kind != "hyperlink"):
        raise RefusedError(f"it reaches out to {target[:60]} ({kind[:40]})")


def check_rule(text: str) -> None:
    """Refuse a formula that fetches, calls or reaches out: of a name, a rule, a note.

    Planned cells have a whitelist of their own, in workbook/formula/portable.py.
    Raises: RefusedError.

    >>> check_rule('AND($A1="[1]|b",Training!$B$2>SUM(Prices[net]))')
    """
    bare = _QUOTED.sub(lambda hit: hit[1] or '""', text)
    if _REACHING.search(bare):
        raise RefusedError(f"a formula, name or rule reaches out: {text[:60]}")

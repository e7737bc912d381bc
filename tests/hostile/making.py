"""How hostile files are made: a case, and the tools to make one."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import sheetnet

Command = list[object]
Parts = dict[str, bytes]
Change = Callable[[bytes], bytes]

MIB = 1 << 20
TRAINING = "xl/worksheets/sheet3.xml"
GUIDE = "xl/worksheets/sheet1.xml"
MAP = "xl/worksheets/sheet9.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile thing: how it is made, and what must be said of it."""

    make: Callable[[Path], Command]
    says: str
    status: int


CASES: dict[str, Case] = {}


def hostile(
    says: str, *, status: int = 2
) -> Callable[[Callable[[Path], Command]], Callable[[Path], Command]]:
    """Say what must come of what a maker makes; the case has the maker's name."""

    def put(make: Callable[[Path], Command]) -> Callable[[Path], Command]:
        CASES[make.__name__] = Case(make, says, status)
        return make

    return put


# ------------------------------------------------------------------ tools


@cache
def book() -> Mapping[str, bytes]:
    """Return the parts of a small workbook as it is built."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        sheetnet.build(sheetnet.load_spec("and-neuron", ["training.epochs=1"]), path)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def verify(folder: Path, content: bytes, *more: object) -> Command:
    path = folder / "hostile.xlsx"
    path.write_bytes(content)
    return ["verify", path, *more]


def verify_with(folder: Path, changes: Mapping[str, bytes | Change]) -> Command:
    """Verify the small workbook with some parts replaced, changed or added."""
    parts = dict(book())
    for name, new in changes.items():
        parts[name] = new if isinstance(new, bytes) else new(parts[name])
    return verify(folder, zipped(parts))


def put(old: str, new: str, count: int = 1) -> Change:
    """Return a change of text, which must find its place."""

    def change(content: bytes) -> bytes:
        text = content.decode()
        assert re.search(old, text), old
        return re.sub(old, lambda _: new, text, count=count).encode()

    return change


def at_end_of(tag: str, new: str) -> Change:
    return put(f"</{tag}>", f"{new}</{tag}>")


@cache
def zeros(megabytes: int) -> bytes:
    """Return so many megabytes of zeros, deflated: one deflated megabyte, repeated."""
    one = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = one.compress(bytes(MIB)) + one.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + b"\3\0"  # an empty block ends it


@dataclass(frozen=True, slots=True)
class Entry:
    """A part as an archive tells it, true or not; `at` is where it is said to begin."""

    name: str
    packed: bytes
    size: int
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    at: int | None = None


def true_entry(name: str, content: bytes) -> Entry:
    one = zlib.compressobj(1, zlib.DEFLATED, -15)
    return Entry(name, one.compress(content) + one.flush(), len(content))


def archived(*entries: Entry) -> bytes:
    """Put parts together as they are told; check sums are left at 0."""
    content, directory = bytearray(), bytearray()
    for one in entries:
        name = one.name.encode()
        sizes = 0, len(one.packed), one.size, len(name), 0
        told = struct.pack("<5H3I2H", 20, one.flags, one.method, 0, 33, *sizes)
        at = len(content) if one.at is None else one.at
        directory += b"PK\1\2" + struct.pack("<H", 20) + told
        directory += struct.pack("<3H2I", 0, 0, 0, 0, at) + name
        content += b"PK\3\4" + told + name + one.packed
    count = len(entries)
    end = struct.pack("<4H2IH", 0, 0, count, count, len(directory), len(content), 0)
    return bytes(content + directory) + b"PK\5\6" + end


def book_entries() -> list[Entry]:
    return [true_entry(name, content) for name, content in book().items()]

"""A zip archive as a stream: parts in, bytes out, and never the whole of it in memory.

How long a part is nobody knows before it is written, so its sizes stand behind it, and
in the directory at the archive's end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from struct import Struct

from zlib_ng import zlib_ng

from sheetnet.errors import LimitError
from sheetnet.wording import worded

# The format has four bytes for a size; the greatest number in them means "elsewhere".
MOST_BYTES = 0xFFFFFFFE

_LOCAL = Struct("<4sHHHHHIIIHH")
_BEHIND = Struct("<4sIII")
_ENTRY = Struct("<4sBBHHHHHIIIHHHHHII")
_END = Struct("<4sHHHHIIH")

_VERSION, _UNIX, _DEFLATED = 20, 3, 8
# Sizes stand behind the part; names are UTF-8.
_FLAGS = 1 << 3 | 1 << 11
# The same input gives the same bytes on any day: the least date a zip can hold.
_TIME, _DATE = 0, 1 << 5 | 1
_OWNERS_ALONE = 0o600 << 16


@dataclass(slots=True)
class _Part:
    """What the directory says of a part; all of it once the part is written.

    `start` is the place of its header in the archive, `size` its bytes and `packed` what
    was made of them.
    """

    name: bytes
    start: int
    size: int = 0
    packed: int = 0
    crc: int = 0

    def written(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """Yield header, deflated content and sizes."""
        about = _VERSION, _FLAGS, _DEFLATED, _TIME, _DATE
        yield _LOCAL.pack(b"PK\3\4", *about, 0, 0, 0, len(self.name), 0) + self.name
        # At level 2: three quarters of zlib's time at level 1, and fewer bytes. (isal is
        # faster still, but in one run of 500 gives other bytes.)
        deflating = zlib_ng.compressobj(level=2, wbits=-15)
        for piece in content:
            self.size += len(piece)
            self.crc = zlib_ng.crc32(piece, self.crc)
            _check(self.size, worded("a sheet of the workbook"))
            yield self._counted(deflating.compress(piece))
        yield self._counted(deflating.flush())
        yield _BEHIND.pack(b"PK\7\x08", self.crc, self.packed, self.size)

    def _counted(self, packed: bytes) -> bytes:
        self.packed += len(packed)
        return packed

    def entry(self) -> bytes:
        """Return what stands in the directory."""
        about = _VERSION, _UNIX, _VERSION, _FLAGS, _DEFLATED, _TIME, _DATE
        sizes = self.crc, self.packed, self.size, len(self.name), 0, 0, 0, 0
        return (
            _ENTRY.pack(b"PK\1\2", *about, *sizes, _OWNERS_ALONE, self.start)
            + self.name
        )


def zipped(parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield the bytes of an archive of parts: the name of each, and its content in pieces.

    Raises: LimitError where a part or the archive has more than MOST_BYTES bytes.
    """
    written, at = [], 0
    for name, content in parts:
        part = _Part(name.encode(), start=at)
        for piece in part.written(content):
            at += len(piece)
            _check(at, worded("the workbook"))
            yield piece
        written.append(part)
    directory = b"".join(map(_Part.entry, written))
    _check(at + len(directory), worded("the workbook"))
    count = len(written)
    yield directory
    yield _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, 0)


def _check(size: int, what: str) -> None:
    if size > MOST_BYTES:
        raise LimitError(
            "{what} would have more than {most_bytes:,} bytes, as many as an"
            " .xlsx can hold; lower training.epochs, the units of the largest"
            " layer, or the examples",
            what=what,
            most_bytes=MOST_BYTES,
        )

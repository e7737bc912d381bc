"""A sheet's XML with some of its rows alone, where its rows are plain.

Who asks for a few cells of a large sheet need not read it all. What is left out is not
looked at, so this is for those who run nothing and show what they were asked for.
"""

import re
from collections.abc import Collection
from itertools import pairwise

_BEGIN, _END = b"<sheetData>", b"</sheetData>"
# In comments, sections of text and instructions, what looks like a row is none.
_HIDING = (b"<!--", b"<![CDATA[", b"<?", _BEGIN)
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"[ />]')


class Rows:
    """The rows of a sheet, each by where it stands in the XML."""

    def __init__(self, xml: bytes, starts: dict[int, tuple[int, int]]) -> None:
        self._xml, self._spans = xml, starts

    @classmethod
    def of(cls, xml: bytes) -> "Rows | None":
        """Find the rows of a sheet; None where it is not plain, or has none.

        >>> rows = Rows.of(b'<a><sheetData><row r="2"/><row r="5"></row></sheetData></a>')
        >>> rows.only([5, 6])
        b'<a><sheetData><row r="5"></row></sheetData></a>'
        """
        begin, end = xml.find(_BEGIN), xml.rfind(_END)
        if begin < 0 or end < begin or xml[:begin].count(b"<?") > 1:
            return None
        if any(xml.find(one, begin + 1, end) >= 0 for one in _HIDING):
            return None
        found = list(_ROW.finditer(xml, begin, end))
        numbers = [int(one[1]) for one in found]
        every = xml.count(b"<row", begin, end) + xml.count(b":row", begin, end)
        in_order = all(one < other for one, other in pairwise(numbers))
        if not found or len(found) != every or not in_order:
            return None
        ends = [one.start() for one in found] + [end]
        return cls(xml, dict(zip(numbers, pairwise(ends), strict=True)))

    def __contains__(self, row: int) -> bool:
        """Tell whether a row is there."""
        return row in self._spans

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._spans)

    def only(self, wanted: Collection[int]) -> bytes:
        """Return the XML with the wanted rows, as far as they are there."""
        spans = [self._spans[one] for one in sorted(wanted) if one in self._spans]
        first = min(start for start, _ in self._spans.values())
        last = max(end for _, end in self._spans.values())
        kept = (self._xml[start:end] for start, end in spans)
        return b"".join((self._xml[:first], *kept, self._xml[last:]))

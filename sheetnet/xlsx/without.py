"""A sheet's XML without some of its formulas; their cells keep their values."""

import re
from collections.abc import Collection, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

from sheetnet.xlsx.safety import RefusedError
from sheetnet.xlsx.scan import is_formula


def without_formulas(
    xml: bytes, numbers: Collection[int], texts: Sequence[str]
) -> bytes:
    """Leave out formulas by their numbers, from 0 in reading order.

    `texts` are those of all formulas: one that stays, and has its text in one that goes,
    gets it written out.
    Raises: RefusedError where the sheet is written in an encoding that nobody uses.

    >>> without_formulas(b'<a xmlns="m"><c><f>1</f><v>1</v></c><c><f>2</f></c></a>', {0}, "12")
    b'<a xmlns="m"><c><v>1</v></c><c><f>2</f></c></a>'
    """
    finder = _Finder(numbers)
    finder.read(xml)
    pieces, at = [], 0
    for number, start, end in finder.spans:
        pieces.append(xml[at:start])
        if number not in numbers:
            pieces.append(_written_out(xml[start:end], texts[number]))
        at = end
    return b"".join([*pieces, xml[at:]])


def _written_out(element: bytes, text: str) -> bytes:
    """Return the element of a formula with its whole text."""
    tag = re.match(rb"<([\w.:-]+)[\s/>]", element)
    if tag is None:
        raise RefusedError("a sheet is not written in UTF-8")
    whole = escape(text).encode("ascii", "xmlcharrefreplace")
    return b"<%b>%b</%b>" % (tag[1], whole, tag[1])


class _Finder:
    """Finds where formulas begin and end, in bytes: those that go or must be written out."""

    def __init__(self, numbers: Collection[int]) -> None:
        self.spans: list[tuple[int, int, int]] = []
        self._numbers = numbers
        self._number = -1
        self._begun: int | None = None
        # Formulas that share a text, by its number; the first one holds it.
        self._holder_goes: dict[str, bool] = {}
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, xml: bytes) -> None:
        self._parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._close()
        if not is_formula(name):
            return
        self._number += 1
        changes = goes = self._number in self._numbers
        if attributes.get("t") == "shared":
            share = attributes.get("si", "")
            changes = self._holder_goes.setdefault(share, goes) or goes
        if changes:
            self._begun = self._parser.CurrentByteIndex

    def _end(self, name: str) -> None:
        if not is_formula(name):
            self._close()

    def _close(self) -> None:
        """End a formula where the next element begins, or the one around it ends."""
        if self._begun is not None:
            self.spans.append(
                (self._number, self._begun, self._parser.CurrentByteIndex)
            )
            self._begun = None

"""A sheet's XML with some of its cells emptied: what calculators get to see."""

import re
from collections.abc import Collection, Mapping
from xml.parsers import expat

from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.safety import RefusedError
from sheetnet.xlsx.reading.sheet.formulas import Place
from sheetnet.xlsx.reading.sheet.scan import column_of, kind_of
from sheetnet.xlsx.xml import escaped, tag


def without_contents(
    xml: bytes, places: Collection[Place], formulas: Mapping[Place, str]
) -> bytes:
    """Empty some cells; they keep their style alone.

    A formula whose text stands in one of them gets a text of its own, from `formulas`.
    Raises: RefusedError where the XML is of an unusual encoding.

    >>> main = b'<a xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    >>> row = b'<row r="1"><c r="A1" s="2"><f>1</f><v>1</v></c><c r="B1"><v>2</v></c></row></a>'
    >>> without_contents(main + row, {(1, 1)}, {})[len(main):]
    b'<row r="1"><c r="A1" s="2" /><c r="B1"><v>2</v></c></row></a>'
    """
    if b"\x00" in xml[:4]:
        raise RefusedError("a sheet is not written in UTF-8")
    finder = _Finder(xml, places, formulas)
    kept, at = [], 0
    for start, end, instead in finder.changes:
        kept += [xml[at:start], instead]
        at = end
    return b"".join([*kept, xml[at:]])


_NAME = re.compile(rb"[^\s/>]+")


class _Finder:
    """Finds where cells and formulas begin and end, in bytes, and what goes there."""

    def __init__(
        self, xml: bytes, places: Collection[Place], formulas: Mapping[Place, str]
    ) -> None:
        self.changes: list[tuple[int, int, bytes]] = []
        self._xml, self._places, self._formulas = xml, places, formulas
        self._row = self._column = 0
        self._begun: tuple[int, bytes, bytes] | None = None
        self._goes = False
        # Whether the text of shared formulas goes, by their number.
        self._shared: dict[str, bool] = {}
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = kind_of(name)
        if kind == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif kind == "c":
            told, row = attributes.get("r"), str(self._row)
            self._column = column_of(told, row) + 1 if told else self._column + 1
            self._goes = (self._row, self._column) in self._places
            if self._goes:
                place = a1(self._row, self._column)
                name, style = self._name().decode(), attributes.get("s")
                self._begin(tag(name, r=place, s=style).encode())
        elif kind == "f" and attributes.get("t") == "shared":
            gone = self._shared.setdefault(attributes.get("si", ""), self._goes)
            if gone and not self._goes:
                text = escaped(self._formulas[self._row, self._column])
                own = text.encode("ascii", "xmlcharrefreplace")
                self._begin(b"<%s>%s</%s>" % (self._name(), own, self._name()))

    def _name(self) -> bytes:
        """Return the name of the element that begins here, as it is written."""
        start = self._parser.CurrentByteIndex + 1
        found = _NAME.match(self._xml, start)
        return found[0] if found else b""

    def _begin(self, instead: bytes) -> None:
        self._begun = self._parser.CurrentByteIndex, self._name(), instead

    def _end(self, name: str) -> None:
        kind = kind_of(name)
        ends = kind == "c" if self._goes else kind == "f"
        if self._begun is not None and ends:
            start, own, instead = self._begun
            end = self._parser.CurrentByteIndex
            # After an element without content its end is already behind.
            if self._xml.startswith(b"</" + own, end):
                end = self._xml.index(b">", end) + 1
            self.changes.append((start, end, instead))
            self._begun = None

"""A sheet's XML in which every row and cell tells where it stands.

The format allows to leave that out, and some writers do; not every reader can count.
"""

from xml.parsers import expat

from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.sheet.scan import column_of, kind_of


def with_places(xml: bytes) -> bytes:
    """Write the place of each row and cell that does not tell its own.

    >>> main = b'<a xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    >>> rows = b'<row><c/><c r="C1"/><c s="2"/></row><row r="4"><c/></row></a>'
    >>> with_places(main + rows)[len(main):]
    b'<row r="1"><c r="A1"/><c r="C1"/><c r="D1" s="2"/></row><row r="4"><c r="A4"/></row></a>'
    """
    return _Finder(xml).changed()


class _Finder:
    """Finds in bytes where places are to be told."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._row = self._column = 0
        self._told: list[tuple[int, str]] = []
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.Parse(xml, True)

    def changed(self) -> bytes:
        """Return the XML with the places in it."""
        kept, at = [], 0
        for place, text in self._told:
            kept += [self._xml[at:place], text.encode()]
            at = place
        return b"".join([*kept, self._xml[at:]])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind, told = kind_of(name), attributes.get("r")
        if kind == "row":
            self._row, self._column = int(told or self._row + 1), 0
            self._tell(told, f' r="{self._row}"')
        elif kind == "c":
            row = str(self._row)
            self._column = column_of(told, row) + 1 if told else self._column + 1
            self._tell(told, f' r="{a1(self._row, self._column)}"')

    def _tell(self, told: str | None, text: str) -> None:
        if told is None:
            start = self._parser.CurrentByteIndex + 1
            while self._xml[start : start + 1] not in b" \t\r\n/>":
                start += 1
            self._told.append((start, text))

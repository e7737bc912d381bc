"""A sheet's XML without some of its formulas; their cells keep their values."""

from collections.abc import Collection
from xml.parsers import expat

from sheetnet.xlsx.safety import RefusedError
from sheetnet.xlsx.scan import is_formula


def without_formulas(xml: bytes, numbers: Collection[int]) -> bytes:
    """Leave out formulas by their numbers, from 0 in reading order.

    Raises: RefusedError where one that stays has its text in one that goes.

    >>> without_formulas(b'<a xmlns="m"><c><f>1</f><v>1</v></c><c><f>2</f></c></a>', {0})
    b'<a xmlns="m"><c><v>1</v></c><c><f>2</f></c></a>'
    """
    finder = _Finder(numbers)
    finder.read(xml)
    pieces, at = [], 0
    for start, end in finder.spans:
        pieces.append(xml[at:start])
        at = end
    return b"".join([*pieces, xml[at:]])


class _Finder:
    """Finds where formulas begin and end, in bytes."""

    def __init__(self, numbers: Collection[int]) -> None:
        self.spans: list[tuple[int, int]] = []
        self._numbers = numbers
        self._number = -1
        self._begun: int | None = None
        # Formulas that share a text, by its number; the first one holds it.
        self._shared: dict[str, bool] = {}
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
        goes = self._number in self._numbers
        if goes:
            self._begun = self._parser.CurrentByteIndex
        if attributes.get("t") == "shared":
            holder_goes = self._shared.setdefault(attributes.get("si", ""), goes)
            if holder_goes and not goes:
                raise RefusedError(
                    "planned formulas share their text with one outside the plan"
                )

    def _end(self, name: str) -> None:
        if not is_formula(name):
            self._close()

    def _close(self) -> None:
        """End a formula where the next element begins, or the one around it ends."""
        if self._begun is not None:
            self.spans.append((self._begun, self._parser.CurrentByteIndex))
            self._begun = None

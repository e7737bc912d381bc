"""Texts as XML: of cells that hold a constant one, by the table that they share.

Previews on phones show no text that stands in its cell (inlineStr); the table is read
everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sheetnet.xlsx.xml import escaped, opening

# In no other place: within texts, ">" is escaped.
_SHARED = b't="s"><v>'


def xml_text(text: str) -> str:
    """Return the text of a formula's value as XML holds it.

    What looks like an escape of the format (_x0041_) is escaped itself.

    >>> xml_text("a<b & _x0041_")
    'a&lt;b &amp; _x005F_x0041_'
    """
    safe = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return escaped(safe)


def runs(text: str) -> str:
    """Return a constant text as the format's elements.

    What looks like an escape of the format is split over two runs: readers do not agree
    on how to undo an escaped one.

    >>> runs("a_x0041_")
    '<r><t xml:space="preserve">a_</t></r><r><t xml:space="preserve">x0041_</t></r>'
    """
    parts = re.split(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)", text)
    texts = [f'<t xml:space="preserve">{escaped(part)}</t>' for part in parts]
    if len(texts) > 1:
        texts = [f"<r>{one}</r>" for one in texts]
    return "".join(texts)


def inline(text: str) -> str:
    """Return the attributes and content of a cell that holds a text itself.

    >>> inline("a")
    't="inlineStr"><is><t xml:space="preserve">a</t></is>'
    """
    return f't="inlineStr"><is>{runs(text)}</is>'


class Strings:
    """The table of shared texts, in the order of their first use.

    >>> strings = Strings()
    >>> strings.cell("a"), strings.cell("b"), strings.cell("a")
    ('t="s"><v>0</v>', 't="s"><v>1</v>', 't="s"><v>0</v>')
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._used = 0

    def cell(self, text: str) -> str:
        """Return the attributes and content of a cell that holds a text."""
        number = self._numbers.setdefault(text, len(self._numbers))
        return f't="s"><v>{number}</v>'

    def counted(self, rows: Iterable[bytes]) -> Iterator[bytes]:
        """Pass rows of cells on, counting those that hold a text."""
        for row in rows:
            self._used += row.count(_SHARED)
            yield row

    def part(self) -> Iterator[bytes]:
        """Yield the table as a part, once all cells are written."""
        counts = opening("sst", count=self._used, uniqueCount=len(self._numbers))
        yield counts.encode()
        for text in self._numbers:
            yield f"<si>{runs(text)}</si>".encode()
        yield b"</sst>"


@dataclass(frozen=True, slots=True)
class Tables:
    """What cells refer to by number: looks by name, and texts."""

    styles: Mapping[str, int]
    strings: Strings

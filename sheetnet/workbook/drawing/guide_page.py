"""A page of words from top to bottom: what every workbook's Guide has in common."""

import re
from dataclasses import dataclass, field
from unicodedata import combining, east_asian_width

from sheetnet.lang import Texts
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.paper import upright
from sheetnet.workbook.plan import LAYOUT, Cell, Link, Sheet

SHEET = "Guide"
WIDTHS = {1: 15.0, 2: 24.0, 3: 52.0, 4: 18.0, 5: 10.0}
# Characters in a line of the page.
_LINE = 118


@dataclass(slots=True)
class GuidePage:
    """A page that is written from top to bottom."""

    texts: Texts
    cells: list[Cell] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    row: int = 1

    def put(self, column: int, style: str, text: str) -> None:
        """Put a text into a column of this row."""
        self.cells.append(Cell(self.row, column, style, text=text))

    def heading(self, key: str) -> None:
        """Begin a section."""
        self.row += 1
        self.put(1, "heading", self.texts(f"guide.{key}"))
        self.row += 1

    def paragraph(self, text: str) -> None:
        """Put a paragraph, wrapped."""
        for line in wrapped(text):
            self.put(1, "plain", line)
            self.row += 1

    def finished(self, version: str) -> Sheet:
        """Return the sheet, with how to check the file at its end."""
        paper = upright(self.row, max(WIDTHS))
        canary = _verification(self)
        self.row += 1
        by = self.texts("guide.made_by", version=version, layout=LAYOUT)
        self.put(1, "side", by)
        return Sheet(
            key=SHEET,
            name=self.texts(f"sheet.{SHEET}"),
            cells=tuple(self.cells),
            blocks=(canary,),
            widths=WIDTHS,
            heights={1: 24.0},
            links=tuple(self.links),
            **paper._asdict(),
        )


def text_width(text: str) -> int:
    """Return how wide a text is, in letters; wide characters count double.

    >>> text_width("δ of 神经"), text_width("ȳ")
    (9, 1)
    """
    return sum(
        1 + (east_asian_width(letter) in "WF")
        for letter in text
        if not combining(letter)
    )


def wrapped(text: str, most: int = _LINE) -> list[str]:
    """Return a paragraph as lines that fit the page; wide characters count double.

    >>> wrapped("short"), len(wrapped("word " * 60))
    (['short'], 3)
    """
    lines, line, used = [], "", 0
    for piece in re.findall(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]\s*|\s+", text):
        width = text_width(piece)
        if line and used + width > most and piece not in "，。；：、）？！”」":
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + width
    return [*lines, line.rstrip()]


def legend(page: GuidePage) -> None:
    """Put what each colour means."""
    page.heading("legend")
    for key in ("input", "forward", "backward", "gradient", "check"):
        page.put(1, f"legend-{key}", page.texts(f"training.legend_{key}"))
        page.put(2, "beside", page.texts(f"training.legend_{key}_says"))
        page.row += 1


def _verification(page: GuidePage) -> Block:
    """Put how to check the file, and the canary. Returns its block."""
    page.heading("verify")
    for text in page.texts.having("guide.verify_"):
        page.paragraph(text)
    page.paragraph(page.texts("guide.canary"))
    says = page.texts("guide.recalculated"), page.texts("guide.as_written")
    formula = f'IF(TRUE,"{says[0]}","{says[1]}")'
    page.cells.append(Cell(page.row, 1, "canary", formula, value=True))
    page.row += 1
    return Block("canary", 0, SHEET, page.row - 1, 1, text=True)

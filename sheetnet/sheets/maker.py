"""What those share that draw a sheet from top to bottom."""

from typing import ClassVar

from sheetnet.lang import Texts
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.drawing.page import Page


class Maker:
    """A sheet while it is drawn; `WORDS` is its table in the language files."""

    WORDS: ClassVar[str]

    def __init__(self, layout: Layout, texts: Texts) -> None:
        self._layout = layout
        self._network = layout.network
        self._texts = texts
        self._page = Page()

    def _say(self, key: str, **values: object) -> str:
        return self._texts(f"{self.WORDS}.{key}", **values)

    def _title(self, more: str = "") -> None:
        """Put the title and the sentence below it."""
        title = self._say("title", title=self._network.title)
        self._page.text(1, 1, "title", title)
        self._page.text(2, 1, "sentence", self._say("sentence") + more)

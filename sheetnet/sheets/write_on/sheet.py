"""The Write on sheet: a prompt in yellow cells, and what the network adds to it.

A position sees what was typed there, else what the one before it said. Since each looks
only to the left, nothing goes in circles.
"""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.layers.quantities import learning, parameters
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key, written
from sheetnet.sheets.equations import Equations, Write
from sheetnet.sheets.lookup import in_last_epoch
from sheetnet.sheets.maker import Maker
from sheetnet.sheets.training.data import DataFormulas
from sheetnet.sheets.training.layout import Layout, StripRow
from sheetnet.sheets.write_on.places import (
    ROW_PROMPT,
    ROW_WRITTEN,
    Drawing,
    draw,
    line_of,
    strip_column,
    symbol_column,
    widths_of,
)
from sheetnet.sheets.write_on.symbols import BEFORE, PROMPT, SHEET, WRITTEN
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.drawing.paper import first_strips
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.places import Places
from sheetnet.workbook.plan import Choice, ColorScale, Repeat, Sheet


def view_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    return _Maker(layout, texts).sheet()


class _Formulas(Equations):
    """The formulas of a pass that goes on by what it says."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        super().__init__(drawing)

    def _bind(self, places: Places) -> None:
        self._data = DataFormulas(self._drawing.layout, places)
        super()._bind(places)

    def _own(self) -> dict[str, Write]:
        return {
            "x": lambda _, here, at: self._data.x(here, at),
            "word": self._word,
        }

    def _word(self, _: Key, here: Area, __: Index) -> str:
        """Return what stands at a position: what was typed, else what was said before."""
        layout = self._drawing.layout
        prompt = line_of(layout, PROMPT).area()._replace(column=here.column, columns=1)
        typed = reference(here, prompt)
        if here.column == strip_column(layout):
            return f'IF({typed}="","",{typed})'
        answer = self._drawing.block("answer").area()
        before = answer._replace(column=here.column - 1, columns=1)
        classes = reference(here, layout.block("class").area())
        return f'IF({typed}="",{pick(classes, reference(here, before))},{typed})'


class _Maker(Maker):
    """Draws the sheet."""

    WORDS = "write_on"

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        page, layout, drawings = self._page, self._layout, draw(self._layout)
        self._title()
        self._head(drawings[-1])
        for drawing in drawings:
            self._pass(drawing)
        positions, strip = self._network.positions, strip_column(layout)
        widths = widths_of(layout)
        paper = first_strips(drawings[-1].end, widths, Repeat(strip, 1, positions + 1))
        prompt, classes = line_of(layout, PROMPT), layout.block("class").area()
        return Sheet(
            key=SHEET,
            name=self._texts(f"sheet.{SHEET}"),
            cells=tuple(page.cells),
            blocks=tuple(page.blocks),
            where=(page.large_numbers(),),
            widths=widths,
            heights={1: 24.0},
            freeze=(ROW_WRITTEN + 1, strip),
            color_scales=tuple(
                self._scale(drawing, layer)
                for drawing in drawings
                for layer in learning(self._network)
            ),
            choices=(Choice(prompt.area(), classes, self._say("prompt_message")),),
            **paper._asdict(),
        )

    def _scale(self, drawing: Drawing, layer: Layer) -> ColorScale:
        """Return the colours of what a layer says."""
        area = drawing.block("a", layer.number).area()
        if layer.activation in ("tanh", "identity", "softsign"):
            return ColorScale((area,), *styles.AROUND_ZERO)
        return ColorScale((area,), (None, styles.PAPER), (None, styles.MAP))

    def _head(self, after: Drawing) -> None:
        """Put the prompt, and what is written in the end."""
        page, column = self._page, symbol_column(self._layout)
        for row, symbol in ((ROW_PROMPT, PROMPT), (ROW_WRITTEN, WRITTEN)):
            page.text(row, column, "label", self._say(symbol))
        page.put(line_of(self._layout, PROMPT), "input-label")
        word = after.block("word", 1).area(0)

        def written(here: Area, _: Index) -> str:
            return reference(here, word._replace(column=here.column))

        page.put(line_of(self._layout, WRITTEN), "forward-text", written)

    def _pass(self, drawing: Drawing) -> None:
        page, formulas = self._page, _Formulas(drawing)
        page.text(drawing.first, 1, "heading", self._say(drawing.when))

        def of(key: Key) -> Formula:
            return lambda here, indices: formulas.of(key, here, indices)

        shown = [(Key("word", 1), "forward-text"), (Key("answer"), "forward-whole")]
        shown += [(Key("x", 1), "target")]
        shown += [(row.key, "forward") for row in self._forward()]
        for key, style in shown:
            page.put(drawing.blocks[key], style, of(key))
        for layer in learning(self._network):
            self._parameters(drawing, layer)
        column = symbol_column(self._layout)
        for row, text in self._labels(drawing):
            page.text(row, column, "symbol", text)

    def _forward(self) -> list[StripRow]:
        rows = self._layout.strip_rows
        return [row for row in rows if row.quantity.role == "forward"]

    def _labels(self, drawing: Drawing) -> Iterator[tuple[int, str]]:
        """Yield what each row is called."""
        yield drawing.block("word", 1).row, self._say("sees")
        yield drawing.block("answer").row, self._say("answer")
        for i in range(len(self._network.features)):
            yield drawing.block("x", 1).row + i, written("x", 0, i + 1)
        for row in self._forward():
            symbol, l = row.key
            for j in range(row.quantity.shape[0]):
                yield drawing.blocks[row.key].row + j, written(symbol, l, j + 1)

    def _parameters(self, drawing: Drawing, layer: Layer) -> None:
        """Put a layer's parameters as they are before training, or after it."""
        page = self._page
        for one in parameters(layer):
            formula = self._parameter(self._layout.blocks[one.key], drawing.when)
            page.put(drawing.blocks[one.key], "looked-up", formula)
        top, first = drawing.sections[layer.number], parameters(layer)[0].key
        heading = self._texts("training.layer", number=layer.number)
        page.text(top, 1, "side", heading)
        page.text(top, self._layout.columns.w, "symbol-left", written(*first))

    def _parameter(self, training: Block, when: str) -> Formula:
        def formula(here: Area, indices: Index) -> str:
            first = training.area(*indices)
            if when == BEFORE:
                return reference(here, first._replace(down=False))
            return in_last_epoch(self._layout, here, first)

        return formula

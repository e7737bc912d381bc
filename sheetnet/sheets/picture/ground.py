"""Picture while it is drawn: what its parts share."""

from collections.abc import Callable
from itertools import product

from msgspec import structs

from sheetnet.lang import Texts
from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import given
from sheetnet.model.notation import Key
from sheetnet.sheets.lookup import in_training
from sheetnet.sheets.maker import Maker
from sheetnet.sheets.picture.panels import Panels, panels_of
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.data import unscaled
from sheetnet.workbook.formula.fills import cells_of_block
from sheetnet.workbook.plan import (
    Bars,
    Cell,
    Choice,
    ColorScale,
    Mark,
    Scatter,
    Where,
)

# On squares smaller than this, numbers are set smaller.
_SMALL_SQUARE, _SQUARE_OF_A_NUMBER = 15, 24


class Ground(Maker):
    """The sheet: its places, its cells, and what lies over them."""

    WORDS = "picture"

    def __init__(self, layout: Layout, texts: Texts) -> None:
        super().__init__(layout, texts)
        self.layout, self.network, self.texts = layout, layout.network, texts
        self.panels: Panels = panels_of(layout.network, layout.spare)
        self.page = self._page
        self.say: Callable[..., str] = self._say
        self.merged: list[Area] = []
        self.charts: list[Scatter] = []
        self.scales: list[ColorScale] = []
        self.bars: list[Bars] = []
        self.where: list[Where] = []
        self.marks: list[Mark] = []
        self.choices: list[Choice] = []

    # -------------------------------------------------------------- cells

    def text(self, row: int, column: int, style: str, text: str) -> None:
        """Put a constant text."""
        self.page.text(row, column, style, text)

    def put(
        self,
        symbol: str,
        layer: int,
        style: str,
        formula: Formula | None = None,
        *,
        pixels: int = 0,
    ) -> Block:
        """Put a block; each of its cells is as wide as the squares of so many pixels."""
        block = self.page.put(self.panels.block(symbol, layer), style, formula)
        squares = self.panels.sketch.squares(pixels) if pixels else 1
        for indices in block.within_strip():
            self.widen(block.area(*indices), squares, style)
        return block

    def put_classes(
        self, symbol: str, formula: Formula, pixels: int, first: int = 0
    ) -> None:
        """Put names of classes, over a map in the colours of their points.

        `first` is the class (from 0) with whose name they begin.
        """
        if not self.panels.sketch.map:
            self.put(symbol, 0, "drawn-class", formula, pixels=pixels)
            return
        block = self.panels.block(symbol)

        def style(at: Index, _: str | None = None) -> str:
            return f"class-{(first + at[0]) % len(styles.POINTS)}"

        self.page.blocks.append(block)
        self.page.cells += cells_of_block(block, formula, style)
        for at in range(block.size):
            area = block.area(at)
            self.widen(area, self.panels.sketch.squares(pixels), style((at,)))

    def switch(self, block: Block, style: str, most: float) -> None:
        """Show numbers of `most` and more in a style that has room for them."""
        area = block.area()
        first = area._replace(rows=1, columns=1).a1()
        self.where.append(Where(area, f"ABS({first})>={most:.0f}", style))

    def widen(self, area: Area, squares: int, style: str) -> None:
        """Make one wide cell of a cell and those at its right."""
        if squares < 2:
            return
        self.merged.append(area._replace(columns=squares, sheet=""))
        self.page.cells += [
            Cell(area.row, area.column + at, style) for at in range(1, squares)
        ]

    def number_style(self, name: str) -> str:
        """Return the style of a number on squares of this size."""
        return f"{name}-small" if self.panels.sketch.size < _SMALL_SQUARE else name

    def square_style(self) -> str:
        """Return the style of a square: with its number where there is room for it."""
        size = self.panels.sketch.size
        return "square-number" if size >= _SQUARE_OF_A_NUMBER else "square-edged"

    def first_of_several(self) -> str:
        """Return the name of the first target, of which is told; "" where there is but one."""
        outputs = self.network.outputs
        alone = self.network.labelled or len(outputs) == 1
        return "" if alone else self.say("of_output", name=outputs[0])

    # -------------------------------------------------------------- references

    def at(self, here: Area, symbol: str, layer: int = 0, *indices: int) -> str:
        """Refer to a cell, or to all cells, of a block of this sheet."""
        return reference(here, self.panels.block(symbol, layer).area(*indices))

    def look(self, here: Area, key: Key, indices: Index = ()) -> str:
        """Return the look-up of a quantity of Training: of this epoch and this example."""
        block = self.layout.blocks[key]
        return self._look(here, block, block.area(*indices))

    def _look(self, here: Area, block: Block, place: Area) -> str:
        epoch, example = self.at(here, self.panels.band), self.at(here, "k_used")
        return in_training(self.layout, here, block, place, epoch, example)

    def of_example(self, here: Area, key: Key, k: int, indices: Index = ()) -> str:
        """Refer to a number of the data of an example (from 0)."""
        area = self.layout.blocks[key].area(*indices)
        column = area.column + k * self.layout.columns.step
        return reference(here, area._replace(column=column, across=False))

    def output_of_example(self, here: Area, k: int) -> str:
        """Return the look-up of the first output of an example (from 0) in this epoch."""
        return self._of_strip(here, self.layout.block("a", self.network.last.number), k)

    def answer_of_example(self, here: Area, symbol: str, k: int) -> str:
        """Return the look-up of what an example (from 0) is answered in this epoch."""
        return self._of_strip(here, self.layout.block(symbol), k)

    def _of_strip(self, here: Area, block: Block, k: int) -> str:
        area = block.area()
        column = area.column + k * self.layout.columns.step
        alone = structs.replace(
            block,
            column=column,
            axes=tuple(axis for axis in block.axes if axis.name == "epoch"),
        )
        return self._look(here, alone, area._replace(column=column, across=False))

    def parameter(self, symbol: str, layer: int) -> Formula:
        """Return the formula of a drawn parameter: in the shape in which it is drawn."""
        training = self.layout.block(symbol, layer)
        found = self.network.layer(layer)
        one = next(q for q in given(found) if q.symbol == symbol)
        kind = learned_formulas_of(found)
        inner = list(product(*(range(n) for n in one.shape[1:])))

        def formula(here: Area, indices: Index) -> str:
            unit, *rest = indices
            if len(rest) == 1 and len(one.shape) > 2:
                rest = list(inner[rest[0]])
            elif len(rest) == 2 and len(one.shape) == 4:  # of a filter, its first map
                rest = [0, *rest]
            place = kind.place(training, found, (unit, *rest))
            return self._look(here, training, place)

        return formula

    def class_of(self, here: Area, number: int) -> str:
        """Refer to the name of a class (from 0)."""
        return reference(here, self.layout.block("class").area(number))

    def in_units(self, here: Area, number: str, output: int) -> str:
        """Return an output in the units of the data, by Training's m and s."""
        if self.network.target_scale == "none":
            return number
        m, s = (
            reference(here, self.layout.block(one).area(output)) for one in ("m", "s")
        )
        return unscaled(number, m, s)

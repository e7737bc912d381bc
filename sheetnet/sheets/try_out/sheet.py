"""The Try sheet: an input to draw, and what the network says to it."""

from collections.abc import Iterator

from msgspec import structs

from sheetnet.lang import Texts
from sheetnet.layers.quantities import given, learning
from sheetnet.model.notation import Key, written
from sheetnet.sheets.equations import Equations
from sheetnet.sheets.lookup import in_last_epoch, of_last
from sheetnet.sheets.maker import Maker
from sheetnet.sheets.training.data import DataFormulas
from sheetnet.sheets.training.data_words import channel_names
from sheetnet.sheets.training.layout import Layout
from sheetnet.sheets.try_out.places import (
    INPUT_ROW,
    LEFT,
    SHEET,
    Drawing,
    Pass,
    Section,
    draw,
    symbols_of,
)
from sheetnet.sheets.try_out.symbols import BEFORE, PASSES, own
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.plan import Bars, Between, ColorScale, Sheet

_SHARES = ("sigmoid", "softmax", "step")


def view_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    return _Maker(layout, texts).sheet()


class _Maker(Maker):
    """Draws the sheet."""

    WORDS = "try"

    def __init__(self, layout: Layout, texts: Texts) -> None:
        super().__init__(layout, texts)
        self._drawing: Drawing = draw(layout)
        self._data = DataFormulas(layout)

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        page = self._page
        self._title()
        self._input()
        for section in self._drawing.sections:
            self._section(section)
        if self._network.last_band:
            self._learned()
        return Sheet(
            key=SHEET,
            name=self._texts(f"sheet.{SHEET}"),
            cells=tuple(page.cells),
            blocks=tuple(page.blocks),
            where=(page.large_numbers(),),
            widths=self._widths(),
            heights={1: 24.0},
            color_scales=tuple(self._scales()),
            bars=(self._bars(),),
            between=self._between(),
            print_high=1,
        )

    # -------------------------------------------------------------- input

    def _input(self) -> None:
        page, drawing, network = self._page, self._drawing, self._network
        page.text(INPUT_ROW - 2, LEFT, "heading", self._say("input"))
        if drawing.numbers is not None:
            self._numbers(drawing.numbers)
        if drawing.words is not None:
            page.put(drawing.words, "input-label")
            for at, field in enumerate(network.categories):
                row = drawing.words.row + at
                page.text(row, 1, "label", field.name)
                page.text(row, LEFT + 1, "side", " / ".join(field.words))
        if drawing.x is not drawing.numbers:
            page.text(drawing.x.row - 1, LEFT, "symbol-head", "x")
            page.put(drawing.x, "made", self._seen)
            self._channels(drawing.x)
            if len(network.input_shape) == 1:
                for i, feature in enumerate(network.features):
                    page.text(drawing.x.row + i, 1, "label", feature)

    def _numbers(self, x: Block) -> None:
        """Put the numbers that are typed, and between what they lie in the data."""
        page, network = self._page, self._network
        if len(network.input_shape) == 1:
            page.put(x, "input")
            names = [field.name for field in network.numbers] or network.features
            for i, feature in enumerate(names):
                page.text(INPUT_ROW + i, 1, "label", feature)
            axes: tuple[Axis, ...] = x.axes
            for at, symbol in enumerate(("least", "most"), LEFT + 1):
                page.text(INPUT_ROW - 1, at, "label", self._say(symbol))
                self._range(symbol, INPUT_ROW, at, axes)
            return
        page.put(x, "pixel")
        self._channels(x)
        below = x.last_cell()[0] + 2
        for at, symbol in enumerate(("least", "most")):
            page.text(below + at, 1, "label", self._say(symbol))
            self._range(symbol, below + at, LEFT, ())

    def _channels(self, x: Block) -> None:
        """Name the channels of a picture, beside their first rows."""
        for down, name in channel_names(self._network).items():
            self._page.text(x.row + down, 1, "label", name)

    def _seen(self, here: Area, indices: Index) -> str:
        """Return x of what is typed: scaled by Training's m and s, or a word's 1 or 0."""
        drawing, numbers = self._drawing, self._network.numbers
        if len(self._network.input_shape) > 1 or indices[0] < len(numbers):
            assert drawing.numbers is not None
            raw = reference(here, drawing.numbers.area(*indices))
            return self._data.as_seen(here, indices, raw)
        assert drawing.words is not None
        at = indices[0] - len(numbers)
        return self._data.hot(here, at, drawing.words)

    def _range(
        self, symbol: str, row: int, column: int, axes: tuple[Axis, ...]
    ) -> None:
        """Put the least or largest value in the data: of each feature, or of all."""
        call = {"least": "MIN", "most": "MAX"}[symbol]
        data = self._layout.block("raw" if self._network.fields else "x", 1)

        def formula(here: Area, indices: Index) -> str:
            area = self._layout.through(data.area(*indices))
            return f"{call}({reference(here, area)})"

        block = Block(own(symbol), 0, SHEET, row, column, axes)
        self._page.put(block, "side-number", formula)

    def _between(self) -> tuple[Between, ...]:
        """Warn outside the range of the data, by feature or for all pixels."""
        if self._drawing.numbers is None:
            return ()
        blocks = {block.symbol: block for block in self._page.blocks}
        low, high = blocks[own("least")].area(), blocks[own("most")].area()
        title, message = self._say("range_title"), self._say("range_message")
        return (Between(self._drawing.numbers.area(), low, high, title, message),)

    # -------------------------------------------------------------- layers

    def _section(self, section: Section) -> None:
        layer, page = section.layer, self._page
        last = layer is self._network.last
        heading = self._say("output" if last else "layer", number=layer.number)
        page.text(section.row, self._drawing.names, "heading", heading)
        self._row_names(section)
        for one in self._drawing.passes:
            self._heading(one, section)
            equations = Equations(one)
            for symbol in symbols_of(layer):
                block = one.block(symbol, layer.number)
                text = written(symbol, layer.number)
                page.text(section.top - 1, block.column, "symbol-head", text)
                formula = _formula(equations, Key(symbol, layer.number))
                page.put(block, "forward", formula)
            if last and self._network.labelled:
                self._answer(one, section)
            if last and self._network.target_scale != "none":
                self._in_units(one, section)

    def _heading(self, one: Pass, section: Section) -> None:
        """Say of which epoch a pass has its parameters."""
        row, column, style = section.row, one.column(section.layer), "symbol-left"
        if one.when == BEFORE:
            self._page.text(row, column, style, self._say(BEFORE, epoch=0))
            return
        name, l = own("epoch", one.when), section.layer.number
        says = of_last(self._layout, self._say(one.when))
        self._page.put(Block(name, l, SHEET, row, column, text=True), style, says)

    def _learned(self) -> None:
        """Put the parameters of the last epoch, in the shapes that Training gives them."""
        page, after, layout = self._page, self._drawing.passes[-1], self._layout
        column = self._drawing.names + 1
        page.text(self._drawing.below - 1, column, "heading", self._say("learned"))
        for layer in learning(self._network):
            for one in given(layer):
                block = after.block(*one.key)
                first = layout.blocks[one.key]

                def formula(here: Area, indices: Index, first: Block = first) -> str:
                    return in_last_epoch(layout, here, first.area(*indices))

                page.put(block, "looked-up", formula)
            every = [after.block(*one.key) for one in given(layer)]
            text = ", ".join(written(*one.key) for one in given(layer))
            page.text(every[0].row - 1, column, "symbol-left", text)

    def _in_units(self, one: Pass, section: Section) -> None:
        """Put the outputs in the units of the data beside them."""
        a = one.block("a", section.layer.number)
        symbol = own("predicted", one.when)
        block = structs.replace(a, symbol=symbol, layer=0, column=a.column + 1)
        text = self._texts("training.predicted")
        self._page.text(section.top - 1, block.column, "symbol-head", text)

        def formula(here: Area, indices: Index) -> str:
            output = reference(here, a.area(*indices))
            return self._data.unscaled(here, indices, output)

        self._page.put(block, "in-units", formula)

    def _row_names(self, section: Section) -> None:
        """Write beside the outputs which class each stands for; else the symbol."""
        page, layer, names = self._page, section.layer, self._drawing.names
        if layer is self._network.last and self._network.labelled:
            classes, units = self._layout.block("class"), layer.units

            def formula(here: Area, indices: Index) -> str:
                at = len(self._network.outputs) - units + indices[0]
                return reference(here, classes.area(at))

            axes = (Axis("unit", units, rows=1),)
            block = Block(own("class"), 0, SHEET, section.top, names, axes, text=True)
            page.put(block, "class-link", formula)
            return
        outputs = layer is self._network.last
        step = 1
        for axis in self._drawing.passes[0].block("a", layer.number).axes[:1]:
            step = axis.rows
        for j in range(layer.units):
            text = (
                self._network.outputs[j]
                if outputs
                else written("a", layer.number, j + 1)
            )
            page.text(section.top + j * step, names, "label", text)

    def _answer(self, one: Pass, section: Section) -> None:
        row = section.top + section.layer.units
        classes = self._layout.block("class").area()
        a, equations = one.block("a", section.layer.number), Equations(one)

        def formula(here: Area, _: Index) -> str:
            number = equations.of(Key("answer"), here, ())
            return pick(reference(here, classes), f"{number}")

        block = Block(own("answer", one.when), 0, SHEET, row, a.column, text=True)
        self._page.put(block, "answer", formula)
        if one.when == PASSES[0]:
            self._page.text(row, self._drawing.names, "symbol", self._say("answer"))

    # -------------------------------------------------------------- looks

    def _widths(self) -> dict[int, float]:
        last = max(block.last_cell()[1] for block in self._page.blocks)
        widths = dict.fromkeys(range(LEFT, last + 1), styles.NUMBER_WIDTH)
        return {**widths, 1: 14.0, self._drawing.names: 16.0}

    def _scales(self) -> Iterator[ColorScale]:
        if len(self._network.input_shape) > 1:
            drawn = self._drawing.numbers or self._drawing.x
            yield ColorScale(
                (drawn.area(),), (None, styles.PAPER), (None, styles.PIXEL)
            )
        for layer in self._network.layers:
            if len(layer.shape) > 1:
                areas = (
                    one.block("a", layer.number).area() for one in self._drawing.passes
                )
                yield ColorScale(tuple(areas), (None, styles.PAPER), (None, styles.MAP))

    def _bars(self) -> Bars:
        last = self._network.last
        areas = tuple(
            one.block("a", last.number).area() for one in self._drawing.passes
        )
        return Bars(areas, shares=last.activation in _SHARES)


def _formula(equations: Equations, key: Key) -> Formula:
    return lambda here, indices: equations.of(key, here, indices)

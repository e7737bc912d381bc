"""The Gradient check sheet: choose a parameter; its derivative in two ways."""

from sheetnet.lang import Texts
from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import given, learning, parameters
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key, written
from sheetnet.model.quantities import Quantity
from sheetnet.sheets.equations import Equations, total_of
from sheetnet.sheets.gradient_check.costs import Costs
from sheetnet.sheets.gradient_check.lookup import (
    clamped,
    gradient_of_chosen,
    in_reading_order,
    step_of,
)
from sheetnet.sheets.gradient_check.places import FIRST, HERE, PASSES, SHEET, draw
from sheetnet.sheets.gradient_check.symbols import (
    SAME,
    WRONG,
    changes_of,
    inputs_of,
    normalised_says,
    of_unit,
    own,
)
from sheetnet.sheets.lookup import chosen_band, in_epoch
from sheetnet.sheets.maker import Maker
from sheetnet.sheets.picture.panels import panels_of
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.page import Formula, Index, refer_to
from sheetnet.workbook.drawing.paper import Paper, first_strips
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.plan import Cell, Choice, ColorScale, Mark, Repeat, Sheet

_CHOICES = ("epoch", "layer", "unit", "input")
_LISTS = ("layers", "units", "inputs", "units_of", "inputs_of")
_RESULTS = ("numeric", "backprop", "ratio", "mark", "from_left", "from_right")
_CHANGE_WORDS = {
    "in_batch": "in_batch",
    "unmoved": "C",
    "change": "C₊ − C₋",
    "bend": "C₊ − 2C + C₋",
}
_TOP = 4


def view_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    return _Maker(layout, texts).sheet()


class _Maker(Maker):
    """Draws the sheet."""

    WORDS = "gradient_check"

    def __init__(self, layout: Layout, texts: Texts) -> None:
        super().__init__(layout, texts)
        self._drawing = draw(layout)
        self._equations = Equations(self._drawing)
        self._one: dict[str, Block] = {}
        self._costs = Costs(layout, self._drawing, self._drawing.height, self._at)

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        page, drawing, columns = self._page, self._drawing, self._layout.columns
        self._title()
        self._lists()
        self._chooser()
        self._results()
        self._bands()
        mark = self._one["mark"].area()
        strips = Repeat(drawing.strip, self._network.examples, columns.step)
        return Sheet(
            key=SHEET,
            name=self._texts(f"sheet.{SHEET}"),
            cells=tuple(page.cells),
            blocks=tuple(page.blocks),
            across=strips,
            where=(page.large_numbers(),),
            down=Repeat(FIRST, PASSES, drawing.height),
            widths=drawing.widths(),
            heights={1: 24.0},
            row_styles={FIRST: "band"},
            color_scales=tuple(map(self._scale, learning(self._network))),
            marks=(Mark(mark, SAME, "right"), Mark(mark, WRONG, "wrong")),
            choices=tuple(
                Choice(
                    self._one[one].area(),
                    self._one[f"{one}s"].area(),
                    self._say("choose"),
                )
                for one in _CHOICES[1:]
            ),
            hidden_columns=tuple(range(self._hidden, self._hidden + len(_LISTS) + 1)),
            **self._paper(strips)._asdict(),
        )

    def _scale(self, layer: Layer) -> ColorScale:
        """Return the colours of a layer's weights, in both passes."""
        weights = self._drawing.blocks[parameters(layer)[0].key]
        return ColorScale(tuple(self._both(weights)), *styles.AROUND_ZERO)

    def _paper(self, strips: Repeat) -> Paper:
        """Return what is printed: both passes of the first examples."""
        rows = FIRST - 1 + PASSES * self._drawing.height
        return first_strips(rows, self._drawing.widths(), strips)

    def _both(self, block: Block) -> list[Area]:
        area = block.extent()
        return [
            area._replace(row=area.row + n * self._drawing.height)
            for n in range(PASSES)
        ]

    @property
    def _hidden(self) -> int:
        """The first of the hidden columns, at the right of all examples."""
        columns = self._layout.columns
        return self._drawing.strip + columns.step * self._network.examples + 1

    # -------------------------------------------------------------- choosing

    def _lists(self) -> None:
        """Put what one may choose from, and the sizes of the layers."""
        layers = learning(self._network)
        counts = {
            "layers": len(layers),
            "units": max(layer.units for layer in layers),
            "inputs": max(map(inputs_of, layers)) + 1,
            "units_of": len(layers),
            "inputs_of": len(layers),
        }
        for at, symbol in enumerate(_LISTS):
            # Not in the bands: a list that reaches them would have to repeat.
            axis = Axis("row", counts[symbol], rows=1)
            row = FIRST + PASSES * self._drawing.height
            block = Block(own(symbol), 0, SHEET, row, self._hidden + at, (axis,))
            self._one[symbol] = self._page.put(block, "side-whole")

    def _put(
        self,
        symbol: str,
        row: int,
        column: int,
        style: str,
        formula: Formula | None = None,
        *,
        text: bool = False,
    ) -> None:
        block = Block(own(symbol), 0, SHEET, row, column, text=text)
        self._one[symbol] = self._page.put(block, style, formula)

    def _at(self, here: Area, symbol: str) -> str:
        return reference(here, self._one[symbol].area())

    def _chooser(self) -> None:
        page, w = self._page, self._layout.columns.w
        for row, symbol in enumerate(_CHOICES, _TOP):
            page.text(row, 1, "symbol", self._say(symbol))
            if symbol != "epoch":
                self._put(symbol, row, w, "input-whole")
        knob = panels_of(self._network, self._layout.spare).block("epoch_used").area()
        self._put("used_epoch", _TOP, w, "knob-shown", refer_to(knob))
        row = _TOP + len(_CHOICES)
        page.text(row, 1, "symbol", "ε")
        self._put("epsilon", row, w, "eta")
        layers = self._one["layers"].area()
        first, last = (learning(self._network)[at].number for at in (0, -1))

        def layer_place(here: Area) -> str:
            wanted = clamped(self._at(here, "layer"), str(first), str(last))
            return f"MATCH({wanted},{reference(here, layers)},1)"

        def used_layer(here: Area, _: Index) -> str:
            return formulas.pick(reference(here, layers), layer_place(here))

        def used(symbol: str, low: str, sizes: str) -> Formula:
            def formula(here: Area, _: Index) -> str:
                most = formulas.pick(self._at(here, sizes), layer_place(here))
                return clamped(self._at(here, symbol), low, most)

            return formula

        page.text(_TOP - 1, w + 1, "side", self._say("used"))
        for row, (symbol, formula) in enumerate(
            (
                ("layer", used_layer),
                ("unit", used("unit", "1", "units_of")),
                ("input", used("input", "0", "inputs_of")),
            ),
            _TOP + 1,
        ):
            self._put(f"used_{symbol}", row, w + 1, "side-whole", formula)
            if symbol == "input":
                page.text(row, w + 2, "side", self._say("bias"))

    # -------------------------------------------------------------- result

    def _results(self) -> None:
        page, column = self._page, self._drawing.symbol
        made: dict[str, tuple[str, Formula, bool]] = {
            "numeric": ("result", self._costs.numeric, False),
            "backprop": ("result", self._backprop, False),
            "ratio": ("forward-text", self._costs.ratio, True),
            "mark": ("mark", self._costs.mark, True),
            "from_left": ("forward-text", self._costs.side("left"), True),
            "from_right": ("forward-text", self._costs.side("right"), True),
        }
        for row, symbol in enumerate(_RESULTS, _TOP):
            style, formula, text = made[symbol]
            page.text(row, column - 1, "symbol", self._say(symbol))
            self._put(symbol, row, column, style, formula, text=text)
        if says := normalised_says(self._network):
            row, w = _TOP + len(_CHOICES) + 1, self._layout.columns.w
            page.text(row, w, "side", self._say(says))
        equation = "(C_T(w+ε) − C_T(w−ε)) / 2ε"
        page.text(_TOP, column + 1, "side", equation)
        page.text(_TOP + len(_RESULTS) - 2, column + 1, "side", self._say("corner"))
        self._changes()

    def _changes(self) -> None:
        """Put what becomes of the cost of each example."""
        made: dict[str, Formula] = {
            "in_batch": self._in_batch,
            "unmoved": self._unmoved,
            "change": lambda here, at: self._costs.of(at).change(here),
            "bend": lambda here, at: self._costs.of(at).bend(here),
            "corner": lambda here, at: self._costs.of(at).corner(here),
            "left": lambda here, at: self._costs.of(at).one_sided(here, "-"),
            "right": lambda here, at: self._costs.of(at).one_sided(here, "+"),
            "flat": lambda here, at: self._costs.of(at).flatter(here),
            "curve": lambda here, at: self._costs.of(at).curve(here),
        }
        for symbol in changes_of(self._network):
            block = self._drawing.block(symbol)
            words = _CHANGE_WORDS.get(symbol) or self._say(f"by_{symbol}")
            self._page.text(block.row, self._drawing.symbol, "symbol", words)
            self._page.put(block, "forward-small", made[symbol])

    def _unmoved(self, here: Area, indices: Index) -> str:
        return self._of_epoch(here, self._layout.block("C").area(*indices))

    def _in_batch(self, here: Area, indices: Index) -> str:
        return self._of_epoch(here, self._layout.block("in_batch").area(*indices))

    def _of_epoch(self, here: Area, first: Area) -> str:
        """Return what stands in Training in the chosen epoch; `first`: in epoch 0."""
        band = chosen_band(self._layout, here, self._one["used_epoch"].area())
        return in_epoch(self._layout, here, first, band)

    def _backprop(self, here: Area, _: Index) -> str:
        """Return the gradient of the chosen parameter, looked up in Training."""
        chosen = {
            symbol: self._at(here, f"used_{symbol}")
            for symbol in ("layer", "unit", "input")
        }
        shown = self._one["used_epoch"].area()
        chosen["band"] = chosen_band(self._layout, here, shown)
        return gradient_of_chosen(self._layout, here, chosen, self._at(here, "layers"))

    # -------------------------------------------------------------- passes

    def _bands(self) -> None:
        drawing, page = self._drawing, self._page
        self._band_words()
        sign = drawing.block("sign")
        page.blocks.append(sign)
        page.cells.append(
            Cell(
                sign.row, sign.column, "band-sign",
                formula=f"-R[-{drawing.height}]C", value=True, down=True, initial="band-sign",
            )
        )  # fmt: skip
        page.put(drawing.block("C_T"), "band-number", self._total)
        for layer in learning(self._network):
            self._parameters(layer)
        for row in self._layout.strip_rows:
            key = row.key
            if row.quantity.role in HERE:
                block = drawing.blocks[key]
                if row.quantity.role == "mask":
                    page.put(block, "looked-up", self._in_training(key))
                else:
                    page.put(block, "forward", self._formula(key))
                page.cells.append(
                    Cell(block.row, drawing.symbol, "symbol",
                         text=written(key.symbol, key.layer), down=True)
                )  # fmt: skip

    def _parameters(self, layer: Layer) -> None:
        """Put a layer's parameters as they are in the chosen epoch."""
        page, drawing, w = self._page, self._drawing, self._layout.columns.w
        for one in given(layer):
            block = drawing.blocks[one.key]
            if one.role == "parameter":
                page.put(block, "looked-up", self._moved(layer, one))
                continue
            page.put(block, "forward", self._formula(one.key))
            text, at = written(*one.key), (block.row - 1, block.column)
            page.cells.append(Cell(*at, "symbol-left", text=text, down=True))
        top = FIRST + drawing.sections[layer.number]
        heading = self._texts("training.layer", number=layer.number)
        first = written(*parameters(layer)[0].key)
        page.cells.append(Cell(top, 1, "heading", text=heading, down=True))
        page.cells.append(Cell(top, w, "symbol-left", text=first, down=True))

    def _band_words(self) -> None:
        columns, page = self._layout.columns, self._page
        for column, text in ((1, self._say("pass")), (columns.w + 1, "× ε,   C_T")):
            page.cells.append(Cell(FIRST, column, "band", text=text, down=True))

    def _in_training(self, key: Key) -> Formula:
        block = self._layout.blocks[key]
        return lambda here, indices: self._of_epoch(here, block.area(*indices))

    def _formula(self, key: Key) -> Formula:
        return lambda here, indices: self._equations.of(key, here, indices)

    def _total(self, here: Area, _: Index) -> str:
        C = self._layout.through(self._drawing.block("C").area())
        return total_of(self._layout, here, C)

    def _moved(self, layer: Layer, one: Quantity) -> Formula:
        """Return a parameter of the chosen epoch; the chosen one is moved by ±ε."""
        training, drawn = self._layout.blocks[one.key], self._drawing.blocks[one.key]
        kind, start = learned_formulas_of(layer), of_unit(layer)[one.symbol]

        def formula(here: Area, indices: Index) -> str:
            value = self._of_epoch(here, training.area(*indices))
            unit, cell = kind.unit_and_cell(drawn, layer, indices)
            i = start + in_reading_order(cell, one.shape[1:])
            used = {"layer": layer.number, "unit": unit + 1, "input": i}
            given = {self._at(here, f"used_{one}"): at for one, at in used.items()}
            sign = reference(here, self._drawing.block("sign").area())
            return f"{value}+{step_of(given, sign, self._at(here, 'epsilon'))}"

        return formula

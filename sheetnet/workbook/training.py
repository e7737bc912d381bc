"""The `Training` sheet: data, parameters, and a band of formulas for each epoch.

One formula for each cell of the first strip in the first band; the Plan repeats them.
"""

from collections.abc import Callable, Iterator

from sheetnet.functions import (
    ACTIVATIONS,
    SOFTMAX,
    Column,
    cost_of,
    softmax_e_excel,
    softmax_excel,
)
from sheetnet.lang import Texts
from sheetnet.network import Layer
from sheetnet.notation import Key
from sheetnet.workbook import formulas
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.layers import kind_of
from sheetnet.workbook.layout import SHEET, Layout
from sheetnet.workbook.plan import Cell, Repeat, Sheet
from sheetnet.workbook.training_words import Words

# Style of the cells of each quantity; parameters are constants in epoch 0.
_STYLES = {
    "z": "forward",
    "e": "forward",
    "a": "forward",
    "C": "forward",
    "answer": "forward-whole",
    "correct": "forward-whole",
    "delta": "backward",
    "dC_dw": "gradient",
    "dC_db": "gradient",
    "w": "update",
    "b": "update",
    "wT": "link",
    "wF": "link",
    "dC_da": "backward",
    "epoch": "band-whole",
    "C_T": "band-number",
    "accuracy": "band-percent",
    "eta": "eta",
    "example": "number-label",
    "x": "pixel",
    "label": "input-label",
    "class": "input-label",
    "last_answer": "forward-text",
    "mark": "mark",
    "first_C_T": "summary",
    "last_C_T": "summary",
    "first_accuracy": "summary-percent",
    "last_accuracy": "summary-percent",
}
_INITIAL = {"w": "input", "b": "input", "epoch": "band-whole"}


def training_sheet(layout: Layout, texts: Texts, largest: float) -> Sheet:
    """Return the sheet of a laid-out network; `largest` is its largest |number|."""
    network, columns = layout.network, layout.columns
    formula = Formulas(layout)
    cells = [
        cell for block in layout.blocks.values() for cell in _cells(block, formula)
    ]
    words = Words(layout, texts, largest)
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=(*cells, *words.cells()),
        blocks=tuple(layout.blocks.values()),
        across=Repeat(columns.strip, network.examples, columns.step),
        down=Repeat(layout.first, network.epochs + 1, layout.height),
        widths=words.widths(),
        heights=words.heights(),
        row_styles={layout.first: "band"},
        freeze=words.freeze(),
        color_scales=words.color_scales(),
        marks=words.marks(),
        validations=words.validations(),
        notes=words.notes(),
        print_rows=(1, layout.first - 1),
        print_columns=(1, columns.symbol),
        fold=True,
    )


def _cells(block: Block, formula: "Formulas") -> Iterator[Cell]:
    """Yield the cells of a block in one strip and band."""
    for indices in block.within_strip():
        place = block.area(*indices)
        text = formula.of(block.key, place, indices)
        style = _STYLES.get(block.symbol, "target")
        if block.symbol == "t" and text is None:
            style = "target-input"
        yield Cell(
            place.row,
            place.column,
            style,
            formula=text,
            value=True,
            across=place.across,
            down=place.down,
            initial=_INITIAL.get(block.symbol),
        )


class Formulas:
    """The formula of each cell, by quantity; None where a cell is a constant."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._network = layout.network
        self._block = layout.block

    def of(self, key: Key, here: Area, indices: tuple[int, ...]) -> str | None:
        """Return the R1C1 formula of the cell `here` of a quantity, or None."""
        write: Callable[[Key, Area, tuple[int, ...]], str | None] | None
        write = getattr(self, f"_{key.symbol}", None)
        return write(key, here, indices) if write else None

    # -------------------------------------------------------------- forward

    def _t(self, _: Key, here: Area, indices: tuple[int, ...]) -> str | None:
        if not self._network.labelled:
            return None
        (j,) = indices
        classes, units = len(self._network.outputs), self._network.units_out
        of_class = self._block("class").area(classes - units + j)
        label = self._block("label").area()
        return formulas.target(reference(here, label), reference(here, of_class))

    def _z(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        layer = self._network.layer(key.layer)
        text: str = kind_of(layer).forward(self._layout, layer, here, indices)
        return text

    def _e(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        z = self._block("z", key.layer)
        return softmax_e_excel(
            reference(here, z.area(*indices)), reference(here, z.area())
        )

    def _a(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        layer = self._network.layer(key.layer)
        if not layer.has_parameters:
            return self._z(key, here, indices)
        if layer.activation == SOFTMAX:
            e = self._block("e", key.layer)
            one, all_units = e.area(*indices), e.area()
            return softmax_excel(reference(here, one), reference(here, all_units))
        z = self._block("z", key.layer).area(*indices)
        return ACTIVATIONS[layer.activation].excel(reference(here, z))

    def _column(self, here: Area, symbol: str, layer: int = 0) -> Column:
        block = self._block(symbol, layer)
        each = [block.area(*indices) for indices in block.within_strip()]
        return Column(
            reference(here, block.area()), tuple(reference(here, one) for one in each)
        )

    def _C(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        last = self._network.last
        cost = cost_of(self._network.cost, last.activation)
        assert cost is not None
        return cost.excel_value(
            self._column(here, "t"),
            self._column(here, "z", last.number),
            self._column(here, "a", last.number),
        )

    def _C_T(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        total = f"SUM({reference(here, self._all('C'))})"
        return self._reduced(total, here)

    def _reduced(self, total: str, here: Area) -> str:
        if self._network.reduction == "sum":
            return total
        return formulas.mean_share(total, reference(here, self._all("C")))

    def _all(self, symbol: str) -> Area:
        return self._layout.through(self._block(symbol).area())

    # -------------------------------------------------------------- answers

    def _answer(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        a = self._block("a", self._network.last.number)
        units = self._network.units_out
        if units == 1:
            return formulas.answer_of_one(reference(here, a.area(0)))
        first = a.area(0)
        upto = [reference(here, first._replace(rows=n)) for n in range(1, units)]
        return formulas.answer_of_many(upto, reference(here, a.area()))

    def _correct(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        answer = reference(here, self._block("answer").area())
        t = reference(here, self._block("t").area())
        if self._network.units_out == 1:
            return formulas.correct_of_one(t, answer)
        return formulas.correct_of_many(t, answer)

    def _accuracy(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return f"AVERAGE({reference(here, self._all('correct'))})"

    def _last(self, here: Area, symbol: str) -> str:
        """Refer from the head to a quantity of the last band."""
        area = self._block(symbol).area()
        row = area.row + self._layout.last_band
        return reference(here, area._replace(row=row, down=False))

    def _last_answer(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        classes = reference(here, self._block("class").area())
        return f"INDEX({classes},{self._last(here, 'answer')})"

    def _mark(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return f'IF({self._last(here, "correct")}>0.5,"✓","✗")'

    def _first_C_T(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return reference(here, self._block("C_T").area()._replace(down=False))

    def _last_C_T(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return self._last(here, "C_T")

    def _first_accuracy(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return reference(here, self._block("accuracy").area()._replace(down=False))

    def _last_accuracy(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return self._last(here, "accuracy")

    # -------------------------------------------------------------- backward

    def _delta(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        layer = self._network.layer(key.layer)
        slope = self._slope(layer, here, indices)
        if layer is self._network.last:
            cost = cost_of(self._network.cost, layer.activation)
            assert cost is not None
            t = self._column(here, "t")
            a = self._column(here, "a", key.layer)
            if slope == "1":
                return cost.excel_delta(t, a, indices[0], slope).removesuffix("*1")
            return cost.excel_delta(t, a, indices[0], slope)
        return formulas.delta(self._dC_da(key, here, indices), slope)

    def _dC_da(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        above = self._network.layer(key.layer + 1)
        text: str = kind_of(above).back(self._layout, above, here, indices)
        return text

    def _slope(self, layer: Layer, here: Area, indices: tuple[int, ...]) -> str:
        """Return a′(z) as text; nothing goes back through a step, so 0."""
        if layer.activation == SOFTMAX:
            return "1"
        prime = ACTIVATIONS[layer.activation].excel_prime
        if prime is None:
            return "0"
        z = reference(here, self._block("z", layer.number).area(*indices))
        a = reference(here, self._block("a", layer.number).area(*indices))
        return prime(z, a)

    def _dC_dw(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        layer = self._network.layer(key.layer)
        total = kind_of(layer).gradient(self._layout, layer, here, indices)
        return total if total == "0" else self._reduced(total, here)

    def _dC_db(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        layer = self._network.layer(key.layer)
        total = kind_of(layer).gradient_of_bias(self._layout, layer, here, indices)
        return self._reduced(total, here)

    # -------------------------------------------------------------- update

    def _above(self, here: Area, symbol: str, l: int, indices: tuple[int, ...]) -> str:
        area = self._block(symbol, l).area(*indices)
        return reference(here, area.above(self._layout.height))

    def _w(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        return formulas.update(
            self._above(here, "w", key.layer, indices),
            self._above(here, "dC_dw", key.layer, indices),
        )

    def _b(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        return formulas.update(
            self._above(here, "b", key.layer, indices),
            self._above(here, "dC_db", key.layer, indices),
        )

    def _wT(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        layer = self._network.layer(key.layer)
        text: str = kind_of(layer).link(self._layout, layer, here, indices)
        return text

    def _wF(self, key: Key, here: Area, indices: tuple[int, ...]) -> str:
        return self._wT(key, here, indices)

    def _epoch(self, _: Key, here: Area, __: tuple[int, ...]) -> str:
        return f"{reference(here, here.above(self._layout.height))}+1"

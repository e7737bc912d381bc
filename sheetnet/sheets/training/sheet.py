"""The `Training` sheet: data, parameters, and a band of formulas for each epoch.

One formula for each cell of the first strip in the first band; the Plan repeats them.
"""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.layers.quantities import parameters, with_role
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Quantity, Role
from sheetnet.sheets.equations import Equations, Index, Write
from sheetnet.sheets.training.layout import SHEET, Layout
from sheetnet.sheets.training.words import Words
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.styles import STYLES, first_row_of_map
from sheetnet.workbook.formula import formulas
from sheetnet.workbook.formula.fills import cells_of_block
from sheetnet.workbook.plan import Cell, Repeat, Sheet

# Styles by role; then of the cells that are the sheet's own.
_BY_ROLE: dict[Role, str] = {
    "parameter": "update",
    "slot": "update",
    "link": "link",
    "forward": "forward",
    "cost": "forward",
    "backward": "backward",
    "gradient": "gradient",
    "total": "band-number",
}
_OWN = {
    "epoch": "band-whole",
    "moved": "side-number",
    "largest": "side-number",
    "example": "number-label",
    "class": "input-label",
    "last_answer": "forward-text",
    "mark": "mark",
    "first_C_T": "summary",
    "last_C_T": "summary",
    "first_accuracy": "summary-percent",
    "last_accuracy": "summary-percent",
}


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
        choices=words.choices(),
        notes=words.notes(),
        print_rows=(1, layout.first - 1),
        print_columns=(1, columns.symbol),
        fold=True,
    )


def _cells(block: Block, formula: "Formulas") -> Iterator[Cell]:
    """Return the cells of a block in one strip and band."""
    quantity = formula.quantity(block.key)
    initial = "band-whole" if block.symbol == "epoch" else None
    if quantity and quantity.role in ("parameter", "slot"):
        initial = "input"

    def styled(indices: Index, text: str | None) -> str:
        shown = _style(quantity, text) if quantity else _OWN[block.symbol]
        top = first_row_of_map(shown)
        return top if block.begins_map(indices) and top in STYLES else shown

    def written(here: Area, indices: Index) -> str | None:
        return formula.of(block.key, here, indices)

    return cells_of_block(block, written, styled, initial=initial)


def _style(one: Quantity, formula: str | None) -> str:
    """Return the style of a quantity's cells."""
    if one.role == "answer":
        return "forward-whole" if "example" in one.each else "band-percent"
    if one.role != "input":
        return _BY_ROLE[one.role]
    if formula is not None:
        return "target"
    if not one.each:
        return "eta"
    if not one.shape:
        return "input-label"
    return "pixel" if one.layer else "target-input"


class Formulas(Equations):
    """The formulas of a pass, and what Training adds: targets, answers, totals, updates."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        super().__init__(layout)

    def quantity(self, key: Key) -> Quantity | None:
        """Return what is known of a quantity; None of the sheet's own cells."""
        return self._quantities.get(key)

    def _own(self) -> dict[str, Write]:
        return {
            "t": self._t,
            "C_T": self._C_T,
            "correct": self._correct,
            "accuracy": self._accuracy,
            "last_answer": self._last_answer,
            "mark": self._mark,
            "first_C_T": lambda _, here, __: self._first(here, "C_T"),
            "last_C_T": lambda _, here, __: self._last(here, "C_T"),
            "first_accuracy": lambda _, here, __: self._first(here, "accuracy"),
            "last_accuracy": lambda _, here, __: self._last(here, "accuracy"),
            "moved": self._moved,
            "largest": self._largest,
            "epoch": self._epoch,
        }

    def _own_by_role(self) -> dict[Role, Write]:
        return {"parameter": self._updated, "slot": self._updated}

    def _t(self, _: Key, here: Area, indices: Index) -> str | None:
        if not self._network.labelled:
            return None
        (j,) = indices
        classes, units = len(self._network.outputs), self._network.units_out
        of_class = self._block("class").area(classes - units + j)
        label = self._block("label").area()
        return formulas.target(reference(here, label), reference(here, of_class))

    def _C_T(self, _: Key, here: Area, __: Index) -> str:
        total = f"SUM({reference(here, self._all('C'))})"
        return self._reduced(total, here)

    # -------------------------------------------------------------- answers

    def _correct(self, _: Key, here: Area, __: Index) -> str:
        answer = reference(here, self._block("answer").area())
        t = reference(here, self._block("t").area())
        if self._network.units_out == 1:
            return formulas.correct_of_one(t, answer)
        return formulas.correct_of_many(t, answer)

    def _accuracy(self, _: Key, here: Area, __: Index) -> str:
        return f"AVERAGE({reference(here, self._all('correct'))})"

    def _first(self, here: Area, symbol: str) -> str:
        """Refer from the head to a quantity of the first band."""
        return reference(here, self._block(symbol).area()._replace(down=False))

    def _last(self, here: Area, symbol: str) -> str:
        """Refer from the head to a quantity of the last band."""
        area = self._block(symbol).area()
        row = area.row + self._layout.last_band
        return reference(here, area._replace(row=row, down=False))

    def _last_answer(self, _: Key, here: Area, __: Index) -> str:
        classes = reference(here, self._block("class").area())
        return formulas.pick(classes, self._last(here, "answer"))

    def _mark(self, _: Key, here: Area, __: Index) -> str:
        """Return ✓ or ✗; ? where the label is no class, so that there is no right answer."""
        label = reference(here, self._block("label").area())
        if self._network.units_out == 1:
            classes = (reference(here, self._block("class").area(j)) for j in range(2))
            unknown = f"AND({','.join(f'{label}<>{one}' for one in classes)})"
        else:
            unknown = f"SUM({reference(here, self._block('t').area())})<0.5"
        right = f'IF({self._last(here, "correct")}>0.5,"✓","✗")'
        return f'IF(OR({label}="",{unknown}),"?",{right})'

    # -------------------------------------------------------------- by layer

    def _moved(self, key: Key, here: Area, _: Index) -> str:
        areas = self._layout.rectangles(parameters(self._network.layer(key.layer)))
        pairs = [
            (reference(here, area), reference(here, area._replace(down=False)))
            for area in areas
        ]
        return formulas.distance(pairs)

    def _largest(self, key: Key, here: Area, _: Index) -> str:
        layer = self._network.layer(key.layer)
        areas = self._layout.rectangles(with_role(layer, "gradient"))
        return formulas.largest_size([reference(here, area) for area in areas])

    # -------------------------------------------------------------- update

    def _updated(self, key: Key, here: Area, indices: Index) -> str:
        """Return what an update makes of a parameter, or of what is kept of it."""
        quantity = self._quantities[key]
        optimizer = self._network.optimizer_record
        symbols = optimizer.symbols(quantity.of or quantity.symbol)
        before = {
            name: self._above(here, symbol, key.layer, indices)
            for name, symbol in symbols.items()
        }
        kept = {
            slot: reference(here, self._block(symbols[slot], key.layer).area(*indices))
            for slot in optimizer.slots
        }
        after = optimizer.excel(before, kept)
        return next(after[name] for name, one in symbols.items() if one == key.symbol)

    def _above(self, here: Area, symbol: str, l: int, indices: Index) -> str:
        area = self._block(symbol, l).area(*indices)
        return reference(here, area.above(self._layout.height))

    def _epoch(self, _: Key, here: Area, __: Index) -> str:
        return f"{reference(here, here.above(self._layout.height))}+1"

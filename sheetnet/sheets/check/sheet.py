"""The Check sheet: live numbers beside NumPy's, and whether they are the same.

NumPy's numbers are constants, true for the inputs as they were built; a copy of these
inputs stands below, so that the sheet knows when somebody has changed them.
"""

from sheetnet.lang import Texts
from sheetnet.model.notation import written
from sheetnet.sheets.check.copies import SHEET, put_copies
from sheetnet.sheets.check.symbols import (
    CHANGED,
    VERDICTS,
    Row,
    own,
    rows_of,
)
from sheetnet.sheets.maker import Maker
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing.page import Formula, Index
from sheetnet.workbook.drawing.paper import upright
from sheetnet.workbook.formula.formulas import largest_size, pick
from sheetnet.workbook.plan import Cell, Mark, Repeat, Sheet

ROW_VERDICT, ROW_TABLE = 4, 11
_TABLE = (
    "quantity",
    "epoch",
    "sum",
    "numpy_sum",
    "largest",
    "numpy_largest",
    "off",
    "allowed",
    "mark",
)


def view_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet of a laid-out network."""
    return _Maker(layout, texts).sheet()


class _Maker(Maker):
    """Draws the sheet from top to bottom."""

    WORDS = "check"

    def __init__(self, layout: Layout, texts: Texts) -> None:
        super().__init__(layout, texts)
        self._rows = rows_of(layout.network)
        self._blocks: dict[str, Block] = {}
        # Pairs of what Training holds and its copy here.
        self._copies: list[tuple[Area, Area]] = []
        self._first = ROW_TABLE + len(self._rows) + 4

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        page = self._page
        self._title()
        self._table()
        self._by_epoch()
        row = self._first + self._network.last_band + 2
        self._copies = put_copies(page, self._layout, self._texts, row)
        self._verdict()
        verdict, mark = self._blocks["verdict"].area(), self._blocks["mark"].area()
        return Sheet(
            key=SHEET,
            name=self._texts(f"sheet.{SHEET}"),
            cells=tuple(page.cells),
            blocks=tuple(page.blocks),
            down=Repeat(self._first, self._network.bands, 1),
            widths={1: 16.0, **dict.fromkeys(range(2, 10), 12.5)},
            heights={1: 24.0},
            marks=tuple(
                Mark(area, text, style)
                for area in (verdict, mark)
                for text, style in (("✓", "right"), ("✗", "wrong"), ("✎", "changed"))
            ),
            **upright(self._first - 3, len(_TABLE))._asdict(),
        )

    def _put(
        self, symbol: str, block: Block, style: str, formula: Formula | None = None
    ) -> Block:
        self._blocks[symbol] = self._page.put(block, style, formula)
        return block

    def _cell(
        self,
        symbol: str,
        row: int,
        column: int,
        style: str,
        formula: Formula,
        *,
        text: bool = False,
    ) -> None:
        block = Block(own(symbol), 0, SHEET, row, column, text=text)
        self._put(symbol, block, style, formula)

    def _ref(self, here: Area, symbol: str, *indices: int) -> str:
        return reference(here, self._blocks[symbol].area(*indices))

    # -------------------------------------------------------------- verdict

    def _verdict(self) -> None:
        page = self._page
        page.text(ROW_VERDICT, 1, "symbol", self._say("verdict"))
        self._cell("size", ROW_VERDICT, 8, "small-number", self._size)
        self._cell("changed", ROW_VERDICT, 6, "small-number", self._changed)
        self._cell("wrong", ROW_VERDICT, 4, "table-whole", self._wrong)
        self._cell("verdict", ROW_VERDICT, 2, "mark", self._says, text=True)
        axes = (Axis("row", len(VERDICTS), rows=1),)
        arrows = Block(own("arrow"), 0, SHEET, ROW_VERDICT + 1, 2, axes, text=True)
        self._put("arrow", arrows, "arrow", self._arrow)
        for at, key in enumerate(("agree", "changed", "wrong"), 1):
            page.text(
                ROW_VERDICT + at, 3, "beside", f"{VERDICTS[at - 1]}  {self._say(key)}"
            )
        for column, key in ((3, "lines"), (5, "distance"), (7, "size")):
            page.text(ROW_VERDICT, column, "label", self._say(key))

    def _says(self, here: Area, _: Index) -> str:
        changed, lines = self._ref(here, "changed"), self._ref(here, "wrong")
        agree, changed_mark, wrong = VERDICTS
        inner = f'IF({lines}<0.5,"{agree}","{wrong}")'
        return f'IF({changed}>{CHANGED:.0E},"{changed_mark}",{inner})'

    def _arrow(self, here: Area, indices: Index) -> str:
        return f'IF({self._ref(here, "verdict")}="{VERDICTS[indices[0]]}","▶","")'

    def _wrong(self, here: Area, _: Index) -> str:
        """Return how many lines of both tables do not agree."""
        marks = f'COUNTIF({self._ref(here, "mark")},"✗")'
        return f"{marks}+SUM({self._all(here, 'wrong_epoch')})"

    def _all(self, here: Area, symbol: str) -> str:
        area = self._blocks[symbol].area()._replace(down=False)
        return reference(here, area._replace(rows=self._network.bands))

    def _changed(self, here: Area, _: Index) -> str:
        """Return Σ (now − built)² in parts of the inputs' own size.

        So written that text and empty cells count as 0 in every calculator.
        """
        pairs = [
            (reference(here, now), reference(here, built))
            for now, built in self._copies
        ]
        squares = ",".join(f"{now},{built}" for now, built in pairs)
        products = "+".join(f"SUMPRODUCT({now},{built})" for now, built in pairs)
        size = self._ref(here, "size")
        return f"(SUMSQ({squares})-2*({products}))/(1+{size})"

    def _size(self, here: Area, _: Index) -> str:
        areas = (reference(here, area) for pair in self._copies for area in pair)
        return f"SUMSQ({','.join(areas)})"

    # -------------------------------------------------------------- the table

    def _table(self) -> None:
        page, top = self._page, ROW_TABLE
        page.text(top - 2, 1, "heading", self._say("quantities"))
        for column, key in enumerate(_TABLE, 1):
            page.text(top - 1, column, "column-head", self._say(key))
        for at, row in enumerate(self._rows):
            names = ", ".join(written(*one.key) for one in row.quantities)
            page.text(top + at, 1, "term", names)
            page.text(
                top + at, 2, "term-text", self._say("last" if row.last else "first")
            )
        axes = (Axis("row", len(self._rows), rows=1),)

        def put(symbol: str, style: str, formula: Formula | None = None) -> None:
            column = _TABLE.index(symbol) + 1
            block = Block(
                own(symbol), 0, SHEET, top, column, axes, text=symbol == "mark"
            )
            self._put(symbol, block, style, formula)

        put("sum", "table-number", self._sum)
        put("numpy_sum", "table-constant")
        put("largest", "table-number", self._largest)
        put("numpy_largest", "table-constant")
        put("off", "small-number", self._off)
        put("allowed", "small-constant")
        put("mark", "mark", self._mark)

    def _sum(self, here: Area, indices: Index) -> str:
        return f"SUM({','.join(self._areas(here, self._rows[indices[0]]))})"

    def _largest(self, here: Area, indices: Index) -> str:
        return largest_size(self._areas(here, self._rows[indices[0]]))

    def _areas(self, here: Area, row: Row) -> list[str]:
        """Return where a quantity of the first or last epoch stands."""
        layout = self._layout
        if row.learned:
            areas = layout.rectangles(row.quantities)
        else:
            (one,) = row.quantities
            area = layout.blocks[one.key].area()
            areas = [layout.through(area) if "example" in one.each else area]
        down = layout.last_band if row.last else 0
        return [
            reference(here, area._replace(row=area.row + down, down=False))
            for area in areas
        ]

    def _off(self, here: Area, indices: Index) -> str:
        (at,) = indices
        parts = [
            self._part(self._ref(here, live, at), self._ref(here, f"numpy_{live}", at))
            for live in ("sum", "largest")
        ]
        return f"MAX({','.join(parts)})"

    def _part(self, live: str, constant: str) -> str:
        return f"ABS({live}-{constant})/(1+ABS({constant}))"

    def _mark(self, here: Area, indices: Index) -> str:
        off, allowed = (self._ref(here, one, *indices) for one in ("off", "allowed"))
        return f'IF({off}<{allowed},"✓","✗")'

    # -------------------------------------------------------------- by epoch

    def _by_epoch(self) -> None:
        page, first = self._page, self._first
        symbols = ["band"] if self._network.checkpoints else []
        symbols += ["epoch", "C_T", "numpy_C_T"]
        symbols += ["accuracy", "numpy_accuracy"] if self._network.labelled else []
        symbols += ["off_epoch", "allowed_epoch", "wrong_epoch"]
        page.text(first - 2, 1, "heading", self._say("by_epoch"))
        e = Axis("epoch", self._network.bands, rows=1)
        for column, symbol in enumerate(symbols, 1):
            page.text(first - 1, column, "column-head", self._say(symbol))
            block = Block(own(symbol), 0, SHEET, first, column, (e,))
            self._blocks[symbol] = block
            page.blocks.append(block)
            page.cells.append(self._epoch_cell(symbol, block.area()))

    def _epoch_cell(self, symbol: str, here: Area) -> Cell:
        initial = None
        if here.column == 1:
            formula, style = "R[-1]C+1", "table-whole"
            initial = "table-whole"
        elif symbol.startswith("numpy_"):
            formula, style = None, "table-constant"
        elif symbol == "wrong_epoch":
            off, allowed = (
                self._ref(here, f"{one}_epoch") for one in ("off", "allowed")
            )
            formula, style = f"IF({off}<{allowed},0,1)", "table-whole"
        elif symbol == "allowed_epoch":
            formula, style = None, "small-constant"
        elif symbol == "off_epoch":
            formula, style = self._off_epoch(here), "small-number"
        else:
            style = "table-whole" if symbol == "epoch" else "table-number"
            formula = self._of_epoch(symbol, here)
        return Cell(
            here.row,
            here.column,
            style,
            formula,
            value=True,
            down=True,
            initial=initial,
        )

    def _of_epoch(self, symbol: str, here: Area) -> str:
        layout = self._layout
        first = layout.block(symbol).area()._replace(down=False)
        column = reference(here, first._replace(rows=layout.last_band + 1))
        return pick(column, f"1+RC1*{layout.height}")

    def _off_epoch(self, here: Area) -> str:
        pairs = [("C_T", "numpy_C_T")]
        pairs += [("accuracy", "numpy_accuracy")] if self._network.labelled else []
        parts = [
            self._part(self._ref(here, live), self._ref(here, constant))
            for live, constant in pairs
        ]
        return parts[0] if len(parts) == 1 else f"MAX({','.join(parts)})"

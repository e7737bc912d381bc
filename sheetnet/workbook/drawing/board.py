"""A lesson's sheet, drawn from top to bottom: words, inputs, tables, checks, charts.

Formulas are written with symbols (`symbols`), and a quantity may be named before it has
been put. Knows nothing of values.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.lang import Texts
from sheetnet.model.lesson import Inputs
from sheetnet.workbook.address import Area, a1
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.drawing.dress import Dress
from sheetnet.workbook.drawing.guide_page import text_width, wrapped
from sheetnet.workbook.drawing.page import Index, Page
from sheetnet.workbook.drawing.paper import ASIDE, paper
from sheetnet.workbook.drawing.styles import SHORTER
from sheetnet.workbook.drawing.symbols import Text, chain, placed
from sheetnet.workbook.plan import Sheet, Validation

__all__ = ["CHARTS", "FIRST", "LABELS", "Board", "Column", "Text", "chain"]

# The label of a row stands in the first column, its numbers from the second on.
LABELS, FIRST = 1, 2
# Charts stand to the right of what they show.
CHARTS = 10
_LABEL_WIDTH, _COLUMN_WIDTH = 18.0, 10.5
# Letters of a paragraph's line, which ends before the charts.
_NOTE = 100
# Bold letters are wider than the digits that a column's width counts.
_A_LETTER = 1.15


class Column(NamedTuple):
    """A column of a table: its symbol, what stands above it, its formula (or input).

    `right`: of so many columns, where it is one of `examples`.
    """

    symbol: str
    head: str
    formula: Text | None = None
    style: str = "forward"
    text: bool = False
    right: int = 0


class _Put(NamedTuple):
    """A quantity's cells as they were put: formulas still with symbols; none: inputs."""

    block: Block
    style: str
    formulas: dict[Index, str]


class Board(Dress):
    """One sheet while it is drawn; `row` is where the next thing goes."""

    def __init__(
        self, texts: Texts, key: str, inputs: Inputs, *others: "Board"
    ) -> None:
        """Begin a sheet with its title, its idea and what to try.

        `key` is the table of the catalogue its words stand in. Sheets of one workbook
        know each other's symbols: give the first to the others.
        """
        super().__init__(texts, key, others[0]._blocks if others else {})
        self.row = 1
        self._inputs = inputs
        self._page = Page()
        self._put: list[_Put] = []
        self._aside = ASIDE
        self._widths[LABELS] = _LABEL_WIDTH
        self._begin()

    def _begin(self) -> None:
        self.line("title", self.say("title"))
        for text in wrapped(self.say("idea")):
            self.line("sentence", text)
        for text in self._texts.having(f"{self.key}.try_"):
            for at, part in enumerate(wrapped(text)):
                self.line("plain", f"{'▸' if at == 0 else ' '} {part}")

    # -------------------------------------------------------------- words

    def line(self, style: str, text: str, column: int = LABELS) -> None:
        """Put a text into a row of its own."""
        self._page.text(self.row, column, style, text)
        self.row += 1

    def heading(self, key: str) -> None:
        """Begin a section."""
        self.row += 1
        self.line("heading", self.say(key))

    def note(self, key: str, **values: object) -> None:
        """Put a paragraph."""
        for text in wrapped(self.say(key, **values), _NOTE):
            self.line("plain", text)

    def label(self, row: int, column: int, text: str, style: str = "label") -> None:
        """Put a text anywhere."""
        self._page.text(row, column, style, text)

    # -------------------------------------------------------------- blocks

    def put(
        self,
        symbol: str,
        row: int,
        column: int,
        *,
        down: int = 0,
        right: int = 0,
        formula: Text | None = None,
        style: str = "forward",
        text: bool = False,
        every: int = 1,
        axes: tuple[Axis, ...] = (),
    ) -> Block:
        """Put a quantity: so many rows and columns of cells (0: a single one).

        Without a formula it is an input. `every`: from row to row; `axes`: its own.
        """
        if not axes:
            axes = (Axis("row", down, rows=every),) * bool(down)
            axes += (Axis("column", right, columns=1),) * bool(right)
        block = Block(symbol, 0, self.key, row, column, axes, text)
        self._blocks[symbol] = block
        if formula is None:
            self._put.append(_Put(block, "input" if style == "forward" else style, {}))
            self._validate(block)
        else:
            written = {
                at: formula(*at) if callable(formula) else formula
                for at in block.within_strip()
            }
            self._put.append(_Put(block, style, written))
        for at in range(column, block.last_cell()[1] + 1):
            self._widths.setdefault(at, _COLUMN_WIDTH)
        return block

    def _draw(self, one: "_Put") -> None:
        """Write addresses for symbols: only now every quantity has its place."""

        def formula(here: Area, indices: Index) -> str:
            return placed(one.formulas[indices], here, one.block, indices, self._blocks)

        self._page.put(one.block, one.style, formula if one.formulas else None)

    def _validate(self, block: Block) -> None:
        limits = self._inputs[block.symbol]
        low, high = f"{limits.low:g}", f"{limits.high:g}"
        key = "whole" if limits.whole else "between"
        message = self._texts(f"lesson.{key}", low=low, high=high)
        title = self._texts("lesson.number")
        one = Validation(
            block.area(), limits.low, limits.high, title, message, limits.whole
        )
        self._validations.append(one)

    # -------------------------------------------------------------- rows

    def field(
        self,
        symbol: str,
        formula: Text | None = None,
        *,
        label: str = "",
        says: str = "",
        style: str = "forward",
        text: bool = False,
    ) -> None:
        """Put a single cell with its label, and what it is (`says`: a key) beside it."""
        self._name_row(label or symbol)
        self.put(symbol, self.row, FIRST, formula=formula, style=style, text=text)
        if says:
            self._page.text(self.row, FIRST + 1, "beside", self.say(says))
        self.row += 1

    def _name_row(self, label: str) -> None:
        self._page.text(self.row, LABELS, "symbol", label)
        wide = _A_LETTER * text_width(label) + 1
        self._widths[LABELS] = max(self._widths[LABELS], wide)

    def vector(
        self,
        symbol: str,
        length: int,
        formula: Text | None = None,
        *,
        label: str = "",
        says: str = "",
        style: str = "forward",
        text: bool = False,
    ) -> None:
        """Put a row of cells with its label, and what it is beside it."""
        self._name_row(label or symbol)
        self.put(
            symbol,
            self.row,
            FIRST,
            right=length,
            formula=formula,
            style=style,
            text=text,
        )
        if says:
            self._page.text(self.row, FIRST + length, "beside", self.say(says))
        self.row += 1

    def heads(self, heads: Sequence[str], column: int = FIRST) -> None:
        """Put a row of column heads."""
        for at, head in enumerate(heads, column):
            self._page.text(self.row, at, "column-head", head)
            wide = max(_COLUMN_WIDTH, _A_LETTER * text_width(head) + 1.5)
            self._widths[at] = max(self._widths.get(at, 0.0), wide)
        self.row += 1

    def table(
        self, rows: int, columns: Sequence[Column], *, column: int = LABELS
    ) -> int:
        """Put columns side by side under their heads; return the row of the heads."""
        top = self.row
        self.heads([one.head for one in columns], column)
        for at, one in enumerate(columns, column):
            self.put(
                one.symbol,
                self.row,
                at,
                down=rows,
                formula=one.formula,
                style=one.style,
                text=one.text,
            )
        self.row += rows
        return top

    def examples(
        self, rows: int, columns: Sequence[Column], column: int, every: int = 1
    ) -> int:
        """Put quantities side by side, an example a row; return the column after them.

        The row stays, so that others stand beside. `every`: from example to example.
        """
        for one in columns:
            self.label(self.row, column, one.head, "symbol-left")
            self.put(
                one.symbol,
                self.row + 1,
                column,
                down=rows,
                right=one.right,
                formula=one.formula,
                style=one.style,
                every=every,
            )
            column += one.right or 1
        return column

    def matrix(
        self,
        symbol: str,
        down: int,
        right: int,
        formula: Text | None = None,
        *,
        column: int = FIRST,
        label: str = "",
        style: str = "forward",
        text: bool = False,
    ) -> None:
        """Put a rectangle under its label; the row stays, so that others stand beside."""
        self._page.text(self.row, column, "symbol-left", label or symbol)
        self.put(
            symbol,
            self.row + 1,
            column,
            down=down,
            right=right,
            formula=formula,
            style=style,
            text=text,
        )

    # -------------------------------------------------------------- for charts

    def aside(self, rows: int, columns: Sequence[Column]) -> None:
        """Put columns that only a chart needs: out of sight, and never printed."""
        row, self.row = self.row, 1
        if self._aside == ASIDE:
            self.line("heading", self._texts("lesson.aside"), ASIDE)
        self.row = 2
        self.table(rows, columns, column=self._aside)
        self._aside += len(columns) + 1
        self.row = row

    # -------------------------------------------------------------- checks

    def mark(self, symbol: str, condition: str, *, label: str, says: str = "") -> None:
        """Put ✓ where a condition holds, else ✗, with its label."""
        self.field(
            symbol,
            f'IF({condition},"✓","✗")',
            label=label,
            says=says,
            style="mark",
            text=True,
        )
        self._marks.append(self.area(symbol))

    def same(self, symbol: str, one: str, other: str, *, says: str = "") -> None:
        """Put ✓ where two formulas give the same number."""
        condition = f"ABS({one}-({other}))<=1E-9*(1+ABS({one}))"
        self.mark(symbol, condition, label=self._texts("lesson.same"), says=says)

    # -------------------------------------------------------------- finished

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        for one in self._put:
            self._draw(one)
            if one.style in SHORTER:
                size, style = SHORTER[one.style]
                first = a1(one.block.row, one.block.column)
                self.where(one.block.symbol, f"ABS({first})>={size:g}", style)
        return Sheet(
            key=self.key,
            name=self.say("sheet"),
            cells=tuple(self._page.cells),
            blocks=tuple(self._page.blocks),
            widths=self._widths,
            heights={1: 24.0},
            color_scales=tuple(self._scales),
            marks=self.marks(),
            validations=tuple(self._validations),
            bars=tuple(self._bars),
            charts=tuple(self._charts),
            where=tuple(self._where),
            print_area=paper(self._page.cells, self._widths, self._charts),
        )

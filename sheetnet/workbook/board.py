"""A lesson's sheet, drawn from top to bottom: words, inputs, tables, checks, charts.

Formulas are written with symbols instead of addresses: `{x}` is all cells of x, `[x]` the
one in the same place as the cell that looks (same row, same column), `[x:-1]` the one a
row above that, `{x.0}` a part by its number. A quantity may be named before it has been put. Knows
nothing of values.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sheetnet.lang import Texts
from sheetnet.lesson import Inputs
from sheetnet.workbook import look
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.guide_page import text_width, wrapped
from sheetnet.workbook.page import Index, Page
from sheetnet.workbook.plan import (
    Bars,
    Chart,
    Choice,
    ColorScale,
    Columns,
    Curve,
    Mark,
    Scatter,
    Sheet,
    Validation,
    Where,
)

# The label of a row stands in the first column, its numbers from the second on.
LABELS, FIRST = 1, 2
# Charts stand to the right of what they show.
CHARTS = 10
_LABEL_WIDTH, _COLUMN_WIDTH = 18.0, 10.5
# Bold letters are wider than the digits that a column's width counts.
_A_LETTER = 1.15
_CHART_ROWS = 18
# From here on a weight has its full colour.
_STRONG = 4.0

# A formula with symbols, or what makes one of a cell's place in its block.
Text = str | Callable[..., str]

_PLACE = re.compile(
    r"\[(?P<same>\w+)(?::(?P<step>[-+]\d+))?\]|\{(?P<all>\w+)(?P<part>(?:\.\d+)*)\}"
)


def chain(first: str, later: str) -> Callable[[int], str]:
    """Return the formulas of a column: of its first cell, and of those that follow it.

    >>> count = chain("0", "[n:-1]+1")
    >>> count(0), count(1)
    ('0', '[n:-1]+1')
    """
    return lambda i: later if i else first


class Column(NamedTuple):
    """A column of a table: its symbol, what stands above it, its formula (or input)."""

    symbol: str
    head: str
    formula: Text | None = None
    style: str = "forward"
    text: bool = False


class _Put(NamedTuple):
    """A quantity's cells as they were put: formulas still with symbols; none: inputs."""

    block: Block
    style: str
    formulas: dict[Index, str]


class Board:
    """One sheet while it is drawn; `row` is where the next thing goes."""

    def __init__(
        self, texts: Texts, key: str, inputs: Inputs, *others: "Board"
    ) -> None:
        """Begin a sheet with its title, its idea and what to try.

        `key` is the table of the catalogue its words stand in. Sheets of one workbook
        know each other's symbols: give the first to the others.
        """
        self.key = key
        self.row = 1
        self._texts = texts
        self._inputs = inputs
        self._page = Page()
        self._blocks: dict[str, Block] = others[0]._blocks if others else {}
        self._put: list[_Put] = []
        self._widths: dict[int, float] = {LABELS: _LABEL_WIDTH}
        self._scales: list[ColorScale] = []
        self._marks: list[Area] = []
        self._validations: list[Validation] = []
        self._choices: list[Choice] = []
        self._bars: list[Bars] = []
        self._where: list[Where] = []
        self._charts: list[Chart | Scatter | Columns] = []
        self._begin()

    def say(self, key: str, **values: object) -> str:
        """Return a text of this sheet."""
        return self._texts(f"{self.key}.{key}", **values)

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
        for text in wrapped(self.say(key, **values)):
            self.line("plain", text)

    def label(self, row: int, column: int, text: str, style: str = "label") -> None:
        """Put a text anywhere."""
        self._page.text(row, column, style, text)

    # -------------------------------------------------------------- blocks

    def block(self, symbol: str) -> Block:
        """Return where a quantity stands."""
        return self._blocks[symbol]

    def area(self, symbol: str) -> Area:
        """Return the rectangle of a quantity."""
        return self._blocks[symbol].area()

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
    ) -> Block:
        """Put a quantity: so many rows and columns of cells (0: a single one).

        Without a formula it is an input.
        """
        axes = (Axis("row", down, rows=1),) * bool(down)
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
        for at in range(column, column + max(1, right)):
            self._widths.setdefault(at, _COLUMN_WIDTH)
        return block

    def _draw(self, one: "_Put") -> None:
        """Write addresses for symbols: only now every quantity has its place."""

        def formula(here: Area, indices: Index) -> str:
            def place(hit: re.Match[str]) -> str:
                return self._reference(hit, here, one.block, indices)

            return _PLACE.sub(place, one.formulas[indices])

        self._page.put(one.block, one.style, formula if one.formulas else None)

    def _reference(
        self, hit: re.Match[str], here: Area, block: Block, indices: Index
    ) -> str:
        to = self._blocks[hit["same"] or hit["all"]]
        sheet = "" if to.sheet == block.sheet else f"{to.sheet}!"
        if hit["all"]:
            part = [int(number) for number in hit["part"].split(".")[1:]]
            return sheet + _absolute(to.area(*part))
        own = dict(zip((axis.name for axis in block.axes), indices, strict=True))
        own["row"] = own.get("row", 0) + int(hit["step"] or 0)
        names = [axis.name for axis in to.axes]
        area = to.area(*(own.get(name, 0) for name in names))
        along = [axis.name for axis in block.axes] == names
        row = _relative("R", area.row, here.row, moves=along or "row" in names)
        column = _relative(
            "C", area.column, here.column, moves=along or "column" in names
        )
        return f"{sheet}{row}{column}" if names else sheet + _absolute(area)

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

    def marked(self, symbol: str) -> None:
        """Let cells that hold ✓ or ✗ look like it."""
        self._marks.append(self.area(symbol))

    # -------------------------------------------------------------- looks

    def pixels(self, *symbols: str) -> None:
        """Show numbers from 0 up as pixels."""
        areas = tuple(map(self.area, symbols))
        self._scales.append(ColorScale(areas, (0, look.PAPER), (1, look.PIXEL)))

    def weights(self, *symbols: str) -> None:
        """Show numbers around 0 on the scale of weights; 0 is white."""
        scale = ColorScale(
            tuple(map(self.area, symbols)),
            (-_STRONG, look.BELOW_ZERO),
            (_STRONG, look.ABOVE_ZERO),
            (0, look.ZERO),
        )
        self._scales.append(scale)

    def heat(self, symbol: str) -> None:
        """Show a surface: low ones light, high ones dark."""
        areas = (self.area(symbol),)
        self._scales.append(ColorScale(areas, (None, look.PAPER), (None, look.MAP)))

    def where(self, symbol: str, formula: str, style: str) -> None:
        """Show cells in a style where a formula (A1, for the first cell) is true."""
        self._where.append(Where(self.area(symbol), formula, style))

    def bars(self, *symbols: str, shares: bool = False) -> None:
        """Show numbers with a bar as long as they are."""
        self._bars.append(Bars(tuple(map(self.area, symbols)), shares))

    def width(self, column: int, width: float) -> None:
        """Set a column's width."""
        self._widths[column] = width

    # -------------------------------------------------------------- charts

    def curve(
        self, name: str, x: str, y: str, *, points: bool = False, dots: bool = False
    ) -> Curve:
        """Return a series of a scatter chart."""
        return Curve(name, self.area(x), self.area(y), points, dots)

    def scatter(
        self,
        key: str,
        row: int,
        column: int,
        curves: Sequence[Curve],
        *,
        x: str,
        y: str,
        x_range: tuple[float, float] | None = None,
        y_range: tuple[float, float] | None = None,
        square: bool = False,
    ) -> None:
        """Put a chart of points or lines by x and y; `key` is its title."""
        self._charts.append(
            Scatter(
                row,
                column,
                self.say(key),
                x,
                y,
                tuple(curves),
                x_range,
                y_range,
                square,
            )
        )

    def columns(
        self,
        key: str,
        row: int,
        column: int,
        *,
        names: str,
        columns: Sequence[tuple[str, str]],
        lines: Sequence[tuple[str, str]] = (),
        x: str,
        y: str,
    ) -> None:
        """Put a chart of columns (name, symbol) and of lines over them."""
        self._charts.append(
            Columns(
                row,
                column,
                self.say(key),
                x,
                y,
                self.area(names),
                tuple((name, self.area(one)) for name, one in columns),
                tuple((name, self.area(one)) for name, one in lines),
            )
        )

    @staticmethod
    def below(top: int) -> int:
        """Return the row below a chart that begins at `top`."""
        return top + _CHART_ROWS

    # -------------------------------------------------------------- finished

    def sheet(self) -> Sheet:
        """Return the finished sheet."""
        for one in self._put:
            self._draw(one)
        marks = tuple(
            Mark(area, text, style)
            for area in self._marks
            for text, style in (("✓", "right"), ("✗", "wrong"))
        )
        return Sheet(
            key=self.key,
            name=self.say("sheet"),
            cells=tuple(self._page.cells),
            blocks=tuple(self._page.blocks),
            widths=self._widths,
            heights={1: 24.0},
            color_scales=tuple(self._scales),
            marks=marks,
            validations=tuple(self._validations),
            choices=tuple(self._choices),
            bars=tuple(self._bars),
            charts=tuple(self._charts),
            where=tuple(self._where),
        )


def _absolute(area: Area) -> str:
    first = f"R{area.row}C{area.column}"
    if area.rows == area.columns == 1:
        return first
    return f"{first}:R{area.row + area.rows - 1}C{area.column + area.columns - 1}"


def _relative(letter: str, to: int, here: int, *, moves: bool) -> str:
    if not moves:
        return f"{letter}{to}"
    return f"{letter}[{to - here}]" if to != here else letter

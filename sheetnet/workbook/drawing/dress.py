"""What a freely drawn sheet looks like: scales, marks, bars, widths, charts.

Knows where the sheet's quantities stand, and nothing of their formulas and values.
"""

from collections.abc import Sequence

from sheetnet.lang import Texts
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.paper import CHART_ROWS
from sheetnet.workbook.plan import (
    Bars,
    Chart,
    ColorScale,
    Columns,
    Curve,
    Mark,
    Scatter,
    Validation,
    Where,
)

# From here on a weight has its full colour.
_STRONG = 4.0


class Dress:
    """The looks of one sheet, gathered while it is drawn."""

    def __init__(self, texts: Texts, key: str, blocks: dict[str, Block]) -> None:
        """Begin with none; `key` is the table of the catalogue its words stand in."""
        self.key = key
        self._texts = texts
        self._blocks = blocks
        self._widths: dict[int, float] = {}
        self._scales: list[ColorScale] = []
        self._marks: list[Area] = []
        self._validations: list[Validation] = []
        self._bars: list[Bars] = []
        self._where: list[Where] = []
        self._charts: list[Chart | Scatter | Columns] = []

    def say(self, key: str, **values: object) -> str:
        """Return a text of this sheet."""
        return self._texts(f"{self.key}.{key}", **values)

    def say_for_all(self, key: str) -> str:
        """Return a text that all lessons have in common."""
        return self._texts(f"lesson.{key}")

    def block(self, symbol: str) -> Block:
        """Return where a quantity stands."""
        return self._blocks[symbol]

    def area(self, symbol: str) -> Area:
        """Return the rectangle of a quantity."""
        return self._blocks[symbol].area()

    def marked(self, symbol: str) -> None:
        """Let cells that hold ✓ or ✗ look like it."""
        self._marks.append(self.area(symbol))

    def marks(self) -> tuple[Mark, ...]:
        """Return how ✓ and ✗ look, wherever they are."""
        return tuple(
            Mark(area, text, style)
            for area in self._marks
            for text, style in (("✓", "right"), ("✗", "wrong"))
        )

    # -------------------------------------------------------------- looks

    def pixels(self, *symbols: str) -> None:
        """Show numbers from 0 up as pixels."""
        areas = tuple(map(self.area, symbols))
        self._scales.append(ColorScale(areas, (0, styles.PAPER), (1, styles.PIXEL)))

    def weights(self, *symbols: str) -> None:
        """Show numbers around 0 on the scale of weights; 0 is white."""
        scale = ColorScale(
            tuple(map(self.area, symbols)),
            (-_STRONG, styles.BELOW_ZERO),
            (_STRONG, styles.ABOVE_ZERO),
            (0, styles.ZERO),
        )
        self._scales.append(scale)

    def heat(self, symbol: str) -> None:
        """Show a surface: low ones light, high ones dark."""
        areas = (self.area(symbol),)
        self._scales.append(ColorScale(areas, (None, styles.PAPER), (None, styles.MAP)))

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
        self,
        name: str,
        x: str,
        y: str,
        *,
        points: bool = False,
        dots: bool = False,
        width: float | None = None,
        unseen: bool = False,
    ) -> Curve:
        """Return a series of a scatter chart."""
        return Curve(
            name, self.area(x), self.area(y), points, dots, width=width, unseen=unseen
        )

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
        from_zero: bool = False,
        fine: bool = False,
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
                from_zero,
                fine,
            )
        )

    @staticmethod
    def below(top: int) -> int:
        """Return the row below a chart that begins at `top`."""
        return top + CHART_ROWS

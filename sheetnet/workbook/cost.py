"""The `Cost` sheet: C_T and right answers by epoch, with charts. Read from Training."""

from sheetnet.lang import Texts
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.layout import SHEET as TRAINING
from sheetnet.workbook.layout import Layout
from sheetnet.workbook.plan import Cell, Chart, Repeat, Sheet

SHEET = "Cost"
_FIRST = 5
_STYLES = {"C_T": "table-number", "accuracy": "table-percent"}


def cost_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet."""
    epochs = layout.network.epochs
    e = Axis("epoch", epochs + 1, rows=1)
    symbols = ["C_T", "accuracy"] if layout.network.labelled else ["C_T"]
    blocks = [
        Block(symbol, 0, SHEET, _FIRST, column, (e,))
        for column, symbol in enumerate(["epoch", *symbols], 1)
    ]
    cells = [
        Cell(1, 1, "title", text=texts("cost.title")),
        Cell(2, 1, "sentence", text=texts("cost.sentence")),
        Cell(
            _FIRST,
            1,
            "table-whole",
            "R[-1]C+1",
            value=True,
            down=True,
            initial="table-whole",
        ),
    ]
    for column, symbol in enumerate(["epoch", *symbols], 1):
        head = texts(f"cost.{symbol}")
        cells.append(Cell(_FIRST - 1, column, "column-head", text=head))
    for column, symbol in enumerate(symbols, 2):
        formula = _read(layout, symbol, texts)
        cells.append(
            Cell(_FIRST, column, _STYLES[symbol], formula, value=True, down=True)
        )
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=tuple(cells),
        blocks=tuple(blocks),
        down=Repeat(_FIRST, epochs + 1, 1),
        widths={1: 9.0, 2: 13.0, 3: 15.0, 4: 3.0},
        heights={1: 24.0},
        freeze=(_FIRST, 1),
        charts=tuple(_charts(epochs, symbols, texts)),
        print_rows=(1, _FIRST - 1),
    )


def _read(layout: Layout, symbol: str, texts: Texts) -> str:
    """Return the formula that finds an epoch's number, band after band, in Training.

    One formula for all rows: the epoch at the left says how many bands to go down.
    """
    cell = layout.block(symbol)
    last = cell.row + layout.last_band
    sheet = quoted(texts(f"sheet.{TRAINING}"))
    column = f"{sheet}!R{cell.row}C{cell.column}:R{last}C{cell.column}"
    return f"INDEX({column},1+RC1*{layout.height})"


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas need it.

    >>> quoted("Training"), quoted("代价 1")
    ('Training', "'代价 1'")
    """
    if sheet.isascii() and sheet.isidentifier():
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def _charts(epochs: int, symbols: list[str], texts: Texts) -> list[Chart]:
    charts = []
    for at, (symbol, key) in enumerate(
        zip(symbols, ("cost", "accuracy"), strict=False)
    ):
        head, column = texts(f"cost.{symbol}"), at + 2
        charts.append(
            Chart(
                row=4 + at * 18,
                column=5,
                title=texts(f"cost.chart_{key}"),
                x_title=texts("cost.epoch"),
                y_title=head,
                x=Area(_FIRST, 1, epochs + 1),
                series=((head, Area(_FIRST, column, epochs + 1)),),
                percent=symbol == "accuracy",
            )
        )
    return charts

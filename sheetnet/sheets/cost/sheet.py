"""The `Cost` sheet: the run by epoch, read from Training, with charts."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetnet.lang import Texts
from sheetnet.layers.quantities import learning
from sheetnet.model.notation import Key, superscript
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis, Block
from sheetnet.workbook.formula.formulas import pick
from sheetnet.workbook.plan import Cell, Chart, Repeat, Sheet

SHEET = "Cost"
_FIRST = 5
_CHART_ROWS = 18


@dataclass(frozen=True, slots=True)
class _Series:
    """A column of the table: a quantity by epoch, and the chart it belongs to."""

    key: Key
    head: str
    chart: str
    style: str = "table-number"


def cost_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet."""
    count = layout.network.epochs + 1
    series = list(_series(layout, texts))
    epoch = Cell(
        _FIRST,
        1,
        "table-whole",
        "R[-1]C+1",
        value=True,
        down=True,
        initial="table-whole",
    )
    cells = [
        Cell(1, 1, "title", text=texts("cost.title")),
        Cell(2, 1, "sentence", text=texts("cost.sentence")),
        Cell(_FIRST - 1, 1, "column-head", text=texts("cost.epoch")),
        epoch,
    ]
    blocks = [_column(Key("epoch"), 1, count)]
    for column, one in enumerate(series, 2):
        block = _column(one.key, column, count)
        blocks.append(block)
        formula = _read(layout, one.key, block.area())
        cells.append(Cell(_FIRST - 1, column, "column-head", text=one.head))
        cells.append(Cell(_FIRST, column, one.style, formula, value=True, down=True))
    after = len(series) + 2
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=tuple(cells),
        blocks=tuple(blocks),
        down=Repeat(_FIRST, count, 1),
        widths={1: 9.0, **dict.fromkeys(range(2, after), 13.0), after: 3.0},
        heights={1: 24.0},
        freeze=(_FIRST, 1),
        charts=tuple(_charts(series, count, after + 1, texts)),
        print_rows=(1, _FIRST - 1),
    )


def _column(key: Key, column: int, count: int) -> Block:
    axis = Axis("epoch", count, rows=1)
    return Block(key.symbol, key.layer, SHEET, _FIRST, column, (axis,))


def _series(layout: Layout, texts: Texts) -> Iterator[_Series]:
    yield _Series(Key("C_T"), texts("cost.C_T"), "cost")
    if layout.network.test:
        yield _Series(Key("test_C_T"), texts("cost.test_C_T"), "cost")
    if layout.network.labelled:
        head = texts("cost.accuracy")
        yield _Series(Key("accuracy"), head, "accuracy", "table-percent")
        if layout.network.test:
            head = texts("cost.test_accuracy")
            yield _Series(Key("test_accuracy"), head, "accuracy", "table-percent")
    yield _Series(Key("largest"), texts("cost.largest"), "largest")
    for layer in learning(layout.network):
        head = texts("cost.moved", layer=superscript(layer.number))
        yield _Series(Key("moved", layer.number), head, "moved")


def _read(layout: Layout, key: Key, here: Area) -> str:
    """Return the formula that finds an epoch's number in Training."""
    if key != Key("largest"):
        return _of_epoch(layout, layout.blocks[key], here)
    layers = [layer.number for layer in learning(layout.network)]
    each = [_of_epoch(layout, layout.block("largest", l), here) for l in layers]
    return each[0] if len(each) == 1 else f"MAX({','.join(each)})"


def _of_epoch(layout: Layout, block: Block, here: Area) -> str:
    """Return the value of the epoch at the left, so many bands down in Training."""
    first = block.area()._replace(down=False)
    column = reference(here, first._replace(rows=layout.last_band + 1))
    return pick(column, f"1+RC1*{layout.height}")


def _charts(
    series: list[_Series], count: int, column: int, texts: Texts
) -> Iterator[Chart]:
    """Yield a chart of each kind, below each other."""
    for at, kind in enumerate(dict.fromkeys(one.chart for one in series)):
        yield Chart(
            row=_FIRST - 1 + at * _CHART_ROWS,
            column=column,
            title=texts(f"cost.chart_{kind}"),
            x_title=texts("cost.epoch"),
            y_title=texts(f"cost.axis_{kind}"),
            x=Area(_FIRST, 1, count),
            series=tuple(
                (one.head, Area(_FIRST, at_column, count))
                for at_column, one in enumerate(series, 2)
                if one.chart == kind
            ),
            percent=kind == "accuracy",
        )

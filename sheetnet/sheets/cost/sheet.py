"""The `Cost` sheet: the run by epoch, read from Training, with charts; does it learn?"""

from collections.abc import Iterator

from sheetnet.lang import Texts
from sheetnet.layers.quantities import learning
from sheetnet.model.network import Network
from sheetnet.model.notation import Key, superscript
from sheetnet.sheets.cost.formulas import SignFormulas
from sheetnet.sheets.cost.places import (
    SHEET,
    Places,
    Series,
    band_key,
    places_of,
    series_of,
)
from sheetnet.sheets.cost.signs import BAD, OK, Sign, signs_of
from sheetnet.sheets.lookup import in_epoch, last_band
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.drawing.paper import upright
from sheetnet.workbook.plan import Cell, Chart, Mark, Repeat, Sheet, Where

_CHART_ROWS = 18
_CHART_COLUMNS = 10
# More rows than this leave too little of a laptop's screen to scroll.
_MOST_FROZEN = 8


def cost_sheet(layout: Layout, texts: Texts) -> Sheet:
    """Return the sheet."""
    network = layout.network
    places, series = places_of(network, layout.spare), list(series_of(network))
    count, gap = network.last_band + layout.spare + 1, places.beside - 1
    signs = list(_signs(layout, places, texts))
    marks = places.signs.get(Key("sign_mark"))
    charts = tuple(_charts(network, series, count, places, texts))
    # The charts, and as many epochs as stand beside them.
    rows = places.first - 2 + len(charts) * _CHART_ROWS
    paper = upright(max(rows, places.first), places.beside + _CHART_COLUMNS)
    return Sheet(
        key=SHEET,
        name=texts(f"sheet.{SHEET}"),
        cells=(*_table(layout, places, series, texts), *signs),
        blocks=(*places.columns.values(), *places.signs.values()),
        down=Repeat(places.first, count, 1),
        widths={1: 9.0, **dict.fromkeys(range(2, gap), 13.0), gap: 3.0},
        heights={1: 24.0},
        freeze=(places.first, 1) if places.first <= _MOST_FROZEN else None,
        marks=tuple(
            Mark(marks.area(), text, style)
            for text, style in ((OK, "right"), (BAD, "wrong"))
            if marks is not None
        ),
        where=_repeated(layout, places),
        charts=charts,
        print_rows=(places.first - 1, places.first - 1),
        **paper._asdict(),
    )


def _table(
    layout: Layout, places: Places, series: list[Series], texts: Texts
) -> Iterator[Cell]:
    yield Cell(1, 1, "title", text=texts("cost.title"))
    yield Cell(2, 1, "sentence", text=texts("cost.sentence"))
    first, whole = band_key(layout.network), "table-whole"
    yield Cell(places.first - 1, 1, "column-head", text=texts(f"cost.{first.symbol}"))
    last = last_band(layout, places.columns[first].area())
    # Rows of epochs that are not there say the last one again.
    epoch = f"MIN(R[-1]C+1,{last})"
    yield Cell(places.first, 1, whole, epoch, value=True, down=True, initial=whole)
    for one in series:
        block = places.columns[one.key]
        formula = _read(layout, one.key, block.area())
        head = _head(one, texts)
        yield Cell(places.first - 1, block.column, "column-head", text=head)
        yield Cell(
            places.first, block.column, one.style, formula, value=True, down=True
        )


def _head(one: Series, texts: Texts) -> str:
    return texts(f"cost.{one.key.symbol}", layer=superscript(one.key.layer))


def _signs(layout: Layout, places: Places, texts: Texts) -> Iterator[Cell]:
    """Yield the table that tells whether the network learns, and what to change."""
    if not places.signs:
        return
    columns = {
        key: block.area()._replace(rows=block.shape[0], down=False)
        for key, block in places.columns.items()
    }
    lines, values = signs_of(layout.network), places.signs[Key("sign_value")]
    learned = next((at for at, one in enumerate(lines) if one.name == "learned"), None)
    constant = places.signs.get(Key("constant"))
    made = SignFormulas(
        layout,
        columns,
        None if constant is None else constant.area(),
        None if learned is None else values.area(learned),
    )
    yield Cell(values.row - 2, 1, "heading", text=texts("cost.signs"))
    heads = zip(
        ("sign", "value", "mark", "mend"),
        (1, values.column, values.column + 1, places.mends.column),
        strict=True,
    )
    for key, column in heads:
        yield Cell(values.row - 1, column, "symbol-left", text=texts(f"cost.{key}"))
    for at, sign in enumerate(lines):
        mark = places.signs[Key("sign_mark")].area(at)
        yield from _line(made, sign, values.area(at), mark, texts)
    if constant is not None:
        here = constant.area()
        kind = "share" if layout.network.labelled else "mean"
        yield Cell(here.row, 1, "side", text=texts(f"cost.constant_{kind}"))
        yield Cell(
            here.row, here.column, "side-number", made.constant(here), value=True
        )


def _line(
    made: SignFormulas, sign: Sign, value: Area, mark: Area, texts: Texts
) -> Iterator[Cell]:
    """Yield a sign: what is looked at, its number, whether it is bad, what to change."""
    said, mend = (
        texts(f"cost.{part}_{sign.name}", layer=sign.layer) for part in ("sign", "mend")
    )
    yield Cell(value.row, 1, "plain", text=said)
    formula = made.value(value, sign)
    yield Cell(value.row, value.column, "summary", formula, value=True)
    formula = made.mark(mark, sign, value)
    yield Cell(mark.row, mark.column, "mark", formula, value=True)
    yield Cell(mark.row, mark.column + 1, "side", text=mend)


def _read(layout: Layout, key: Key, here: Area) -> str:
    """Return the formula that finds an epoch's number in Training."""
    if key != Key("largest"):
        return _of_epoch(layout, layout.blocks[key], here)
    layers = [layer.number for layer in learning(layout.network)]
    each = [_of_epoch(layout, layout.block("largest", l), here) for l in layers]
    return each[0] if len(each) == 1 else f"MAX({','.join(each)})"


def _of_epoch(layout: Layout, block: Block, here: Area) -> str:
    """Return the value of the epoch at the left, so many bands down in Training."""
    return in_epoch(layout, here, block.area(), "RC1")


def _repeated(layout: Layout, places: Places) -> tuple[Where, ...]:
    """Hide the rows that say the last epoch again: they are for bands to be pasted.

    Their errors too, where η is too large.
    """
    if not layout.spare:
        return ()
    row = places.first + layout.network.bands
    area = Area(row, 1, layout.spare, len(places.columns))
    return (Where(area, f"$A{row}=$A{row - 1}", "hidden-number"),)


def _charts(
    network: Network, series: list[Series], count: int, places: Places, texts: Texts
) -> Iterator[Chart]:
    """Yield a chart of each kind, below each other; of one epoch none.

    Checkpoints lie far apart, so their updates are names, and pasted bands not drawn.
    """
    if count == 1:
        return
    apart = bool(network.checkpoints)
    count = network.bands if apart else count
    along = places.columns[Key("epoch")].column
    kinds = dict.fromkeys(one.chart for one in series if one.chart)
    for at, kind in enumerate(kinds):
        yield Chart(
            # Below what may be frozen.
            row=places.first + at * _CHART_ROWS,
            column=places.beside,
            title=texts(f"cost.chart_{kind}"),
            x_title=texts("cost.epoch"),
            y_title=texts(f"cost.axis_{kind}"),
            x=Area(places.first, along, count),
            series=tuple(
                (_head(one, texts), Area(places.first, at_column, count))
                for at_column, one in enumerate(series, 2)
                if one.chart == kind
            ),
            percent=kind == "accuracy",
            named=apart,
        )

"""Network or lesson → Plan: all sheets and names of a workbook, checked against the limits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sheetnet.lang import Texts
from sheetnet.layers.quantities import quantities
from sheetnet.model.network import Network
from sheetnet.model.notation import excel_name, is_legal_name
from sheetnet.model.quantities import Quantity
from sheetnet.sheets.cost.places import SHEET as COST
from sheetnet.sheets.cost.sheet import cost_sheet
from sheetnet.sheets.guide.leaflet import lesson_guide
from sheetnet.sheets.guide.sheet import guide_sheet
from sheetnet.sheets.limits import (
    check_cells,
    check_formulas,
    check_limits,
    check_updates,
)
from sheetnet.sheets.picture.panels import panels_of
from sheetnet.sheets.picture.sheet import picture_sheet
from sheetnet.sheets.picture.symbols import SHEET as PICTURE
from sheetnet.sheets.picture.symbols import example_name, knob_name
from sheetnet.sheets.protocols import SheetFormulas
from sheetnet.sheets.training.head import SHEET
from sheetnet.sheets.training.layout import Layout, lay_out
from sheetnet.sheets.training.sheet import training_sheet
from sheetnet.sheets.write_on.places import line_of
from sheetnet.sheets.write_on.symbols import PROMPT, WRITTEN
from sheetnet.sheets.write_on.symbols import SHEET as WRITE_ON
from sheetnet.wording import worded
from sheetnet.workbook.address import quoted
from sheetnet.workbook.formula.portable import FUNCTIONS
from sheetnet.workbook.formula.tree import upper
from sheetnet.workbook.plan import Name, Plan, Sheet, on_sheets


def check_fits(network: Network) -> None:
    """Check the limits of a spreadsheet, before anything long is computed.

    Raises: LimitError.
    """
    _checked_layout(network)


def _checked_layout(network: Network) -> Layout:
    layout = lay_out(network)
    check_limits(layout)
    check_updates(network)
    check_cells(layout)
    return layout


def plan_workbook(
    network: Network,
    texts: Texts,
    *,
    views: Sequence[SheetFormulas] = (),
    notices: Sequence[str] = (),
    version: str = "",
) -> Plan:
    """Return the workbook of a network as data.

    `views` make further sheets, which stand after Training; `notices` are sentences about
    its data.

    Raises: LimitError where it would not fit into a spreadsheet.
    """
    layout = _checked_layout(network)
    if network.by_updates:
        texts = texts.of("updates")
    if network.checkpoints:
        texts = texts.of("checkpoints")
    training = training_sheet(layout, texts)
    more = [view.view_sheet(layout, texts) for view in views]
    picture = picture_sheet(layout, texts)
    others = [picture, training, *more, cost_sheet(layout, texts)]
    keys = [sheet.key for sheet in others]
    made = (guide_sheet(layout, texts, keys, list(notices), version), *others)
    mend = worded("lower the units or the filters of the largest layer")
    return Plan(network.title, _finished(made, mend), tuple(_names(layout)))


def last_followed(plan: Plan) -> int:
    """Return the last epoch that head and views could know of, when its band is pasted."""
    down = plan.sheet(COST).down
    assert down is not None, "Cost has a row for each"
    return down.count - 1


def plan_lesson(
    title: str, made: Sequence[Sheet], texts: Texts, *, version: str = ""
) -> Plan:
    """Return the workbook of a lesson as data: its sheets, then the page about it.

    Raises: LimitError where a formula is too long for a cell.
    """
    keys = [sheet.key for sheet in made]
    about = lesson_guide(title, made, texts, version)
    sheets = _finished((*made, about), worded("shorten what the spec asks for"))
    names = [
        Name(block.symbol, block.sheet, block.area())
        for sheet in sheets
        for block in sheet.blocks
        if block.sheet in keys
        and is_legal_name(block.symbol)
        # A name that is a function's would be taken for it, or hide it.
        and upper(block.symbol) not in FUNCTIONS
    ]
    return Plan(title, sheets, tuple(names))


def _finished(made: Sequence[Sheet], mend: str) -> tuple[Sheet, ...]:
    """Write sheets' names into formulas, and check that they fit into cells."""
    named = {sheet.key: quoted(sheet.name) for sheet in made}
    sheets = tuple(
        replace(sheet, cells=on_sheets(sheet.cells, named)) for sheet in made
    )
    check_formulas(sheets, mend)
    return sheets


# Stand at the left, and not always in one rectangle.
_LEARNED = ("parameter", "slot", "gradient")


def _names(layout: Layout) -> Iterator[Name]:
    """Yield the defined names: of the inputs, and of every quantity of epoch 0.

    A name covers one rectangle, so parameters that stand apart are named by unit.
    """
    every = [one for one in quantities(layout.network) if one.name]
    for one in sorted(every, key=_rank):
        block = layout.blocks[one.key]
        if one.role not in _LEARNED:
            yield Name(excel_name(one.name), block.sheet, block.extent())
            continue
        for at, area in block.rectangles():
            yield Name(excel_name(one.name, *at), SHEET, area)
    panels = panels_of(layout.network, layout.spare)
    for symbol in ("epoch", "k"):
        yield Name(knob_name(symbol), PICTURE, panels.block(symbol).area())
    if layout.network.is_sequence:
        for symbol in (PROMPT, WRITTEN):
            yield Name(symbol, WRITE_ON, line_of(layout, symbol).area())
    yield from _examples(layout)


def _examples(layout: Layout) -> Iterator[Name]:
    """Yield a name for each example: links lead to it, whatever its sheet is called."""
    number = layout.block("example").area()._replace(across=False)
    for k in range(layout.network.examples):
        column = number.column + k * layout.columns.step
        yield Name(example_name(k + 1), SHEET, number._replace(column=column))


def _rank(one: Quantity) -> tuple[int, ...]:
    """Return where a name stands: settings, totals, data, then layer by layer."""
    if one.layer > 1:
        return (6 if one.role in _LEARNED else 5, one.layer)
    if not one.source:  # what the book has no letter for
        return (4,)
    return ({"total": 1, "cost": 3}.get(one.role, 2 if one.each else 0),)

"""The limits of a spreadsheet, checked before anything is written."""

import math
from collections.abc import Iterable

from sheetnet.errors import LimitError
from sheetnet.layers.quantities import learning, parameters
from sheetnet.model.network import Layer, Network
from sheetnet.sheets.training.layout import Layout
from sheetnet.wording import later, worded
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, to_a1
from sheetnet.workbook.formula.expand import alone
from sheetnet.workbook.formula.portable import MAX_LENGTH, MAX_OPERATORS, surely_fits
from sheetnet.workbook.formula.tree import Call, Leaf, Row, parse
from sheetnet.workbook.plan import Cell, Sheet

# No limit of the format, but of patience: applications take gigabytes and minutes.
MAX_CELLS = 30_000_000

# So long NumPy may compute to come to a checkpoint; an update by what it consists of.
MOST_SECONDS = 300
_SECONDS_A_LAYER, _SECONDS_A_PRODUCT = 1e-4, 1e-8


def check_limits(layout: Layout) -> None:
    """Check outputs, columns and rows.

    Raises: LimitError, saying how much too large and which setting to lower.
    """
    network, columns = layout.network, layout.columns
    if network.labelled:
        _check_outputs(network.units_out)
    wide = columns.strip - 1 + columns.step * network.examples
    if columns.strip - 1 + columns.step > MAX_COLUMN:
        raise LimitError(
            "{columns} columns for one example, {max_column} are possible; lower"
            " the units of the widest layer or the columns of the picture",
            columns=columns.strip - 1 + columns.step,
            max_column=MAX_COLUMN,
        )
    if wide > MAX_COLUMN:
        fit = (MAX_COLUMN - columns.strip + 1) // columns.step
        raise LimitError(
            "{examples} examples need {wide} columns, {over} more than a"
            " sheet has; {fit} examples would fit: data.rows = {fit} takes a"
            " sample of {data_file}",
            examples=network.examples,
            wide=wide,
            over=wide - MAX_COLUMN,
            fit=fit,
            data_file=network.data_file,
        )
    _check_rows(layout)


def _check_rows(layout: Layout) -> None:
    network = layout.network
    rows = layout.first - 1 + layout.height * network.bands
    if rows > MAX_ROW:
        fit = ((MAX_ROW - layout.first + 1) // layout.height - 1) // network.batches
        mend = worded("lower the units of the largest layer")
        if network.checkpoints:
            raise LimitError(
                "{bands} bands need {rows} rows, {over} more than a sheet has; take fewer"
                " training.checkpoints or lower training.live",
                bands=network.bands,
                rows=rows,
                over=rows - MAX_ROW,
            )
        if fit >= 0:
            mend = worded("{fit} epochs would fit: lower training.epochs", fit=fit)
        raise LimitError(
            "{epochs} epochs need {rows} rows, {over} more than a sheet has; {mend}",
            epochs=network.epochs,
            rows=rows,
            over=rows - MAX_ROW,
            mend=mend,
        )


def _check_outputs(units: int) -> None:
    """Check that the answer, which adds 1 for all outputs but one, has not too many signs."""
    if units - 1 > MAX_OPERATORS:
        raise LimitError(
            "a formula of Training would have {count} operators in one row,"
            " {max_operators} are possible; lower the units of the last layer",
            count=units - 1,
            max_operators=MAX_OPERATORS,
        )


def check_updates(network: Network) -> None:
    """Check how long NumPy would compute to come to the last checkpoint.

    Raises: LimitError, saying how far it may lie.
    """
    if not network.checkpoints:
        return
    last, each = network.checkpoints[-1], _seconds_of_update(network)
    if last * each > MOST_SECONDS:
        raise LimitError(
            "{updates:,} updates would take NumPy about {minutes:,.0f} minutes, {most}"
            " are allowed; lower the last of training.checkpoints to {fit:,}, or take"
            " fewer examples or units",
            updates=last,
            minutes=last * each / 60,
            most=MOST_SECONDS // 60,
            fit=int(MOST_SECONDS / each),
        )


def _seconds_of_update(network: Network) -> float:
    """Return about how long an update takes: so many products, and calls of NumPy."""
    products = sum(
        math.prod(one.shape) * _uses(layer)
        for layer in learning(network)
        for one in parameters(layer)
    )
    products *= network.examples
    return _SECONDS_A_LAYER * len(network.layers) + _SECONDS_A_PRODUCT * products


def _uses(layer: Layer) -> int:
    """Return how often an example meets a parameter: a filter's at each of its places."""
    return math.prod(layer.shape[1:]) if layer.size else 1


def check_cells(layout: Layout) -> None:
    """Check how many cells there would be in all.

    Raises: LimitError.
    """
    cells = sum(block.size for block in layout.blocks.values())
    if cells > MAX_CELLS:
        says = later(
            "{cells:,} cells, {max_cells:,} are allowed; lower"
            " training.epochs, the units of the largest layer, or the examples"
            " in {data_file}"
        )
        if layout.network.checkpoints:
            says = later(
                "{cells:,} cells, {max_cells:,} are allowed; take fewer"
                " training.checkpoints, lower training.live, the units of the largest"
                " layer, or the examples in {data_file}"
            )
        raise LimitError(
            says,
            cells=cells,
            max_cells=MAX_CELLS,
            data_file=layout.network.data_file,
        )


def check_formulas(sheets: Iterable[Sheet], mend: str) -> None:
    """Check every formula's length and rows; `mend` says what makes them shorter.

    Raises: LimitError.
    """
    for sheet in sheets:
        for cell in sheet.cells:
            if cell.formula is None or surely_fits(cell.formula):
                continue
            signs = _longest_row(parse(cell.formula, "R1C1"))
            if signs > MAX_OPERATORS:
                raise LimitError(
                    "a formula of {key} would have {signs} operators in one row,"
                    " {max_operators} are possible; {mend}",
                    key=sheet.key,
                    signs=signs,
                    max_operators=MAX_OPERATORS,
                    mend=mend,
                )
            length = max(_length(sheet, one) for one in alone([cell]))
            if length > MAX_LENGTH:
                raise LimitError(
                    "a formula of {key} needs {length} characters, {over} more"
                    " than a cell holds; {mend}",
                    key=sheet.key,
                    length=length,
                    over=length - MAX_LENGTH,
                    mend=mend,
                )


def _length(sheet: Sheet, cell: Cell) -> int:
    """Return the length of a formula in the last cell, which has the longest addresses."""
    down, across = sheet.down, sheet.across
    row = down.first + down.step * down.count if down else cell.row
    column = across.first + across.step * across.count if across else cell.column
    return len(to_a1(cell.formula or "", row, column))


def _longest_row(row: Row) -> int:
    """Return how many operators stand in the row of a formula that has most of them."""
    signs = sum(isinstance(one, Leaf) and one.kind == "operator" for one in row)
    inside = (one.arguments for one in row if isinstance(one, Call))
    return max([signs, *(_longest_row(row) for rows in inside for row in rows)])

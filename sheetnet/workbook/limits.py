"""The limits of a spreadsheet, checked before anything is written."""

from sheetnet.errors import LimitError
from sheetnet.network import Network
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW
from sheetnet.workbook.layout import Layout

MAX_FORMULA = 8192
MAX_CELLS = 50_000_000


def check_limits(layout: Layout) -> None:
    """Check columns, rows and cells.

    Raises: LimitError, saying how much too large and which setting to lower.
    """
    network, columns = layout.network, layout.columns
    rows = layout.first - 1 + layout.height * (network.epochs + 1)
    wide = columns.strip - 1 + columns.step * network.examples
    if columns.strip - 1 + columns.step > MAX_COLUMN:
        raise LimitError(
            f"{columns.strip - 1 + columns.step} columns for one example,"
            f" {MAX_COLUMN} are possible; lower the units of the widest layer"
            " or the columns of the picture"
        )
    if wide > MAX_COLUMN:
        fit = (MAX_COLUMN - columns.strip + 1) // columns.step
        raise LimitError(
            f"{network.examples} examples need {wide} columns,"
            f" {wide - MAX_COLUMN} more than a sheet has;"
            f" {fit} examples would fit: shorten {network.data_file}"
        )
    if rows > MAX_ROW:
        fit = (MAX_ROW - layout.first + 1) // layout.height - 1
        mend = (
            f"{fit} epochs would fit: lower training.epochs"
            if fit >= 0
            else "lower the units of the largest layer"
        )
        raise LimitError(
            f"{network.epochs} epochs need {rows} rows,"
            f" {rows - MAX_ROW} more than a sheet has; {mend}"
        )


def check_formula_length(length: int, quantity: str, network: Network) -> None:
    """Check the longest formula of a quantity, which grows with the output layer.

    Raises: LimitError.
    """
    if length > MAX_FORMULA:
        raise LimitError(
            f"the formula of {quantity} needs {length} characters,"
            f" {length - MAX_FORMULA} more than a cell holds;"
            f" lower layer.{network.last.number}.units"
        )

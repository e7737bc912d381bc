"""The cells of a file, row by row, whatever kind of file they come from."""

from dataclasses import dataclass

from sheetnet.wording import worded

Cell = str | float

MAX_FIELDS = 2_000_000
# More features than this no network in a sheet can look at.
MAX_COLUMNS = 50_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, and the number of the line or row of each.

    `unit` is what a row is called there; `separator` is "" where there is none,
    `encoding` where it was not guessed. `others` are the workbook's other sheets with cells.
    """

    rows: list[list[Cell]]
    lines: list[int]
    unit: str
    separator: str
    notes: tuple[str, ...]
    encoding: str = ""
    others: tuple[str, ...] = ()


def line_of(unit: str, number: int) -> str:
    """Return where a line of a text, or a row of a sheet, stands.

    >>> line_of("row", 3)
    'row 3'
    """
    if unit == "row":
        return worded("row {number}", number=number)
    return worded("line {number}", number=number)


def other_sheets(others: tuple[str, ...]) -> str:
    """Return what to add to an error on a sheet that may not be the one that was meant.

    >>> print(other_sheets(("Data", "May")))
    ; is the table in another sheet? sheet = "Data" reads it (there are 'Data', 'May')
    >>> other_sheets(())
    ''
    """
    if not others:
        return ""
    told = ", ".join(map(repr, others[:3]))
    hint = worded(
        '; is the table in another sheet? sheet = "{name}" reads it', name=others[0]
    )
    return (
        hint
        if len(others) == 1
        else worded("{hint} (there are {told})", hint=hint, told=told)
    )

"""The cells of a file, row by row, whatever kind of file they come from."""

from dataclasses import dataclass

Cell = str | float

MAX_FIELDS = 2_000_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, and the number of the line or row of each.

    `unit` is what a row is called there; `separator` is "" where there is none.
    """

    rows: list[list[Cell]]
    lines: list[int]
    unit: str
    separator: str
    notes: tuple[str, ...]

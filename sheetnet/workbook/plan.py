"""The workbook as data: sheets of cells and blocks, names, charts, looks.

A Plan holds one relative formula for each cell of one strip in one band, and one for all
cells of a block whose formulas differ only by numbers that grow with the place. So its
size grows with neither examples nor epochs, and hardly with units. No XML here, and no
values.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta, Struct, structs

from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.charts import Chart as Chart
from sheetnet.workbook.charts import Columns as Columns
from sheetnet.workbook.charts import Curve as Curve
from sheetnet.workbook.charts import Scatter as Scatter
from sheetnet.workbook.formula.tree import with_sheets

# The number of the layout this release writes. Any change of blocks or formulas raises
# it; the tests keep one workbook of every layout.
LAYOUT = 1


class Fill(Struct, frozen=True, array_like=True):
    """How a cell repeats along an axis of its block: how many, and how far apart.

    An axis goes down or to the right, so `rows` or `columns` is 0. `moves`: what each number of its formula grows by from one cell to the next, in the
    order in which `formula/numbers.py` reads them.
    """

    count: Annotated[int, Meta(ge=2, le=MAX_ROW)]
    rows: Annotated[int, Meta(ge=0, le=MAX_ROW)]
    columns: Annotated[int, Meta(ge=0, le=MAX_COLUMN)]
    moves: tuple[int, ...] = ()


# A block has units in rows and columns, maps, rows and columns.
_MOST_FILLS = 5


class Cell(Struct, frozen=True, omit_defaults=True):
    """A cell of the first strip in the first band, and how it repeats.

    It holds a formula (R1C1, without "="), a constant text, a value of the block that
    covers it, or nothing but its style.
    `initial`: it holds a constant, in this style, in each band that begins from such, as
    the first does; in all others the formula.
    """

    row: int
    column: int
    style: str
    formula: str | None = None
    text: str | None = None
    value: bool = False
    across: bool = False
    down: bool = False
    initial: str | None = None
    fills: Annotated[tuple[Fill, ...], Meta(max_length=_MOST_FILLS)] = ()

    @property
    def size(self) -> int:
        """How many cells it stands for in one strip and band."""
        return math.prod(fill.count for fill in self.fills)

    def rows(self) -> list[int]:
        """Return the rows in which they stand, as its fills go through them."""
        found = [self.row]
        for fill in self.fills:
            if fill.rows:
                found = [r + at * fill.rows for r in found for at in range(fill.count)]
        return found

    def columns(self) -> list[int]:
        """Return the columns; a cell stands in each of them in each of the rows."""
        found = [self.column]
        for fill in self.fills:
            if fill.columns:
                steps = [at * fill.columns for at in range(fill.count)]
                found = [column + step for column in found for step in steps]
        return found

    def places(self) -> list[tuple[int, int]]:
        """Return the row and the column of each of them."""
        columns = self.columns()
        return [(row, column) for row in self.rows() for column in columns]


def on_sheets(cells: Iterable[Cell], named: Mapping[str, str]) -> tuple[Cell, ...]:
    """Return cells whose formulas call sheets otherwise: by `named`, as it is written."""
    return tuple(
        structs.replace(cell, formula=with_sheets(cell.formula, named))
        if cell.formula
        else cell
        for cell in cells
    )


class Repeat(Struct, frozen=True, array_like=True):
    """How strips or bands repeat: from where, how many, how far apart."""

    first: int
    count: int
    step: int


# Of most sheets only the first band begins from constants.
FIRST = (0,)


@dataclass(frozen=True, slots=True)
class ColorScale:
    """Cells coloured by their value: colours at low, middle (or none) and high."""

    areas: tuple[Area, ...]
    low: tuple[float | None, str]
    high: tuple[float | None, str]
    middle: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Cells that hold a check's text get its style."""

    area: Area
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Validation:
    """Cells that take only numbers of a range, and what to tell who types others.

    Above `low` where `high` is None; any number where both are.
    """

    area: Area
    low: float | None
    high: float | None
    title: str
    message: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A cell that takes one of the values of a list on its own sheet.

    `counted`: the list is 0, 1, 2 …, and then its last number again and again, which
    is offered once. `rises`: so it is, with gaps.
    """

    area: Area
    source: Area
    message: str
    counted: bool = False
    rises: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Cells that should lie between two others: of the same row, or of one cell."""

    area: Area
    low: Area
    high: Area
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Cells with a bar as long as their value; `shares` lie between 0 and 1."""

    areas: tuple[Area, ...]
    shares: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a cell."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads elsewhere: to a defined name, or a cell as formulas write it.

    A name is found whatever its sheet is called by then.
    """

    row: int
    column: int
    to: str


@dataclass(frozen=True, slots=True)
class Where:
    """Cells with a style's ink and number format where a formula (A1) is true; or its fill.

    The formula is that of the first cell. A format that shows nothing takes the lines too.
    """

    area: Area
    formula: str
    style: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: cells, blocks and looks. `key` names it in code and in the map.

    `begins` are the numbers of the bands that begin from constants, `fold` how many rows
    of a band stay where it is folded away; 0: none is.
    It is printed as wide as a page, and `print_high` pages high; 0: as many as it takes.
    """

    key: str
    name: str
    cells: tuple[Cell, ...]
    blocks: tuple[Block, ...]
    across: Repeat | None = None
    down: Repeat | None = None
    begins: tuple[int, ...] = FIRST
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    row_styles: dict[int, str] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    color_scales: tuple[ColorScale, ...] = ()
    marks: tuple[Mark, ...] = ()
    validations: tuple[Validation, ...] = ()
    choices: tuple[Choice, ...] = ()
    between: tuple[Between, ...] = ()
    bars: tuple[Bars, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    charts: tuple[Chart | Scatter | Columns, ...] = ()
    where: tuple[Where, ...] = ()
    print_area: Area | None = None
    print_rows: tuple[int, int] | None = None
    print_columns: tuple[int, int] | None = None
    print_high: int = 0
    portrait: bool = False
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[Area, ...] = ()
    # Rows above the bands that are folded away, from where to where.
    folded_rows: tuple[tuple[int, int], ...] = ()
    fold: int = 0
    hidden: bool = False


def sheet_name_of(key: str) -> str:
    """Return the defined name that stays with a sheet when it is renamed.

    >>> sheet_name_of("Training")
    'sheetnet_Training'
    """
    return f"sheetnet_{key}"


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name of the workbook and the rectangle it stands for."""

    name: str
    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole workbook as data."""

    title: str
    sheets: tuple[Sheet, ...]
    names: tuple[Name, ...]

    def sheet(self, key: str) -> Sheet:
        """Return a sheet by its key."""
        return next(sheet for sheet in self.sheets if sheet.key == key)

"""What a pass over a sheet's XML finds."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sheetnet.xlsx.reading.sheet.formulas import Formulas, Place

Position = tuple[int, int]  # row and column, both from 0


class Fill(NamedTuple):
    """The cells that an array formula or a data table fills; `spills`: now, or more later."""

    area: str
    spills: bool


class Dress(NamedTuple):
    """What a conditional format changes: number format, ink, ground; "" if it does not."""

    code: str = ""
    ink: str = ""
    ground: str = ""


@dataclass(slots=True)
class Scan:
    """What a pass over a sheet has found.

    `rows`, `columns` and `cells` count cells with content: a formula, a value or a text;
    `lowest` and `rightmost` are those that reach farthest. `texts` holds what is written in error cells, and in the cells that were
    asked for; `formulas` the text of each formula, without "="; `fills` what array
    formulas and data tables fill; `rules` the formulas of conditional formats and of
    validations. The rest is how the sheet is shown: hidden rows and columns (both ends),
    merged areas, cells with one of the watched styles, conditional formats (where,
    and their number; `dressed` are those that say themselves what they change), and settings that change what is to be seen. `implied`: some cells do not tell where they stand.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    lowest: Place = (1, 1)
    rightmost: Place = (1, 1)
    rules: list[str] = field(default_factory=list)
    texts: dict[Position, str] = field(default_factory=dict)
    formulas: Formulas = field(default_factory=Formulas)
    fills: dict[Place, Fill] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    styled: dict[Place, str] = field(default_factory=dict)
    conditional: list[tuple[str, str]] = field(default_factory=list)
    dressed: list[tuple[str, Dress]] = field(default_factory=list)
    settings: set[str] = field(default_factory=set)
    implied: bool = False

    def without(self, places: Collection[Place]) -> "Scan":
        """Return what is found where some cells are empty; the sheet stays as large."""
        return replace(
            self,
            texts={
                (row, column): text
                for (row, column), text in self.texts.items()
                if (row + 1, column + 1) not in places
            },
            formulas=self.formulas.without(places),
            fills={at: fill for at, fill in self.fills.items() if at not in places},
        )

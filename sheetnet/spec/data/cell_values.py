"""Cells of a column → numbers or words, one after another; nothing of what a column is for."""

from dataclasses import dataclass
from math import nan
from pathlib import Path

import numpy as np

from sheetnet.errors import DataError
from sheetnet.spec.data.dataset import Numbers
from sheetnet.spec.data.grid.cells import Cell
from sheetnet.spec.data.numerals import numeral, program_numbers
from sheetnet.spec.data.table import Table, tidy
from sheetnet.spec.data.words import MISSING, MISSING_NUMBER
from sheetnet.wording import worded

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Numeric:
    """What numbers a column holds: NaN where there is none; `others` are rows of other texts."""

    values: Numbers
    others: list[int]

    @property
    def any(self) -> bool:
        """Whether there is any number at all."""
        return not bool(np.isnan(self.values).all())


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one file are read: by which decimal mark, and how it is told."""

    path: Path
    table: Table
    mark: str

    def place(self, row: int, name: str) -> str:
        """Return where a cell stands."""
        return worded(
            "{path} {at}, column {name!r}",
            path=self.path,
            at=self.table.at(row),
            name=name,
        )

    def no_number(self, name: str, row: int, remedy: str) -> DataError:
        """Return the error of a cell that is no number, with what to do."""
        text = str(self.table.columns[name][row])[:_SHOWN]
        looks = numeral(text)
        if looks is not None and looks.marks:
            remedy = worded(
                '; by decimal = "{mark}" it would be one', mark=looks.marks[0]
            )
        return DataError(
            "{place}: expected a finite number, found {text!r}{remedy}",
            place=self.place(row, name),
            text=text,
            remedy=remedy,
        )

    def numbers(self, name: str) -> Numeric:
        """Return the numbers of a column.

        Raises: DataError where some have a % or a currency and others do not.
        """
        quick = self._quick(self.table.columns[name])
        return self._slow(name) if quick is None else Numeric(quick, [])

    def _quick(self, cells: list[Cell]) -> Numbers | None:
        """Return numbers as programs write them, with gaps; None where there is anything else."""
        found = program_numbers(cells, self.mark)  # type: ignore[arg-type]
        if found is not None:
            return found
        if not all(type(cell) is str for cell in cells):
            return None
        texts = [str(cell) for cell in cells]
        gaps = [
            at
            for at, one in enumerate(texts)
            if one.strip().casefold() in MISSING_NUMBER
        ]
        if not gaps or len(gaps) == len(texts):
            return None
        for at in gaps:
            texts[at] = "0"
        found = program_numbers(texts, self.mark)
        if found is not None:
            found[gaps] = nan
        return found

    def _slow(self, name: str) -> Numeric:
        """Look at each different cell as a person would."""
        known: dict[str, tuple[float | None, str]] = {}
        kinds: dict[str, int] = {}
        values: list[float] = []
        others: list[int] = []
        for row, cell in enumerate(self.table.columns[name]):
            if not isinstance(cell, str):
                value: float | None = cell
                kind = ""
            else:
                if cell not in known:
                    known[cell] = self._looked_at(cell)
                value, kind = known[cell]
            if value is None:
                others.append(row)
                values.append(nan)
                continue
            values.append(value)
            if value and value == value:  # 0 is 0 in any unit; NaN has none
                kinds.setdefault(kind, row)
        self._check_alike(name, kinds)
        return Numeric(np.array(values), others)

    def _looked_at(self, cell: str) -> tuple[float | None, str]:
        """Return a cell's number, NaN where it is missing, None where it is none; and its unit."""
        text = tidy(cell)
        if text.casefold() in MISSING_NUMBER:
            return nan, ""
        looks = numeral(text)
        if looks is None:
            return None, ""
        return looks.value(self.mark), "%" if looks.percent else looks.currency

    def _check_alike(self, name: str, kinds: dict[str, int]) -> None:
        """Refuse a column in which some numbers have a % or a currency, others another or none."""
        if ("%" in kinds and len(kinds) > 1) or len(set(kinds) - {""}) > 1:
            (one, at), (other, row) = sorted(kinds.items(), key=lambda one: one[1])[:2]
            raise DataError(
                "{place}: {one} beside {other} in {at}; write all numbers of a"
                " column alike",
                place=self.place(row, name),
                one=_unit(other),
                other=_unit(one),
                at=self.table.at(at),
            )

    def words(self, name: str) -> list[str]:
        """Return each cell as a text, "" where it is missing; blanks around are kept."""
        known: dict[Cell, str] = {}
        cells = self.table.columns[name]
        signs = {"-", "−", "–"} if "+" in cells else set()  # + and − are two words
        for cell in cells:
            if cell not in known:
                text = cell if isinstance(cell, str) else f"{cell:.15g}"
                word = tidy(text)
                known[cell] = (
                    "" if word.casefold() in MISSING and word not in signs else text
                )
        return [known[cell] for cell in cells]


def _unit(kind: str) -> str:
    told = {"": worded("a plain number"), "%": worded("a number with %")}
    return told.get(kind, worded("a number in {kind}", kind=kind))

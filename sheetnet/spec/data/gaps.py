"""Missing values: where they are, and what becomes of their examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from sheetnet.errors import DataError
from sheetnet.model.equality import Label
from sheetnet.spec.data.cell_values import Reading
from sheetnet.spec.data.dataset import Numbers
from sheetnet.spec.data.table import tidy
from sheetnet.wording import later, worded

_SHOWN = 5


def gaps_in(
    columns: Mapping[str, Numbers | Sequence[Label]],
) -> dict[str, list[int]]:
    """Return of columns that have gaps in which rows these are."""
    found = {name: _gaps(values) for name, values in columns.items()}
    return {name: rows for name, rows in found.items() if rows}


def _gaps(values: Numbers | Sequence[Label]) -> list[int]:
    if isinstance(values, np.ndarray):
        return [int(at) for at in np.flatnonzero(np.isnan(values))]
    return [
        at
        for at, one in enumerate(values)
        if (one == "" if isinstance(one, str) else isnan(one))
    ]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Rows with a gap, by feature column; and by column of labels or targets."""

    reading: Reading
    features: dict[str, list[int]]
    answers: dict[str, list[int]]
    label: str | None

    def kept(self, missing: str, notes: list[str]) -> list[int]:
        """Return which examples are kept, by what a spec says of missing values.

        Raises: DataError where it says nothing, or none is left.
        """
        count = len(self.reading.table.lines)
        by_column = self.features | self.answers
        lacking = {row for rows in by_column.values() for row in rows}
        if not lacking:
            return list(range(count))
        if missing == "refuse" and not self.features:
            raise self._no_answer()
        if missing == "refuse":
            raise self._refused(len(lacking), count)
        if missing == "mean" and self.features:
            told, listed = sum(map(len, self.features.values())), _listed(self.features)
            notes.append(
                worded("Missing values: {told}, in {listed}.", told=told, listed=listed)
            )
        if missing == "mean":
            # Nothing can stand in for what is to be learned.
            by_column = self.answers
            lacking = {row for rows in by_column.values() for row in rows}
        if not lacking:
            return list(range(count))
        says = later(
            "{lacking} of {count} examples were left out, as values are missing in"
            " {listed}."
        )
        listed = _listed(by_column)
        notes.append(worded(says, lacking=len(lacking), count=count, listed=listed))
        if len(lacking) == count:
            raise DataError(
                "{path}: every example has a missing value", path=self.reading.path
            )
        return [at for at in range(count) if at not in lacking]

    def _refused(self, lacking: int, count: int) -> DataError:
        cells = sum(map(len, self.features.values()))
        where = ", ".join(
            worded(
                "{rows} in {name!r} (first in {at})",
                rows=len(rows),
                name=name,
                at=self.reading.table.at(rows[0]),
            )
            for name, rows in list(self.features.items())[:_SHOWN]
        ) + (" …" if len(self.features) > _SHOWN else "")
        told = (
            worded("1 cell has no value")
            if cells == 1
            else worded("{cells} cells have no value", cells=cells)
        )
        return DataError(
            '{path}: {told}: {where}; say missing = "drop" (leaves out'
            ' {lacking} of {count} examples) or "mean", or put the column in'
            " ignore",
            path=self.reading.path,
            told=told,
            where=where,
            lacking=lacking,
            count=count,
        )

    def _no_answer(self) -> DataError:
        table = self.reading.table
        name, rows = next(iter(self.answers.items()))
        what = (
            worded("the label")
            if name == self.label
            else worded("the target {name!r}", name=name)
        )
        cell = tidy(str(table.columns[name][rows[0]]))
        how = worded("is missing ({cell!r})", cell=cell) if cell else worded("is empty")
        more = (
            worded(", and in {rows} more", rows=len(rows) - 1) if len(rows) > 1 else ""
        )
        return DataError(
            '{path} {at}: {what} {how}{more}; say missing = "drop" to leave'
            " such examples out",
            path=self.reading.path,
            at=table.at(rows[0]),
            what=what,
            how=how,
            more=more,
        )


def _listed(columns: Mapping[str, list[int]]) -> str:
    more = " …" if len(columns) > _SHOWN else ""
    return ", ".join(map(repr, list(columns)[:_SHOWN])) + more

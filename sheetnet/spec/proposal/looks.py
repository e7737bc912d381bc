"""What a table holds, column by column, before anybody has said what a column is for."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from sheetnet.errors import DataError
from sheetnet.spec.data.cell_values import Numeric, Reading
from sheetnet.spec.data.columns import MOST_WORDS_FOUND, is_date, unit_of
from sheetnet.spec.data.grid import grid_of
from sheetnet.spec.data.grid.cells import Cell, Grid
from sheetnet.spec.data.marks import decimal_mark
from sheetnet.spec.data.numerals import numeral
from sheetnet.spec.data.table import table_of, tidy
from sheetnet.spec.data.words import yes_no
from sheetnet.spec.schema import DataSpec

# `texts` are different in nearly every row, `mixed` are texts among numbers.
Kind = Literal["numbers", "yes-no", "words", "constant", "empty", "date", "time", "unit", "texts", "mixed"]  # fmt: skip

_SOME = 5
_FEW = 100


@dataclass(frozen=True, slots=True)
class Look:
    """What one column holds.

    `different` counts its values, `missing` and `filled` its cells without and with one.
    `example` is a cell that tells its kind; `words` are some of different ones. Of numbers:
    `whole` where all are, `counts` where each is one more than the one above, `steps` where
    different ones lie evenly, more than 1 apart; `amounts` where a currency, a % or a mark
    between thousands is written.
    """

    name: str
    kind: Kind
    different: int
    missing: int
    filled: int
    example: str
    words: tuple[str, ...] = ()
    whole: bool = False
    counts: bool = False
    steps: bool = False
    amounts: bool = False
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Looked:
    """A table that was looked at: how it was read (`spec`), its rows and its columns.

    `others` are further sheets of its workbook.
    """

    spec: DataSpec
    rows: int
    columns: tuple[Look, ...]
    others: tuple[str, ...] = ()

    def named(self, name: str) -> Look:
        """Return the column of a name."""
        return next(one for one in self.columns if one.name == name)


def looked_at(path: Path, given: DataSpec) -> Looked:
    """Look at every column of a file; `given` is what the user says of it.

    Raises: DataError where it cannot be read as a table.
    """
    grid = grid_of(path, given)
    header = given.header if given.header is not None else header_of(grid)
    table = table_of(path, grid, header)
    ignored = {table.name_of(path, one) for one in given.ignore}
    names = [one for one in table.columns if one not in ignored]
    mark = decimal_mark(path, table, names, given.decimal, [])
    said = msgspec.structs.replace(
        given,
        encoding=given.encoding or grid.encoding or None,
        separator=given.separator or _unusual(grid.separator),
        decimal=given.decimal or ("," if mark == "," else None),
        header=header,
        ignore=sorted(ignored, key=list(table.columns).index),
    )
    if said.separator and said.decimal is None:
        said = msgspec.structs.replace(said, decimal=".")
    reading = Reading(path, table, mark)
    seen = tuple(_look(reading, name) for name in names)
    return Looked(said, len(table.lines), seen, grid.others)


def _unusual(separator: str) -> str | None:
    """Return a separator as it is said; None where it is the comma, or there is none."""
    return None if separator in (",", "") else {"\t": "tab"}.get(separator, separator)


def header_of(grid: Grid) -> bool | None:
    """Tell whether the first row holds names: None where it surely does.

    Numbers are names where they count (0, 1, 2 … as programs write them, or years).
    A word that stands below it again is a value.
    """
    widest = max((len(row) for row in grid.rows[:50]), default=0)
    rows = [row for row in grid.rows if len(row) == widest and any(map(_text, row))]
    if len(rows) < 2:
        return None
    first, others = rows[0], rows[1:]
    numbers = [one for one in map(_number, first) if one is not None]
    if not numbers:
        return None
    if len(numbers) > 1 and all(right - left == 1 for left, right in pairwise(numbers)):
        return True
    words = [at for at, one in enumerate(first) if _text(one) and _number(one) is None]
    if not words:
        return False
    again = any(
        _text(first[at]) in {_text(row[at]) for row in others[:500]} for at in words
    )
    return False if again or len(numbers) > 1 else None


def _text(cell: Cell) -> str:
    return tidy(cell) if isinstance(cell, str) else f"{cell:.15g}"


def _number(cell: Cell) -> float | None:
    if not isinstance(cell, str):
        return cell
    looks = numeral(cell)
    if looks is None or not looks.marks:
        return None
    return looks.value(looks.marks[0])


# ------------------------------------------------------------------ one column


def _look(reading: Reading, name: str) -> Look:
    try:
        found = reading.numbers(name)
    except DataError:  # some with a unit, some without
        first = next(cell for cell in reading.table.columns[name] if _text(cell))
        return Look(name, "mixed", 0, 0, len(reading.table.lines), _text(first))
    if not found.others:
        return _of_numbers(name, found, amounts=_has_amounts(reading, name))
    return _of_texts(reading, name, found)


def _has_amounts(reading: Reading, name: str) -> bool:
    """Tell whether a cell has a currency, a %, or a mark between thousands.

    Of columns with few different cells: of others nobody asks.
    """
    different = set(reading.table.columns[name])
    if len(different) > _FEW:
        return False
    for cell in different:
        looks = numeral(tidy(cell)) if isinstance(cell, str) else None
        if looks and (looks.percent or looks.currency or looks.groups(reading.mark)):
            return True
    return False


def _of_numbers(name: str, found: Numeric, *, amounts: bool) -> Look:
    if not found.any:
        return Look(name, "empty", 0, len(found.values), 0, "")
    values = found.values[~np.isnan(found.values)]
    different = np.unique(values)
    apart = np.diff(different)
    return Look(
        name,
        "numbers" if len(apart) else "constant",
        len(different),
        len(found.values) - len(values),
        len(values),
        f"{values[0]:.15g}",
        whole=bool((values == np.rint(values)).all()),
        counts=len(values) > 1 and bool((np.diff(values) == 1).all()),
        steps=len(apart) > 1 and bool((apart == apart[0]).all()) and apart[0] > 1,
        amounts=amounts,
        low=float(values.min()),
        high=float(values.max()),
    )


def _of_texts(reading: Reading, name: str, found: Numeric) -> Look:
    words = [tidy(one) for one in reading.words(name)]
    missing = words.count("")
    filled = len(words) - missing
    # A cell may be none among numbers and a word among words.
    odd = next((words[at] for at in found.others if words[at]), "")
    different = list(dict.fromkeys(one for one in words if one))
    kind = _kind_of(different, filled, numbers=found.any, odd=odd)
    some = tuple(different[:_SOME])
    return Look(name, kind, len(different), missing, filled, odd, some)


def _kind_of(different: list[str], filled: int, *, numbers: bool, odd: str) -> Kind:
    if not different:
        return "empty"
    if all(map(is_date, different)):
        return "time" if all(map(_is_time, different)) else "date"
    if numbers:
        return "unit" if _has_unit(odd) else "mixed"
    if all(map(_has_unit, different)):
        return "unit"
    if len(different) == 1:
        return "constant"
    if yes_no(different) is not None:
        return "yes-no"
    if len(different) > MOST_WORDS_FOUND or len(different) == filled:
        return "texts"
    return "words"


def _is_time(text: str) -> bool:
    """Tell whether a date has no day: 08:30."""
    return text.partition(":")[0].isdecimal()


def _has_unit(text: str) -> bool:
    """Tell whether a text is a number with its unit, or two: 62 kg, 5ft 3, 5 ft 3 in.

    >>> [_has_unit(text) for text in ("62 kg", "5ft 3", "2x4", "room 3")]
    [True, True, False, False]
    """
    if unit_of(text):
        return True
    parts = text.split(" ")
    pairs = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in (1, 2)]
    return any(
        unit_of(large) and (small.isdecimal() or unit_of(small))
        for large, small in pairs
    )

"""Cells of a column → numbers, or words: what it holds, and what is refused in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.spec.data.grid.cells import Cell
from sheetnet.spec.data.numerals import MARKS, Numeral, numeral, program_numbers
from sheetnet.spec.data.table import Table, tidy
from sheetnet.spec.data.words import MISSING, MISSING_NUMBER, yes_no

# So many words may a column have that nobody named in `categories`, or that somebody did.
MOST_WORDS_FOUND = 30
MOST_WORDS = 100

_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)(?:[T ].*)?"
    r"|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}(?: .*)?"
    r"|\d{4}-(?:0\d|1[0-2])|\d{1,2}月\d{1,2}日|\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp][Mm])?"
)
_UNIT = re.compile(
    r"(?P<number>[-+]?\d[\d.,]*)\s*(?P<unit>[^\W\d_][^\W\d_/]*(?:/[^\W\d_]+)?[²³]?|°\w?|‰)"
)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one file are read: by which decimal mark, and how it is told."""

    path: Path
    table: Table
    mark: str

    def place(self, row: int, name: str) -> str:
        """Return where a cell stands."""
        return f"{self.path} {self.table.at(row)}, column {name!r}"

    def numbers(self, name: str) -> list[float | None]:
        """Return of each cell its number, NaN where it is missing, None where it is no number."""
        cells = self.table.columns[name]
        quick = program_numbers(cells, self.mark)  # type: ignore[arg-type]
        if quick is not None:
            return list(quick)
        known: dict[Cell, float | None] = {}
        found: list[float | None] = []
        for cell in cells:
            if cell not in known:
                known[cell] = self._number(cell)
            found.append(known[cell])
        self._check_alike(name, found)
        return found

    def _number(self, cell: Cell) -> float | None:
        if not isinstance(cell, str):
            return cell
        text = tidy(cell)
        if text.casefold() in MISSING_NUMBER:
            return nan
        looks = numeral(text)
        return None if looks is None else looks.value(self.mark)

    def _check_alike(self, name: str, found: list[float | None]) -> None:
        """Refuse a column in which some numbers have a % or a currency, and others do not."""
        seen: dict[str, int] = {}
        cells = self.table.columns[name]
        for row, (cell, value) in enumerate(zip(cells, found, strict=True)):
            if not value or isnan(value) or not isinstance(cell, str):
                continue  # 0 is 0 in any unit
            looks = numeral(cell)
            assert looks is not None
            seen.setdefault("%" if looks.percent else looks.currency, row)
        kinds = set(seen)
        if ("%" in kinds and len(kinds) > 1) or len(kinds - {""}) > 1:
            (one, at), (other, row) = sorted(seen.items(), key=lambda one: one[1])[:2]
            raise DataError(
                f"{self.place(row, name)}: {_unit(other)} beside {_unit(one)}"
                f" in {self.table.at(at)}; write all numbers of a column alike"
            )

    def words(self, name: str) -> list[str]:
        """Return each cell as a text, "" where it is missing."""
        known: dict[Cell, str] = {}
        found: list[str] = []
        for cell in self.table.columns[name]:
            if cell not in known:
                text = _text(cell)
                known[cell] = "" if tidy(text).casefold() in MISSING else text
            found.append(known[cell])
        return found


def _text(cell: Cell) -> str:
    return clean_text(cell) if isinstance(cell, str) else f"{cell:.15g}"


def clean_text(text: str) -> str:
    """Return a word with its blanks, so that those who join words can tell of it."""
    return text if tidy(text) else ""


def _unit(kind: str) -> str:
    return {"": "a plain number", "%": "a number with %"}.get(
        kind, f"a number in {kind}"
    )


# ------------------------------------------------------------------ the decimal mark


def decimal_mark(
    path: Path, table: Table, names: Sequence[str], said: str | None, notes: list[str]
) -> str:
    """Return which mark is the decimal one in the whole file: a point or a comma.

    Raises: DataError where numbers are open to both, or need one each.
    """
    if said is not None:
        return said
    cells = [(name, table.columns[name]) for name in names]
    commas = _Evidence.of(table, cells, ",")
    if table.separator == "," and commas.proof is None:
        # Where commas stand between cells, programs write a decimal point.
        points = _Evidence(None, None)
    else:
        points = _Evidence.of(table, cells, ".")
    mark = _judged(path, table, points, commas)
    other = commas if mark == "." else points
    if mark == ",":
        notes.append("The decimal mark is a comma.")
    if (grouped := other.open) is not None:
        value = grouped.looks.value(mark)
        notes.append(f"{grouped.shown} is {value:.15g}, with a mark between thousands.")
    return mark


@dataclass(frozen=True, slots=True)
class _Told:
    """A cell whose number depends on the decimal mark."""

    looks: Numeral
    shown: str
    place: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """For one of the marks as the decimal one: a cell that proves it; one open to both."""

    proof: _Told | None
    open: _Told | None

    @classmethod
    def of(
        cls, table: Table, columns: list[tuple[str, list[Cell]]], mark: str
    ) -> "_Evidence":
        """Look at the cells with this mark, each text once, until one proves it."""
        full_width = chr(ord(mark) + 0xFEE0)
        undecided: _Told | None = None
        for name, cells in columns:
            seen: set[str] = set()
            for row, cell in enumerate(cells):
                if not isinstance(cell, str) or cell in seen:
                    continue
                if mark not in cell and full_width not in cell:
                    continue
                seen.add(cell)
                looks = numeral(cell)
                if looks is None or not looks.marks:
                    continue
                place = f"{table.at(row)}, column {name!r}"
                told = _Told(looks, tidy(cell)[:_SHOWN], place)
                if looks.marks == (mark,):
                    return cls(told, undecided)
                undecided = undecided or told
        return cls(None, undecided)


def _judged(path: Path, table: Table, points: _Evidence, commas: _Evidence) -> str:
    one, other = points.proof, commas.proof
    if one and other:
        raise DataError(
            f"{path}: {one.shown!r} ({one.place}) has a decimal point, {other.shown!r}"
            f" ({other.place}) a decimal comma; write them alike, or say"
            ' decimal = "." or ","'
        )
    if one or other:
        return "." if one else ","
    undecided = commas.open or points.open
    if undecided is None or table.separator == ",":
        return "."
    by_point, by_comma = (undecided.looks.value(mark) for mark in MARKS)
    raise DataError(
        f"{path} {undecided.place}: {undecided.shown!r} may be {by_point:.15g} or"
        f' {by_comma:.15g}; say decimal = "." for the first, or "," for the second'
    )


# ------------------------------------------------------------------ what a column holds


def as_numbers(reading: Reading, name: str, remedy: str) -> list[float]:
    """Return the numbers of a column, NaN where one is missing.

    Raises: DataError, naming the first cell that is no number.
    """
    found = reading.numbers(name)
    for row, value in enumerate(found):
        if value is None:
            raise no_number(reading, name, row, remedy)
    return [value for value in found if value is not None]


def no_number(reading: Reading, name: str, row: int, remedy: str) -> DataError:
    """Return the error of a cell that is no number, with what to do."""
    text = str(reading.table.columns[name][row])[:_SHOWN]
    return DataError(
        f"{reading.place(row, name)}: expected a finite number, found {text!r}{remedy}"
    )


def feature(
    reading: Reading, name: str, *, is_category: bool, notes: list[str]
) -> list[float] | list[str]:
    """Return the numbers of a feature column, or its words.

    Raises: DataError where it holds neither, or too many different words.
    """
    if is_category:
        words = reading.words(name)
        _check_count(reading, name, words, MOST_WORDS)
        return words
    found = reading.numbers(name)
    others = [row for row, value in enumerate(found) if value is None]
    if not others:
        if all(value is not None and isnan(value) for value in found):
            raise DataError(
                f"{reading.path}: column {name!r} is empty; put it in ignore"
            )
        _note_percent(reading, name, notes)
        return [value for value in found if value is not None]
    _check_not_mixed(reading, name, found, others)
    words = reading.words(name)
    said = yes_no([word for word in dict.fromkeys(words) if word])
    if said is not None:
        one, nought = (
            next((word for word, value in said.items() if value == wanted), "")
            for wanted in (1.0, 0.0)
        )
        told = " and ".join(
            f"{word!r} is {n}" for word, n in ((one, 1), (nought, 0)) if word
        )
        notes.append(f"Column {name!r}: {told}.")
        return [said[word] if word else nan for word in words]
    _check_count(reading, name, words, MOST_WORDS_FOUND)
    notes.append(f"Column {name!r} holds words: it is a category.")
    return words


def _note_percent(reading: Reading, name: str, notes: list[str]) -> None:
    cells = reading.table.columns[name]
    first = next(
        (one for one in cells if isinstance(one, str) and ("%" in one or "％" in one)),
        None,
    )
    if first is not None and (looks := numeral(first)):
        notes.append(
            f"Column {name!r}: {tidy(first)} is {looks.value(reading.mark):.15g},"
            " as in a spreadsheet."
        )


def _check_not_mixed(
    reading: Reading, name: str, found: list[float | None], others: list[int]
) -> None:
    """Refuse words among numbers: a slip more often than a category."""
    cells = reading.table.columns[name]
    texts = {tidy(str(cells[row])) for row in others}
    numbers = any(value is not None and not isnan(value) for value in found)
    if all(map(_DATE.fullmatch, texts)):
        remedy = ", a date or time; put the column in ignore, or turn it into a number"
        raise no_number(reading, name, others[0], remedy)
    units = {unit["unit"] if (unit := _UNIT.fullmatch(one)) else "" for one in texts}
    if len(units) == 1 and "" not in units and (len(texts) > 1 or not numbers):
        remedy = f"; leave the unit {units.pop()!r} out of the cells"
        raise no_number(reading, name, others[0], remedy)
    if numbers:
        remedy = f"; correct it, or put {name!r} in ignore or categories"
        raise no_number(reading, name, others[0], remedy)


def _check_count(reading: Reading, name: str, words: list[str], most: int) -> None:
    """Refuse what names each example instead of sorting them."""
    different = {tidy(word) for word in words if word}
    if not different:
        raise DataError(f"{reading.path}: column {name!r} is empty; put it in ignore")
    each = len(different) == sum(1 for word in words if word)
    if len(different) <= most and not (each and most == MOST_WORDS_FOUND):
        return
    row = next(at for at, word in enumerate(words) if word)
    told = (
        "a different one in each row" if each else f"{len(different)} different words"
    )
    limit = "" if len(different) <= most else f" (at most {most})"
    hint = f"; put it in ignore, or in categories if its words sort the examples{limit}"
    raise DataError(
        f"{reading.place(row, name)}: expected numbers, found the words"
        f" {tidy(words[row])[:_SHOWN]!r} …, {told}{hint}"
    )

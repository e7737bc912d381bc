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
_UNIT = re.compile(r"(?P<number>[-+]?\d[\d.,]*)\s*(?P<unit>[^\W\d_][\w/²³]*|°\w?|‰)")
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
        if self.mark == ".":
            quick = program_numbers(cells)  # type: ignore[arg-type]
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
    proofs: dict[str, tuple[str, str]] = {}
    open_to_both: tuple[str, str] | None = None
    for name in names:
        for row, looks in _telling(table.columns[name]):
            place = f"{table.at(row)}, column {name!r}"
            shown = tidy(str(table.columns[name][row]))[:_SHOWN]
            marks = looks.marks
            if len(marks) == 1:
                proofs.setdefault(marks[0], (shown, place))
            elif marks and open_to_both is None:
                open_to_both = shown, place
        if len(proofs) == len(MARKS):
            break
    return _judged(path, table, proofs, open_to_both, notes)


def _telling(cells: list[Cell]) -> list[tuple[int, Numeral]]:
    """Return the cells, each different text once, whose number depends on the mark."""
    rows: dict[str, int] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, str) and ("." in cell or "," in cell or not cell.isascii()):
            rows.setdefault(cell, row)
    looked = ((row, numeral(cell)) for cell, row in rows.items())
    return [(row, looks) for row, looks in looked if looks is not None and looks.tells]


def _judged(
    path: Path,
    table: Table,
    proofs: dict[str, tuple[str, str]],
    open_to_both: tuple[str, str] | None,
    notes: list[str],
) -> str:
    if len(proofs) == len(MARKS):
        (one, at), (other, there) = (proofs[mark] for mark in MARKS)
        raise DataError(
            f"{path}: {one!r} ({at}) has a decimal point, {other!r} ({there}) a decimal"
            ' comma; write them alike, or say decimal = "." or ","'
        )
    if proofs:
        mark = next(iter(proofs))
        if mark == ",":
            notes.append("The decimal mark is a comma.")
        return mark
    # Where commas stand between cells, programs write a decimal point.
    if open_to_both is None or table.separator == ",":
        return "."
    shown, place = open_to_both
    looks = numeral(shown)
    assert looks is not None
    raise DataError(
        f"{path} {place}: {shown!r} may be {looks.value('.'):.15g} or"
        f' {looks.value(","):.15g}; say which mark is the decimal one: decimal = "."'
        f' for the first, decimal = "," for the second'
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
    _check_no_dates(reading, name, words, others[0])
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
    row = others[0]
    _check_no_unit(reading, name, row)
    if any(value is not None and not isnan(value) for value in found):
        raise no_number(
            reading, name, row, f"; correct it, or put {name!r} in ignore or categories"
        )


def _check_no_unit(reading: Reading, name: str, row: int) -> None:
    text = tidy(str(reading.table.columns[name][row]))
    unit = _UNIT.fullmatch(text)
    if (
        unit
        and (looks := numeral(unit["number"]))
        and looks.value(reading.mark) is not None
    ):
        raise no_number(
            reading, name, row, f"; leave the unit {unit['unit']!r} out of the cells"
        )


def _check_no_dates(reading: Reading, name: str, words: list[str], row: int) -> None:
    if all(_DATE.fullmatch(tidy(word)) for word in set(words) if word):
        raise no_number(
            reading,
            name,
            row,
            ", a date or time; put the column in ignore, or turn it into a number",
        )


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

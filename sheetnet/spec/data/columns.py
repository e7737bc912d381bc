"""What a feature column holds: numbers, yes and no, or words that sort; and what is refused."""

import re
from math import nan

import numpy as np

from sheetnet.errors import DataError
from sheetnet.spec.data.cell_values import Numeric, Reading
from sheetnet.spec.data.dataset import Numbers
from sheetnet.spec.data.numerals import numeral
from sheetnet.spec.data.table import tidy
from sheetnet.spec.data.words import yes_no
from sheetnet.wording import worded

# So many words may a column have that nobody named in `categories`, or that somebody did.
MOST_WORDS_FOUND = 30
MOST_WORDS = 100

_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)(?:[T ].*)?"
    r"|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}(?: .*)?"
    r"|\d{4}-(?:0\d|1[0-2])|\d{1,2}月\d{1,2}日|\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp][Mm])?"
    r"|\d{1,2}[-. ]+[^\W\d_]{3,9}\.?[- ,]+\d{2,4}(?: .*)?|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}(?: .*)?"
)
_UNIT = re.compile(
    r"(?P<number>[-+]?\d[\d.,]*)\s*(?P<unit>[^\W\d_][^\W\d_/]*(?:/[^\W\d_]+)?[²³]?|°\w?|‰)"
)
_SHOWN = 40


def as_numbers(reading: Reading, name: str, remedy: str) -> Numbers:
    """Return the numbers of a column, NaN where one is missing.

    Raises: DataError, naming the first cell that is no number.
    """
    found = reading.numbers(name)
    if found.others:
        raise reading.no_number(name, found.others[0], remedy)
    return found.values


def feature(
    reading: Reading, name: str, *, is_category: bool, notes: list[str]
) -> Numbers | list[str]:
    """Return the numbers of a feature column, or its words.

    Raises: DataError where it holds neither, or too many different words.
    """
    if is_category:
        words = reading.words(name)
        _check_count(reading, name, words, MOST_WORDS)
        return words
    found = reading.numbers(name)
    if not found.others:
        if not found.any:
            raise _empty(reading, name)
        _note_percent(reading, name, notes)
        return found.values
    _check_not_mixed(reading, name, found)
    words = reading.words(name)
    said = yes_no([word for word in dict.fromkeys(words) if word])
    if said is not None:
        one, nought = (
            next((word for word, value in said.items() if value == wanted), "")
            for wanted in (1.0, 0.0)
        )
        told = worded(" and ").join(
            worded("{word!r} is {n}", word=word, n=n)
            for word, n in ((one, 1), (nought, 0))
            if word
        )
        notes.append(worded("Column {name!r}: {told}.", name=name, told=told))
        return np.array([said[word] if word else nan for word in words])
    _check_count(reading, name, words, MOST_WORDS_FOUND)
    notes.append(worded("Column {name!r} holds words: it is a category.", name=name))
    return words


def _note_percent(reading: Reading, name: str, notes: list[str]) -> None:
    cells = reading.table.columns[name]
    first = next(
        (one for one in cells if isinstance(one, str) and ("%" in one or "％" in one)),
        None,
    )
    if first is not None and (looks := numeral(first)):
        notes.append(
            worded(
                "Column {name!r}: {first} is {value:.15g}, as in a spreadsheet.",
                name=name,
                first=tidy(first),
                value=looks.value(reading.mark),
            )
        )


def _empty(reading: Reading, name: str) -> DataError:
    # Libraries write formulas without their values.
    saved = worded("; if it holds formulas, open the file in a spreadsheet and save it")
    hint = saved if reading.table.unit == "row" else ""
    return DataError(
        "{path}: column {name!r} is empty; put it in ignore{hint}",
        path=reading.path,
        name=name,
        hint=hint,
    )


def _check_not_mixed(reading: Reading, name: str, found: Numeric) -> None:
    """Refuse words among numbers: a slip more often than a category."""
    cells = reading.table.columns[name]
    others = found.others
    texts = {tidy(str(cells[row])) for row in others}
    if all(map(is_date, texts)):
        remedy = worded(
            ", a date or time; put the column in ignore, or turn it into a number"
        )
        raise reading.no_number(name, others[0], remedy)
    units = set(map(unit_of, texts))
    if len(units) == 1 and "" not in units and (len(texts) > 1 or not found.any):
        remedy = worded("; leave the unit {unit!r} out of the cells", unit=units.pop())
        raise reading.no_number(name, others[0], remedy)
    if found.any or any(map(numeral, texts)):
        remedy = worded(
            "; correct it, or put {name!r} in ignore or categories", name=name
        )
        raise reading.no_number(name, others[0], remedy)


def is_date(text: str) -> bool:
    """Tell whether a text is a date or a time.

    >>> is_date("2024-03-01"), is_date("1.3.24"), is_date("12:30"), is_date("1.3")
    (True, True, True, False)
    """
    return _DATE.fullmatch(text) is not None


def unit_of(text: str) -> str:
    """Return the unit that stands behind a number; "" where there is none.

    >>> unit_of("12.5 kg"), unit_of("kg")
    ('kg', '')
    """
    found = _UNIT.fullmatch(text)
    return found["unit"] if found else ""


def _check_count(reading: Reading, name: str, words: list[str], most: int) -> None:
    """Refuse what names each example instead of sorting them."""
    different = {tidy(word) for word in words if word}
    if not different:
        raise _empty(reading, name)
    each = len(different) == sum(1 for word in words if word)
    if len(different) <= most and not (each and most == MOST_WORDS_FOUND):
        return
    row = next(at for at, word in enumerate(words) if word)
    told = (
        worded("a different one in each row")
        if each
        else worded("{count} different words", count=len(different))
    )
    limit = "" if len(different) <= most else worded(" (at most {most})", most=most)
    hint = worded(
        "; put it in ignore, or in categories if its words sort the examples{limit}",
        limit=limit,
    )
    raise DataError(
        "{place}: expected numbers, found the words {word!r} …, {told}{hint}",
        place=reading.place(row, name),
        word=tidy(words[row])[:_SHOWN],
        told=told,
        hint=hint,
    )

"""The columns that say what is right: labels, targets; and the one that says who tests."""

from collections.abc import Iterable, Sequence
from math import isnan

from sheetnet.errors import DataError
from sheetnet.model.equality import Label
from sheetnet.spec.data.cell_values import Reading
from sheetnet.spec.data.columns import as_numbers
from sheetnet.spec.data.dataset import Numbers
from sheetnet.spec.data.table import tidy
from sheetnet.spec.data.words import joined
from sheetnet.wording import worded

_LEARNS = {
    "train",
    "training",
    "learn",
    "learning",
    "trn",
    "训练",
    "训练集",
    "訓練",
    "lernen",
}
_TESTS = {"test", "testing", "tst", "测试", "测试集", "測試", "testen"}
_YES = {"1", "1.0", "true", "yes", "是", "wahr", "ja"}
_NO = {"0", "0.0", "false", "no", "否", "falsch", "nein"}
# From so many on, numbers that are all different are measured, not classes.
_MEASURED = 6


def labels_of(reading: Reading, name: str, notes: list[str]) -> list[Label]:
    """Return numbers where every label is one, else texts; "" where one is missing.

    Raises: DataError where they are measurements.
    """
    words = reading.words(name)
    numbers = _numbers(reading, name, words)
    if numbers is not None:
        _check_classes(reading, name, [one for one in numbers if not isnan(one)])
        return list(numbers)
    return list(joined(words, worded("Labels"), notes))


def _numbers(reading: Reading, name: str, words: Sequence[str]) -> list[float] | None:
    """Return the labels as numbers, where all are."""
    if not any(words):
        return None
    try:
        found = reading.numbers(name)
    except DataError:  # with and without a %: words, then
        return None
    return None if found.others else [float(one) for one in found.values]


def _check_classes(reading: Reading, name: str, values: list[float]) -> None:
    if len(values) < _MEASURED or len(set(values)) < len(values):
        return
    ordered = sorted(values)
    counted = ordered[0] in (0, 1) and ordered[-1] - ordered[0] == len(values) - 1
    if not counted:
        raise DataError(
            "{path}: column {name!r}: expected classes as labels, found"
            ' {count} different numbers; for numbers use target = ["{name}"]'
            " instead of label",
            path=reading.path,
            name=name,
            count=len(values),
        )


def targets_of(reading: Reading, name: str) -> Numbers:
    """Return the numbers of a target column, NaN where one is missing.

    Raises: DataError, naming the first cell that is no number.
    """
    words = {tidy(word) for word in reading.words(name) if word}
    few = len(words) <= max(2, len(reading.table.lines) // 2)
    hint = (
        worded('; for classes use label = "{name}" instead of target', name=name)
        if few
        else ""
    )
    return as_numbers(reading, name, hint)


def is_split(words: Iterable[str]) -> bool:
    """Tell whether words say of each example whether it learns or tests.

    >>> is_split(["Train", "test"]), is_split(["test"]), is_split(["yes", "no"])
    (True, False, False)
    """
    folded = {word.casefold() for word in words}
    return folded <= _LEARNS | _TESTS and not (
        folded.isdisjoint(_LEARNS) or folded.isdisjoint(_TESTS)
    )


def told_by_split(reading: Reading, name: str, notes: list[str]) -> list[bool]:
    """Return which examples test, by the words of a column.

    1 and 0, yes and no, answer the column's name: in one named "train", 1 learns; else 1 tests.
    Raises: DataError where a cell says neither.
    """
    ones_learn = any(word in name.casefold() for word in ("train", "训练", "learn"))
    learns = _LEARNS | (_YES if ones_learn else _NO)
    tests = _TESTS | (_NO if ones_learn else _YES)
    found: list[bool] = []
    for row, cell in enumerate(reading.table.columns[name]):
        word = tidy(cell if isinstance(cell, str) else f"{cell:.15g}").casefold()
        if word not in learns | tests:
            raise DataError(
                "{place}: expected train or test, 训练 or 测试, 0 or 1, found {word!r}",
                place=reading.place(row, name),
                word=word[:40],
            )
        found.append(word in tests)
    if not set(map(str, reading.table.columns[name])).isdisjoint(_YES | _NO):
        notes.append(
            worded("Column {name!r}: 1 learns.", name=name)
            if ones_learn
            else worded("Column {name!r}: 1 tests.", name=name)
        )
    notes.append(
        worded(
            "{count} examples test, by column {name!r}.", count=sum(found), name=name
        )
    )
    return found

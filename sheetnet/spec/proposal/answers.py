"""Which column is to be learned: told by the user, by its name, by its place; or asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sheetnet.errors import DataError
from sheetnet.spec.data.grid.cells import other_sheets
from sheetnet.spec.proposal.looks import Look, Looked
from sheetnet.wording import later, worded

Why = Literal["said", "name", "only", "last", "first"]

# What people call a column of classes or of results: the surest names first.
_NAMES = (
    {"label", "labels", "class", "classes", "target", "标签", "类别", "分类", "目标", "類別",
     "標籤", "klasse"},
    {"species", "category", "outcome", "diagnosis", "variety", "result", "survived", "output",
     "种类", "品种", "类型", "结果", "诊断", "kategorie", "art", "ergebnis"},
    {"y", "类", "price", "价格", "房价", "preis", "售价"},
)  # fmt: skip
_STEMS = {"y", "target", "output", "目标"}
# In a column of such a name even large numbers are classes, with so many rows each.
_OF_CLASSES = (_NAMES[0] | _NAMES[1]) - {
    "target", "目标", "outcome", "result", "output", "结果", "ergebnis",
}  # fmt: skip
_ROWS_EACH = 5
# So many different whole numbers may be classes, none larger than this.
_MOST_NUMBERS = 12
_LARGEST = 20
_MOST_WORDS = 30
# So many features with one name and a number each make the other column the answer.
_FAMILY = 8
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """The column of classes, or those of numbers; and why it was taken."""

    label: str | None
    targets: tuple[str, ...]
    why: Why

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are learned."""
        return self.targets if self.label is None else (self.label,)


def answer_of(
    path: Path, looked: Looked, usable: Sequence[Look], beside: Look | None
) -> Answer:
    """Return what to learn; `usable` are the columns that are not left out.

    `beside` is the one column that is no pixel where all others are a picture.

    Raises: DataError where it is not clear, with the candidates and the options.
    """
    if looked.spec.label is not None:
        return Answer(looked.spec.label, (), "said")
    if looked.spec.target is not None:
        return Answer(None, tuple(looked.spec.target), "said")
    named = _by_name(looked.columns)
    if len(named) == 1:
        return _taken(named[0], "name")
    if named:
        raise _unclear(path, looked, named)
    if several := _numbered(looked.columns):
        return Answer(None, several, "name")
    if (other := beside or _beside_a_family(usable)) is not None:
        return _taken(other, "only")
    last, first = looked.columns[-1], looked.columns[0]
    if last in usable and len(usable) > 1 and _can_be(last):
        if not _is_class(last) and first in usable and _rivals(first, looked):
            raise _unclear(path, looked, usable)
        return _taken(last, "last")
    if first in usable and len(usable) > 1 and _can_be(first):
        return _taken(first, "first")
    raise _unclear(path, looked, usable)


def _by_name(columns: Sequence[Look]) -> list[Look]:
    """Return the columns with the surest of names that are there."""
    names = {one.name.casefold() for one in columns}
    for known in _NAMES:
        found = [
            one
            for one in columns
            if one.name.casefold() in known
            and one.kind not in ("empty", "date", "time")
            # Of x and y, y is where a point lies, unless nothing comes after.
            and not (one.name.casefold() == "y" and "x" in names and one != columns[-1])
        ]
        if found:
            return found
    return []


def _numbered(columns: Sequence[Look]) -> tuple[str, ...]:
    """Return the columns of numbers that are called y1, y2 … or target1, target2 …"""
    found = tuple(
        one.name
        for one in columns
        if one.kind == "numbers"
        and one.name[-1:].isdecimal()
        and one.name.rstrip("0123456789").rstrip("_").casefold() in _STEMS
    )
    return found if 1 < len(found) < len(columns) else ()


def _beside_a_family(usable: Sequence[Look]) -> Look | None:
    """Return the one column that is not numbered as all others are: pixel0, pixel1 …"""
    stems = [one.name.rstrip("0123456789") for one in usable]
    for stem in set(stems):
        others = [one for one, own in zip(usable, stems, strict=True) if own != stem]
        if len(usable) > _FAMILY and len(others) == 1 and _can_be(others[0]):
            return others[0]
    return None


def _taken(column: Look, why: Why) -> Answer:
    if _is_class(column) or column.kind not in ("numbers", "yes-no"):
        return Answer(column.name, (), why)
    return Answer(None, (column.name,), why)


def _can_be(column: Look) -> bool:
    return column.kind == "numbers" or _is_class(column)


def _is_class(column: Look) -> bool:
    """Tell whether values stand for classes: few, and twice each at least."""
    if column.kind in ("words", "yes-no"):
        return column.different <= _MOST_WORDS
    few = column.whole and column.different <= _MOST_NUMBERS
    if column.kind != "numbers" or not few or column.amounts:
        return False
    if column.name.casefold() in _OF_CLASSES:
        return column.filled >= _ROWS_EACH * column.different
    if column.filled < 2 * column.different:
        return False
    # 10, 20, 30 and 1, 3, 5 are measured. Of two numbers each stands for a class.
    small = -_LARGEST <= column.low <= column.high <= _LARGEST
    return column.different == 2 or (small and not column.steps)


def _rivals(first: Look, looked: Looked) -> bool:
    """Tell whether the first column is as good a guess as a last one of numbers."""
    nameless = looked.spec.header is False
    return first.kind in ("words", "yes-no") or (nameless and _is_class(first))


def _unclear(path: Path, looked: Looked, columns: Sequence[Look]) -> DataError:
    classes = [one.name for one in columns if _is_class(one)]
    numbers = [one.name for one in columns if one.kind == "numbers"]
    told = [
        worded(one, listed=_listed(names)) for one, names in (
            (later("--label for classes: {listed}"), classes),
            (later("--target for numbers: {listed}"), numbers),
        ) if names
    ]  # fmt: skip
    units = _with_units(looked)
    if not told:
        hint = "" if units else other_sheets(looked.others)
        return DataError(
            "{path}: {units}no column can be learned: expected one of classes"
            " or of numbers{hint}",
            path=path,
            units=units,
            hint=hint,
        )
    return DataError(
        "{path}: {units}which column is to be learned? Say it by {options}",
        path=path,
        units=units,
        options=worded("; or by ").join(told),
    )


def _with_units(looked: Looked) -> str:
    """Return that columns have units in their cells: without them they might be the answer."""
    found = [
        f"{one.name!r} ({one.example})" for one in looked.columns if one.kind == "unit"
    ]
    if not found:
        return ""
    told = ", ".join(found[:_LISTED])
    return worded(
        "write the numbers of {told} without their units to use them; ", told=told
    )


def _listed(names: list[str]) -> str:
    # The last ones are the likelier.
    shown = [repr(one) for one in names[::-1][:_LISTED]]
    return ", ".join(shown) + (" …" if len(names) > _LISTED else "")

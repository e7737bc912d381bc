"""What a table holds → `[data]`: what is left out, scaled, filled, tested; each with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec

from sheetnet.errors import DataError
from sheetnet.spec.data.labels import is_split
from sheetnet.spec.data.sizes import unfit
from sheetnet.spec.proposal.answers import Answer, answer_of
from sheetnet.spec.proposal.looks import Look, Looked
from sheetnet.spec.proposal.pictures import picture_of
from sheetnet.spec.schema import DataSpec
from sheetnet.wording import later, worded

Out = Literal[
    "said", "empty", "constant", "date", "time", "unit", "texts", "mixed", "id", "mostly-empty", "same",
    "size",
]  # fmt: skip

TEST = 0.2
# Of fewer examples a fifth is too few to tell anything, and the others need it.
LEAST_TO_TEST = 20
_SHOWN = 40
# Of a shorter column 1, 2, 3 … may well be measurements.
_LEAST_COUNTED = 5
_IDS = {"id", "idx", "index", "nr", "no", "no.", "nummer", "number", "row", "rowid", "row_id",
        "rownames", "rownum", "rank", "uid", "key", "编号", "序号", "学号", "工号", "行号", "编码", "號碼",
        "序號"}  # fmt: skip
_SPLITS = {
    "split",
    "set",
    "subset",
    "partition",
    "fold",
    "数据集",
    "划分",
    "集合",
    "teilung",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is not used, why, and a cell that shows it."""

    name: str
    why: Out
    example: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands in `[data]`, and why."""

    data: DataSpec
    looked: Looked
    answer: Answer
    left_out: tuple[LeftOut, ...]

    def without(self, names: Sequence[str], why: Out) -> "Decision":
        """Return the decision with further columns left out."""
        out = (*self.left_out, *(LeftOut(name, why) for name in names))
        gone = set(names)
        return replace(
            self.with_data(
                ignore=_in_order(self.looked, out),
                categories=[one for one in self.data.categories if one not in gone],
            ),
            left_out=out,
        )

    def with_data(self, **keys: Any) -> "Decision":  # noqa: ANN401
        """Return the decision with other keys of `[data]`."""
        return replace(self, data=msgspec.structs.replace(self.data, **keys))


def decide(path: Path, looked: Looked) -> Decision:
    """Return what to make of a table: all that the user has not said.

    Raises: DataError where it is not clear what to learn, or nothing is left to learn from.
    """
    split = looked.spec.split or next(map(_name, filter(_splits, looked.columns)), None)
    beside = _beside_a_picture(looked)
    usable = [
        one
        for one in looked.columns
        if one.name != split and (beside or _why_out(one, looked) is None)
    ]
    answer = answer_of(path, looked, usable, beside)
    _check_answer(path, looked, answer)
    features = [one for one in usable if one.name not in answer.names]
    out = [LeftOut(name, "said") for name in looked.spec.ignore]
    for one in looked.columns:
        why = _why_out(one, looked)
        if one.name not in (*answer.names, split) and one not in usable and why:
            out.append(LeftOut(one.name, why, one.example))
    if not features:
        told = "; ".join(
            worded("{name!r} is {said}", name=one.name, said=worded(_SAID[one.why]))
            for one in out[:4]
        )
        raise DataError(
            "{path}: no column is left to learn from: {told}",
            path=path,
            told=told or worded("one only"),
        )
    return Decision(
        _data(looked, answer, features, out, split), looked, answer, tuple(out)
    )


# Of a column that is left out, in an error.
_SAID: dict[Out, str] = {
    "said": later("in ignore"), "empty": later("empty"), "constant": later("the same everywhere"), "date": later("a date"),
    "time": later("a time of day"),
    "unit": later("written with a unit"), "texts": later("another text in each row"),
    "mixed": later("text among numbers"), "id": later("a number of the row"), "mostly-empty": later("mostly empty"),
    "same": later("the answer itself"), "size": later("of numbers too large or too close"),
}  # fmt: skip


def _check_answer(path: Path, looked: Looked, answer: Answer) -> None:
    """Refuse an answer that never changes, or of numbers that no run can square."""
    for column in looked.columns:
        name = column.name
        if name in answer.names and column.kind == "constant":
            raise DataError(
                "{path}: column {name!r} never changes ({example!r} in every row):"
                " there is nothing to learn; say another by --label or --target",
                path=path,
                name=name,
                example=column.example[:_SHOWN],
            )
        if name in answer.targets and (said := unfit(column.low, column.high)):
            raise DataError(
                "{path}: column {name!r}: {said}; write them in another unit, or"
                " learn another column",
                path=path,
                name=name,
                said=said,
            )


def _data(
    looked: Looked,
    answer: Answer,
    features: Sequence[Look],
    out: Sequence[LeftOut],
    split: str | None,
) -> DataSpec:
    """Return all of `[data]` but the file, and how many rows learn and test."""
    given = looked.spec
    answers = [one for one in looked.columns if one.name in answer.names]
    missing = given.missing
    if missing == "refuse":
        gaps = any(one.missing for one in features)
        missing = "mean" if gaps else "refuse"
        if not gaps and any(one.missing for one in answers):
            missing = "drop"
    words = [one.name for one in features if one.kind == "words"]
    return msgspec.structs.replace(
        given,
        label=answer.label,
        target=None if answer.label else list(answer.targets),
        ignore=_in_order(looked, out),
        categories=sorted({*given.categories, *words}, key=_position(looked)),
        missing=missing,
        scale="standard" if given.scale == "none" else given.scale,
        image=given.image or picture_of(features),
        use=True,
        split=split,
    )


def _position(looked: Looked) -> Any:  # noqa: ANN401
    return [one.name for one in looked.columns].index


def _in_order(looked: Looked, out: Sequence[LeftOut]) -> list[str]:
    """Return names as they stand in the file; what was said to be ignored, first."""
    names = [one.name for one in looked.columns]
    return sorted(
        {one.name for one in out},
        key=lambda name: names.index(name) if name in names else -1,
    )


def _name(column: Look) -> str:
    return column.name


def _splits(column: Look) -> bool:
    """Tell whether a column says who learns and who tests."""
    few = column.different == len(column.words) and not column.missing
    return column.name.casefold() in _SPLITS and few and is_split(column.words)


def _beside_a_picture(looked: Looked) -> Look | None:
    """Return the first or last column where all others are pixels: of them none is left out."""
    for own, others in (
        (looked.columns[0], looked.columns[1:]),
        (looked.columns[-1], looked.columns[:-1]),
    ):
        if picture_of(others):
            return own
    return None


def _why_out(column: Look, looked: Looked) -> Out | None:
    """Return why a column is no feature; None where it is one."""
    if column.name in looked.spec.categories:
        return None
    kinds: dict[str, Out] = {"empty": "empty", "constant": "constant", "date": "date", "time": "time",
                             "unit": "unit", "texts": "texts", "mixed": "mixed"}  # fmt: skip
    if column.kind in kinds:
        return kinds[column.kind]
    if unfit(column.low, column.high):
        return "size"
    if column.missing > column.filled:
        return "mostly-empty"
    return "id" if _is_id(column, looked) else None


def _is_id(column: Look, looked: Looked) -> bool:
    """Tell whether whole numbers, all different, only name the rows."""
    if column.kind != "numbers" or not column.whole or column.missing:
        return False
    if column.different < column.filled:
        return False
    others = sum(one.kind in ("numbers", "words", "yes-no") for one in looked.columns)
    name = column.name
    named = name.casefold() in _IDS or name.endswith(("_id", "Id", "ID", "编号"))
    counted = column.counts and column.low in (0, 1) and column == looked.columns[0]
    # Beside the answer, something must be left to learn from.
    return others > 2 and (named or (counted and column.filled >= _LEAST_COUNTED))

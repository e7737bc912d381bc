"""Formulas as the page shows them: rows of values and signs, references as numbers.

In a tree `[k]` stands for the k-th number that the rule of a cell gives.
"""

from collections.abc import Iterator
from typing import Any

from sheetnet.javascript.translating import Around
from sheetnet.workbook.address import apart, corners
from sheetnet.workbook.formula.tree import Call, Leaf, Row, parse, upper, without_spaces


def tree_of(formula: str, numbers: list[str], around: Around) -> list[Any]:
    """Return a formula (R1C1) as a tree; `numbers` are its numbers, or `p[k]`.

    Of a value: a text as it is written, {"n": number}, {"cell": [[down, row], [across,
    column]], …} of each corner with the number of its sheet, if it names one, or {"call":
    name, "with": rows}.

    >>> tree_of("SUM(RC[1]:R2C)/2", ["0", "1", "2", "p[0]", "2"], Around({}, {}))
    [{'call': 'SUM', 'with': [[{'cell': [[1, 0], [1, 1], [0, 2], [1, [0]]]}]]}, '/', {'n': 2}]
    """
    return _Trees(iter(map(_given, numbers)), around).row(parse(formula, "R1C1"))


def _given(text: str) -> int | list[int]:
    return [int(text[2:-1])] if text[:1] == "p" else int(text)


class _Trees:
    def __init__(self, numbers: Iterator[int | list[int]], around: Around) -> None:
        self._numbers, self._around = numbers, around

    def row(self, row: Row) -> list[Any]:
        """Return a row of values and signs."""
        return [self._one(one) for one in without_spaces(row)]

    def _one(self, one: Leaf | Call) -> str | dict[str, Any]:
        if isinstance(one, Call):
            rows = [found for part in one.arguments if (found := self.row(part))]
            return {"call": upper(one.name), "with": rows}
        if one.kind == "cell":
            return self._cells(one.text)
        if (
            one.kind == "number"
            and one.text.isdecimal()
            and str(int(one.text)) == one.text
        ):
            return {"n": next(self._numbers)}
        if one.kind == "name" and upper(one.text) in self._around.names:
            sheet, area = self._around.names[upper(one.text)]
            cell = [[0, area.row], [0, area.column]]
            return {"cell": cell, "sheet": sheet, "name": one.text}
        return one.text

    def _cells(self, text: str) -> dict[str, Any]:
        ends: list[list[Any]] = []
        for one in corners(text):
            row, column = next(self._numbers), next(self._numbers)
            ends += [int(one.down), row], [int(one.across), column]
        sheet = upper(apart(text)[0])
        return {
            "cell": ends,
            **({"sheet": self._around.sheets[sheet]} if sheet else {}),
        }

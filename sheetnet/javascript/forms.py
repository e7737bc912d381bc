"""Formulas that differ by numbers alone share a function: what they have alike, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetnet.errors import FormulaError
from sheetnet.javascript.translating import Around, javascript_of
from sheetnet.workbook.formula.numbers import Pieces, apart, form, numbers

# What formulas have alike.
_Form = tuple[object, ...]


class Rule(NamedTuple):
    """The number of a function, and the numbers it is given."""

    form: int
    numbers: tuple[int, ...]


@dataclass(slots=True)
class _Alike:
    """Formulas that share a function: its place, one of them, and where they differ."""

    at: int
    formula: str
    first: tuple[int, ...]
    varying: set[int] = field(default_factory=set)

    def places(self) -> list[int]:
        """Return which of the numbers are given to the function."""
        return sorted(self.varying)


class Forms:
    """All formulas of a book. First each is added; then there are functions and rules."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._alike: dict[_Form, _Alike] = {}

    def add(self, formula: str, growing: Collection[int] = ()) -> None:
        """Take a formula (R1C1), and which of its numbers grow from cell to cell."""
        pieces = apart(formula)
        found = numbers(pieces)
        one = self._alike.setdefault(
            form(pieces), _Alike(len(self._alike), formula, found)
        )
        one.varying.update(growing)
        for at, (here, first) in enumerate(zip(found, one.first, strict=True)):
            if here != first:
                one.varying.add(at)

    def rule(self, formula: str) -> Rule:
        """Return the rule of a formula that was added."""
        pieces = apart(formula)
        return self.given(pieces, numbers(pieces))

    def given(self, pieces: Pieces, every: Sequence[int]) -> Rule:
        """Return the rule of a formula's form, with those of some numbers it is given."""
        one = self._alike[form(pieces)]
        return Rule(one.at, tuple(every[at] for at in one.places()))

    def functions(self, otherwise: str = "") -> list[str]:
        """Return the functions of the engine, in the order of their numbers.

        Raises: FormulaError where a formula is not portable, if nothing is to stand for it.
        """
        return [
            f"(s,r,c,p)=>{self._expression(one, otherwise)}"
            for one in self._alike.values()
        ]

    def _expression(self, one: _Alike, otherwise: str) -> str:
        try:
            return javascript_of(one.formula, _written(one), self._around)
        except FormulaError:
            if not otherwise:
                raise
            return otherwise

    def formulas(self) -> list[tuple[str, list[str]]]:
        """Return one formula of each form, and how its numbers are written there."""
        return [(one.formula, _written(one)) for one in self._alike.values()]


def _written(one: _Alike) -> list[str]:
    given = {at: f"p[{number}]" for number, at in enumerate(one.places())}
    return [given.get(at, str(number)) for at, number in enumerate(one.first)]

"""Sentences with numbers in them, and whether a calculator said the same.

A calculator rounds the last digit of a number by its own lights, so a sentence is
compared by its words, and its numbers by their values. NumPy's side; the formulas that
make such sentences are in `workbook/formula/sentence.py`.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DECIMALS = 3
# A number of three decimals is at most this far from what it stands for.
_HALF_A_DIGIT = 0.5 * 10**-DECIMALS + 1e-9
# From here on a number has no decimals to tell: a sentence says that it is beyond.
_MOST, BEYOND = 1e15, ">10¹⁵"


class Signed(NamedTuple):
    """A number as a value: 0.348 or −0.348."""

    value: float

    def __str__(self) -> str:
        """Return it as text."""
        return ("−" if self.value <= -_HALF_A_DIGIT else "") + _digits(self.value)


class Added(NamedTuple):
    """A number as a term that follows others: + 0.348 or − 0.348."""

    value: float

    def __str__(self) -> str:
        """Return it as text."""
        return (" − " if self.value < 0 else " + ") + _digits(self.value)


class Plain(NamedTuple):
    """A number as a factor: whole numbers without decimals, negative ones in brackets."""

    value: float

    def __str__(self) -> str:
        """Return it as text."""
        whole = math.isfinite(self.value) and abs(self.value - round(self.value)) < 1e-9
        text = _digits(self.value, 0 if whole else DECIMALS)
        return f"(−{text})" if self.value < 0 else text


def _digits(value: float, decimals: int = DECIMALS) -> str:
    return f"{abs(value):.{decimals}f}" if abs(value) < _MOST else BEYOND


class Fine(NamedTuple):
    """A number as a value, by the digits that count however small it is: 3.48E-5."""

    value: float

    def __str__(self) -> str:
        """Return it as text."""
        return ("−" if self.value < 0 else "") + _fine(self.value)


class FineFactor(NamedTuple):
    """The same as a factor: negative ones in brackets."""

    value: float

    def __str__(self) -> str:
        """Return it as text."""
        text = str(Fine(self.value))
        return f"({text})" if self.value < 0 else text


# From here on a fine number has four decimals, below it three digits and an exponent.
FINE_FROM, FINE_DECIMALS = 0.01, 4
# Below this nothing is left to tell.
NOTHING = 1e-99


def _fine(value: float) -> str:
    size = abs(value)
    if NOTHING <= size < FINE_FROM:
        power = math.floor(math.log10(size) + 1e-9)
        return f"{size / 10.0**power:.2f}E{power}"
    whole = math.isfinite(value) and abs(value - round(value)) < 1e-9
    return _digits(value, 0 if whole else FINE_DECIMALS)


Number = Signed | Added | Plain | Fine | FineFactor
Piece = str | Number
_NUMBER = rf"( [−+] |\(?−)?([0-9]+(?:[.,][0-9]+)?(?:E-[0-9]+)?|{BEYOND})\)?"


@dataclass(frozen=True)
class Told:
    """A text of the workbook by its key in the files of languages, whatever the language.

    `values` fill its {placeholders}.
    """

    key: str
    values: dict[str, object]


class Spelled(str):
    """A sentence of words and numbers.

    >>> one = Spelled.of(["z = ", Signed(0.5), "×", Plain(2.0), Added(-0.1), " = 0.9"])
    >>> one, one.says("z = 0,500×2 − 0.100 = 0.9"), one.says("z = 0.501×2 − 0.100 = 0.9")
    ('z = 0.500×2 − 0.100 = 0.9', True, False)
    """

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> "Spelled":
        """Join words and numbers."""
        every = tuple(pieces)
        self = cls("".join(map(str, every)))
        self.pieces = every
        return self

    @property
    def values(self) -> list[float]:
        """The numbers in it."""
        return [piece.value for piece in self._numbers]

    @property
    def _numbers(self) -> list[Number]:
        return [piece for piece in self.pieces if not isinstance(piece, str)]

    def is_like(self, other: "Spelled") -> bool:
        """Tell whether another sentence has the same words, whatever its numbers."""
        return len(self.pieces) == len(other.pieces) and all(
            one == two if isinstance(one, str) else type(one) is type(two)
            for one, two in zip(self.pieces, other.pieces, strict=True)
        )

    def says(self, text: object, spread: Sequence[float] = ()) -> bool:
        """Tell whether a text has the same words and the same numbers, but for rounding.

        `spread` is how far each number may be off by rounding alone, if that is known.
        """
        if not isinstance(text, str):
            return False
        form = "".join(
            re.escape(piece) if isinstance(piece, str) else _NUMBER
            for piece in self.pieces
        )
        hit = re.fullmatch(form, text)
        if hit is None:
            return False
        numbers = self._numbers
        found = zip(hit.groups()[::2], hit.groups()[1::2], strict=True)
        return all(
            _means(sign, digits, one.value, off_of(one) + more)
            for (sign, digits), one, more in zip(
                found, numbers, spread or [0.0] * len(numbers), strict=True
            )
        )


def off_of(one: Number) -> float:
    """Return how far a number as told may be from what it stands for."""
    size = abs(one.value)
    half: float = _HALF_A_DIGIT
    if isinstance(one, Fine | FineFactor):
        # Of what is 0 but for rounding, no digit counts.
        half = max(1e-12, min(0.5 * 10.0**-FINE_DECIMALS, 0.005 * size))
    return half + 1e-9 * size


def _means(sign: str | None, digits: str, value: float, off: float) -> bool:
    """Tell whether a number as told is a value, but for so much."""
    minus = -1.0 if sign and "−" in sign else 1.0
    if digits == BEYOND:
        return minus * value + off >= _MOST
    return abs(minus * float(digits.replace(",", ".")) - value) <= off

"""`[[exercise]]`: a question, what to type for it, and what is then to be seen.

Reads what is to be typed and what is claimed; plays nothing.
"""

import re
from typing import NamedTuple

from msgspec import Struct

_REFERENCE = re.compile(
    r"(?P<was>was )?(?P<symbol>[A-Za-z_]+)(?P<layer>\d*)"
    r"(?:\[(?P<at>\d+(?:,\d+)*)\])?(?:@(?P<epoch>\d+))?"
)
_CLAIM = re.compile(
    r"(?P<left>.+?) (?P<sign>[<>=]) (?:(?P<times>[\d.]+) \* )?(?P<right>.+)"
)
_NUMBER = re.compile(r"-?\d+(?:\.(?P<decimals>\d+))?")


class Exercise(Struct, forbid_unknown_fields=True, frozen=True):
    """A question that asks for a guess, and the answer that the workbook gives.

    `set` says what is typed, by cell: "eta", "w2[1,3]" (of epoch 0), "w2[1,3]@1000" (of a
    checkpoint), "x[60,4,3]", "label[1]"; where indices are left out, into all of them.
    `claim` says what holds then: "C_T < was C_T", "answer[1] = '2'", "C_T@0 = 1.10". Indices count from 1.
    """

    ask: str | dict[str, str]
    answer: str | dict[str, str]
    set: dict[str, float | str]
    claim: list[str]


class Reference(NamedTuple):
    """Cells of a workbook: a quantity, in an epoch where it has one; as built if `was`.

    >>> reference("was a3[5,1]@0")
    Reference(symbol='a', layer=3, at=(5, 1), epoch=0, was=True)
    """

    symbol: str
    layer: int
    at: tuple[int, ...]
    epoch: int | None
    was: bool


class Claim(NamedTuple):
    """A comparison of cells with others (so many times them), a number or a text.

    A number is equal to what shows its decimals.
    """

    left: Reference
    sign: str
    right: Reference | float | str
    times: float = 1.0
    decimals: int = 0


def reference(text: str) -> Reference:
    """Read which cells are meant. Raises: ValueError."""
    hit = _REFERENCE.fullmatch(text)
    if hit is None:
        raise ValueError(f"expected cells, as w2[1,3] or C_T@0, found {text!r}")
    at = tuple(int(one) for one in (hit["at"] or "").split(",") if one)
    epoch = None if hit["epoch"] is None else int(hit["epoch"])
    return Reference(hit["symbol"], int(hit["layer"] or 0), at, epoch, bool(hit["was"]))


def claim(text: str) -> Claim:
    """Read a claim. Raises: ValueError.

    >>> claim("C_T = 0.02").decimals, claim("answer[1] = 'pass'").right
    (2, 'pass')
    """
    hit = _CLAIM.fullmatch(text)
    if hit is None:
        raise ValueError(f"expected a comparison, as C_T < 0.5, found {text!r}")
    left, sign, right = reference(hit["left"]), hit["sign"], hit["right"]
    if number := _NUMBER.fullmatch(right):
        return Claim(left, sign, float(right), decimals=len(number["decimals"] or ""))
    if len(right) > 1 and right[0] == right[-1] == "'":
        return Claim(left, sign, right[1:-1])
    return Claim(left, sign, reference(right), float(hit["times"] or 1))

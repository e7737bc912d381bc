"""Equations with the numbers in them, as words and places where a number goes.

A sentence is told once; each branch puts its own numbers in: formulas in the sheet,
values in NumPy's truth.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from sheetnet.model.notation import written

# A sentence shows so many terms of a sum.
TERMS = 4

Index = tuple[int, ...]


class Number(NamedTuple):
    """One number of a quantity, or the sum of all: signed, + added, or a plain factor.

    The fine forms tell small numbers too.
    """

    form: Literal["signed", "added", "plain", "fine", "fine-factor"]
    symbol: str
    layer: int
    at: Index = ()
    summed: bool = False


Sentence = list[str | Number]
# A number by symbol, layer and index.
Place = tuple[str, int, Index]


def products(pairs: Sequence[tuple[Place, Place]]) -> Sentence:
    """Return w×x + w×x …, the first terms only where there are many."""
    found: Sentence = []
    for at, (one, other) in enumerate(pairs[: cut(len(pairs))]):
        found += [Number("added" if at else "signed", *one), "×"]
        found.append(Number("plain", *other))
    return found if cut(len(pairs)) == len(pairs) else [*found, " + …"]


def added(places: Sequence[Place]) -> Sentence:
    """Return a + b + …, the first terms only where there are many."""
    shown = places[: cut(len(places))]
    terms = [Number("added" if at else "signed", *one) for at, one in enumerate(shown)]
    return [*terms, *([] if len(shown) == len(places) else [" + …"])]


def listed(places: Sequence[Place], then: str) -> Sentence:
    """Return numbers side by side, the first of many, and what follows them."""
    found: Sentence = []
    for at, place in enumerate(places[: cut(len(places))]):
        found += ["; "] if at else []
        found.append(Number("signed", *place))
    return [*found, then if cut(len(places)) == len(places) else f"; …{then}"]


def cut(terms: int) -> int:
    """Return how many terms of a sum a sentence shows.

    >>> cut(3), cut(4), cut(12)
    (3, 4, 3)
    """
    return terms if terms <= TERMS else TERMS - 1


def name_of(symbol: str, layer: int, unit: int, place: Index = ()) -> str:
    """Return a cell as a sentence names it.

    >>> name_of("z", 2, 0), name_of("z", 2, 0, (1, 1))
    ('z²₁', 'z²₁[2,2]')
    """
    where = ",".join(str(at + 1) for at in place)
    return written(symbol, layer, unit + 1) + (f"[{where}]" if where else "")


def gradient_name(layer: int, *indices: int) -> str:
    """Return how the gradient of one example's C is called.

    >>> gradient_name(2, 1, 1)
    '∂C/∂w²₁₁'
    """
    return written("dC_dw", layer, *indices).replace("C_T", "C")

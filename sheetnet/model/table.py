"""The columns of a table, and what a network sees of them.

A column of numbers may be scaled, a column of words is seen as one number for each of its
words. Knows nothing of files, and nothing of how the numbers are computed.
"""

from typing import Literal

from msgspec import Struct

# Of a column's numbers over the examples that are used: mean and standard deviation,
# or least and largest.
Scale = Literal["none", "standard", "range"]

MEAN_EQUATION = "x̄ = Σₖ xₖ / K"
# What is subtracted and what is divided by, by scale.
SCALES: dict[Scale, tuple[str, str]] = {
    "standard": ("m = Σₖ xₖ / K", "s = √(Σₖ (xₖ − m)² / K)"),
    "range": ("m = minₖ xₖ", "s = maxₖ xₖ − minₖ xₖ"),
}

# The deviation that a column without one is divided by.
NO_SPREAD = 1.0


class Field(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A column of the examples as people keep it.

    With `words` it is a category: each of them is a feature, 1 where the cell holds it
    and else 0. Else it holds numbers; x = (number − m) / s. `fills`: where no number
    stands, the mean of the others counts. A picture is one field for all its pixels.
    """

    name: str
    scale: Scale = "none"
    words: tuple[str, ...] = ()
    fills: bool = False


def one_hot_name(field: str, word: str) -> str:
    """Return the name of the feature that tells whether a category is a word.

    >>> one_hot_name("island", "Biscoe")
    'island = Biscoe'
    """
    return f"{field} = {word}"

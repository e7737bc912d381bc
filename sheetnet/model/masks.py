"""Masks of dropout: drawn from whole numbers, so that every program draws the same.

Equations, NumPy form and Excel form side by side, as those of an optimizer. A band's seed
is the one above times 48271, modulo 2³¹ − 1 (Park and Miller 1988, with the factor of 1993);
an example's number is made of it and of the example's place, and each cell's of that. All
products are below 2⁵³, so doubles hold them exactly, and all quotients below 2²⁷ but those of
the ten thousandth example and beyond, which no MOD has trouble with.
"""

from collections.abc import Sequence

import numpy as np

from sheetnet.model.functions import Array
from sheetnet.model.notation import superscript
from sheetnet.model.optimizers import Heading

# The largest prime below 2³¹, and one below 2²⁰.
MODULUS, _OF_EXAMPLE = 2_147_483_647, 1_048_573
_FACTOR, _SQUARED = 48_271, 618_033
# A cell's factor grows by a step from cell to cell. All factors stay below 2²².
_FIRST, _STEP = 48_271, 419
MOST_CELLS = (2**22 - _FIRST) // _STEP


def heading_of(layer: int, seed: int) -> Heading:
    """Return the seed of a layer's masks: `seed` in the first band, another in each next."""
    name, letter = f"seed_{layer}", f"seed{superscript(layer)}"
    return Heading(
        name,
        letter,
        f"{letter} ← {_FACTOR} {letter} mod (2³¹ − 1)",
        # Whole numbers have no last digits that rounding could move.
        step=lambda now: np.mod(_FACTOR * np.asarray(now[name]), MODULUS),
        excel=lambda now: f"MOD({_FACTOR}*{now[name]},{MODULUS})",
        start=float(seed),
        below=MODULUS,
    )


def draw(seed: Array, examples: int) -> Array:
    """Return the number from which each example's mask is drawn.

    Equation: draw[k] = seed (618033 k² mod 1048573) mod (2³¹ − 1)
    Shapes: () -> (K,)
    """
    k = np.arange(1.0, examples + 1)
    drawn: Array = np.mod(
        np.asarray(seed) * np.mod(_SQUARED * k * k, _OF_EXAMPLE), MODULUS
    )
    return drawn


def draw_excel(seed: str, k: str) -> str:
    """Return the formula of an example's number."""
    return f"MOD({seed}*MOD({_SQUARED}*{k}*{k},{_OF_EXAMPLE}),{MODULUS})"


def factor_of(cell: int) -> int:
    """Return what a cell multiplies the number of the example by, counted from 0."""
    return _FIRST + _STEP * cell


def mask(drawn: Array, shape: Sequence[int], rate: float) -> Array:
    """Return 0 where a cell is left out, else 1 / (1 − rate).

    Equation: r = 0 where draw · factor mod (2³¹ − 1) < rate (2³¹ − 1)
    Shapes: (K,) -> (K, *shape)
    """
    cells = int(np.prod(shape))
    factors = np.array([float(factor_of(one)) for one in range(cells)])
    numbers = np.mod(np.asarray(drawn)[:, None] * factors, MODULUS)
    kept = np.where(numbers < rate * MODULUS, 0.0, 1 / (1 - rate))
    return kept.reshape(len(drawn), *shape)


def mask_excel(drawn: str, cell: int, rate: float) -> str:
    """Return the formula of a cell of a mask."""
    number = f"MOD({drawn}*{factor_of(cell)},{MODULUS})"
    return f"IF({number}<{rate!r}*{MODULUS},0,1/(1-{rate!r}))"

"""NumPy's texts as a page compares them: words, numbers and how far these may be off."""

from typing import Any

from sheetnet.lang import languages, texts
from sheetnet.model.sentence import DECIMALS, Spelled, Told
from sheetnet.verification.truth import Leeway

# A number of three decimals is at most this far from what it stands for.
_HALF_A_DIGIT = 0.5 * 10**-DECIMALS + 1e-9
_MOST = 1e300


def told(one: object, leeway: Leeway | None) -> list[Any]:
    """Return what a cell may show, as JSON has it: one of these.

    A sentence with numbers is a list of words and [number, how far it may be off].

    >>> told("yes", None), told(Spelled.of(["a"]), Leeway((), ("no",)))
    (['yes'], [['a'], 'no'])
    """
    leeway = leeway or Leeway()
    return [
        *_ways(one, leeway),
        *(way for other in leeway.others for way in _ways(other, Leeway())),
    ]


def _ways(one: object, leeway: Leeway) -> list[Any]:
    if isinstance(one, Told):
        return [texts(lang)(one.key, **one.values) for lang in languages()]
    if not isinstance(one, Spelled):
        return [None if one is None or one == "" else one]
    more = iter(leeway.numbers or [0.0] * len(one.values))
    return [
        [
            piece
            if isinstance(piece, str)
            else [piece.value, _off(piece.value, next(more))]
            for piece in one.pieces
        ]
    ]


def _off(value: float, more: float) -> float:
    return float(min(_HALF_A_DIGIT + 1e-9 * abs(value) + more, _MOST))

"""NumPy's texts as a page compares them: words, numbers and how far these may be off."""

from typing import Any

from sheetnet.lang import languages, texts
from sheetnet.model.sentence import Spelled, Told, off_of
from sheetnet.verification.truth import Leeway

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
            else [piece.value, float(min(off_of(piece) + next(more), _MOST))]
            for piece in one.pieces
        ]
    ]

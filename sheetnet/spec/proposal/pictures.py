"""Columns that are the pixels of a picture, told by their names: pixel0 …, r0c0 …, 1x1 …"""

import re
from collections.abc import Sequence
from math import isqrt

from sheetnet.spec.proposal.looks import Look

# Fewer are a row of measurements more often than a picture.
_LEAST = 9
_DARKEST = 255
# So many numbered columns of whole numbers from 0 on are pixels, whatever they are called.
_SURELY = 49
_COUNTED = re.compile(r"(?:p|px|pix|pixel|像素)[_ ]?(\d+)", re.IGNORECASE)
_NUMBERED = re.compile(r"[^\W\d_]*[_ ]?(\d+)")
_BY_PLACE = re.compile(
    r"(?:r|row|p|px|pix|pixel|像素|行)?[_ ]?(\d+)(?:[_ x×,-]|[_ ]?(?:c|col|列))(\d+)",
    re.IGNORECASE,
)


def picture_of(columns: Sequence[Look]) -> tuple[int, int] | None:
    """Return rows and columns of the picture that all columns together are; else None.

    >>> names = [f"pixel{n}" for n in range(16)]
    >>> picture_of([Look(n, "numbers", 2, 0, 5, "0", whole=True, high=16) for n in names])
    (4, 4)
    """
    if len(columns) < _LEAST or not all(map(_is_pixel, columns)):
        return None
    names = [one.name for one in columns]
    if (found := _by_place(names) or _counted(names, _COUNTED)) is not None:
        return found
    blank = sum(one.low == 0 for one in columns)
    if len(columns) < _SURELY or blank < 0.9 * len(columns):
        return None
    return _counted(names, _NUMBERED)


def _is_pixel(column: Look) -> bool:
    grey = column.kind in ("numbers", "constant") and column.whole
    return grey and not column.missing and 0 <= column.low <= column.high <= _DARKEST


def _counted(names: list[str], pattern: re.Pattern[str]) -> tuple[int, int] | None:
    found = [pattern.fullmatch(name) for name in names]
    side = isqrt(len(names))
    if None in found or side * side != len(names):
        return None
    numbers = [int(one[1]) for one in found if one]
    first = numbers[0]
    in_order = numbers == list(range(first, first + len(names)))
    return (side, side) if in_order and first in (0, 1) else None


def _by_place(names: list[str]) -> tuple[int, int] | None:
    found = [_BY_PLACE.fullmatch(name) for name in names]
    if None in found:
        return None
    places = [(int(one[1]), int(one[2])) for one in found if one]
    (top, left), (bottom, right) = places[0], places[-1]
    rows, columns = bottom - top + 1, right - left + 1
    wanted = [(top + at // columns, left + at % columns) for at in range(len(names))]
    if rows < 2 or columns < 2 or places != wanted or len(names) != rows * columns:
        return None
    return rows, columns

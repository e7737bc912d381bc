"""Windows that a filter or a pool sees: where each begins, and what a border cuts off.

Plain arithmetic of whole numbers, shared by both branches.
"""

import math
from typing import NamedTuple


class Line(NamedTuple):
    """Windows along one direction: how many, how long, how far apart, how far outside.

    `before` and `after` are the cells that windows reach beyond the border.
    """

    number: int
    size: int
    stride: int
    before: int = 0
    after: int = 0

    def cells(self, window: int, length: int) -> range:
        """Return the cells (from 0) of a window that lie within the border.

        >>> Line(4, 3, 1, 1, 1).cells(0, 4), Line(4, 3, 1, 1, 1).cells(3, 4)
        (range(0, 2), range(2, 4))
        """
        first = window * self.stride - self.before
        return range(max(first, 0), min(first + self.size, length))


def valid(length: int, size: int, stride: int) -> Line:
    """Return the windows that lie wholly within `length` cells.

    >>> valid(6, 3, 1), valid(6, 2, 2)
    (Line(number=4, size=3, stride=1, before=0, after=0), Line(number=3, size=2, stride=2, before=0, after=0))
    """
    return Line((length - size) // stride + 1, size, stride)


def same(length: int, size: int, stride: int) -> Line:
    """Return windows around every stride-th cell, reaching beyond the border alike.

    >>> same(4, 3, 1)
    Line(number=4, size=3, stride=1, before=1, after=1)
    """
    number = math.ceil(length / stride)
    outside = max((number - 1) * stride + size - length, 0)
    return Line(number, size, stride, outside // 2, outside - outside // 2)

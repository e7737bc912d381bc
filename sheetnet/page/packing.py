"""Bytes and numbers as short texts, which `unpack.js` unpacks."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray

# Numbers are told without their last two bytes: off by no more than this share of them.
SHORTENED_BY = 2.0**-36
_KEPT = np.uint64(0xFFFF_FFFF_FFFF_0000)


def shortened(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return numbers without their last two bytes, which nobody compares.

    >>> shortened(np.array([0.5, 0.1])).tolist()
    [0.5, 0.0999999999994543]
    """
    bits = np.ascontiguousarray(numbers, dtype=np.float64).view(np.uint64)
    return (bits & _KEPT).view(np.float64)


def packed(content: bytes) -> str:
    """Return bytes deflated, in base64."""
    packer = zlib.compressobj(9, wbits=-15)
    return base64.b64encode(packer.compress(content) + packer.flush()).decode()


def packed_numbers(numbers: NDArray[np.float64]) -> str:
    """Return numbers, shortened and packed: each that is new, in full; of others, how far back it was.

    A workbook shows many of its numbers more than once. Of those that are new all first
    bytes come first, then all second ones: the last of them are much alike.
    """
    short = shortened(numbers)
    bits = short.view(np.uint64).tolist()
    seen: dict[int, int] = {}
    back = np.zeros(len(bits), dtype="<u4")
    for at, one in enumerate(bits):
        if one in seen:
            back[at] = at - seen[one]
        seen[one] = at
    new = short.astype("<f8")[back == 0]
    head = np.array([len(bits), len(new)], dtype="<u4").tobytes()
    return packed(head + _planes(back) + _planes(new))


def _planes(numbers: NDArray[np.generic]) -> bytes:
    return numbers.view(np.uint8).reshape(-1, numbers.itemsize).T.tobytes()

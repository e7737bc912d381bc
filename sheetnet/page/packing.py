"""Bytes and numbers as short texts, which `unpack.js` unpacks."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray


def packed(content: bytes) -> str:
    """Return bytes deflated, in base64."""
    packer = zlib.compressobj(9, wbits=-15)
    return base64.b64encode(packer.compress(content) + packer.flush()).decode()


def packed_numbers(numbers: NDArray[np.float64]) -> str:
    """Return numbers packed: each that is new, in full; of others, how far back it was.

    A workbook shows many of its numbers more than once. Of those that are new all first
    bytes come first, then all second ones: the last of them are much alike.
    """
    bits = np.ascontiguousarray(numbers).view(np.uint64).tolist()
    seen: dict[int, int] = {}
    back = np.zeros(len(bits), dtype="<u4")
    for at, one in enumerate(bits):
        if one in seen:
            back[at] = at - seen[one]
        seen[one] = at
    new = np.asarray(numbers, dtype="<f8")[back == 0]
    head = np.array([len(bits), len(new)], dtype="<u4").tobytes()
    return packed(head + _planes(back) + _planes(new))


def _planes(numbers: NDArray[np.generic]) -> bytes:
    return numbers.view(np.uint8).reshape(-1, numbers.itemsize).T.tobytes()

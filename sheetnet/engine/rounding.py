"""Arithmetic that is off in its last digits, to see how far rounding alone carries a number.

Two right calculators differ in the last digits of every operation. So NumPy computes
again with numbers that are *rough*: whatever is made of them is moved a little, up or
down. The same result is moved alike each time, as a calculator that computes the same
twice gets the same.
"""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.model.functions import Array

# The result of an operation is moved by so many units in the last place; what comes of
# all that, times this factor, is what two right calculators may differ by.
_LAST_PLACES = 8
FACTOR = 16
# NumPy computes so often: in one of them some number may by chance not move.
TWINS = 3

_STEP = _LAST_PLACES * np.finfo(np.float64).eps
# Whole numbers up to this count something; what is made of such alone is exact.
_MOST_COUNTED = 2.0**34
_EXACT = frozenset((np.maximum, np.minimum, np.negative, np.absolute, np.floor))
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Rough(np.ndarray[Any, np.dtype[np.float64]]):
    """Numbers moved in their last digits, which move all that is made of them."""

    seed: int

    def __array_finalize__(self, origin: object) -> None:
        """Take over the seed of the numbers these were made of."""
        self.seed = getattr(origin, "seed", 0)

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: object, **options: object
    ) -> object:
        """Compute, then move the result."""
        kept = options.pop("out", None)
        numbers = [np.asarray(one) for one in inputs]
        compute = getattr(ufunc, method)
        result = compute(*numbers, **options)
        if ufunc not in _EXACT and result.dtype == np.float64:
            size = result
            if ufunc is np.matmul or method == "reduce":
                size = compute(*map(np.abs, numbers), **options)
            elif ufunc is np.multiply:  # a product with 1 or 0 is exact
                exact = (result == numbers[0]) | (result == numbers[1])
                size = np.where(exact, 0.0, size)
            result = self._moved(result, size, numbers)
        if not isinstance(kept, tuple):
            return self._like(result)
        kept[0].view(np.ndarray)[...] = result
        return kept[0]

    def __array_function__(  # type: ignore[override]
        self,
        function: Callable[..., object],
        types: Collection[type],
        arguments: tuple[object, ...],
        options: dict[str, object],
    ) -> object:
        """Compute; sums of products are moved as those of a matrix product are."""
        result = super().__array_function__(function, types, arguments, options)
        if function is np.einsum:
            how, *factors = arguments
            numbers = [np.asarray(one) for one in factors]
            size = np.einsum(str(how), *map(np.abs, numbers))
            result = self._moved(np.asarray(result), size, numbers)
        return self._like(result)

    def _moved(self, result: Array, size: Array, operands: list[Array]) -> Array:
        """Return a result moved by some last places of a size, where it is not exact."""
        moved: Array = np.asarray(result)
        if not all(is_whole(one).all() for one in (moved, *operands)):
            moved = moved + _signs(moved, self.seed) * np.abs(size) * _STEP
        return moved

    def _like(self, result: object) -> object:
        """Return a result as rough numbers too, where it is an array of numbers."""
        if getattr(result, "dtype", None) != np.float64:
            return result
        like = np.asarray(result).view(Rough)
        like.seed = self.seed
        return like


def rough(array: Array, seed: int) -> Array:
    """Return numbers moved in their last digits; all that is made of them moves too."""
    numbers = np.asarray(array, dtype=np.float64)
    step = np.where(is_whole(numbers), 0.0, _signs(numbers, seed) * _STEP)
    made = np.asarray(numbers * (1.0 + step)).view(Rough)
    made.seed = seed
    return made


def is_whole(array: Array) -> NDArray[np.bool_]:
    """Tell which numbers are whole and small enough to count something."""
    whole: NDArray[np.bool_] = (np.floor(array) == array) & (
        np.abs(array) <= _MOST_COUNTED
    )
    return whole


def _signs(array: Array, seed: int) -> Array:
    """Return 1 or −1 for each number, by chance, yet the same for the same number."""
    start = np.uint64((seed + 1) * 0x5851F42D4C957F2D % 2**64)
    bits = np.ascontiguousarray(array).view(np.uint64) ^ start
    bits = (bits ^ (bits >> np.uint64(29))) * _MIX
    bits = (bits ^ (bits >> np.uint64(32))) * _MIX
    signs: Array = 1.0 - 2.0 * (bits >> np.uint64(63)).astype(np.float64)
    return signs.reshape(np.shape(array))

"""Arithmetic that is off in its last digits, to see how far rounding alone carries a number.

Two right calculators differ in the last digits of every operation. So NumPy computes
again with numbers that are *rough*: whatever is made of them is moved a little, up or
down. The same result is moved alike each time, as a calculator that computes the same
twice gets the same.
"""

from collections.abc import Callable, Collection
from functools import cache
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
# How bits are mixed, and the one that is a number's sign: as arrays without axes, for
# which NumPy takes half the time that it takes for its scalars.
_MIX, _FAR, _HALF, _SIGN = (
    np.array(one, dtype=np.uint64) for one in (0x9E3779B97F4A7C15, 29, 32, 1 << 63)
)


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
        if all(map(_all_whole, (moved, *operands))):
            return moved
        return moved + _either_way(np.abs(size) * _STEP, moved, self.seed)

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
    size = np.where(is_whole(numbers), 0.0, _STEP)
    step = _either_way(size, numbers, seed)
    made = np.asarray(numbers * (1.0 + step)).view(Rough)
    made.seed = seed
    return made


def is_whole(array: Array) -> NDArray[np.bool_]:
    """Tell which numbers are whole and small enough to count something."""
    whole: NDArray[np.bool_] = (np.floor(array) == array) & (
        np.abs(array) <= _MOST_COUNTED
    )
    return whole


def _all_whole(array: Array) -> bool:
    # Where the first number is not whole, as nearly always, no other is looked at.
    if array.size and not float(array.item(0)).is_integer():
        return False
    return bool(is_whole(array).all())


def _either_way(steps: Array, array: Array, seed: int) -> Array:
    """Return steps up or down: by chance, yet alike for the same number of the array."""
    bits = np.ascontiguousarray(array).view(np.uint64) ^ _start(seed)
    bits = (bits ^ (bits >> _FAR)) * _MIX
    bits = (bits ^ (bits >> _HALF)) * _MIX
    signed: Array = np.ascontiguousarray(steps).view(np.uint64) ^ (bits & _SIGN)
    return signed.view(np.float64).reshape(np.shape(array))


@cache
def _start(seed: int) -> NDArray[np.uint64]:
    return np.array((seed + 1) * 0x5851F42D4C957F2D % 2**64, dtype=np.uint64)

"""How far rounding alone may carry a run: measured, not guessed.

Training can magnify the last bit of a number from epoch to epoch (a large η does), and a
difference of nearly equal numbers always does. Then two right calculators differ by more
than any fixed tolerance. So NumPy runs once more from inputs that differ in the last
digits, and what this changes is allowed for.
"""

from collections.abc import Mapping

import numpy as np

from sheetnet.engine import run
from sheetnet.engine.nudge import FACTOR, nudged
from sheetnet.errors import TrainingError
from sheetnet.functions import Array
from sheetnet.network import Inputs, Network
from sheetnet.notation import Key
from sheetnet.shown import SIZE, Shown
from sheetnet.views import all_values

# A sum of some hundred terms is uncertain by so much of its size.
_IN_A_SUM = 64 * np.finfo(np.float64).eps

Spread = Mapping[Key, Array]


def rounding(
    network: Network, inputs: Inputs, given: Shown, shown: Shown, last: int
) -> Spread:
    """Return how far each number shown may be off by rounding alone."""
    moved = nudged(inputs)
    try:
        again = all_values(network, moved, run(network, moved), given, last)
    except TrainingError:  # so near to overflow that the last digit decides
        return {}
    by = {
        key: FACTOR * np.abs(again[key] - array)
        for key, array in shown.items()
        if array.dtype == np.float64
    }
    for key, size in shown.items():
        if key.symbol.endswith(SIZE):
            difference = Key(key.symbol.removesuffix(SIZE), key.layer)
            by[difference] = by[difference] + _IN_A_SUM * size
    return by


def first_magnified(shown: Shown, by: Spread, rtol: float, atol: float) -> int | None:
    """Return the first epoch in which rounding alone exceeds the tolerance, or None."""
    total = Key("C_T")
    if total not in by:
        return 0
    beyond = by[total] > atol + rtol * np.abs(shown[total])
    return int(np.flatnonzero(beyond)[0]) if beyond.any() else None

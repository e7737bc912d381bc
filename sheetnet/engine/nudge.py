"""Inputs moved in their last digits, to see how far rounding alone carries a run."""

from dataclasses import replace

import numpy as np

from sheetnet.functions import Array
from sheetnet.network import Inputs

# Inputs are moved by so many units in the last place; what comes of it, times this
# factor, is what two right calculators may differ by.
_LAST_PLACES = 8
FACTOR = 16


def nudged(inputs: Inputs) -> Inputs:
    """Return inputs with every number moved in its last digits, up or down by chance."""
    rng = np.random.default_rng(0)

    def moved(array: Array) -> Array:
        signs = rng.choice([-1.0, 1.0], size=array.shape)
        one: Array = array * (1 + signs * _LAST_PLACES * np.finfo(np.float64).eps)
        return one

    return replace(
        inputs,
        x=moved(inputs.x),
        w={l: moved(w) for l, w in inputs.w.items()},
        b={l: moved(b) for l, b in inputs.b.items()},
    )

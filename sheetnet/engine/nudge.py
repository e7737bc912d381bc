"""Numbers moved in their last digits, to see how far rounding alone carries a run."""

from dataclasses import replace

import numpy as np

from sheetnet.functions import Array
from sheetnet.network import Inputs

# Inputs are moved by so many units in the last place; what comes of it, times this
# factor, is what two right calculators may differ by.
_LAST_PLACES = 8
FACTOR = 16


@np.errstate(over="ignore")
def moved(array: Array, rng: np.random.Generator) -> Array:
    """Return an array with every number moved in its last digits, up or down by chance."""
    signs = rng.choice([-1.0, 1.0], size=array.shape)
    one: Array = array * (1 + signs * _LAST_PLACES * np.finfo(np.float64).eps)
    return one


def nudged(inputs: Inputs) -> Inputs:
    """Return inputs of a network with every number moved in its last digits."""
    rng = np.random.default_rng(0)
    return replace(
        inputs,
        x=moved(inputs.x, rng),
        w={l: moved(w, rng) for l, w in inputs.w.items()},
        b={l: moved(b, rng) for l, b in inputs.b.items()},
    )

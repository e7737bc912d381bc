"""Units that cannot learn: saturated, dead, or copies of one another.

Looks at slopes a′(z) and at parameters of one epoch, whatever the kind of layer.
"""

import numpy as np

from sheetnet.engine import Trace, slope
from sheetnet.layers.quantities import parameters
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer
from sheetnet.model.notation import Key

# What passes back through a smaller slope is a thousandth of what arrives: ten dozens of
# epochs then move a weight less than one epoch moves it where the slope is a quarter.
FLAT = 1e-3
# Far enough for every activation to have the slope that it has in the end.
_FAR = 1e4


def flat_sides(layer: Layer) -> tuple[bool, bool]:
    """Tell whether a layer's activation is flat far to the left, and far to the right.

    Sigmoid and tanh are flat on both sides, ReLU and its kin on the left.
    """
    record = layer.function
    if record is None or record.f_prime is None:
        return False, False
    z = np.array([-_FAR, _FAR])
    with np.errstate(all="ignore"):
        left, right = np.abs(record.f_prime(z, record.f(z))) < FLAT
    return bool(left), bool(right)


def flat(layer: Layer, one: Trace) -> "np.typing.NDArray[np.bool_]":
    """Tell where the slope is next to nothing. Shapes: -> (K, units, places)."""
    l = layer.number
    z = one[Key("z", l)]
    small = np.abs(slope(layer, z, one[Key("a", l)])) < FLAT
    return small.reshape(len(z), layer.units, -1)


def dead_units(layer: Layer, one: Trace) -> int:
    """Return how many units are flat for every example, at every place of their map."""
    return int(flat(layer, one).all(axis=(0, 2)).sum())


def units_with_a_double(layer: Layer, one: Trace) -> int:
    """Return how many units have the weights and the bias of another one.

    They have the same gradient too, so they stay alike. Equal is what agrees in nine
    digits: sums in another order differ in the last ones.
    """
    every = [one[part.key].reshape(layer.units, -1) for part in parameters(layer)]
    rows: Array = np.concatenate(every, axis=1)
    largest = float(np.abs(rows).max()) or 1.0
    _, which = np.unique((rows / largest).round(9), axis=0, return_inverse=True)
    return int((np.bincount(which.ravel())[which.ravel()] > 1).sum())

"""NumPy's side."""

import numpy as np

from sheetnet.model.notation import Key


def first_given(_, __, ___):
    return {Key("tally.times"): np.array(3.0)}


def changed(_, __, rng):
    return {Key("tally.times"): np.array(float(rng.integers(2, 9)))}


def shown(_, __, trace, given, ___):
    times = float(given[Key("tally.times")])
    return {Key("tally.product"): np.array(times * trace[Key("C_T")][0])}

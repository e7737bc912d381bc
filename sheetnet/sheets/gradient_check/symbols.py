"""What sheet and truth of the gradient check agree on beforehand."""

import math

from sheetnet.layers.quantities import has_weights, learning, parameters, with_role
from sheetnet.model.network import Layer, Network

# |numeric − backprop| ≤ RELATIVE·|backprop| + ABSOLUTE + ROUNDING·ΣC/2ε counts as the
# same: the last term is what is lost in a difference of large numbers.
RELATIVE, ABSOLUTE, ROUNDING = 1e-6, 1e-8, 1e-14
# An example whose slopes from the left and from the right differ by more than BEND of
# their size, and by more than rounding, stands at a corner (of ReLU, of a maximum).
# Backprop takes one of the two: it must be as near as BEND of what they differ by.
BEND = 1e-3
# Of two slopes that differ by less than this part, the left is taken for the flatter.
FLATTER = 1e-9
# A corner must show: what it adds to the slope is so many times what is allowed.
SHOWS = 10.0
SAME, CORNER, WRONG = "✓", "∠", "✗"
# Below this gradient no ratio is shown.
NO_RATIO = 1e-4
EPSILON = 1e-5


def own(symbol: str) -> str:
    """Return the symbol of a quantity of this sheet.

    >>> own("z")
    'gradient_check.z'
    """
    return f"gradient_check.{symbol}"


def of_unit(layer: Layer) -> dict[str, int]:
    """Return by parameter the first number by which it is chosen for a unit.

    What has one number a unit comes first: 0 is the bias, 1 the first weight.
    """
    first, found = 0, {}
    for one in sorted(parameters(layer), key=lambda one: len(one.shape)):
        found[one.symbol] = first
        first += math.prod(one.shape[1:])
    return found


def inputs_of(layer: Layer) -> int:
    """Return the last number by which a parameter of a unit is chosen."""
    return sum(math.prod(one.shape[1:]) for one in parameters(layer)) - 1


def normalised_says(network: Network) -> str:
    """Return the key of words on the numbers of a normalised unit; "": there is none."""
    normalised = [one for one in learning(network) if not has_weights(one)]
    if not normalised:
        return ""
    measured = all(with_role(layer, "statistic") for layer in normalised)
    return "scale" if measured else "gain"


def changes_of(network: Network) -> tuple[str, ...]:
    """Return what is told of the cost of each example, a line each above the passes."""
    every = ("unmoved", "change", "bend", "corner", "left", "right", "flat")
    ahead = ("in_batch",) if network.in_batches else ()
    return (*ahead, *every, *(("curve",) if turns(network) else ()))


def turns(network: Network) -> bool:
    """Tell whether a′ of some layer has a corner, so that curvature counts."""
    found = (layer.function for layer in network.layers)
    return any(one is not None and one.turns for one in found)

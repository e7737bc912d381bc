"""Which signs of a run Cost looks at, and from where on one is a bad one.

The two branches share this list. `building/diagnosis` tells more, once, when a workbook
is built; these few are live in the sheet.
"""

from typing import NamedTuple

from sheetnet.model.costs import COSTS
from sheetnet.model.network import Layer, Network

OK, BAD, NOTHING = "✓", "✗", "–"

# C_T ends at twice its lowest value, by more than a hundredth of the first.
AGAIN, OF_FIRST = 2.0, 0.01
# Or above the first one, by more than rounding; under masks that change, at twice that.
ROUNDING = 1e-12
# Learned less than a quarter of what lies between an answer that never changes and all right.
LITTLE = 0.25
# Below it a run is poor, and signs count that good ones may show too.
POOR = 0.8
# The mean slope of a layer, in parts of the steepest that its activation has.
FLAT = 0.05
# The share of a layer's units that learn from no example.
DEAD = 0.25
# The size of the features: the root of the mean of their squares.
LARGE = 10.0
# Two features are so many times apart in size; told of so many features at most.
APART, _MOST_FEATURES = 1000.0, 30
# The share of C_T that as many epochs again would take off at the last pace: all at most.
GOING_ON, AHEAD = 0.2, 20
# C of the test examples ends so much higher than its lowest, by a tenth of the first.
WORSE, WORTH = 1.5, 0.1
# Right answers of the test examples are fewer by a fifth.
GAP = 0.2

# More arguments, or a longer formula, no cell would take.
_MOST_CLASSES, _MOST_UNITS = 60, 60


class Sign(NamedTuple):
    """A line of the table: what is looked at, and in which layer, if in one."""

    name: str
    layer: int = 0

    @property
    def symbol(self) -> str:
        """What its number is called in each band of Training, where it is a layer's."""
        return "dead" if self.name == "alive" else self.name


def signs_of(network: Network) -> tuple[Sign, ...]:
    """Return the lines for a network, causes before what they lead to."""
    if network.last_band == 0:
        return ()
    skill = tells_skill(network)
    hidden = [sign for layer in network.layers[:-1] for sign in _of_layer(layer, skill)]
    found = [Sign("ends_low"), *([Sign("size")] if skill else []), *hidden]
    # Between checkpoints nobody sees the pace, nor under masks that change.
    paced = not (network.checkpoints or network.goes_up_and_down)
    found += [Sign("falling")] if skill and paced else []
    found += [Sign("learned")] if skill else []
    found += [Sign("test_cost")] if network.test else []
    found += [Sign("test_right")] if network.test and network.labelled else []
    return tuple(found)


def tells_skill(network: Network) -> bool:
    """Tell whether Cost knows how an answer that never changes would do."""
    if network.labelled:
        return len(network.outputs) <= _MOST_CLASSES
    return network.cost == COSTS[0].name


def compares_features(network: Network) -> bool:
    """Tell whether Cost compares the sizes of the features with each other."""
    if network.is_sequence:  # symbols are rare or frequent, and all 1 or 0
        return False
    few = len(network.features) <= _MOST_FEATURES
    return few and len(network.input_shape) == 1 and not network.is_scaled


def _of_layer(layer: Layer, skill: bool) -> list[Sign]:
    if layer.activation in STEEPEST:
        return [Sign("slope", layer.number)] if skill else []
    alive = layer.activation == "relu" and layer.units <= _MOST_UNITS
    return [Sign("alive", layer.number)] if alive else []


# The steepest slope of the activations that are flat on both sides.
STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


def last_steps(epochs: int) -> tuple[int, int]:
    """Return over how many of the last epochs the pace is taken, and how far it goes on."""
    return max(1, (epochs + 5) // 10), max(epochs, AHEAD)

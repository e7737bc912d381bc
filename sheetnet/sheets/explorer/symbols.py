"""What sheet and truth of Explorer agree on beforehand: symbols, names, how much is drawn."""

import math

from sheetnet.layers.quantities import of_layer, parameters, quantities, with_role
from sheetnet.model.network import Layer, Network
from sheetnet.model.quantities import Quantity, Role

# More cells of weights than this are no picture any more; then the first units are drawn.
_MOST_WEIGHTS = 4_000


def own(symbol: str) -> str:
    """Return the symbol of a quantity computed here."""
    return f"explorer.{symbol}"


def mirror(symbol: str) -> str:
    """Return the symbol of a quantity as Training has it."""
    return f"explorer.training_{symbol}"


def shown_units(network: Network, layer: Layer) -> int:
    """Return how many units, filters or maps of a layer are drawn.

    The output layer is drawn whole, and so is what has few weights.
    """
    if layer is network.last:
        return layer.units
    shapes = [one.shape for one in parameters(layer)] or [layer.shape]
    cells = max(math.prod(shape[1:]) for shape in shapes)
    return max(1, min(layer.units, _MOST_WEIGHTS // cells))


def middle(layer: Layer) -> tuple[int, ...]:
    """Return the place in a map that sentences speak of (from 0); () for units."""
    return tuple((length - 1) // 2 for length in layer.shape[1:])


def compared(network: Network, layer: int) -> list[Quantity]:
    """Return what is compared with Training, of a layer (0: of none): what has a name.

    On each card: not what stands on the first one alone.
    """
    return [
        one
        for one in quantities(network)
        if one.layer == layer
        and one.name
        and one.role in ("forward", "cost", "backward")
        and not one.single
    ]


def chosen_by(network: Network) -> list[str]:
    """Return the symbols of what says whether an example is used.

    Whether the update learns from it; and what is measured of all examples, if not the same.
    """
    found = [network.chosen_by] if network.chosen_by else []
    measures = any(with_role(layer, "statistic") for layer in network.layers)
    return [
        *found,
        *(["use"] if measures and network.counts and found != ["use"] else []),
    ]


def role_of(symbol: str, layer: Layer) -> Role:
    """Return the role of a quantity; what is none of the layer's counts as a total."""
    return next((one.role for one in of_layer(layer) if one.symbol == symbol), "total")

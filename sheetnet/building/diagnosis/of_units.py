"""Signs in the layers: units that are copies of one another, dead or saturated."""

from collections.abc import Iterator

import numpy as np

from sheetnet.building.diagnosis.course import Examples
from sheetnet.building.diagnosis.finding import POOR, Finding
from sheetnet.building.diagnosis.stuck import (
    dead_units,
    flat,
    flat_sides,
    units_with_a_double,
)
from sheetnet.layers.quantities import has_weights
from sheetnet.model.network import Layer, Network
from sheetnet.model.notation import Key

# Half of a layer's slopes: the layer learns as if it had half its units, or half its
# examples. A network that has learned well has often a third of them flat.
SATURATED = 0.5
# One dead unit of many is usual and does no harm; a quarter of a layer is missed.
DEAD = 0.25


def of_units(network: Network, examples: Examples, learned: float) -> Iterator[Finding]:
    """Look at every hidden layer that learns, or whose units have slopes."""
    for layer in network.layers[:-1]:
        copies = units_with_a_double(layer, examples.last) if has_weights(layer) else 0
        if copies:
            yield Finding(
                "units-alike",
                {"layer": layer.number, "count": copies, "units": layer.units},
            )
        match flat_sides(layer):
            case True, True:
                yield from _saturated(layer, examples, learned)
            case True, False if copies < layer.units:
                yield from _dead(layer, examples)


def _dead(layer: Layer, examples: Examples) -> Iterator[Finding]:
    count = dead_units(layer, examples.last)
    if count and count >= DEAD * layer.units:
        numbers = _named(layer) | {"count": count, "units": layer.units}
        yield Finding("dead-relu", numbers)


def _saturated(layer: Layer, examples: Examples, learned: float) -> Iterator[Finding]:
    """Find a layer that is flat from the start on, or has become so and learned poorly.

    What a good run makes flat in the end is no fault: its units have decided.
    """
    first, last = (
        float(flat(layer, one).mean()) for one in (examples.first, examples.last)
    )
    if last >= SATURATED and (first >= SATURATED or learned < POOR):
        code = "saturated" if first >= SATURATED else "saturated-by-steps"
        yield Finding(code, _named(layer) | {"share": last})


def of_outputs(
    network: Network, examples: Examples, learned: float
) -> Iterator[Finding]:
    """Find outputs that are wrong and flat, where δ has a′(z) as a factor.

    Cross-entropy has none: its δ is a − t, however flat the output is.
    """
    layer = network.last
    has_slope = network.cost_record.activations is None
    if not (has_slope and learned < POOR and all(flat_sides(layer))):
        return
    a = examples.last[Key("a", layer.number)]
    other = network.other_target if network.labelled else 0.0
    t = other + (1.0 - other) * examples.t
    wrong = np.abs(a - t) > (1.0 - other) / 2
    if not wrong.any():
        return
    share = float(flat(layer, examples.last)[..., 0][wrong].mean())
    if share >= SATURATED:
        yield Finding("saturated-output", _named(layer) | {"share": share})


def _named(layer: Layer) -> dict[str, float | int | str]:
    return {"layer": layer.number, "activation": layer.activation}

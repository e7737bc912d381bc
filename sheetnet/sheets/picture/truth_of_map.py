"""NumPy's side of the decision map: a forward pass at the middle of each square."""

from collections.abc import Mapping

import numpy as np

from sheetnet.engine import Data, decision, forward
from sheetnet.model.equality import equal_in_sheet
from sheetnet.model.functions import SOFTMAX, Array
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.picture.sketch import sketch_of
from sheetnet.sheets.picture.symbols import (
    FEW_SQUARES,
    MARGIN_OF_MAP,
    OFF,
    RADIUS,
    RING,
    SQUARES,
    own,
)


def shown(
    network: Network,
    inputs: Inputs,
    data: Data,
    learned: Mapping[Key, Array],
    k: int,
) -> Shown:
    """Return the map, what it is made of, and the examples over it.

    `learned` are the parameters of one epoch, `k` the chosen example (from 0).
    """
    low, span = _frame(inputs, data)
    right = low[0] + (np.arange(SQUARES) + 0.5) / SQUARES * span[0]
    up = low[1] + (SQUARES - np.arange(SQUARES) - 0.5) / SQUARES * span[1]
    every = np.stack(np.broadcast_arrays(right[None, :], up[:, None]), axis=-1)
    one = forward(network, every.reshape(-1, 2), learned)
    points = (data.x - low) / span
    turn = 2.0 * np.pi * np.arange(RING) / (RING - 1)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1) / RADIUS
    ends = np.stack([low, low + span], axis=-1)
    if network.is_scaled:
        ends = ends * data.made[Key("s", 1)][:, None] + data.made[Key("m", 1)][:, None]
    return {
        Key(own("low")): low,
        Key(own("span")): span,
        Key(own("end")): ends[0],
        Key(own("end_up")): ends[1, ::-1],
        Key(own("at")): np.stack([right, up], axis=-1),
        **{Key(own(key.symbol), key.layer): array for key, array in learned.items()},
        **_units(network, one),
        Key(own("map")): _whole(network, one),
        Key(own("point_x")): points[:, 0],
        Key(own("point_y")): _by_class(inputs, points[:, 1]),
        Key(own("ring")): points[k] + circle,
    }


def _frame(inputs: Inputs, data: Data) -> tuple[Array, Array]:
    """Return where the map begins, and how far it goes: by feature."""
    counted = np.ones(data.x.shape, bool)
    if inputs.counted is not None:
        counted = inputs.counted
    least = data.x.min(axis=0, where=counted, initial=np.inf)
    most = data.x.max(axis=0, where=counted, initial=-np.inf)
    nothing = ~counted.any(axis=0)
    least, most = np.where(nothing, 0.0, least), np.where(nothing, 0.0, most)
    spread = np.where(most > least, most - least, 1.0)
    return least - MARGIN_OF_MAP * spread, (1.0 + 2.0 * MARGIN_OF_MAP) * spread


def _squares(array: Array) -> Array:
    """Return numbers of all squares by unit, row and column."""
    return np.moveaxis(array.reshape(SQUARES, SQUARES, -1), -1, 0)


def _units(network: Network, one: Mapping[Key, Array]) -> Shown:
    """Return what each unit says on each square, and the small maps of hidden ones."""
    values: Shown = {}
    drawn = {stack.layer: stack.shown for stack in sketch_of(network).stacks}
    middle = SQUARES // FEW_SQUARES // 2 + SQUARES // FEW_SQUARES * np.arange(
        FEW_SQUARES
    )
    for layer in network.layers:
        l = layer.number
        said = one[Key("z" if layer.activation == SOFTMAX else "a", l)]
        over = _squares(said)
        if layer is not network.last or network.units_out > 1:
            values[Key(own("over"), l)] = over
        if layer is not network.last and l in drawn:
            tiles = over[: drawn[l]]
            values[Key(own("tile"), l)] = tiles[:, middle][:, :, middle]
    return values


def _whole(network: Network, one: Mapping[Key, Array]) -> Array:
    """Return the output on each square; of several, the number of the largest."""
    last = network.last
    said = one[Key("z" if last.activation == SOFTMAX else "a", last.number)]
    if network.units_out > 1 and network.labelled:
        said = decision.answers(said)
    whole: Array = _squares(said)[0]
    return whole


def _by_class(inputs: Inputs, up: Array) -> Array:
    """Return the heights of points, a column a class; others stand out of sight."""
    if inputs.labels is None or inputs.classes is None:
        return up[:, None]
    columns = [
        [equal_in_sheet(label, one) for label in inputs.labels.tolist()]
        for one in inputs.classes.tolist()
    ]
    return np.where(np.array(columns).T, up[:, None], OFF)

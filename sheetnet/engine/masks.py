"""The masks of a band: which cells it leaves out as it learns."""

from collections.abc import Mapping

import numpy as np

from sheetnet.engine.data import Data
from sheetnet.model.functions import Array
from sheetnet.model.masks import draw, mask
from sheetnet.model.network import Network
from sheetnet.model.notation import Key


def masks_of(
    network: Network, data: Data, start: Mapping[Key, Array]
) -> dict[Key, Array]:
    """Return each layer's draws and masks: 1 for examples that are not learned from.

    Shapes: `start` with the seeds of the band; draw (K,), r (K, *shape).
    """
    found: dict[Key, Array] = {}
    for layer in network.layers:
        if layer.seed:
            l = layer.number
            drawn = draw(start[Key(f"seed_{l}")], len(data.x))
            r = mask(drawn, layer.shape, layer.rate)
            if data.use is not None:
                r[np.asarray(data.use) == 0] = 1.0
            found |= {Key("draw", l): drawn, Key("r", l): r}
    return found

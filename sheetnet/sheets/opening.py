"""Which example and epoch are looked at: where a fresh workbook opens, and what is chosen."""

from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.engine import Trace, decision, targets
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.picture.symbols import own


def opening(network: Network, inputs: Inputs, trace: Trace) -> tuple[int, int]:
    """Return the number of an example (from 1) and of a band.

    The last band, and in it the first example that is answered wrongly; where none is,
    or nothing can be wrong, the first of which every number is known.
    """
    worth = ~np.isnan(inputs.x).reshape(network.examples, -1).any(axis=1)
    if network.labelled:
        answer, t = trace[Key("answer")][network.last_band], targets(network, inputs)
        wrong = decision.correct(answer, t, network.other_target) < 0.5
        if network.is_sequence:  # at any position that has a target
            told = t.sum(axis=1) > 0.5
            wrong = (wrong & told).reshape(network.examples, -1).any(axis=1)
        worth = wrong if wrong.any() else worth
    return int(np.argmax(worth)) + 1, network.last_band


def first_chosen(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return the knobs of a fresh workbook: example and epoch."""
    k, epoch = opening(network, inputs, trace)
    return {
        Key(own("k")): np.array(float(k)),
        Key(own("epoch")): np.array(float(network.update_of(epoch))),
    }


def chosen(network: Network, given: Shown, last: int) -> tuple[int, int]:
    """Return the example (from 0) and the band that are chosen, within what there is.

    Of an update that is not shown, the last band before it.
    """
    k = _within(given[Key(own("k"))], 1, network.examples) - 1
    n = np.floor(float(given[Key(own("epoch"))]))
    return k, max(0, bisect_right(network.updates_of(last + 1), n) - 1)


def _within(number: NDArray[Any], low: int, high: int) -> int:
    return int(max(low, min(high, np.floor(float(number)))))

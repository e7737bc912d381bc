"""Where a fresh workbook opens: the example and the epoch that are worth a first look."""

import numpy as np

from sheetnet.engine import Trace, decision, targets
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key


def opening(network: Network, inputs: Inputs, trace: Trace) -> tuple[int, int]:
    """Return the number of an example (from 1) and an epoch.

    The last epoch, and in it the first example that is answered wrongly; where none is,
    or nothing can be wrong, the first of all.
    """
    if not network.labelled:
        return 1, network.epochs
    answer, t = trace[Key("answer")][network.epochs], targets(network, inputs)
    right = decision.correct(answer, t, network.other_target)
    return int(np.argmin(right > 0.5)) + 1, network.epochs

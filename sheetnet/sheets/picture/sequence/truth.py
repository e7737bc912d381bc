"""NumPy's side of a sequence as it is drawn: the chosen example, at one epoch."""

import numpy as np

from sheetnet.engine import Data, Trace
from sheetnet.model.network import Inputs, Network, objects
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.picture.sequence.places import strip_of
from sheetnet.sheets.picture.symbols import own


def shown(
    network: Network, inputs: Inputs, data: Data, trace: Trace, k: int, epoch: int
) -> Shown:
    """Return every value of the drawing, of example k (from 0)."""
    strip, (T, labels, classes) = (
        strip_of(network),
        (network.positions, inputs.labels, inputs.classes),
    )
    here = slice(k * T, k * T + strip.shown)
    assert labels is not None
    assert classes is not None
    assert inputs.words is not None
    assert data.use is not None
    used = data.use[here] > 0.5
    said = classes[trace[Key("answer")][epoch, here].astype(int) - 1]
    right = trace[Key("correct")][epoch, here] > 0.5
    values: Shown = {
        Key(own("sees")): _words(inputs.words[here, 0]),
        Key(own("label")): _words(labels[here]),
        Key(own("answer")): np.where(used, said, ""),
        Key(own("right")): np.where(used, np.where(right, "✓", "✗"), "").astype(object),
    }
    for line in strip.lines:
        if line.key.layer:
            key = Key(own("a"), line.key.layer)
            values[key] = trace[line.key][epoch, here]
            if network.layer(line.key.layer) is network.last:
                values[Key(own("class"))] = classes
    return values


def _words(cells: np.ndarray) -> np.ndarray:
    """Return words as they are looked up: an empty cell is an empty text."""
    return objects(tuple("" if one is None else one for one in cells.tolist()))

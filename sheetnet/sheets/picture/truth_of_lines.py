"""NumPy's side of the lines between units: how strong each is, and where it ends."""

from collections.abc import Mapping

import numpy as np

from sheetnet.model.functions import Array
from sheetnet.model.network import Network
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.sheets.picture.edges import Lines, lines_of
from sheetnet.sheets.picture.sketch import sketch_of
from sheetnet.sheets.picture.symbols import STRENGTHS, own, strengths

_LEAST = 1e-9


def shown(network: Network, learned: Mapping[Key, Array]) -> Shown:
    """Return weights, strengths and ends of all lines of an epoch."""
    values: Shown = {}
    for lines in lines_of(network):
        w = learned[Key("w", lines.layer)]
        values |= _of_gap(lines, w.reshape(len(w), -1), whole=sketch_of(network).map)
    return values


def _of_gap(lines: Lines, w: Array, *, whole: bool) -> Shown:
    """Return what is drawn between two stacks. Shapes: w (n, m).

    `whole`: the decision map is made of all weights, and the largest of them all is looked
    for, also where fewer are drawn.
    """
    l, ends = lines.layer, np.array(lines.ends)
    drawn = w[: lines.units, : len(ends) // lines.units]
    top = np.maximum(np.abs(w if whole else drawn).max(), _LEAST)
    size = np.abs(drawn).reshape(-1)
    strong, middle = (size > top * part for part in STRENGTHS)
    strength = np.where(strong, 3.0, np.where(middle, 2.0, 1.0))
    strength = strength * np.where(drawn.reshape(-1) < -top * 1e-9, -1.0, 1.0)
    mine = strength[:, None] == np.array(strengths())
    begin, end = ends[:, :1], ends[:, 1:]
    x = np.stack([np.where(mine, 0.0, 1.0), np.ones(mine.shape)], axis=1)
    y = np.stack([np.where(mine, begin, end), np.broadcast_to(end, mine.shape)], axis=1)
    return {
        Key(own("w"), l): drawn,
        Key(own("top"), l): np.asarray(top),
        Key(own("class"), l): strength,
        Key(own("line_x"), l): x,
        Key(own("line_y"), l): y.astype(float),
    }

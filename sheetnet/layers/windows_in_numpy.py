"""What windows over pictures and maps see, as NumPy's views."""

from collections.abc import Iterator

import numpy as np

from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


def bordered(layer: Layer, maps: Array, nothing: float = 0.0) -> Array:
    """Return maps with as much nothing around them as windows reach beyond the border.

    Shapes: maps (…, rows, columns) -> the same, with more of both.
    """
    down, right = layer.windows
    around = [(down.before, down.after), (right.before, right.after)]
    return np.pad(maps, [(0, 0)] * (maps.ndim - 2) + around, constant_values=nothing)


def within(layer: Layer, maps: Array) -> Array:
    """Return maps without what was put around them. Shapes: as `bordered` was given."""
    down, right = layer.windows
    rows, columns = layer.sees[-2:]
    inner = maps[..., down.before : down.before + rows, :]
    return inner[..., right.before : right.before + columns]


def views(layer: Layer, maps: Array) -> Iterator[tuple[int, int, Array]]:
    """Yield, for each place (i, j) of a window, its cell in all windows.

    In reading order. Shapes: maps (…, rows, columns) -> (…, windows down, to the right).
    """
    down, right = layer.windows
    for i in range(down.size):
        for j in range(right.size):
            rows = slice(i, i + (down.number - 1) * down.stride + 1, down.stride)
            columns = slice(j, j + (right.number - 1) * right.stride + 1, right.stride)
            yield i, j, maps[..., rows, columns]

"""What windows over pictures and maps see, as NumPy's views."""

from collections.abc import Iterator

from sheetnet.model.functions import Array
from sheetnet.model.network import Layer


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

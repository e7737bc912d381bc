"""Max pooling in the workbook (book 5-1, 5-5): each window gives its largest value.

The error goes to the first of the largest cells alone, as reading order has it. `=` would
not do: calculators differ on two numbers one bit apart, so a margin decides.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sheetnet.layers.windows_in_cells import Hold, Index, holding, window_area
from sheetnet.model.network import Layer
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.formula import formulas

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of a pooled value."""
    window = window_area(places.seen(layer), layer, indices)
    return f"MAX({reference(here, window)})"


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell this layer looks at, as text."""
    terms = [_share(places, layer, here, below, hold) for hold in holding(layer, below)]
    return "+".join(terms) or "0"


def _share(places: "Places", layer: Layer, here: Area, below: Index, hold: Hold) -> str:
    l = layer.number
    seen = places.seen(layer)
    p = reference(here, places.block("a", l).area(*hold.window))
    error = reference(here, places.block("dC_da", l).area(*hold.window))
    a = reference(here, seen.area(*below[-len(layer.sees) :]))
    window = window_area(seen, layer, hold.window)
    before = [reference(here, area) for area in _before(window, hold)]
    return formulas.error_to_first_largest(p, a, before, error)


def _before(window: Area, hold: Hold) -> Iterator[Area]:
    """Yield the cells of a window that come before a cell: whole rows, part of a row."""
    if hold.row:
        yield window._replace(rows=hold.row)
    if hold.column:
        yield window._replace(row=window.row + hold.row, rows=1, columns=hold.column)

"""Average pooling in the workbook: each window gives its mean, each cell bears a share."""

from typing import TYPE_CHECKING

from sheetnet.layers.windows_in_cells import Index, holding, window_area
from sheetnet.model.network import Layer
from sheetnet.workbook.address import Area, reference

if TYPE_CHECKING:
    from sheetnet.workbook.places import Places


def forward(places: "Places", layer: Layer, here: Area, indices: Index) -> str:
    """Return the formula of a pooled value."""
    window = window_area(places.seen(layer), layer, indices)
    return f"AVERAGE({reference(here, window)})"


def back(places: "Places", layer: Layer, _: int, here: Area, below: Index) -> str:
    """Return ∂C/∂a of a cell this layer looks at: its share of each window's."""
    errors, seen = places.block("dC_da", layer.number), places.seen(layer)
    terms = []
    for hold in holding(layer, below):
        window = window_area(seen, layer, hold.window)
        error = reference(here, errors.area(*hold.window))
        terms.append(f"{error}/{window.rows * window.columns}")
    return "+".join(terms) or "0"

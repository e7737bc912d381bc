"""Dropout in the workbook: a times its mask, and what comes back times the same mask."""

import math
from typing import TYPE_CHECKING

from sheetnet.model.masks import draw_excel, mask_excel
from sheetnet.model.network import Layer
from sheetnet.workbook.address import Area, reference

if TYPE_CHECKING:
    from sheetnet.layers.protocols import Index
    from sheetnet.workbook.places import Places


def forward(places: "Places", layer: Layer, here: Area, indices: "Index") -> str:
    """Return the formula of r a; of a itself where a sheet draws no masks."""
    seen = reference(here, places.seen(layer).area(*indices))
    # An input may be a text, which counts as 0.
    seen = f"SUM({seen})" if layer.number == 2 else seen
    if not places.masks:
        return seen
    return f"{_mask(places, layer, here, indices)}*{seen}"


def back(places: "Places", layer: Layer, _: int, here: Area, below: "Index") -> str:
    """Return ∂C/∂a of a cell below: what comes back, by the same mask."""
    error = places.block("dC_da", layer.number).area(*below)
    return f"{_mask(places, layer, here, below)}*{reference(here, error)}"


def drawn(places: "Places", layer: Layer, here: Area) -> str:
    """Return the formula of the number from which an example's mask is drawn."""
    seed, k = (places.block(one).area() for one in (f"seed_{layer.number}", "example"))
    return draw_excel(reference(here, seed), reference(here, k))


def mask(places: "Places", layer: Layer, here: Area, indices: "Index") -> str:
    """Return the formula of a cell's mask; 1 for an example that is not learned from."""
    number = reference(here, places.block("draw", layer.number).area())
    cell = sum(
        at * math.prod(layer.shape[axis + 1 :]) for axis, at in enumerate(indices)
    )
    formula = mask_excel(number, cell, layer.rate)
    if not places.network.counts:
        return formula
    return f"IF({reference(here, places.block('use').area())}=0,1,{formula})"


def _mask(places: "Places", layer: Layer, here: Area, indices: "Index") -> str:
    return reference(here, places.block("r", layer.number).area(*indices))

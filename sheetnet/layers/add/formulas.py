"""A residual in the workbook: a sum of two cells, and a link on the way back."""

from typing import TYPE_CHECKING

from sheetnet.model.network import Layer
from sheetnet.workbook.address import Area, reference

if TYPE_CHECKING:
    from sheetnet.layers.protocols import Index
    from sheetnet.workbook.places import Places


def forward(places: "Places", layer: Layer, here: Area, indices: "Index") -> str:
    """Return the formula of the sum; of typed data a text counts as 0."""
    below, earlier = (
        reference(here, places.activation(l).area(*indices)) for l in layer.reads
    )
    return f"{below}+SUM({earlier})" if 1 in layer.reads else f"{below}+{earlier}"


def back(places: "Places", layer: Layer, _: int, here: Area, below: "Index") -> str:
    """Return ∂C/∂a as it came, for either of the two."""
    return reference(here, places.block("dC_da", layer.number).area(*below))

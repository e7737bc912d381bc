"""What is said of a pool at one place of its map, with the numbers."""

from sheetnet.layers.pooling import looked_at, says, sent_back, window
from sheetnet.layers.sentences import Index, Sentence, listed
from sheetnet.model.network import Layer

__all__ = ["forward", "sent_back", "window"]


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return a = max(…) over the window of a place."""
    cells = listed(looked_at(layer, unit, place), ")")
    return says(layer, unit, place, ["max(", *cells])

"""What is said of a pool at one place of its map, with the numbers."""

from sheetnet.layers.pooling import says, sent_back, window
from sheetnet.layers.sentences import Index, Sentence
from sheetnet.model.network import Layer

__all__ = ["forward", "sent_back", "window"]


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return a = mean(…) over the window of a place."""
    return says(layer, unit, place, "mean")

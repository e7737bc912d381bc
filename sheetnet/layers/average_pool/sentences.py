"""What is said of a pool at one place of its map, with the numbers."""

from sheetnet.layers.pooling import looked_at, says, sent_back, window
from sheetnet.layers.sentences import Index, Sentence, added
from sheetnet.model.network import Layer

__all__ = ["forward", "sent_back", "window"]


def forward(layer: Layer, unit: int, place: Index) -> Sentence:
    """Return a = (… + …) / n over the window of a place: its mean."""
    cells = looked_at(layer, unit, place)
    return says(layer, unit, place, ["(", *added(cells), f") / {len(cells)}"])

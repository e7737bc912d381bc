"""One position of sequences as places of its own: what stands in its columns alone.

So a layer that works on each position by itself is written as if there were no others,
and one that looks at the position before looks at the column at the left.
"""

from msgspec import structs

from sheetnet.model.network import Layer, Network
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block
from sheetnet.workbook.places import Places


class AtPosition:
    """The places of one position, counted from 0; other blocks stand where they did."""

    def __init__(self, places: Places, position: int) -> None:
        self._places, self._position = places, position

    @property
    def network(self) -> Network:
        """The network that is computed."""
        return self._places.network

    @property
    def masks(self) -> bool:
        """Whether cells are left out as in training."""
        return self._places.masks

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return what of a block stands at the position."""
        return at_position(self._places.block(symbol, layer), self._position)

    def seen(self, layer: Layer) -> Block:
        """Return what a layer looks at."""
        return at_position(self._places.seen(layer), self._position)

    def activation(self, l: int) -> Block:
        """Return the activations of any layer that another one reads."""
        return at_position(self._places.activation(l), self._position)

    def through(self, area: Area) -> Area:
        """Return an area of the position as a range through all positions of all examples."""
        first = area.column - self._position
        wide = area.columns + self.network.positions - 1
        return self._places.through(area._replace(column=first, columns=wide))


def at_position(block: Block, position: int) -> Block:
    """Return a block at one position; where it has none, the block."""
    along = next((axis for axis in block.axes if axis.name == "position"), None)
    if along is None:
        return block
    return structs.replace(
        block,
        row=block.row + position * along.rows,
        column=block.column + position * along.columns,
        axes=tuple(axis for axis in block.axes if axis is not along),
    )


def of_each(places: Places) -> Places:
    """Return places as what is summed over all examples sees them: at the first position."""
    return AtPosition(places, 0) if places.network.is_sequence else places

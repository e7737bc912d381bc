"""Where the quantities of a pass stand, on whatever sheet: all that equations ask for."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sheetnet.model.network import Layer, Network
from sheetnet.workbook.address import Area
from sheetnet.workbook.block import Block


class Places(Protocol):
    """A sheet on which a network is computed: Training, or a view of one example."""

    @property
    def network(self) -> Network:
        """The network that is computed."""

    @property
    def masks(self) -> bool:
        """Whether cells are left out as in training; a pass that only answers has none."""

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity."""

    def seen(self, layer: Layer) -> Block:
        """Return what a layer looks at: x, or the activations of the layer below."""

    def activation(self, l: int) -> Block:
        """Return the activations of any layer that another one reads; x of the input."""

    def through(self, area: Area) -> Area:
        """Return an area of one example as a range through all that are summed."""


class ReadsBelow(Protocol):
    """Of a sheet that has all activations: a layer looks at those of the layer below."""

    __slots__ = ()

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity."""

    def seen(self, layer: Layer) -> Block:
        """Return what a layer looks at: x, or the activations of the layer below."""
        return self.activation(layer.number - 1)

    def activation(self, l: int) -> Block:
        """Return the activations of a layer: x of the input."""
        return self.block("x", 1) if l == 1 else self.block("a", l)


class Group(NamedTuple):
    """Where what belongs to a parameter stands: rows below the parameters, first column."""

    down: int
    left: int
    symbol: str


class SectionPlaces(Protocol):
    """The left half of Training, as the words beside parameters ask for it."""

    @property
    def network(self) -> Network:
        """The network that is computed."""

    @property
    def text_column(self) -> int:
        """The column of words beside rows."""

    def block(self, symbol: str, layer: int = 0) -> Block:
        """Return the block of a quantity."""

    def groups(self, layer: Layer, parameter: str) -> list[Group]:
        """Return the groups of a layer: its parameters, gradients, what is kept of them."""

    def names(self) -> Sequence[str]:
        """Return the names of the features, as far as they are fixed; of a picture none."""

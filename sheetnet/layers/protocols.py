"""What a kind of layer must offer: to the engine, and to the sheets."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from sheetnet.model.functions import Array
from sheetnet.model.network import Layer

if TYPE_CHECKING:
    from sheetnet.layers.part import Part
    from sheetnet.sheets.training.layout import Layout
    from sheetnet.workbook.address import Area
    from sheetnet.workbook.block import Axis, Block
    from sheetnet.workbook.places import Places
    from sheetnet.workbook.plan import Cell

Index = tuple[int, ...]
Say = Callable[..., str]


class LayerNumbers(Protocol):
    """A kind's mathematics in NumPy: `layers/KIND/numbers.py`.

    A pool has `pooled` and a `dC_da_below` without w; all else is of layers with w and b.
    """

    def weighted_input(self, layer: Layer, w: Array, b: Array, sees: Array) -> Array:
        """Return z. Shapes: sees (K, *seen) -> (K, *shape)."""

    def pooled(self, layer: Layer, sees: Array) -> Array:
        """Return a of a pool. Shapes: sees (K, *seen) -> (K, *shape)."""

    def gradient(
        self, layer: Layer, w: Array, delta: Array, sees: Array
    ) -> tuple[Array, Array]:
        """Return ∂ΣC/∂w and ∂ΣC/∂b. Shapes: delta (K, *shape) -> like w, like b."""

    def dC_da_below(self, layer: Layer, *arrays: Array) -> Array:
        """Return ∂C/∂a of what the layer sees. Shapes: -> (K, *seen)."""


class LayerFormulas(Protocol):
    """A kind's places and formulas: `layers/KIND/formulas.py`.

    A pool has `forward`, `back` and `equation`; all else is of layers with parameters.
    """

    def group_width(self, layer: Layer) -> int:
        """Return the columns that the parameters take at the left."""

    def parameter_parts(self, layer: Layer) -> "list[Part]":
        """Return where parameters, gradients and links stand within the section."""

    def place(self, block: "Block", layer: Layer, indices: Index, /) -> "Area":
        """Return the cell of a parameter by its indices in the array."""

    def leading_axes(
        self, block: "Block", layer: Layer, /
    ) -> "tuple[list[Axis], list[Axis]]":
        """Return the axes by which units stand, and those of what they look at."""

    def unit_and_cell(
        self, block: "Block", layer: Layer, indices: Index, /
    ) -> tuple[int, Index]:
        """Return the number of the unit, and the indices of the cell it looks at."""

    def forward(
        self, layout: "Places", layer: Layer, here: "Area", indices: Index
    ) -> str:
        """Return the formula of z, or of a pooled value."""

    def back(self, layout: "Places", layer: Layer, here: "Area", below: Index) -> str:
        """Return ∂C/∂a of a cell that the layer looks at."""

    def gradient(
        self, layout: "Places", layer: Layer, here: "Area", indices: Index
    ) -> str:
        """Return the formula of ∂ΣC/∂w."""

    def gradient_of_bias(
        self, layout: "Places", layer: Layer, here: "Area", unit: Index
    ) -> str:
        """Return the formula of ∂ΣC/∂b."""

    def link(self, layout: "Places", layer: Layer, here: "Area", indices: Index) -> str:
        """Return the formula of a link to w, as backprop reads it."""

    def equation(self, symbol: str, layer: Layer) -> str:
        """Return the equation above a quantity."""

    def words(
        self, layout: "Layout", layer: Layer, row: int, say: Say
    ) -> "Iterator[Cell]":
        """Yield what is written beside the parameters."""

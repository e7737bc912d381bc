"""What a kind of layer must offer: what it is, its numbers, its formulas."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sheetnet.layers.sentences import Place, Sentence
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer, Shape
from sheetnet.model.quantities import Quantity, Sequences

if TYPE_CHECKING:
    from msgspec import Struct

    from sheetnet.layers.part import Part
    from sheetnet.workbook.address import Area
    from sheetnet.workbook.block import Axis, Block
    from sheetnet.workbook.places import Places, SectionPlaces
    from sheetnet.workbook.plan import Cell

Index = tuple[int, ...]
Say = Callable[..., str]

# A layer's parameters in one epoch, by symbol.
Own = Mapping[str, Array]
# The activations of the layers that it reads (K, *shape), in the order of `reads`.
Seen = tuple[Array, ...]


class LayerSpec(Protocol):
    """What a kind is: `layers/KIND/spec.py`."""

    UNIT: str
    """What its first axis counts: unit, filter, map; a word of the language files."""

    TIES: bool
    """Whether it takes one of several cells, so that equal ones are told of."""

    SEQUENCES: Sequences
    """What it does in a sequence: each position by itself, or all together; "": not there."""

    @property
    def Spec(self) -> "type[Struct]":
        """What users write, with the kind's name as tag."""

    def layer_of(self, where: str, spec: Any, shapes: Sequence[Shape], /) -> Layer:  # noqa: ANN401
        """Return the layer that a spec asks for, on top of those of these shapes.

        The first shape is the input's. Raises: SpecError, LimitError.
        """

    def quantities(self, layer: Layer, /) -> list[Quantity]:
        """Return parameters, links, forward, backward, gradients; each in order."""


class LayerNumbers(Protocol):
    """A kind's mathematics in NumPy: `layers/KIND/numbers.py`.

    `error` is what backprop brings to the layer: δ where it has z, else ∂C/∂a.
    """

    def forward(self, layer: Layer, own: Own, seen: Seen, /) -> Array:
        """Return z, or a of a layer without an activation. Shapes: -> (K, *shape)."""

    def backward(
        self, layer: Layer, own: Own, error: Array, seen: Seen, /
    ) -> tuple[Array, ...]:
        """Return ∂C/∂a of each layer that it reads. Shapes: each like what is seen."""


class LearnedNumbers(LayerNumbers, Protocol):
    """What a kind with parameters has besides."""

    def gradient(
        self, layer: Layer, own: Own, error: Array, seen: Seen, /
    ) -> dict[str, Array]:
        """Return ∂ΣC/∂ of each parameter, by its symbol. Shapes: like the parameters."""

    def linked(self, link: Quantity, parameter: Array, /) -> Array:
        """Return a parameter as backprop reads it. Shapes: (…, *shape) of the link."""


class RecurrentNumbers(LearnedNumbers, Protocol):
    """What a kind has besides that looks at the position before.

    Examples are positions, sequence after sequence, `layer.positions` of each.
    """

    def through_time(
        self, layer: Layer, own: Own, dC_da: Array, slope: Array, /
    ) -> Array:
        """Return δ: what readers send back, and what the position after does."""


class NormalisedNumbers(LearnedNumbers, Protocol):
    """What a kind has besides that normalises what it sees, in steps.

    In `backward` what is fed back is among `own`.
    """

    def on_the_way(self, layer: Layer, own: Own, seen: Seen, /) -> dict[str, Array]:
        """Return what is computed on the way to z (or a), by symbol."""

    def fed_back(
        self, layer: Layer, own: Own, error: Array, seen: Seen, use: Array, /
    ) -> dict[str, Array]:
        """Return what goes back through means and roots; `use` (K,): which examples learn."""


class MeasuredNumbers(NormalisedNumbers, Protocol):
    """What a kind has besides that measures what it sees, over all examples that learn.

    `use` (K,) tells which do. What it measures is among `own` in all other functions; in
    `backward` `use` too.
    """

    def measured(self, layer: Layer, seen: Seen, use: Array, /) -> dict[str, Array]:
        """Return what is measured of each unit, and what each example adds to it."""


class LayerFormulas(Protocol):
    """A kind's places and formulas: `layers/KIND/formulas.py`."""

    def forward(
        self, places: "Places", layer: Layer, here: "Area", indices: Index, /
    ) -> str:
        """Return the formula of z, or of a in a layer without an activation."""

    def back(
        self, places: "Places", layer: Layer, read: int, here: "Area", below: Index, /
    ) -> str:
        """Return what this layer adds to ∂C/∂a of a cell of layer `read`; "0" if nothing."""


class LearnedFormulas(LayerFormulas, Protocol):
    """What a kind with parameters has besides: where they stand, and their formulas."""

    def gradient(
        self, places: "Places", of: Quantity, here: "Area", indices: Index, /
    ) -> str:
        """Return the formula of ∂ΣC/∂ of a parameter, given the gradient's quantity."""

    def link(
        self, places: "Places", of: Quantity, here: "Area", indices: Index, /
    ) -> str:
        """Return the formula of a parameter as backprop reads it."""

    def miswired(
        self, places: "Places", of: Quantity, here: "Area", indices: Index, /
    ) -> "Iterator[str]":
        """Yield the formulas of a link as people get it wrong by hand."""

    def group_width(self, layer: Layer, /) -> int:
        """Return the columns that the parameters take at the left."""

    def parts(self, layer: Layer, /) -> "list[Part]":
        """Return where parameters and links stand within the section."""

    def rectangles(self, layer: Layer, blocks: "Sequence[Block]", /) -> "list[Area]":
        """Return the rectangles of some blocks of its parameters, and no text."""

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

    def card_axes(self, layer: Layer, symbol: str, /) -> "tuple[Axis, ...] | None":
        """Return how a unit's part of a parameter or link stands on a card of its own.

        None of a link that cards do without: what the parameter's cells serve for too.
        """

    def words(
        self, places: "SectionPlaces", layer: Layer, row: int, say: Say, /
    ) -> "Iterator[Cell]":
        """Yield what is written beside the parameters."""


class RecurrentFormulas(LearnedFormulas, Protocol):
    """What a kind has besides that looks at the position before."""

    def through_time(
        self, places: "Places", layer: Layer, here: "Area", indices: Index, /
    ) -> str:
        """Return what the position after adds to ∂C/∂a of a unit."""


class NormalisedFormulas(LearnedFormulas, Protocol):
    """What a kind has besides that normalises what it sees: over examples, or over units."""

    def measured(
        self, places: "Places", of: Quantity, here: "Area", indices: Index, /
    ) -> str:
        """Return the formula of what is measured, adds to it, or is fed back."""

    def on_the_way(
        self, places: "Places", of: Quantity, here: "Area", indices: Index, /
    ) -> str:
        """Return the formula of what is computed on the way to z (or a)."""

    def unmoved(
        self, places: "Places", layer: Layer, here: "Area", below: Index, /
    ) -> "Iterator[str]":
        """Yield `back` as if mean or root did not depend on the cell."""


class ColumnFormulas(LearnedFormulas, Protocol):
    """What a kind has besides that may see a column: its z on a decision map."""

    def weighted(
        self, number: "Callable[..., str]", unit: int, seen: "Sequence[str]", /
    ) -> str:
        """Return z of a unit from what it sees, each as text.

        `number` returns that of a symbol and its indices.
        """


class MaskedFormulas(LayerFormulas, Protocol):
    """What a kind with masks has besides."""

    def drawn(self, places: "Places", layer: Layer, here: "Area", /) -> str:
        """Return the formula of the number from which an example's mask is drawn."""

    def mask(
        self, places: "Places", layer: Layer, here: "Area", indices: Index, /
    ) -> str:
        """Return the formula of a cell's mask."""


class LayerSentences(Protocol):
    """What is said of a unit, with its numbers: `layers/KIND/sentences.py`."""

    def forward(self, layer: Layer, unit: int, place: Index, /) -> Sentence:
        """Return how z (or a, without an activation) comes about at a place of a map."""

    def sent_back(self, layer: Layer, below: Index, /) -> list[tuple[Place, Place]]:
        """Return pairs of an error and the weight along which it reaches a cell below."""

    def window(self, layer: Layer, place: Index, /) -> set[Index]:
        """Return the cells of what it sees that are framed, as sentences speak of them."""


class LearnedSentences(LayerSentences, Protocol):
    """What a kind with parameters has besides."""

    def gradient(self, layer: Layer, unit: int, /) -> Sentence:
        """Return how the gradient of the unit's first weight comes about."""

"""Network (what is to be built) and Inputs (the numbers it starts from).

The Network is structure alone: it travels inside the workbook, and `verify` reads it
back from there. The Inputs come from files when a workbook is built, and from the
workbook itself when it is verified. Knows nothing of specs and files.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from msgspec import UNSET, Meta, Struct, UnsetType
from numpy.typing import NDArray

from sheetnet.model.costs import Cost, cost_of
from sheetnet.model.equality import Label, equal_in_sheet
from sheetnet.model.functions import ACTIVATIONS, Activation, Array
from sheetnet.model.masks import MODULUS, heading_of
from sheetnet.model.notation import Key
from sheetnet.model.optimizers import GRADIENT_DESCENT, OPTIMIZERS, Heading
from sheetnet.model.table import Field, Scale
from sheetnet.model.updates import Update
from sheetnet.model.windows import Line, same, valid

Count = Annotated[int, Meta(ge=1, le=1_048_576)]
Shape = tuple[Count, ...]
Objects = NDArray[np.object_]
Padding = Literal["valid", "same"]
Alpha = Annotated[float, Meta(ge=0, le=100)]
Epsilon = Annotated[float, Meta(ge=1e-12, le=1)]
Norm = Literal["rms", "layer"]
Rate = Annotated[float, Meta(ge=0, lt=1)]
Seed = Annotated[int, Meta(ge=1, lt=MODULUS)]

# So many updates a checkpoint may count: more than anybody waits for.
MOST_UPDATES = 1_000_000_000

# So many positions a sequence may have: more than anybody looks at.
MAX_POSITIONS = 1000


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer, numbered as in the book: the first after the input is 2.

    Shapes: `sees` is the shape of layer number−1, `shape` its own: (n,) for units,
    (maps, rows, columns) for maps and for a picture of several channels; one of a single
    channel is (rows, columns). `size` is that of a filter or of a pool's window. A layer
    without an activation, as a pool, has no z and no δ. `beside` are earlier layers that
    it reads besides the one below, `alpha` the α of an activation where it is not the
    usual one. With `positions` all shapes are those of one position of a sequence, of
    which there are so many. `mask` is the share of cells that are left out, and the seed of
    the draws, `epsilon` what is added to a variance before its root is taken, `norm` how
    the units of an example are normalised.
    """

    number: Count
    kind: str
    sees: Shape
    shape: Shape
    activation: str = ""
    size: tuple[Count, Count] | None = None
    stride: Count = 1
    padding: Padding = "valid"
    beside: tuple[Count, ...] | UnsetType = UNSET
    alpha: Alpha | UnsetType = UNSET
    epsilon: Epsilon | UnsetType = UNSET
    mask: tuple[Rate, Seed] | UnsetType = UNSET
    norm: Norm | UnsetType = UNSET
    positions: Count | UnsetType = UNSET

    @property
    def rate(self) -> float:
        """The share of cells that its masks leave out; 0 where it has none."""
        return 0.0 if self.mask is UNSET else self.mask[0]

    @property
    def seed(self) -> int:
        """The seed of its masks in the first band; 0 where it has none."""
        return 0 if self.mask is UNSET else self.mask[1]

    @property
    def reads(self) -> tuple[int, ...]:
        """The layers that this one looks at, the one below first; 1 is the input."""
        beside = () if self.beside is UNSET else self.beside
        return (self.number - 1, *beside)

    @property
    def function(self) -> Activation | None:
        """Its activation; None of softmax, which looks at all units, and where it has none."""
        record = ACTIVATIONS.get(self.activation)
        if record is None or record.with_alpha is None or self.alpha is UNSET:
            return record
        return record.with_alpha(self.alpha)

    @property
    def activation_said(self) -> str:
        """Return its activation as a heading says it, with an α that is not the usual one."""
        if self.alpha is UNSET:
            return self.activation
        return f"{self.activation} (α = {self.alpha:g})"

    @property
    def units(self) -> int:
        """Number of units, of filters, or of maps."""
        return self.shape[0]

    @property
    def windows(self) -> tuple[Line, Line]:
        """The windows of a convolution or a pool, downwards and to the right."""
        return windows(self.sees, self.size or (1, 1), self.stride, self.padding)


def maps_of(shape: Shape) -> tuple[int, int, int]:
    """Return a shape as maps, rows, columns; a picture is one map.

    >>> maps_of((6, 5)), maps_of((3, 4, 4))
    ((1, 6, 5), (3, 4, 4))
    """
    maps, rows, columns = (1, *shape) if len(shape) == 2 else shape
    return maps, rows, columns


def windows(
    sees: Shape, size: tuple[int, int], stride: int, padding: str
) -> tuple[Line, Line]:
    """Return the windows over a picture or maps, downwards and to the right."""
    line = same if padding == "same" else valid
    _, rows, columns = maps_of(sees)
    return line(rows, size[0], stride), line(columns, size[1], stride)


class Network(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A network ready to be built: all shapes and settings, no values, no files.

    `fields` are the columns that x is computed from, numbers before categories; without
    any, x itself stands in the data. `counts`: each example has a cell that says whether
    it is used to learn from. The last `test` examples are not, and tell how the network
    does on what it has not seen. `weight_decay`, `schedule` and `clip` tell what stands
    around the optimizer; their numbers are settings. `exercises` are questions to a
    reader, each with what happens. `frozen` are parameters that no update moves. An epoch
    is an update for each of its `batches`; `pasted` are updates that a user added below.
    With `checkpoints` not every epoch has a band: after so many updates the run is shown
    for `live` bands, of which the first begins from what NumPy has come to. With `positions`
    an example is a sequence: so many columns, of which the last may be empty.
    """

    title: str
    examples: Count
    features: tuple[str, ...]
    input_shape: Shape
    layers: tuple[Layer, ...]
    outputs: tuple[str, ...]
    labelled: bool
    cost: str
    reduction: Literal["sum", "mean"]
    epochs: Annotated[int, Meta(ge=0, le=1_048_576)]
    started_from: str
    data_file: str
    optimizer: str = GRADIENT_DESCENT
    weight_decay: bool = False
    schedule: str = ""
    clip: bool = False
    fields: tuple[Field, ...] = ()
    target_scale: Scale = "none"
    counts: bool = False
    test: Annotated[int, Meta(ge=0, le=1_048_576)] = 0
    exercises: tuple[tuple[str, str], ...] = ()
    frozen: tuple[Key, ...] = ()
    batches: Count = 1
    pasted: Annotated[int, Meta(ge=0, le=1_048_576)] = 0
    checkpoints: tuple[Annotated[int, Meta(ge=0, le=MOST_UPDATES)], ...] = ()
    live: Count = 2
    positions: Annotated[int, Meta(ge=0, le=MAX_POSITIONS)] = 0

    @property
    def bands(self) -> int:
        """How many bands there are: that of the first parameters, and one an update."""
        planned = len(self.checkpoints) * self.live or self.epochs * self.batches + 1
        return planned + self.pasted

    @property
    def last_band(self) -> int:
        """The number of the last band; the first is 0."""
        return self.bands - 1

    @property
    def begins(self) -> tuple[int, ...]:
        """The bands that begin from constants; each other one follows from that above."""
        return tuple(at * self.live for at in range(len(self.checkpoints))) or (0,)

    def update_of(self, band: int) -> int:
        """Return how many updates the parameters of a band had: what its heading tells."""
        if not self.checkpoints:
            return band
        at = min(band // self.live, len(self.checkpoints) - 1)
        return self.checkpoints[at] + band - at * self.live

    def updates_of(self, bands: int) -> list[int]:
        """Return how many updates the parameters of each of the first bands had."""
        return [self.update_of(band) for band in range(bands)]

    @property
    def by_updates(self) -> bool:
        """Whether a band is called an update: it is no epoch, or not each has one."""
        return self.in_batches or bool(self.checkpoints)

    @property
    def in_batches(self) -> bool:
        """Whether an update learns from a part of the examples."""
        return self.batches > 1

    def said(self, key: str) -> str:
        """Return the key of words on a band: other ones where it is no whole epoch."""
        return f"updates.{key}" if self.by_updates else key

    @property
    def goes_up_and_down(self) -> bool:
        """Whether C_T moves from band to band by masks alone, whatever the steps are."""
        return any(layer.rate for layer in self.layers)

    @property
    def chosen_by(self) -> str:
        """The symbol of what says whether an update learns from an example; "": from all."""
        if self.in_batches:
            return "in_batch"
        return "use" if self.counts else ""

    @property
    def numbers(self) -> tuple[Field, ...]:
        """The columns of numbers that x is computed from; of a picture, its pixels."""
        return tuple(field for field in self.fields if not field.words)

    @property
    def categories(self) -> tuple[Field, ...]:
        """The columns of words that x is computed from."""
        return tuple(field for field in self.fields if field.words)

    @property
    def is_sequence(self) -> bool:
        """Whether an example has several positions, each with an input and a target."""
        return self.positions > 0

    @property
    def columns(self) -> int:
        """How many columns of data there are: one an example, or one a position of each."""
        return self.examples * max(1, self.positions)

    @property
    def is_scaled(self) -> bool:
        """Whether some numbers of the data are scaled before the network sees them."""
        return any(field.scale != "none" for field in self.numbers)

    @property
    def raw_shape(self) -> Shape:
        """The shape of an example's numbers as they stand in the data."""
        if len(self.input_shape) > 1 or not self.fields:
            return self.input_shape
        return (len(self.numbers),)

    @property
    def last(self) -> Layer:
        """The output layer."""
        return self.layers[-1]

    @property
    def units_out(self) -> int:
        """Number of units of the output layer."""
        return math.prod(self.last.shape)

    @property
    def other_target(self) -> float:
        """The target of an output whose class an example is not: 0, of tanh −1."""
        activation = self.last.function
        return -1.0 if activation and activation.from_minus_one else 0.0

    def layer(self, number: int) -> Layer:
        """Return a layer by the book's number."""
        return self.layers[number - 2]

    def readers(self, number: int) -> tuple[Layer, ...]:
        """Return the layers that look at a layer: ∂C/∂a is a sum over them."""
        return tuple(layer for layer in self.layers if number in layer.reads)

    @property
    def cost_record(self) -> Cost:
        """The cost, in the form for the output's activation."""
        record = cost_of(self.cost, self.last.activation)
        assert record is not None, "costs that do not fit are refused with the spec"
        return record

    @property
    def carried(self) -> tuple[Heading, ...]:
        """The numbers in a band's heading that follow from those of the band above."""
        masks = (heading_of(one.number, one.seed) for one in self.layers if one.seed)
        return (*self.update.carried, *masks)

    @property
    def update(self) -> Update:
        """How its parameters learn."""
        optimizer = OPTIMIZERS[self.optimizer]
        decays = self.weight_decay or "weight_decay" in optimizer.settings
        return Update(optimizer, decays, self.schedule, self.clip)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers a run starts from.

    Of sequences an example is a position here: K is K·T, sequence after sequence.
    Shapes: x (K, *input_shape); labels (K,) and classes (n,) of numbers or text, or
    t (K, n_L): exactly one of labels and t. `settings` are those of the optimizer by
    name, η among them; `start` are the parameters and the optimizer's slots of epoch 0.
    `counted` tells where x is a number in the sheet (None: everywhere); elsewhere it
    counts as 0 in sums, and not at all among the least and largest.

    Where the network has fields, x holds their numbers as they are kept, (K, *raw_shape),
    NaN where none stands; `words` (K, n) and `one_hot`, the words that are looked for, all
    categories' one after another. A scaled t is kept unscaled. `use` (K,) tells which
    examples are learned from, 1 or 0; `batch` (K,) which batch each is in, 0: in none.
    `checkpoints` are what the bands begin with that begin anew, in order, each like
    `start`; where there are none, they are what the updates before lead to.
    """

    x: Array
    labels: Objects | None
    classes: Objects | None
    t: Array | None
    settings: dict[str, float]
    start: dict[Key, Array]
    counted: NDArray[np.bool_] | None = None
    words: Objects | None = None
    one_hot: Objects | None = None
    use: Array | None = None
    batch: Array | None = None
    checkpoints: tuple[dict[Key, Array], ...] = ()


def objects(values: tuple[Label | None, ...]) -> Objects:
    """Return numbers and texts, None where nothing stands, as a one-dimensional array of objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def is_class(inputs: Inputs, label: object) -> bool:
    """Tell whether a label is one of the classes; an empty one is none."""
    classes = () if inputs.classes is None else inputs.classes.tolist()
    return label not in (None, "") and any(equal_in_sheet(label, c) for c in classes)

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
from sheetnet.model.functions import Array
from sheetnet.model.notation import Key
from sheetnet.model.optimizers import GRADIENT_DESCENT, OPTIMIZERS, Optimizer
from sheetnet.model.windows import Line, same, valid

Count = Annotated[int, Meta(ge=1, le=1_048_576)]
Shape = tuple[Count, ...]
Objects = NDArray[np.object_]


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer, numbered as in the book: the first after the input is 2.

    Shapes: `sees` is the shape of layer number−1, `shape` its own: (n,) for units,
    (maps, rows, columns) for maps; a picture is (rows, columns). `size` is that of a
    filter or of a pool's window. A layer without an activation, as a pool, has no z and
    no δ. `beside` are earlier layers that it reads besides the one below.
    """

    number: Count
    kind: str
    sees: Shape
    shape: Shape
    activation: str = ""
    size: tuple[Count, Count] | None = None
    stride: Count = 1
    padding: Literal["valid", "same"] = "valid"
    beside: tuple[Count, ...] | UnsetType = UNSET

    @property
    def reads(self) -> tuple[int, ...]:
        """The layers that this one looks at, the one below first; 1 is the input."""
        beside = () if self.beside is UNSET else self.beside
        return (self.number - 1, *beside)

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
    """A network ready to be built: all shapes and settings, no values, no files."""

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

    @property
    def last(self) -> Layer:
        """The output layer."""
        return self.layers[-1]

    @property
    def units_out(self) -> int:
        """Number of units of the output layer."""
        return math.prod(self.last.shape)

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
    def optimizer_record(self) -> Optimizer:
        """How its parameters learn."""
        return OPTIMIZERS[self.optimizer]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers a run starts from.

    Shapes: x (K, *input_shape); labels (K,) and classes (n,) of numbers or text, or
    t (K, n_L): exactly one of labels and t. `settings` are those of the optimizer by
    name, η among them; `start` are the parameters and the optimizer's slots of epoch 0.
    `counted` tells where x is a number in the sheet (None: everywhere); elsewhere it
    counts as 0 in sums, and not at all among the least and largest.
    """

    x: Array
    labels: Objects | None
    classes: Objects | None
    t: Array | None
    settings: dict[str, float]
    start: dict[Key, Array]
    counted: NDArray[np.bool_] | None = None


def objects(values: tuple[Label, ...]) -> Objects:
    """Return numbers and texts as a one-dimensional array of objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def targets(inputs: Inputs, units: int) -> Array:
    """Return t, from the labels or as given (book 3-3).

    A target is 1 where a spreadsheet's `=` finds label and class equal, else 0. With
    one output unit for two classes, t is 1 for the second. Shapes: (K, units).
    """
    if inputs.labels is None or inputs.classes is None:
        assert inputs.t is not None
        return inputs.t
    classes = inputs.classes[-units:]
    return np.array(
        [[float(equal_in_sheet(k, c)) for c in classes] for k in inputs.labels]
    )


def is_class(inputs: Inputs, label: object) -> bool:
    """Tell whether a label is one of the classes; an empty one is none."""
    classes = () if inputs.classes is None else inputs.classes.tolist()
    return label not in (None, "") and any(equal_in_sheet(label, c) for c in classes)

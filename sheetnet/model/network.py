"""Network (what is to be built) and Inputs (the numbers it starts from).

The Network is structure alone: it travels inside the workbook, and `verify` reads it
back from there. The Inputs come from files when a workbook is built, and from the
workbook itself when it is verified. Knows nothing of specs and files.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from sheetnet.model.equality import Label, equal_in_sheet
from sheetnet.model.functions import Array
from sheetnet.model.windows import Line, same, valid

Count = Annotated[int, Meta(ge=1, le=1_048_576)]
Shape = tuple[Count, ...]
Objects = NDArray[np.object_]


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer, numbered as in the book: the first after the input is 2.

    Shapes: `sees` is the shape of layer number−1, `shape` its own: (n,) for units,
    (maps, rows, columns) for maps; a picture is (rows, columns). `size` is that of a
    filter or of a pool's window. A pooling layer has no activation.
    """

    number: Count
    kind: Literal["dense", "conv", "max-pool", "average-pool"]
    sees: Shape
    shape: Shape
    activation: str = ""
    size: tuple[Count, Count] | None = None
    stride: Count = 1
    padding: Literal["valid", "same"] = "valid"

    @property
    def has_parameters(self) -> bool:
        """Whether it has weights, biases, and so z and δ."""
        return self.kind in ("dense", "conv")

    @property
    def units(self) -> int:
        """Number of biases: of units, or of filters."""
        return self.shape[0]

    @property
    def w_shape(self) -> Shape:
        """Shape of w: for each unit a block in the shape of what it looks at."""
        if self.size is None:
            return (*self.shape, *self.sees)
        return (self.shape[0], maps_of(self.sees)[0], *self.size)

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


class Network(Struct, frozen=True, forbid_unknown_fields=True):
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

    @property
    def last(self) -> Layer:
        """The output layer."""
        return self.layers[-1]

    @property
    def units_out(self) -> int:
        """Number of units of the output layer."""
        return math.prod(self.last.shape)

    @property
    def with_parameters(self) -> tuple[Layer, ...]:
        """The layers with weights: all but those that pool."""
        return tuple(layer for layer in self.layers if layer.has_parameters)

    def layer(self, number: int) -> Layer:
        """Return a layer by the book's number."""
        return self.layers[number - 2]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers a run starts from.

    Shapes: x (K, *input_shape); labels (K,) and classes (n,) of numbers or text, or
    t (K, n_L): exactly one of labels and t; w[l] w_shape, b[l] (n_l,), keyed by layer.
    `counted` tells where x is a number in the sheet (None: everywhere); elsewhere it
    counts as 0 in sums, and not at all among the least and largest.
    """

    x: Array
    labels: Objects | None
    classes: Objects | None
    t: Array | None
    eta: float
    w: dict[int, Array]
    b: dict[int, Array]
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

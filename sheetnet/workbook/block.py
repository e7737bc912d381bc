"""A Block: an ndarray whose memory is a sheet. Knows nothing of formulas."""

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Annotated, Literal

import numpy as np
from msgspec import Meta, Struct, structs
from numpy.typing import NDArray

from sheetnet.model.network import Shape, maps_of
from sheetnet.model.notation import Key
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, Area

Rows = NDArray[np.intp]
AxisName = Literal["epoch", "example", "position", "unit", "map", "row", "column"]


class Axis(Struct, frozen=True, array_like=True):
    """One axis of a block: its length, and its stride in rows and in columns."""

    name: AxisName
    length: Annotated[int, Meta(ge=1, le=MAX_ROW)]
    rows: Annotated[int, Meta(ge=0, le=MAX_ROW)] = 0
    columns: Annotated[int, Meta(ge=0, le=MAX_COLUMN)] = 0


class Block(Struct, frozen=True):
    """A quantity's place: sheet, first cell, and a stride for each axis.

    `text` says that its cells hold text (or, for labels, either).
    """

    symbol: str
    layer: int
    sheet: str
    row: Annotated[int, Meta(ge=1, le=MAX_ROW)]
    column: Annotated[int, Meta(ge=1, le=MAX_COLUMN)]
    axes: tuple[Axis, ...] = ()
    text: bool = False

    @property
    def key(self) -> Key:
        """The quantity that stands here."""
        return Key(self.symbol, self.layer)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array."""
        return tuple(axis.length for axis in self.axes)

    @property
    def size(self) -> int:
        """The number of cells."""
        return math.prod(self.shape)

    def has(self, name: AxisName) -> bool:
        """Tell whether the block has an axis of this name."""
        return any(axis.name == name for axis in self.axes)

    def cells(self) -> tuple[Rows, Rows]:
        """Return the row and the column of every element, each in the block's shape."""
        rows = np.full(self.shape, self.row, dtype=np.intp)
        columns = np.full(self.shape, self.column, dtype=np.intp)
        for at, axis in enumerate(self.axes):
            steps = np.arange(axis.length).reshape(
                [-1 if at == other else 1 for other in range(len(self.axes))]
            )
            rows += steps * axis.rows
            columns += steps * axis.columns
        return rows, columns

    def place(self, at: int) -> tuple[int, int]:
        """Return the row and the column of one element, by its number in the array."""
        row, column = self.row, self.column
        for axis in reversed(self.axes):
            at, index = divmod(at, axis.length)
            row += index * axis.rows
            column += index * axis.columns
        return row, column

    def index_of(self, row: int, column: int) -> tuple[int, ...] | None:
        """Return which element stands in a cell, from 0 along each axis; None: none does.

        >>> axes = Axis("epoch", 3, rows=10), Axis("unit", 2, columns=1)
        >>> block = Block("b", 2, "Training", 5, 7, axes)
        >>> block.index_of(25, 8), block.index_of(26, 8)
        ((2, 1), None)
        """
        return steps_to(self.axes, row - self.row, column - self.column)

    def within_strip(self) -> Iterator[tuple[int, ...]]:
        """Yield the indices along all axes but epoch and example."""
        return product(*(range(axis.length) for axis in self.own_axes()))

    def in_band(self, band: int) -> "Block":
        """Return its cells in one band; all of them where it has none."""
        down = next((axis.rows for axis in self.axes if axis.name == "epoch"), 0)
        axes = tuple(axis for axis in self.axes if axis.name != "epoch")
        return structs.replace(self, row=self.row + band * down, axes=axes)

    def own_axes(self) -> list[Axis]:
        """Return all axes but epoch and example."""
        return [a for a in self.axes if a.name not in ("epoch", "example")]

    def begins_map(self, indices: tuple[int, ...]) -> bool:
        """Tell whether a cell stands in the first row of a map below another."""
        axes = self.own_axes()
        stacked = len(axes) == 3 and axes[0].name == "map" and axes[0].rows > 0
        return stacked and indices[0] > 0 and indices[1] == 0

    def area(self, *indices: int) -> Area:
        """Return the rectangle of one example and epoch, leading axes fixed.

        `area()` is all of it, `area(j)` the part of unit j (from 0).
        """
        # Asked hundreds of thousands of times, so in one pass over the axes.
        row, column, rows, columns = self.row, self.column, 1, 1
        across = down = False
        at = 0
        for axis in self.axes:
            if axis.name == "epoch":
                down = True
            elif axis.name == "example":
                across = True
            elif at < len(indices):
                row += indices[at] * axis.rows
                column += indices[at] * axis.columns
                at += 1
            else:
                rows += (axis.length - 1) * axis.rows
                columns += (axis.length - 1) * axis.columns
        return Area(row, column, rows, columns, across, down, self.sheet)

    def rectangles(self) -> list[tuple[tuple[int, ...], Area]]:
        """Return the largest solid parts, each with its numbers (from 1).

        One part without numbers where the whole is solid.
        """
        own = self.own_axes()
        solid = len(own)
        while solid and self.area(*[0] * (solid - 1)).rows * self.area(
            *[0] * (solid - 1)
        ).columns == math.prod(axis.length for axis in own[solid - 1 :]):
            solid -= 1
        leads = product(*(range(axis.length) for axis in own[:solid]))
        return [
            (tuple(i + 1 for i in lead if len(own) > 0), self.area(*lead))
            for lead in leads
        ]

    def extent(self) -> Area:
        """Return the rectangle of epoch 0 that holds all examples."""
        area = self.area()
        wide = sum((a.length - 1) * a.columns for a in self.axes if a.name == "example")
        return area._replace(columns=area.columns + wide)

    def last_cell(self) -> tuple[int, int]:
        """Return the greatest row and column the block reaches."""
        return (
            self.row + sum((axis.length - 1) * axis.rows for axis in self.axes),
            self.column + sum((axis.length - 1) * axis.columns for axis in self.axes),
        )


def steps_to(axes: Sequence[Axis], down: int, right: int) -> tuple[int, ...] | None:
    """Return how many steps along each axis lead so far, or None where none do.

    What lies within an axis is shorter than one step of it.
    """
    found = [0] * len(axes)
    for at in sorted(
        range(len(axes)), key=lambda at: -axes[at].rows - axes[at].columns
    ):
        axis = axes[at]
        steps = down // axis.rows if axis.rows else right // max(1, axis.columns)
        found[at] = steps = min(max(steps, 0), axis.length - 1)
        down, right = down - steps * axis.rows, right - steps * axis.columns
    return None if down or right else tuple(found)


# ------------------------------------------------------------------ shapes


def axes_of(shape: Shape, apart: int = 1) -> tuple[Axis, ...]:
    """Return the axes of a column, a picture, or maps below each other.

    `apart` is 2 and more where cells stand apart: δ of a convolution with that stride.
    """
    if len(shape) < 2:
        return tuple(Axis("unit", length, rows=1) for length in shape)
    maps, rows, columns = maps_of(shape)
    height = (rows - 1) * apart + 1
    inner = Axis("row", rows, rows=apart), Axis("column", columns, columns=apart)
    return inner if len(shape) == 2 else (Axis("map", maps, rows=height), *inner)


def height_of(axes: tuple[Axis, ...]) -> int:
    """Return how many rows a block with these axes takes in one strip and band."""
    return 1 + sum((axis.length - 1) * axis.rows for axis in axes)


def width_of(axes: tuple[Axis, ...]) -> int:
    """Return how many columns a block with these axes takes in one strip and band."""
    return 1 + sum((axis.length - 1) * axis.columns for axis in axes)

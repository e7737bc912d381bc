"""Where the gradient of a chosen parameter stands in Training, as a formula.

Its row and column follow from layer, unit and input by the steps of its block.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from sheetnet.layers import learned_formulas_of
from sheetnet.layers.quantities import learning
from sheetnet.model.network import Layer
from sheetnet.model.notation import gradient_of
from sheetnet.sheets.gradient_check.symbols import of_unit
from sheetnet.sheets.training.head import SHEET as TRAINING
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.block import Axis
from sheetnet.workbook.formula.formulas import pick

Way = Literal["rows", "columns"]


def gradient_of_chosen(
    layout: Layout, here: Area, chosen: Mapping[str, str], layers: str
) -> str:
    """Return the look-up; `chosen` are references to band, layer, unit and input.

    `layers` is the list of the layers' numbers.
    """
    columns = layout.columns
    field = Area(
        layout.first,
        columns.left(1),
        layout.height + layout.followed,
        columns.group,
        sheet=TRAINING,
    )
    row = _by_layer(layout, "rows", field.row, chosen, layers)
    column = _by_layer(layout, "columns", field.column, chosen, layers)
    band = f"{chosen['band']}*{layout.height}"
    return pick(reference(here, field), f"{row}+{band}", column)


def _by_layer(
    layout: Layout, way: Way, origin: int, chosen: Mapping[str, str], layers: str
) -> str:
    each = [
        _place(layout, layer, way, origin, chosen) for layer in learning(layout.network)
    ]
    if len(each) == 1:
        return each[0]
    return f"CHOOSE(MATCH({chosen['layer']},{layers},0),{','.join(each)})"


def _place(
    layout: Layout, layer: Layer, way: Way, origin: int, chosen: Mapping[str, str]
) -> str:
    """Return row or column (from 1) within the field: input 0 is the bias."""
    unit, i = chosen["unit"], chosen["input"]
    sides = []
    for symbol, start in of_unit(layer).items():
        block = layout.block(gradient_of(symbol), layer.number)
        corner = block.row if way == "rows" else block.column
        units, rest = learned_formulas_of(layer).leading_axes(block, layer)
        terms = [str(corner - origin + 1), *_steps(f"({unit}-1)", units, way)]
        terms += _steps(f"({i}-{start})", rest, way)
        sides.append((start, "+".join(terms)))
    chosen_side = sides[-1][1]
    for (_, side), (start, _) in reversed(list(pairwise(sides))):
        chosen_side = f"IF({i}<{start - 0.5:g},{side},{chosen_side})"
    return chosen_side


def _steps(index: str, axes: list[Axis], way: Way) -> list[str]:
    """Return how far an index in reading order leads, axis by axis."""
    terms, stride = [], 1
    for axis in reversed(axes):
        step = axis.rows if way == "rows" else axis.columns
        if step:
            whole = index if stride == 1 else f"INT({index}/{stride})"
            digit = whole if axis is axes[0] else f"MOD({whole},{axis.length})"
            terms.append(f"{digit}*{step}" if step > 1 else digit)
        stride *= axis.length
    return terms


def step_of(given: Mapping[str, int], sign: str, epsilon: str) -> str:
    """Return how far a parameter is moved: where each cell holds what is given, by ±ε."""
    chosen = ",".join(f"{cell}={number}" for cell, number in given.items())
    return f"IF(AND({chosen}),{sign}*{epsilon},0)"


def clamped(cell: str, low: str, high: str) -> str:
    """Return what is chosen, brought back into its range."""
    return f"MAX({low},MIN({high},INT({cell})))"


def in_reading_order(cell: tuple[int, ...], shape: tuple[int, ...]) -> int:
    """Return the number of a cell in an array, row by row."""
    place = 0
    for index, length in zip(cell, shape, strict=True):
        place = place * length + index
    return place

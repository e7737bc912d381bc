"""Kinds of layers: a folder each, found by the kind's name.

`numbers.py` is its mathematics in NumPy, `formulas.py` its places and formulas in a
workbook. Neither knows the other: both are written from the equations.
"""

from importlib import import_module
from typing import TYPE_CHECKING, cast

from sheetnet.model.network import Layer

if TYPE_CHECKING:
    from sheetnet.layers.protocols import LayerFormulas, LayerNumbers


def numbers_of(layer: Layer) -> "LayerNumbers":
    """Return the mathematics of a layer's kind."""
    return cast("LayerNumbers", import_module(_home(layer) + ".numbers"))


def formulas_of(layer: Layer) -> "LayerFormulas":
    """Return the formulas of a layer's kind."""
    return cast("LayerFormulas", import_module(_home(layer) + ".formulas"))


def _home(layer: Layer) -> str:
    return f"{__name__}.{layer.kind.replace('-', '_')}"

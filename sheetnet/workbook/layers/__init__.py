"""Layers in the workbook: one module a kind, found by the kind's name.

A kind says how its parameters stand at the left (`group_width`,
`parameter_parts`), which formulas its cells hold (`forward`, `back`, `gradient`, `link`),
which equation stands above them (`equation`), and what is written beside its parameters
(`words`). A pool has no parameters, only `forward`, `back` and `equation`.
"""

from importlib import import_module
from types import ModuleType

from sheetnet.network import Layer


def kind_of(layer: Layer) -> ModuleType:
    """Return the module of a layer's kind."""
    return import_module(f"{__name__}.{layer.kind.replace('-', '_')}")

"""Calculators: programs that recalculate a workbook, behind one small interface.

Knows nothing of networks, plans or reports. A calculator is one module of this
package that defines `CALCULATOR`; its file name is its name, and dropping the file
in is all it takes. Nothing heavy is imported until a calculator is asked for.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from sheetnet.calculators.base import Calculator, CellError, Grid, padded
    from sheetnet.calculators.embedded import Session

__all__ = [
    "Calculator",
    "CellError",
    "Grid",
    "Session",
    "calculator",
    "calculator_names",
    "calculators",
    "padded",
]

_HOME = {
    "Calculator": "base",
    "CellError": "base",
    "Grid": "base",
    "padded": "base",
    "Session": "embedded",
}


class _Module(Protocol):
    """What a module of this package defines whose name begins with a letter."""

    @property
    def CALCULATOR(self) -> "Calculator":
        """The calculator."""


def calculator_names() -> list[str]:
    """Return the name of every calculator, importing none of them.

    >>> {"embedded", "libreoffice", "saved"} <= set(calculator_names())
    True
    """
    modules = (module.name for module in iter_modules(__path__))
    return [name for name in modules if name != "base" and not name.startswith("_")]


def calculators() -> "dict[str, Calculator]":
    """Return every calculator by name, those not on this machine too.

    >>> calculators()["saved"].name
    'saved'
    """
    return {name: calculator(name) for name in calculator_names()}


def calculator(name: str) -> "Calculator":
    """Return one calculator, without a look at the others.

    >>> calculator("saved").name
    'saved'
    """
    return cast("_Module", import_module(f"{__name__}.{name}")).CALCULATOR


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)

"""Calculators in tests: asked for a file; a test is left out where one is not here."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from sheetnet.calculators import Calculator, Grid, calculators
from sheetnet.xlsx.reading.package import opened


def values(
    calculator: Calculator, path: Path, sheets: Sequence[str]
) -> dict[str, Grid]:
    """Return what sheets of a file hold after a calculator computed it."""
    with opened(path) as package:
        return calculator.values(package, sheets)


def needed(name: str) -> Calculator:
    """Return a calculator; skip loudly where it is not here, unless all must be."""
    calculator = calculators()[name]
    if calculator.version() is None:
        if os.environ.get("SHEETNET_REQUIRE_ALL") == "1":
            pytest.fail(f"{name} is not here, but SHEETNET_REQUIRE_ALL=1")
        pytest.skip(f"{name.upper()} IS NOT HERE: nothing was checked with it")
    return calculator

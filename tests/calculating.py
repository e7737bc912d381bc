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


def left_out(why: str) -> None:
    """Leave a test out loudly for what is not here; fail where nothing may be left out."""
    if os.environ.get("SHEETNET_REQUIRE_ALL") == "1":
        pytest.fail(f"{why}, but SHEETNET_REQUIRE_ALL=1")
    pytest.skip(why)


def needed(name: str) -> Calculator:
    """Return a calculator; the test is left out where it is not here."""
    calculator = calculators()[name]
    if calculator.version() is None:
        left_out(f"{name.upper()} IS NOT HERE: nothing was checked with it")
    return calculator

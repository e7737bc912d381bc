"""The one place where a test is left out because a calculator is not here."""

import os

import pytest

from sheetnet.calculators import Calculator, calculators


def needed(name: str) -> Calculator:
    """Return a calculator; skip loudly where it is not here, unless all must be."""
    calculator = calculators()[name]
    if calculator.version() is None:
        if os.environ.get("SHEETNET_REQUIRE_ALL") == "1":
            pytest.fail(f"{name} is not here, but SHEETNET_REQUIRE_ALL=1")
        pytest.skip(f"{name.upper()} IS NOT HERE: nothing was checked with it")
    return calculator

"""Fixtures shared by the tests."""

import os

import pytest

from sheetnet.recalc import LibreOffice

# Messages are English in tests, whatever the language of the machine.
os.environ["SHEETNET_LANG"] = "en"


@pytest.fixture(scope="session")
def libreoffice() -> LibreOffice:
    """LibreOffice as a calculator. The only place where a test may be skipped for it."""
    calculator = LibreOffice()
    if calculator.version() is None:
        if os.environ.get("SHEETNET_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice is not here, but SHEETNET_REQUIRE_LIBREOFFICE=1")
        pytest.skip("LIBREOFFICE IS NOT HERE: nothing was checked with it")
    return calculator

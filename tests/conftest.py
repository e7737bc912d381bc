"""Fixtures shared by the tests."""

import os

import pytest

from sheetnet.calculators import Calculator
from tests.calculating import needed

# Messages are English in tests, whatever the language of the machine.
os.environ["SHEETNET_LANG"] = "en"


# It imports torch, which is no dependency of the suite: doctests are not looked for in it.
collect_ignore = ["against_torch.py"]


@pytest.fixture(scope="session")
def libreoffice() -> Calculator:
    """LibreOffice as a calculator."""
    return needed("libreoffice")


@pytest.fixture(scope="session")
def gnumeric() -> Calculator:
    """Gnumeric as a calculator."""
    return needed("gnumeric")

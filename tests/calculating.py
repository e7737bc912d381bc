"""Calculators in tests: asked for a file; a test is left out where one is not here."""

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import ironcalc
import pytest

from sheetnet.calculators import Calculator, Grid, calculators
from sheetnet.workbook.address import area_of
from sheetnet.xlsx.reading.package import opened


def values(
    calculator: Calculator, path: Path, sheets: Sequence[str]
) -> dict[str, Grid]:
    """Return what sheets of a file hold after a calculator computed it."""
    with opened(path) as package:
        return calculator.values(package, sheets)


def computed(cells: Mapping[str, float | str]) -> dict[str, object]:
    """Return what IronCalc makes of a sheet's cells; formulas begin with "="."""
    model = ironcalc.create("S", "en", "UTC", "en")
    for address, cell in cells.items():
        area = area_of(address)
        if isinstance(cell, str):
            model.update_cell_with_formula(0, area.row, area.column, cell)
        else:
            model.update_cell_with_number(0, area.row, area.column, float(cell))
    model.evaluate()
    places = {address: area_of(address) for address in cells}
    return {
        address: model.get_cell_value(0, area.row, area.column)
        for address, area in places.items()
    }


def hears_ctrl_c() -> None:
    """Let a process that begins hear Ctrl-C, also where the tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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

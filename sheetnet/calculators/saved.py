"""The values that the last application saved in the file. Calculates nothing.

Whether they come from a recalculation at all is for others to find out (a freshly
built workbook's values come from NumPy).
"""

from collections.abc import Sequence
from typing import ClassVar

from sheetnet.calculators._calamine import read_grids
from sheetnet.calculators.base import Calculator, Grid
from sheetnet.wording import later
from sheetnet.xlsx.reading.package import Package


class Saved:
    """Reads what is stored, so that any application can be the calculator."""

    name: ClassVar[str] = "saved"
    good_for: ClassVar[str] = later(
        "the values as last saved by Excel or any other application"
    )
    counts_truths: ClassVar[bool] = False
    takes_texts: ClassVar[bool] = False

    def version(self) -> str:
        """Return the version of the reader: the file does not tell its writer's."""
        from importlib.metadata import version

        return f"python-calamine {version('python-calamine')}"

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return the values stored in the file."""
        return read_grids(package, sheets)


CALCULATOR: Calculator = Saved()

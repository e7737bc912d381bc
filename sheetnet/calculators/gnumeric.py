"""Gnumeric without a window: a real spreadsheet application, in its own process.

Must not know networks or plans. Each run has a home of its own, so that it reads no
settings and no plugins of the user's. It reads and writes numbers with all their digits.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sheetnet.calculators._alone import check_written, run_alone
from sheetnet.calculators._calamine import read_grids
from sheetnet.calculators.base import Calculator, Grid, time_limit
from sheetnet.errors import CalculatorError
from sheetnet.files.writing import scratch_folder
from sheetnet.xlsx.reading.package import opened

_CONVERT = (
    "--recalc",
    # By name, or a file that is really of another kind would be opened as one.
    "--import-type=Gnumeric_Excel:xlsx",
    "--export-type=Gnumeric_Excel:xlsx2",
)

_VERSION_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Gnumeric:
    """Gnumeric behind the interface of a calculator.

    `timeout` is the limit for one run, in seconds; None stands for the usual one.
    """

    name: ClassVar[str] = "gnumeric"
    good_for: ClassVar[str] = "another real spreadsheet application, all digits kept"
    counts_truths: ClassVar[bool] = False

    timeout: float | None = None

    def version(self) -> str | None:
        """Return Gnumeric's version, or None if it is not here or does not tell."""
        with suppress(CalculatorError), _workplace() as folder:
            said = _run(find_program(), folder, _VERSION_SECONDS, "--version")
            if number := re.search(r"\d+(\.\d+)+", said):
                return f"Gnumeric {number[0]}"
        return None

    def values(self, path: Path, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after Gnumeric recalculated the workbook."""
        program = find_program()
        limit = time_limit() if self.timeout is None else self.timeout
        with opened(path) as package, _workplace() as folder:
            package.check_there(sheets)
            source, result = folder / "in.xlsx", folder / "out.xlsx"
            source.write_bytes(package.calculable)
            names = source.name, result.name
            said = _run(program, folder, limit, *_CONVERT, *names)
            check_written("Gnumeric", path, result, said)
            return read_grids(result, sheets)


def find_program() -> str:
    """Return Gnumeric's command for conversions: SHEETNET_GNUMERIC, else on the PATH.

    Raises: CalculatorError if there is none.
    """
    chosen = os.environ.get("SHEETNET_GNUMERIC")
    if found := shutil.which(chosen or "ssconvert"):
        return os.path.abspath(found)  # it is not started from here
    why = f"SHEETNET_GNUMERIC is {chosen!r}" if chosen else "no ssconvert on the PATH"
    raise CalculatorError(
        f"Gnumeric is not here: {why}; install gnumeric or set SHEETNET_GNUMERIC"
    )


@contextmanager
def _workplace() -> Iterator[Path]:
    """Make a folder with an empty home in it, gone afterwards."""
    with scratch_folder("gnumeric") as folder:
        for part in ("home", "tmp"):
            (folder / part).mkdir()
        yield folder


def _run(program: str, folder: Path, timeout: float, *arguments: str) -> str:
    """Run Gnumeric inside a workplace and return what it printed.

    Raises: CalculatorError if it cannot start or is not done within the time limit.
    """
    home = str(folder / "home")
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    env = {
        **dict.fromkeys(places, home),
        "GSETTINGS_BACKEND": "memory",
        # Numbers in texts have points, and errors their English names.
        "LC_ALL": "C.UTF-8",
    }
    return run_alone("Gnumeric", [program, *arguments], folder, timeout, env)


CALCULATOR: Calculator = Gnumeric()

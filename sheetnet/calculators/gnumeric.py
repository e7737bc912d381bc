"""Gnumeric without a window: a real spreadsheet application, in its own process.

Must not know networks or plans. Each run has a home of its own, so that it reads no
settings and no plugins of the user's. It reads and writes numbers with all their digits.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sheetnet.calculators._alone import run_alone
from sheetnet.calculators._application import RESULT, SOURCE, Application
from sheetnet.calculators.base import Calculator
from sheetnet.files.writing import scratch_folder
from sheetnet.wording import later

_CONVERT = (
    "--recalc",
    # By name, or a file that is really of another kind would be opened as one.
    "--import-type=Gnumeric_Excel:xlsx",
    "--export-type=Gnumeric_Excel:xlsx2",
    SOURCE,
    RESULT,
)


@contextmanager
def _workplace() -> Iterator[Path]:
    """Make a folder with an empty home in it, gone afterwards."""
    with scratch_folder("gnumeric") as folder:
        for part in ("home", "out", "tmp"):
            (folder / part).mkdir()
        yield folder


def _run(program: str, folder: Path, timeout: float, arguments: Sequence[str]) -> str:
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


CALCULATOR: Calculator = Application(
    title="Gnumeric",
    good_for=later("another real spreadsheet application, all digits kept"),
    commands=("ssconvert",),
    install="gnumeric",
    workplace=_workplace,
    run=_run,
    convert=_CONVERT,
    counts_truths=False,
)

"""A spreadsheet application in its own process: found, run alone, its result read.

Must not know which one it is.
"""

import os
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from sheetnet.calculators._calamine import read_grids
from sheetnet.calculators.base import Grid, time_limit
from sheetnet.errors import CalculatorError
from sheetnet.wording import worded
from sheetnet.xlsx.reading.package import Package, opened

# Plain names: no quotes, emoji or leading dashes on the command line.
SOURCE, RESULT = "in.xlsx", "out/in.xlsx"

_VERSION_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Application:
    """A spreadsheet application behind the interface of a calculator.

    `commands` are those that may start it, `install` is what brings it; `workplace` makes a
    folder for a run, with a folder `out`, and `run` runs the program there, for so many seconds
    at most, and returns what it printed. Told to `convert`, it makes RESULT of SOURCE.
    """

    title: str
    good_for: str
    commands: Sequence[str]
    install: str
    workplace: Callable[[], AbstractContextManager[Path]]
    run: Callable[[str, Path, float, Sequence[str]], str]
    convert: Sequence[str]
    counts_truths: bool
    takes_texts: bool = False

    @property
    def name(self) -> str:
        """The application's name, which is that of its module here."""
        return self.title.lower()

    def version(self) -> str | None:
        """Return its version, or None if it is not here or does not tell."""
        with suppress(CalculatorError), self.workplace() as folder:
            said = self.run(self.program(), folder, _VERSION_SECONDS, ["--version"])
            if number := re.search(r"\d+(\.\d+)+", said):
                return f"{self.title} {number[0]}"
        return None

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after the application recalculated the workbook."""
        package.check_there(sheets)
        program, limit = self.program(), time_limit()
        with self.workplace() as folder:
            (folder / SOURCE).write_bytes(package.content)
            said = self.run(program, folder, limit, self.convert)
            self.check_written(package.path, folder / RESULT, said)
            with opened(folder / RESULT) as result:
                # As many as its own rectangle has room for: what was asked is no stranger's.
                result.most_empty = result.most_cells
                return read_grids(result, sheets)

    def program(self) -> str:
        """Return its command: SHEETNET_ and its name, the PATH, usual places.

        Raises: CalculatorError if there is none.
        """
        variable = f"SHEETNET_{self.title.upper()}"
        chosen = os.environ.get(variable)
        for candidate in (chosen,) if chosen else self.commands:
            if found := shutil.which(candidate):
                return os.path.abspath(found)  # it is not started from here
        missing = worded("no {command} on the PATH", command=self.commands[0])
        why = (
            worded("{variable} is {chosen!r}", variable=variable, chosen=chosen)
            if chosen
            else missing
        )
        raise CalculatorError(
            "{title} is not here: {why}; install {install} or set {variable}",
            title=self.title,
            why=why,
            install=self.install,
            variable=variable,
        )

    def check_written(self, source: Path, result: Path, said: str) -> None:
        """Refuse a missing result: not every program's status tells that it failed."""
        if not result.is_file():
            reason = said.strip().splitlines()[-1:] or [worded("it gave no reason")]
            raise CalculatorError(
                "{source}: {title} could not recalculate it: {reason}",
                source=source,
                title=self.title,
                reason=reason[0][:200],
            )

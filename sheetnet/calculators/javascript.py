"""The page's own engine, by Node: what computes in a browser, computes here.

Must not know networks, plans or pages. No text of a workbook is run: a formula becomes
JavaScript by `javascript/translating.py`, or is an error.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from sheetnet.calculators._alone import run_alone
from sheetnet.calculators._application import Application
from sheetnet.calculators._calamine import read_grids
from sheetnet.calculators.base import Calculator, CellError, Grid, limit, time_limit
from sheetnet.files.writing import scratch_folder
from sheetnet.javascript.forms import Forms
from sheetnet.javascript.program import NUMBERS, OTHERS, PROGRAM, Cells, write_program
from sheetnet.javascript.translating import Around
from sheetnet.wording import later
from sheetnet.workbook.address import Area, area_of, to_r1c1
from sheetnet.workbook.formula.tree import upper
from sheetnet.xlsx.reading.package import Package

# Several times what workbooks of ours take.
_SECONDS_A_FORMULA = 2e-4
_MEGABYTES, _BYTES_A_FORMULA = 1_000.0, 4_000


@contextmanager
def _workplace() -> Iterator[Path]:
    with scratch_folder("javascript") as folder:
        (folder / "tmp").mkdir()
        yield folder


def _run(program: str, folder: Path, timeout: float, arguments: Sequence[str]) -> str:
    # What a user's environment has Node do is not for here.
    return run_alone(
        "Node", [program, *arguments], folder, timeout, {"NODE_OPTIONS": ""}
    )


class _Javascript(Application):
    """Node behind the interface of a calculator, with a program of ours."""

    __slots__ = ()

    def version(self) -> str | None:
        """Return the version of Node, or None if it is not here."""
        found = super().version()
        return found and f"Node {found.split()[-1]}"

    def values(self, package: Package, sheets: Sequence[str]) -> dict[str, Grid]:
        """Return what the sheets hold after all formulas were computed."""
        package.check_there(sheets)
        program, sizes = self.program(), package.sizes()
        wanted = later(
            "{variable}: expected a number of megabytes above 0, found {text!r}"
        )
        default = _MEGABYTES + package.formulas * _BYTES_A_FORMULA / 1e6
        memory = math.ceil(limit("SHEETNET_MEMORY", wanted, default))
        with self.workplace() as folder:
            write_program(folder, _cells(package), Forms(_around(package)))
            command = [f"--max-old-space-size={memory}", PROGRAM]
            seconds = time_limit(package.formulas * _SECONDS_A_FORMULA)
            said = self.run(program, folder, seconds, command)
            self.check_written(package.path, folder / OTHERS, said)
            grids = _read(folder, sizes)
        return {sheet: grids[sheet] for sheet in sheets}


def _cells(package: Package) -> Iterator[Cells]:
    """Yield what stands on each sheet."""
    grids = read_grids(package, package.sheets)
    for sheet in package.sheets:
        formulas = package.scanned(sheet).formulas
        found = [
            (row, column, to_r1c1(text, row, column))
            for (row, column), text in formulas.alone.items()
        ]
        for run in formulas.runs:
            found += [(run.row, column, run.relative) for column in run.columns]
        computed = {(row, column) for row, column, _ in found}
        constants = [
            (row + 1, column + 1, value)
            for (row, column), value in np.ndenumerate(grids[sheet])
            if isinstance(value, float | bool | str)
            and (row + 1, column + 1) not in computed
        ]
        yield Cells(*package.size(sheet), constants, found)


def _around(package: Package) -> Around:
    sheets = {upper(name): at for at, name in enumerate(package.sheets)}
    names: dict[str, tuple[int, Area]] = {}
    for name, text, local in package.defined_names():
        with suppress(ValueError):
            area = area_of(text)
            if local is None and upper(area.sheet) in sheets:
                names[upper(name)] = sheets[upper(area.sheet)], area
    return Around(sheets, names)


def _read(folder: Path, sizes: Mapping[str, tuple[int, int]]) -> dict[str, Grid]:
    numbers = np.fromfile(folder / NUMBERS, dtype="<f8")
    values = np.full(numbers.shape, None, dtype=np.object_)
    there = ~np.isnan(numbers)
    values[there] = numbers[there]
    for at, other in json.loads((folder / OTHERS).read_text(encoding="utf-8")):
        values[at] = _other(other)
    found, begin = {}, 0
    for sheet, (rows, columns) in sizes.items():
        found[sheet] = values[begin : begin + rows * columns].reshape(rows, columns)
        begin += rows * columns
    return found


def _other(found: bool | str | list[str]) -> bool | str | CellError | None:
    """Return what is no number as an element of a Grid: an error stands in a list."""
    if isinstance(found, list):
        return CellError(*found)
    return None if found == "" else found


CALCULATOR: Calculator = _Javascript(
    title="JavaScript",
    good_for=later("what a page computes in a browser, by Node"),
    commands=("node", "nodejs"),
    install="nodejs",
    workplace=_workplace,
    run=_run,
    convert=(),
    counts_truths=False,
)

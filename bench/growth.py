"""How building grows: ten times the epochs, the examples, the units, and more.

Formula cells, CPU seconds of the draft (all values) and of the writing, time for a formula
cell, and the peak of the process, its imports included.

    python -m bench.growth
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.measuring import apart, cpu_seconds, megabytes
from bench.network import GROWING, Network, dense, tiny, write_spec
from sheetnet import load_spec
from sheetnet.building.builder import count_formulas, draft, write

WAYS = {
    "epochs": [replace(GROWING, epochs=n) for n in (10, 100, 400)],
    "examples": [replace(GROWING, examples=n) for n in (400, 4_000, 15_000)],
    "units": [
        replace(GROWING, examples=64, layers=(dense(n), dense(2)))
        for n in (20, 200, 800)
    ],
}


class Built(NamedTuple):
    """What building a network took."""

    formulas: int
    draft: float
    write: float
    megabytes: float


def built(network: Network, folder: Path) -> Built:
    """Build the workbook of a network, in this process; before, a tiny one."""
    _built(tiny(network), folder)
    return _built(network, folder)


def _built(network: Network, folder: Path) -> Built:
    spec = load_spec(write_spec(folder, network))
    began = cpu_seconds()
    made = draft(spec)
    drafted = cpu_seconds()
    write(made, folder / "out.xlsx")
    wrote = cpu_seconds()
    formulas = count_formulas(made.plan)
    return Built(formulas, drafted - began, wrote - drafted, megabytes())


def main(ways: Mapping[str, Sequence[Network]] = WAYS) -> None:
    """Print a line a size."""
    for way, networks in ways.items():
        for network in networks:
            with TemporaryDirectory() as folder:
                one = apart(built, network, Path(folder))
            cell = (one.draft + one.write) / one.formulas
            print(
                f"{way:9} {one.formulas:10,} formulas  draft {one.draft:5.2f}"
                f"  write {one.write:5.2f} s CPU  {cell * 1e6:5.2f} µs a cell"
                f"  {one.megabytes:5.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()

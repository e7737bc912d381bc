"""Writing many formula cells: sheetnet against its peers, as ratios from one run.

A million of a dense network, half a million of a convolutional one. Peers write Training
alone, with no words, looks or other sheets, and get their formulas ready-made; the writer by
hand spells those of the dense network, as sheetnet does. Ratios are by the time of a
formula cell.

CPU seconds are of the writing alone: planning, text and archive, without imports (a tiny
workbook is written before) and without computing the values. Memory is how far the process grew
while it wrote.

    python -m bench.writing
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.by_hand import by_hand
from bench.measuring import apart, cpu_seconds, megabytes
from bench.network import NETWORKS, Network, tiny, write_spec
from bench.peers import PEERS, Rows
from sheetnet import load_spec
from sheetnet.building.builder import Draft, count_formulas, draft, write
from sheetnet.building.planning import plan_of
from sheetnet.lang import texts
from sheetnet.workbook.formula.expand import filled


class Written(NamedTuple):
    """What a writer needed, and what it wrote."""

    cpu: float
    megabytes: float
    bytes: int
    formulas: int


def ours(made: Draft, path: Path) -> int:
    """Plan, text and archive, every cell with its value."""
    made = replace(made, plan=plan_of(made.subject, texts("en")))
    write(made, path)
    return count_formulas(made.plan)


# Writers that spell their formulas.
SPELLING: dict[str, Callable[[Draft, Path], int]] = {
    "sheetnet": ours,
    "f-strings by hand": by_hand,
}
WRITERS = {
    "dense": [*SPELLING, *PEERS],
    "conv": ["sheetnet", *PEERS],
}


def rows_of_formulas(made: Draft) -> Rows:
    """Return the rows of Training: number, and column and formula of each cell."""
    sheet = made.plan.sheet("Training")
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in sheet.cells:
        if cell.formula is None:
            continue
        for row, columns, _, formulas in filled(
            cell, sheet.across, sheet.down, sheet.down.count
        ):
            rows.setdefault(row, []).extend(zip(columns, formulas(), strict=True))
    for cells in rows.values():
        cells.sort()
    return sorted(rows.items())


def written(network: Network, name: str, path: Path) -> Written:
    """Let one writer write one network, in this process; before, a tiny one."""
    _ready(tiny(network), name, path.parent)(path)
    write_it = _ready(network, name, path.parent)
    before, began = megabytes(), cpu_seconds()
    formulas = write_it(path)
    seconds = cpu_seconds() - began
    return Written(seconds, megabytes() - before, path.stat().st_size, formulas)


def _ready(network: Network, name: str, folder: Path) -> Callable[[Path], int]:
    """Do all that comes before the writing; return what writes, and counts formulas."""
    made = draft(load_spec(write_spec(folder, network)))
    if name in SPELLING:
        return partial(SPELLING[name], made)
    rows = rows_of_formulas(made)

    def peer(path: Path) -> int:
        PEERS[name](rows, path)
        return sum(len(cells) for _, cells in rows)

    return peer


def _tell(network: str, found: dict[str, Written]) -> None:
    """Print the ratios: sheetnet, which is the first, to each of the others."""
    seconds = {name: one.cpu / one.formulas for name, one in found.items()}
    for name, theirs in list(seconds.items())[1:]:
        print(f"{network:6}sheetnet / {name:20} {seconds['sheetnet'] / theirs:.3f}")


def main() -> None:
    """Run every writer and print what it needed, and the ratios."""
    for network, writers in WRITERS.items():
        found: dict[str, Written] = {}
        for name in writers:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "out.xlsx"
                try:
                    one = apart(written, NETWORKS[network], name, path)
                except ModuleNotFoundError as error:
                    print(f"{network:6}{name:20} LEFT OUT: {error}")
                    continue
            found[name] = one
            print(
                f"{network:6}{name:20} {one.cpu:7.2f} s CPU  {one.megabytes:6.0f} MB more"
                f"  {one.bytes / 1e6:6.1f} MB file  {one.formulas:,} formulas",
                flush=True,
            )
        _tell(network, found)


if __name__ == "__main__":
    main()

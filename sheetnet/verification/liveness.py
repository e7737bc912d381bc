"""Do the formulas live? Inputs are changed at random, and everything must follow.

Only in the embedded calculator, in memory; the file stays as it is. A value typed over a
formula agrees as long as nothing changes; it is found here.
"""

from collections.abc import Iterator

import numpy as np

from sheetnet.calculators import Session
from sheetnet.errors import CalculatorError, TrainingError
from sheetnet.verification.book.opening import Opened
from sheetnet.verification.report import Run
from sheetnet.verification.truth import Tolerance, Truth
from sheetnet.verification.values import compare
from sheetnet.wording import counted, worded


def perturbed_runs(
    book: Opened,
    session: Session,
    truth: Truth,
    tolerance: Tolerance,
    *,
    count: int,
    seed: int,
) -> tuple[list[Run], list[str]]:
    """Change inputs `count` times, each time further; return what came of it, and notes.

    A note tells where that could not be done so often: nothing is wrong with such a
    workbook, but less is proved.
    """
    runs: list[Run] = []
    try:
        for run in _changes(book, session, truth, tolerance, count, seed):
            runs.append(run)  # those before an error stay
    except (CalculatorError, TrainingError) as error:
        return runs, [
            worded(
                "inputs were changed {done} of {count} times: {error}",
                done=len(runs),
                count=count,
                error=error,
            )
        ]
    return runs, []


def _changes(
    book: Opened,
    session: Session,
    truth: Truth,
    tolerance: Tolerance,
    count: int,
    seed: int,
) -> Iterator[Run]:
    rng = np.random.default_rng(seed)
    for number in range(1, count + 1):
        truth, edits = truth.changed(book, tolerance, rng)
        for sheet, row, column, value in edits:
            session.set_value(book.names[sheet], row - 1, column - 1, value)
        by_name = session.computed(list(book.names.values()))
        grids = {key: by_name[name] for key, name in book.names.items()}
        quantities, _ = compare(book, truth, grids, tolerance)
        cells = counted(len(edits), "{count} cell", "{count} cells")
        name = worded(
            "embedded, change {number} (seed {seed}, {cells})",
            number=number,
            seed=seed,
            cells=cells,
        )
        yield Run(name, "", quantities)

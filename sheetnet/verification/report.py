"""The outcome of a check, quantity by quantity. Knows nothing of how it came about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetnet.model.notation import Key
from sheetnet.wording import later, worded

# |Δ| ≤ ATOL + RTOL·|v|. Calculators differ in the last bits of EXP and in the order of
# sums, and training carries such differences along; LibreOffice exports 15 digits.
RTOL = 1e-9
ATOL = 1e-12

# How often inputs are changed at random, unless it is said otherwise.
PERTURB = 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in one epoch: how many cells, how far they are off, and where.

    `epoch` is None for what stands once. `wrong` counts the cells outside the
    tolerance; `first` is the first of them in reading order, `worst` the farthest off.
    `by_rounding` counts those beyond the tolerance that rounding alone explains, and
    `close` those within a thousandth of it and what rounding explains. `by_updates`:
    `epoch` counts updates.
    """

    key: Key
    epoch: int | None
    cells: int
    max_abs: float
    max_rel: float
    worst: str
    wrong: int = 0
    first: str = ""
    says: str = ""
    by_rounding: int = 0
    close: int = 0
    by_updates: bool = False

    @property
    def name(self) -> str:
        """The quantity as a report names it: z_2 in epoch 3."""
        if self.epoch is None:
            return str(self.key)
        says = later(" in epoch {epoch}")
        if self.by_updates:
            says = later(" in update {epoch}")
        return f"{self.key}{worded(says, epoch=self.epoch)}"

    @property
    def sheet(self) -> str:
        """The sheet on which it stands, by its present name."""
        return self.worst.rpartition("!")[0]


@dataclass(frozen=True, slots=True)
class Run:
    """What one calculator made of the workbook, in order of computation."""

    calculator: str
    version: str
    quantities: tuple[Quantity, ...]

    @property
    def cells(self) -> int:
        """How many formula cells were compared."""
        return sum(one.cells for one in self.quantities)

    @property
    def first_wrong(self) -> Quantity | None:
        """The first quantity in order of computation that does not agree."""
        return next((one for one in self.quantities if one.wrong), None)

    @property
    def agree(self) -> bool:
        """Whether every formula cell agrees with NumPy."""
        return self.first_wrong is None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of `verify`."""

    workbook: str
    sha256: str
    sheetnet: str
    rtol: float
    atol: float
    runs: tuple[Run, ...]
    # Runs of the embedded calculator after inputs were changed at random.
    changed: tuple[Run, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    # How it was asked for, and what the workbook is about: for a certificate.
    calculator: str = "embedded"
    seed: int = 0
    values_only: bool = False
    spec: dict[str, Any] = field(default_factory=dict)

    @property
    def agree(self) -> bool:
        """Whether formulas are as planned and every value agrees with NumPy."""
        return not self.problems and all(
            run.agree for run in (*self.runs, *self.changed)
        )

    @property
    def cells(self) -> int:
        """How many formula cells each calculator was compared in."""
        return max((run.cells for run in self.runs), default=0)

    @property
    def verdict(self) -> str:
        """The word at the end."""
        return "agree" if self.agree else "disagree"

    @property
    def first_wrong(self) -> Quantity | None:
        """The first quantity in order of computation that does not agree."""
        return next(
            (run.first_wrong for run in (*self.runs, *self.changed) if not run.agree),
            None,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the report as the JSON contract has it."""
        many = len(self.runs) > 1
        return {
            "workbook": self.workbook,
            "sha256": self.sha256,
            "sheetnet": self.sheetnet,
            "calculator": _calculator(self.runs),
            "tolerance": {"rtol": self.rtol, "atol": self.atol},
            "cells": self.cells,
            "agree": self.agree,
            "quantities": [
                {**_row(one), **({"calculator": run.calculator} if many else {})}
                for run in self.runs
                for one in run.quantities
            ],
            "changes": [
                {"name": run.calculator, "cells": run.cells, "agree": run.agree}
                for run in self.changed
            ],
            "problems": list(self.problems),
            "notes": list(self.notes),
            "verdict": self.verdict,
        }


def _calculator(runs: Sequence[Run]) -> dict[str, str]:
    if len(runs) == 1:
        return {"name": runs[0].calculator, "version": runs[0].version}
    return {"name": "all", "version": "; ".join(run.version for run in runs)}


def _row(one: Quantity) -> dict[str, Any]:
    return {
        "symbol": one.key.symbol,
        "layer": one.key.layer or None,
        "epoch": one.epoch,
        "cells": one.cells,
        # A cell that holds no number at all is farther off than any number.
        "max_abs": one.max_abs if one.max_abs < float("inf") else None,
        "max_rel": one.max_rel if one.max_rel < float("inf") else None,
        "worst": one.worst,
        "wrong": one.wrong,
    }

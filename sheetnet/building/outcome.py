"""What is told of a run: C_T and score at both ends, and what is wrong; as JSON too."""

import math
from dataclasses import dataclass
from typing import Any

from sheetnet.building.diagnosis.course import (
    Course,
    Examples,
    learned_from,
    score,
    unseen,
)
from sheetnet.building.diagnosis.diagnose import diagnose_course
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.engine import data_of
from sheetnet.lang import Texts
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Network

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a network did, first and last epoch, and why it did not do better.

    `accuracy` is the share of right answers where there are classes, `r2` is R² of a
    regression: one of the two is None. So is what is of test examples where there are none.
    """

    epochs: int
    C_T: Ends
    accuracy: Ends | None
    r2: Ends | None
    test_cost: Ends | None
    test_accuracy: Ends | None
    test_r2: Ends | None
    warnings: tuple[Finding, ...]

    def to_json(self, texts: Texts) -> dict[str, Any]:
        """Return it as the JSON contract has it; a number that is not finite is null."""
        ends = {
            "C_T": self.C_T,
            "accuracy": self.accuracy,
            "r2": self.r2,
            "test_C_T": self.test_cost,
            "test_accuracy": self.test_accuracy,
            "test_r2": self.test_r2,
        }
        return {
            "epochs": self.epochs,
            **{name: _ends(both) for name, both in ends.items() if both is not None},
            "warnings": [_told(one, texts) for one in self.warnings],
        }


def outcome_of(network: Network, inputs: Inputs, course: Course) -> Outcome:
    """Return what is told of a run."""
    data, labelled = data_of(network, inputs), network.labelled
    reached = _scores(network, learned_from(network, data, course))
    test = None
    if network.test:
        test = _scores(network, unseen(network, data, course))
    return Outcome(
        epochs=network.epochs,
        C_T=_both(course.C_T),
        accuracy=reached if labelled else None,
        r2=None if labelled else reached,
        test_cost=None if course.test_cost is None else _both(course.test_cost),
        test_accuracy=test if labelled else None,
        test_r2=None if labelled else test,
        warnings=diagnose_course(network, inputs, course),
    )


def _both(by_epoch: Array) -> Ends:
    return float(by_epoch[0]), float(by_epoch[-1])


def _scores(network: Network, examples: Examples) -> Ends:
    first, last = (
        score(network, examples, one) for one in (examples.first, examples.last)
    )
    return first, last


def _ends(both: Ends) -> dict[str, float | None]:
    first, last = map(_finite, both)
    return {"first": first, "last": last}


def _told(one: Finding, texts: Texts) -> dict[str, Any]:
    return {
        "code": one.code,
        "text": one.text(texts),
        "numbers": {name: _plain(value) for name, value in one.numbers.items()},
    }


def _plain(value: float | int | str) -> float | int | str | None:
    return _finite(value) if isinstance(value, float) else value


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None

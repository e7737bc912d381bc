"""A workbook of a lesson: its inputs as they are now, and what NumPy makes of them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec
import numpy as np

from sheetnet.calculators import Grid
from sheetnet.engine.rounding import TWINS, rough
from sheetnet.errors import CalculatorError, TrainingError, WorkbookError
from sheetnet.lessons import lesson_values
from sheetnet.model.lesson import Arrays, Lesson, lesson_module
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown
from sheetnet.verification.book.opening import Edit, Opened, read_given
from sheetnet.verification.truth import Spread, Tolerance, spread_of

_CELLS_AT_A_TIME = 3
_TRIES = 20


@dataclass(frozen=True, slots=True)
class LessonTruth:
    """NumPy's side of a lesson: its inputs, and all it shows."""

    lesson: Lesson
    given: Arrays
    shown: Shown
    spread: Spread
    bands: int = 1

    def outright(self) -> "LessonTruth":
        """Return the truth itself: a lesson is computed quickly."""
        return self

    def beside(
        self,
        book: Opened,  # noqa: ARG002
        grids: Mapping[str, Grid],  # noqa: ARG002
    ) -> "tuple[LessonTruth, list[str]]":
        """Return the truth itself: it depends on no calculator."""
        return self, []

    def decided(
        self,
        book: Opened,  # noqa: ARG002
        grids: Mapping[str, Grid],  # noqa: ARG002
    ) -> tuple[Shown, list[str]]:
        """Return what is shown: there is nothing a calculator may decide."""
        return self.shown, []

    def changed(
        self,
        book: Opened,
        tolerance: Tolerance,  # noqa: ARG002
        rng: np.random.Generator,
    ) -> tuple["LessonTruth", list[Edit]]:
        """Return the truth after a change of some inputs at random, and the edits.

        Raises: CalculatorError where no change is found that a spreadsheet can hold.
        """
        for _ in range(_TRIES):
            chosen = _changed(self.lesson, self.given, rng)
            try:
                truth = lesson_truth(self.lesson, self.given | chosen)
            except TrainingError:
                continue
            return truth, book.cells_with({Key(one): chosen[one] for one in chosen})
        raise CalculatorError(
            "no change of the inputs was found that does not overflow"
        )


def read_lesson(book: Opened, lesson: Lesson) -> tuple[LessonTruth, list[str]]:
    """Compute a lesson from the workbook's own inputs.

    Raises: WorkbookError where an input is no number, or not one of those to choose
    from; TrainingError.
    """
    given = {key.symbol: array for key, array in read_given(book).items()}
    _check_whole(book, lesson, given)
    try:
        return lesson_truth(lesson, given), []
    except msgspec.ValidationError as error:
        raise WorkbookError(
            "{path}: the map inside it was altered", path=book.path
        ) from error


def _check_whole(book: Opened, lesson: Lesson, given: Arrays) -> None:
    """Refuse what a sheet itself refuses to have typed in where it counts or chooses.

    By such numbers something is looked up: there may be none of that number.
    """
    inputs = lesson_module(lesson.kind).INPUTS
    for block in book.blocks(1):
        limits, array = inputs.get(block.symbol), given.get(block.symbol)
        if limits is None or array is None or not limits.whole:
            continue
        wrong = (
            (array != np.floor(array)) | (array < limits.low) | (array > limits.high)
        )
        for row, column in zip(*(at[wrong] for at in block.cells()), strict=True):
            raise WorkbookError(
                "{path}: {address}: expected a whole number from {low} to {high}",
                path=book.path,
                address=book.address(block.sheet, int(row), int(column)),
                low=f"{limits.low:g}",
                high=f"{limits.high:g}",
            )


def lesson_truth(lesson: Lesson, given: Arrays) -> LessonTruth:
    """Compute all that a lesson shows.

    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    shown = lesson_values(lesson, given)
    twins = []
    for seed in range(TWINS):
        moved = {symbol: rough(array, seed) for symbol, array in given.items()}
        with suppress(TrainingError):  # so near to overflow that the last digit decides
            twins.append(lesson_values(lesson, moved))
    return LessonTruth(lesson, given, shown, spread_of(shown, twins or [shown]))


def _changed(lesson: Lesson, given: Arrays, rng: np.random.Generator) -> Arrays:
    """Return some of the inputs, a few cells of each moved within its limits."""
    limits = lesson_module(lesson.kind).INPUTS
    some = rng.choice(
        list(given), size=min(_CELLS_AT_A_TIME, len(given)), replace=False
    )
    chosen: Arrays = {}
    for symbol in map(str, some):
        array = given[symbol].copy()
        for at in rng.integers(array.size, size=_CELLS_AT_A_TIME):
            array.flat[at] = limits[symbol].some(rng)
        chosen[symbol] = array
    return chosen

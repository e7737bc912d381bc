"""Lessons: one module each, with its equation, its NumPy truth and its sheets.

A lesson is found by its file: `gradient_descent.py` is kind "gradient-descent". It holds
both branches, and neither is made from the other: `truth` computes with NumPy, `sheets`
writes formulas from the same equation.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from sheetnet.lang import Texts
from sheetnet.lesson import Arrays, Inputs, Lesson, LessonFile, LessonSpec
from sheetnet.workbook.plan import Sheet


class LessonModule(Protocol):
    """What a lesson's module has."""

    SECTIONS: dict[str, tuple[str, ...]]
    """By sheet: the sections of the book's notes that it shows."""
    INPUTS: Inputs
    """The limits of every input."""
    Settings: type[LessonFile]
    """What its spec may say."""

    def given(self, spec: LessonSpec) -> Arrays:
        """Return the inputs of a fresh workbook. Raises: SheetnetError."""

    def truth(self, lesson: Lesson, given: Arrays) -> Arrays:
        """Return what every formula must show. Raises: TrainingError."""

    def sheets(self, lesson: Lesson, texts: Texts) -> list[Sheet]:
        """Return the sheets."""


def lesson_names() -> list[str]:
    """Return the kinds of lessons there are, importing none."""
    return sorted(one.name.replace("_", "-") for one in iter_modules(__path__))


def lesson_module(kind: str) -> LessonModule:
    """Return the module of a lesson."""
    return cast("LessonModule", import_module(f"{__name__}.{kind.replace('-', '_')}"))

"""Lessons: one module each, with its equation, its NumPy truth and its sheets.

A lesson is found by its file: `gradient_descent.py` is kind "gradient-descent". It holds
both branches, and neither is made from the other: `truth` computes with NumPy, `sheets`
writes formulas from the same equation.
"""

import numpy as np

from sheetnet.model.lesson import Arrays, Lesson, lesson_module
from sheetnet.model.notation import Key
from sheetnet.model.shown import Shown, check_finite


def lesson_values(lesson: Lesson, given: Arrays) -> Shown:
    """Return every value a lesson shows, its inputs first.

    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    with np.errstate(all="ignore"):
        computed = lesson_module(lesson.kind).truth(lesson, given)
    every = {**given, **computed}
    shown = {Key(symbol): np.asarray(array) for symbol, array in every.items()}
    check_finite(shown)
    return shown

"""Lessons: one folder each, found by its name: `gradient_descent` is "gradient-descent".

`numbers.py` computes with NumPy, `drawing.py` writes formulas from the same equation, and
neither is made from the other. They share nothing but `settings.py`: what the lesson may
be told, the limits of its inputs, the sizes of its tables.
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

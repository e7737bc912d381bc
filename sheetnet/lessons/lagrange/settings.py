"""What both sides of Lagrange's multiplier share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"lagrange": ("2.16",)}

INPUTS = {
    "a": Limits(0.1, 5),
    "b": Limits(0.1, 5),
    "r": Limits(0.1, 5),
}

# Every 5°, all round. The nearest of them is at most 2.5° from the answer.
ANGLES = 73
LINE = 3
# All that is drawn lies within so many r, both ways.
REACH = 1.5


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

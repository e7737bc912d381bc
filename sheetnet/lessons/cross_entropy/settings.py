"""What both sides of squared error and cross-entropy share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"cross_entropy": ("3.4",)}

INPUTS = {
    "x": Limits(-2, 2),
    "t": Limits(0, 1, whole=True),
    "w_start": Limits(-3, 3),
    "b_start": Limits(-3, 3),
    "eta": Limits(0, 5),
}

STEPS = 60
POINTS = 49


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

"""What both sides of matrices share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"matrices": ("2.11", "2.12"), "matrices_layer": ("2.11", "3.2")}

INPUTS = {
    "A": Limits(-10, 10),
    "B": Limits(-10, 10),
    "W": Limits(-5, 5),
    "x": Limits(-5, 5),
    "bias": Limits(-5, 5),
}

N = 3
UNITS, SEEN = 3, 4


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

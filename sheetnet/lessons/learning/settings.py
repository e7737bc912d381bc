"""What both sides of learning share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "learning": ("1.7", "1.22", "1.23", "1.24", "1.26", "3.5"),
    "learning_clusters": ("1.25",),
}

INPUTS = {
    "x_1": Limits(-5, 5),
    "x_2": Limits(-5, 5),
    "t": Limits(0, 1, whole=True),
    "by_hand": Limits(-5, 5),
    "eta": Limits(0, 5),
    "start_1": Limits(-5, 5),
    "start_2": Limits(-5, 5),
}

POINTS = 8
STEPS = 4
# The line w₁x₁ + w₂x₂ + b = 0 is drawn between these x₁.
LINE = (-5, 5)
# Where a chart does not reach: an example is drawn in the colour of its label alone.
AWAY = -99


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

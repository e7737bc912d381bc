"""What both sides of notation share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "notation": ("3.1", "3.2", "3.3"),
    "notation_gradient": ("3.3", "4.2", "4.3", "4.4", "4.5"),
}

EXAMPLES = 3
SEEN, HIDDEN, OUT = 3, 3, 2

INPUTS = {
    "l": Limits(2, 3, whole=True),
    "j": Limits(1, 3, whole=True),
    "i": Limits(1, 3, whole=True),
    "k": Limits(1, EXAMPLES, whole=True),
    "w2": Limits(-5, 5),
    "b2": Limits(-5, 5),
    "w3": Limits(-5, 5),
    "b3": Limits(-5, 5),
    "x": Limits(-3, 3),
    "label": Limits(0, 1, whole=True),
}


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

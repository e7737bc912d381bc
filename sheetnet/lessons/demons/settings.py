"""What both sides of the demons share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "demons": ("1.12", "1.13", "1.16", "1.17", "1.18", "1.19", "5.1"),
    "demons_pictures": ("1.17", "1.19"),
}

_WEIGHT = Limits(-20, 20)

INPUTS = {
    "k": Limits(1, 64, whole=True),
    **{f"w_{j}": Limits(-5, 5) for j in (1, 2, 3)},
    "b": Limits(-10, 10),
    "v": Limits(-10, 10),
    "c": Limits(-10, 10),
    "x": Limits(0, 1, whole=True),
    "label": Limits(0, 1, whole=True),
    **dict.fromkeys(("w2", "b2", "w3", "b3"), _WEIGHT),
}

# Each demon likes two pixels, numbered in reading order: one beside, one in the middle.
LIKES = ((4, 7), (5, 8), (6, 9))
ROWS, COLUMNS = 4, 3
PIXELS = ROWS * COLUMNS
BIASES = 13


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

"""What both sides of vectors share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "vectors": ("1.11", "2.9", "2.10"),
    "vectors_pictures": ("2.9", "A"),
}

INPUTS = {
    "a": Limits(-5, 5),
    "b": Limits(-5, 5),
    "flat": Limits(0.1, 5),
    "k": Limits(0.1, 5),
    "pattern": Limits(0, 1, whole=True),
    **{f"picture_{n}": Limits(0, 1, whole=True) for n in (1, 2, 3)},
}

# Every 15°, all round.
ANGLES = 25
PICTURES = (1, 2, 3)


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

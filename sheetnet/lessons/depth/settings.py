"""What both sides of depth share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "depth": ("1.1", "1.14", "1.20", "2.26"),
    "depth_forward": ("1.15", "1.20"),
}

HIDDEN = (1, 2, 3, 4, 5)
# Trainings of each size, every one from other first weights.
STARTS = 10
_WEIGHT = Limits(-20, 20)

INPUTS = {
    "sizes": Limits(0, 1000, whole=True),
    "starts": Limits(0, 100),
    "x": Limits(0, 1, whole=True),
    "label": Limits(0, 1, whole=True),
    **{f"{symbol}_{h}": _WEIGHT for h in HIDDEN for symbol in ("w2", "b2", "w3", "b3")},
}


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

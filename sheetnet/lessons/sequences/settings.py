"""What both sides of sequences share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "sequences": ("2.6", "2.7", "2.8"),
    "sequences_chain": ("2.8",),
}

INPUTS = {
    "first": Limits(-10, 10),
    "d": Limits(-5, 5),
    "r": Limits(-1.5, 1.5),
    "matrix": Limits(-1.2, 1.2),
    "start": Limits(-5, 5),
    "x": Limits(-3, 3),
    "t": Limits(0, 1),
    "w": Limits(-3, 3),
    "b": Limits(-3, 3),
}

TERMS = 20
COUPLED = 11
# The plane of the pair reaches at least so far.
LEAST = 0.1
# Layers 2 to 6 of the chain, one unit each.
LAYERS = 5


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

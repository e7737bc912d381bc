"""What both sides of linear approximation share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"approximation": ("2.19",), "approximation_two": ("2.19",)}

INPUTS = {
    "x": Limits(-2, 2),
    "dx": Limits(0.1, 1),
    "point": Limits(-2, 2),
    "delta": Limits(-1, 1),
}

HALVINGS = 10
# What the quotient of the last two errors may be off from 4: about Δx.
NEAR = 0.02


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

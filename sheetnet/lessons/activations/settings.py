"""What both sides of activation functions share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"activations": ("1.3", "1.4", "1.5", "2.3", "2.4")}

INPUTS = {
    "z": Limits(-20, 20),
    "first": Limits(-10, -4),
    "h": Limits(1e-5, 0.01),
    "limit": Limits(0.001, 0.5),
}

NAMES = ("step", "sigmoid", "tanh", "softsign", "relu")
ROWS = 49
# A central difference is right to h², the third derivatives here are at most 2.
NEAR = 2e-4


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

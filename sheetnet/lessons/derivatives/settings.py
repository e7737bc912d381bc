"""What both sides of derivatives share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "derivatives": ("2.13", "2.14"),
    "derivatives_chain": ("2.15", "2.17", "2.18"),
    "derivatives_direction": ("2.15", "2.21"),
}

INPUTS = {
    "x": Limits(-2, 2),
    "at": Limits(-2, 2),
    "w": Limits(-3, 3),
    "b": Limits(-3, 3),
    "point": Limits(-2, 2),
    "step": Limits(0.001, 0.1),
}

# h = 1, 0.1, … 1e-12: in the end, rounding eats the digits.
QUOTIENTS = 13
POINTS = 41
DIRECTIONS = 24
# A central difference with this step is right to its square.
H = 1e-4
NEAR = 1e-6


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

"""What both sides of recurrence share: inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

# The book ends before recurrent networks.
SECTIONS: dict[str, tuple[str, ...]] = {
    "recurrence": (),
    "recurrence_factors": (),
    "recurrence_matrix": (),
}

INPUTS = {
    "w": Limits(-3, 3),
    "u": Limits(-3, 3),
    "b": Limits(-3, 3),
    "start": Limits(-1, 1),
    "x": Limits(-3, 3),
    "y": Limits(-1, 1),
    "us": Limits(-3, 3),
    "matrix": Limits(-2, 2),
    "h_start": Limits(-2, 2),
    "g_last": Limits(-2, 2),
    "phi": Limits(-180, 180),
}

STEPS = 10
# Units of the second sheet, which differ by u.
UNITS = 3
# How far u is moved for the difference quotient, and how near that comes, as a rule.
EPSILON, NEAR = 1e-4, 1e-5
# Charts show powers of ten from here on.
LEAST = -12


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

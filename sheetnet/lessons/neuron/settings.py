"""What both sides of the neuron share: sections, inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"neuron": ("1.2", "1.6", "1.10", "1.11", "2.1")}

INPUTS = {
    "x": Limits(-10, 10),
    "w": Limits(-10, 10),
    "theta": Limits(-20, 20),
}

# The curve of a(z) reaches from −8 to 8, the line of z over x₁ from −4 to 4.
CURVE = 33
LINE = 17


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

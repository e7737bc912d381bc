"""What both sides of the normal distribution share: sections, inputs' limits, settings, sizes."""

from typing import Annotated

from msgspec import Meta

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {"distribution": ("2.5",)}

INPUTS = {
    "mu": Limits(-10, 10),
    "sigma": Limits(0.1, 10),
    "u": Limits(-3.999, 3.999),
}

DRAWS = 200
PER_ROW = 10
# The density is shown, and weights are counted, in steps of σ/2 from −4σ to 4σ.
BINS = 16
POINTS = 33


class Settings(LessonFile, frozen=True):
    """The seed of the weights that are drawn."""

    seed: Annotated[int, Meta(ge=0)] = 1

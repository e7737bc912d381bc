"""What both sides of regression share: sections, inputs' limits, settings, sizes."""

from msgspec import Struct

from sheetnet.model.lesson import LessonFile, Limits

SECTIONS = {
    "regression": ("1.9", "1.27", "2.24", "2.25"),
    "regression_steps": ("2.2", "2.23", "2.25", "2.26"),
}

INPUTS = {
    "x": Limits(-1000, 1000),
    "y": Limits(-1000, 1000),
    "eta": Limits(0.001, 0.25),
    "half_p": Limits(0.001, 10),
    "half_q": Limits(0.001, 1000),
}

STEPS = 100
MAP = 15
# Gradient descent comes as near as this in the steps that are shown.
NEAR = 1e-6


class Points(Struct, forbid_unknown_fields=True, frozen=True):
    """Where the points come from: a CSV file and two of its columns, and their names."""

    file: str = "data/girls.csv"
    x: str = "height"
    y: str = "weight"
    ignore: list[str] = []
    names: dict[str, dict[str, str]] = {}

    def called(self, lang: str) -> tuple[str, str]:
        """Return what both columns are called in a language."""
        names = self.names.get(lang, {})
        return names.get(self.x, self.x), names.get(self.y, self.y)


class Settings(LessonFile, frozen=True):
    """The points."""

    data: Points = Points()

"""What both sides of gradient descent on a function share: sections, inputs' limits, settings, sizes."""

from typing import Annotated

from msgspec import Meta

from sheetnet.calculus.parsing import parse
from sheetnet.calculus.tree import Tree, variables_of
from sheetnet.model.lesson import Lesson, LessonFile, Limits

SECTIONS = {
    "gradient_descent": ("2.20", "2.21", "2.22", "2.23", "4.1"),
    "gradient_descent_steps": ("2.21", "2.22"),
}

INPUTS = {
    "start": Limits(-100, 100),
    "eta": Limits(0, 2),
    "other_eta": Limits(0, 2),
    "h": Limits(1e-6, 0.1),
    "middle": Limits(-100, 100),
    "half": Limits(0.1, 100),
}

# Points of the map to each side, and of the curve of a function of one variable.
MAP = 21
CURVE = 41
# To round to the nearest point; a step half way between two goes up in every calculator.
HALF = 0.500001
# Central differences are right to h² times the third derivative.
NUMERIC = 1e-3


class Settings(LessonFile, frozen=True):
    """The function, where to start, the learning rates, how many steps."""

    function: str = "x**2 + y**2"
    start: tuple[float, ...] = (3.0, 2.0)
    eta: float = 0.1
    other_eta: float = 0.5
    # Here, since a workbook to be checked brings settings of its own.
    steps: Annotated[int, Meta(ge=1, le=1000)] = 30


def read_settings(lesson: Lesson) -> tuple[Settings, Tree, tuple[str, ...]]:
    """Return the settings, the user's function as it was read, and its variables."""
    settings = lesson.read(Settings)
    tree = parse(settings.function)
    return settings, tree, variables_of(tree)

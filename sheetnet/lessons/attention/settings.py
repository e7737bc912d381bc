"""What both sides of attention share: inputs' limits, settings, sizes."""

from sheetnet.model.lesson import LessonFile, Limits

# The book ends before attention.
SECTIONS: dict[str, tuple[str, ...]] = {"attention": (), "attention_later": ()}

INPUTS = {
    "x": Limits(-5, 5),
    "W_q": Limits(-10, 10),
    "W_k": Limits(-10, 10),
    "W_v": Limits(-10, 10),
    "query": Limits(1, 4, whole=True),
    "shift": Limits(-100, 100),
    "later": Limits(-5, 5),
}

# Positions, and the numbers that stand at each.
POSITIONS, SIZE = 4, 2
# What the second sheet, where the last position says something else, puts before a symbol.
LATER = "later_"


class Settings(LessonFile, frozen=True):
    """There is nothing to set."""

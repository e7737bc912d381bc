"""What both sides of the optimizers' lesson share: inputs' limits, rules, names, sizes."""

from sheetnet.model.lesson import LessonFile, Limits
from sheetnet.model.optimizers import OPTIMIZERS, Optimizer

# The book knows gradient descent alone.
SECTIONS: dict[str, tuple[str, ...]] = {"optimizers": (), "optimizers_line": ()}

INPUTS = {
    "steep": Limits(0.1, 20),
    "start": Limits(-10, 10),
    "eta": Limits(0, 2),
    "mu": Limits(0, 0.99),
    "rho": Limits(0.5, 0.999),
    "beta_1": Limits(0, 0.99),
    "beta_2": Limits(0.5, 0.9999),
    "epsilon": Limits(1e-10, 0.1),
    "line_start": Limits(-10, 10),
    "line_eta": Limits(0, 2),
    "points_x": Limits(-10, 10),
    "points_y": Limits(-100, 100),
}

STEPS = 30
# Level lines: their sizes, as shares of the one through the start, and points of each.
LEVELS, ANGLES = (1.0, 0.75, 0.5, 0.25), 25
# Charts show so much beyond the start, and powers of ten of what falls from here to there.
BEYOND, LEAST, MOST = 1.25, -12, 6

# By their names: a way on the surface has x and y, one of the line p and q.
SURFACE, LINE = ("", ("x", "y")), ("line_", ("p", "q"))
# Weight decay is no part of a way downhill, so AdamW is not among them.
RULES: tuple[Optimizer, ...] = tuple(
    OPTIMIZERS[name]
    for name in (
        "gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam",
    )
)  # fmt: skip


def called(rule: Optimizer) -> str:
    """Return a rule's name as symbols have it."""
    return rule.name.replace("-", "_")


class Settings(LessonFile, frozen=True):
    """Nothing: all that may be changed is in the workbook."""

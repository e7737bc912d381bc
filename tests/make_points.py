"""Make the points of `circle`, `moons`, `spiral` and `blobs`: `python -m tests.make_points`.

The same numbers again on every machine: only `random.Random.random`, which Python promises
never to change, and rounding to two decimals.
"""

import csv
import io
from collections.abc import Callable, Iterator
from math import cos, pi, sin
from random import Random

from sheetnet.spec.loading import template_folder

Point = tuple[float, float, str]
FOLDER = template_folder() / "data"


def _cloud(draw: Random, width: float) -> float:
    """Return a number around 0: three throws together fall as if by a bell curve.

    Their standard deviation is `width`: that of a throw from −1 to 1 is 1/√3.
    """
    return width * sum(2 * draw.random() - 1 for _ in range(3))


def circle(draw: Random) -> Iterator[Point]:
    """Yield 60 points of a disc of radius 3: the inner ones, and a ring around them."""
    for at in range(60):
        inside = at % 2 == 0
        least, most = (0.0, 1.3) if inside else (1.8, 3.0)
        # Of equal areas equally many points.
        radius = (least**2 + (most**2 - least**2) * draw.random()) ** 0.5
        turn = 2 * pi * draw.random()
        yield radius * cos(turn), radius * sin(turn), "inner" if inside else "outer"


def moons(draw: Random) -> Iterator[Point]:
    """Yield 60 points of two half-moons, each reaching into the other."""
    for at in range(60):
        turn = pi * draw.random()
        x, y = cos(turn), sin(turn)
        if at % 2:
            x, y = 1 - x, 0.5 - y
        name = "lower" if at % 2 else "upper"
        yield x + _cloud(draw, 0.12), y + _cloud(draw, 0.12), name


def spiral(draw: Random) -> Iterator[Point]:
    """Yield 60 points of two arms that wind around each other."""
    for at in range(60):
        along = 0.25 + 0.75 * (at // 2 + draw.random()) / 30
        turn = 2 * pi * along + pi * (at % 2)
        x, y = 3 * along * cos(turn), 3 * along * sin(turn)
        name = "second" if at % 2 else "first"
        yield x + _cloud(draw, 0.08), y + _cloud(draw, 0.08), name


def blobs(draw: Random) -> Iterator[Point]:
    """Yield 60 points of three clouds."""
    middles = {"left": (-2.0, 0.0), "right": (2.0, 0.0), "top": (0.0, 3.0)}
    for at in range(60):
        name = list(middles)[at % 3]
        x, y = middles[name]
        yield x + _cloud(draw, 0.7), y + _cloud(draw, 0.7), name


CLOUDS: dict[str, tuple[Callable[[Random], Iterator[Point]], int]] = {
    "circle": (circle, 1),
    "moons": (moons, 1),
    "spiral": (spiral, 1),
    "blobs": (blobs, 3),
}


def table(name: str) -> str:
    """Return the CSV of a template's points."""
    points, seed = CLOUDS[name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["x1", "x2", "group"])
    for x, y, group in points(Random(seed)):
        writer.writerow([f"{x:.2f}", f"{y:.2f}", group])
    return out.getvalue()


def main() -> None:
    """Write every table of points."""
    for name in CLOUDS:
        (FOLDER / f"{name}.csv").write_text(table(name), encoding="utf-8")


if __name__ == "__main__":
    main()

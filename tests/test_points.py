"""The points of `circle`, `moons`, `spiral` and `blobs`: made again, they are the same."""

import csv
import io
from collections import Counter
from math import hypot
from random import Random

import pytest

from tests.make_points import CLOUDS, FOLDER, table

# Coordinates are rounded to two decimals, each by up to half a hundredth.
ROUNDED = 0.01


def points(name):
    rows = csv.DictReader(io.StringIO((FOLDER / f"{name}.csv").read_text("utf-8")))
    return [(float(row["x1"]), float(row["x2"]), row["group"]) for row in rows]


def test_the_numbers_that_the_points_come_from_are_those_of_every_python():
    """The first three of seed 1, as Python promises to keep them."""
    draw = Random(1)
    drawn = [round(draw.random(), 6) for _ in range(3)]
    assert drawn == [0.134364, 0.847434, 0.763775]


@pytest.mark.parametrize("name", CLOUDS)
def test_the_points_that_ship_are_what_the_script_makes(name):
    assert (FOLDER / f"{name}.csv").read_bytes() == table(name).encode()


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("circle", {"inner": 30, "outer": 30}),
        ("moons", {"lower": 30, "upper": 30}),
        ("spiral", {"first": 30, "second": 30}),
        ("blobs", {"left": 20, "right": 20, "top": 20}),
    ],
)
def test_the_groups_are_equally_large_and_no_point_stands_twice(name, sizes):
    assert Counter(group for _, _, group in points(name)) == sizes
    assert len({(x, y) for x, y, _ in points(name)}) == 60


def test_between_the_middle_and_the_ring_there_is_a_gap():
    far = {"inner": [], "outer": []}
    for x, y, group in points("circle"):
        far[group].append(hypot(x, y))
    assert max(far["inner"]) <= 1.3 + ROUNDED
    assert min(far["outer"]) >= 1.8 - ROUNDED
    assert max(far["outer"]) <= 3.0 + ROUNDED


def test_each_moon_lies_around_its_half_circle():
    """Three throws move a coordinate by 0.36 at most, a point by √2 of that."""
    for x, y, group in points("moons"):
        middle = (0.0, 0.0) if group == "upper" else (1.0, 0.5)
        assert abs(hypot(x - middle[0], y - middle[1]) - 1) <= 0.36 * 2**0.5 + ROUNDED


def test_the_arms_of_the_spiral_are_each_other_turned_by_half_a_turn():
    """Where −p of a point of one arm lies, points of that arm are not the nearest."""
    first, second = (
        [(x, y) for x, y, group in points("spiral") if group == one]
        for one in ("first", "second")
    )
    for x, y in first:
        own = min(hypot(x + a, y + b) for a, b in first)
        other = min(hypot(x + a, y + b) for a, b in second)
        assert other < own


def test_each_cloud_lies_around_its_middle():
    """Three throws move a coordinate by 2.1 at most."""
    middles = {"left": (-2.0, 0.0), "right": (2.0, 0.0), "top": (0.0, 3.0)}
    for x, y, group in points("blobs"):
        assert abs(x - middles[group][0]) <= 2.1 + ROUNDED
        assert abs(y - middles[group][1]) <= 2.1 + ROUNDED

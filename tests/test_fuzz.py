"""Hostile bytes, and values of the wrong kind, into every door of fuzz/doors.py.

Whatever comes is accepted or refused by a SheetnetError, soon. `make fuzz` goes further.
"""

import csv
import io
import json
import re
from collections import Counter
from copy import deepcopy
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.doors import DOORS, accepted
from fuzz.mutations import HOSTILE, mutated
from sheetnet.errors import SheetnetError
from tests.nets import RANDOM_RUNS

FIXED = settings(
    # A hundred times what the slowest needs: a machine at work is no hang.
    deadline=timedelta(seconds=20),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def knock(name, folder, kind, times):
    """Draw bytes and take them through a door; return how many it accepted, and not."""
    outcomes = Counter()

    @settings(FIXED, max_examples=times)
    @given(kind)
    def once(data):
        outcomes[accepted(DOORS[name], data, folder)] += 1

    once()
    return outcomes


# ------------------------------------------------------------------ good bytes, changed


@st.composite
def changed(draw, seeds):
    """Draw a seed with some of its tokens changed."""
    return mutated(draw(st.sampled_from(seeds)), draw(st.randoms()))


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_a_door_accepts_good_bytes_and_refuses_bad_ones(name, tmp_path):
    seeds = list(islice(DOORS[name].seeds(), 3))
    for seed in seeds:
        DOORS[name].enter(seed, tmp_path)
    assert knock(name, tmp_path, changed(seeds), 12)[False]


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_a_door_withstands_many_hostile_ones(name, tmp_path):
    seeds = list(DOORS[name].seeds())
    for seed in seeds:
        DOORS[name].enter(seed, tmp_path)
    assert knock(name, tmp_path, changed(seeds), 40 if RANDOM_RUNS >= 300 else 20)[
        False
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"steps":30', '"steps":1000000', "Expected `int` <= 1000"),
        ('"kind":"gradient-descent"', '"kind":"nope"', "'nope', is not known here"),
        ('"function":"x**2', '"function":"x**2**(x+1e15)', "beyond reason"),
    ],
)
def test_a_map_asks_for_no_more_than_a_spec_may(tmp_path, old, new, says):
    seeds = [seed.decode() for seed in DOORS["map_lines"].seeds()]
    [lesson] = [seed for seed in seeds if old in seed]
    with pytest.raises(SheetnetError, match=re.escape(says)):
        DOORS["map_lines"].enter(lesson.replace(old, new).encode(), tmp_path)


# ------------------------------------------------------------------ values of a wrong kind

NUMBERS = st.integers() | st.floats() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=9) | st.sampled_from(HOSTILE)
LEAVES = NUMBERS | st.booleans() | TEXTS
ODD = st.recursive(
    LEAVES,
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3)
    ),
    max_leaves=4,
)


def places(tree):
    """Return every place of a tree: a table or a list, and a key or a number."""
    found = []
    for at, inside in tree.items() if isinstance(tree, dict) else enumerate(tree):
        found.append((tree, at))
        if isinstance(inside, dict | list):
            found += places(inside)
    return found


@st.composite
def altered(draw, good, odd=ODD):
    """Draw a copy of a good tree with some values of any kind, or without them."""
    tree = deepcopy(good)
    for _ in range(draw(st.integers(0, 2))):
        if not (here := places(tree)):
            break
        node, at = draw(st.sampled_from(here))
        if draw(st.integers(0, 4)):
            node[at] = draw(odd)
        else:
            del node[at]
    return tree


SPEC = {
    "title": "edges",
    "data": {"file": "data/edges.csv", "label": "edge", "ignore": ["id"], "image": [8, 8]},
    "layer": [
        {"kind": "conv", "filters": 1, "size": [3, 3], "stride": 1, "padding": "valid"},
        {"kind": "max-pool", "size": [2, 2], "stride": 2},
        {"kind": "dense", "units": 2, "activation": "sigmoid"},
    ],
    "training": {
        "cost": "squared-error",
        "reduction": "mean",
        "eta": 0.2,
        "epochs": 1,
        "init": {"distribution": "normal", "mean": 0.0, "sd": 1.0, "seed": 3},
    },
}  # fmt: skip
PARAMETERS = {"w2": [[1.0, 2.0], [0.5, -1.0]], "b2": [0.0, 1.0], "w3": [[1.0, -2.0]], "b3": [1.0]}  # fmt: skip
TABLE = [["x1", "x2", "label", "t"], ["0.5", "1", "a", "1"], ["1.5", "-2", "b", "0"]]


def as_toml(tree):
    return "\n".join(f"{json.dumps(key)} = {inline(one)}" for key, one in tree.items())


def inline(value):
    """Return a value as TOML; a text as it is in JSON."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {inline(one)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)


def as_csv(rows):
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue()


def as_bytes(kind, write):
    return kind.map(lambda tree: write(tree).encode("utf-8", "surrogatepass"))


KINDS = {
    "spec": as_bytes(altered(SPEC), as_toml),
    "parameters": as_bytes(altered(PARAMETERS), json.dumps),
    "table": as_bytes(
        altered(TABLE, st.lists(LEAVES.map(str), max_size=4))
        | altered(TABLE, LEAVES.map(str)),
        as_csv,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_values_of_any_kind_are_accepted_or_refused(name, tmp_path):
    outcomes = knock(name, tmp_path, KINDS[name], 30)
    assert outcomes[True]
    assert outcomes[False]


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_many_values_of_any_kind_are_accepted_or_refused(name, tmp_path):
    outcomes = knock(name, tmp_path, KINDS[name], 60)
    assert outcomes[True]
    assert outcomes[False]

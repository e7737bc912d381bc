"""Some fifty updates by each optimizer against torch.optim's numbers (`against_torch.py`)."""

from itertools import product

import numpy as np
import pytest

from sheetnet.engine import run
from sheetnet.model.optimizers import OPTIMIZERS
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.books import Book
from tests.calculating import needed, values
from tests.nets import RANDOM_RUNS
from tests.torch_cases import (
    BATCHES,
    CASES,
    NETS,
    REDUCTIONS,
    found,
    name_of,
    updates_of,
    written,
)

FOUND = found()
# Of the workbooks, a spread: each optimizer with clipping, and in one of the eight ways it
# meets a net, batches and a sum or a mean. All of them in `make random`.
WAYS = list(product(NETS, BATCHES, REDUCTIONS))
SPREAD = [
    name_of(net, optimizer, *way)
    for at, optimizer in enumerate(OPTIMIZERS)
    for net, *way in [WAYS[3 * at % len(WAYS)]]
]
SPREAD += [
    f"{list(NETS)[at % 2]}-{optimizer}-clipped"
    for at, optimizer in enumerate(OPTIMIZERS)
]
SPREAD += [
    case for case in CASES if case.endswith("settings") or case.startswith("normed")
]
WORKBOOKS = list(CASES) if RANDOM_RUNS >= 300 else SPREAD
# LibreOffice takes its time.
IN_OFFICE = [*SPREAD[2:8], "normed-conv-adam"]
if RANDOM_RUNS >= 300:
    IN_OFFICE = list(CASES)


def keys_of(case):
    """Return by torch's name the key of each parameter that it trained."""
    names = FOUND[case].keys() - {"C_T"}
    assert {"w_2", "b_2", "w_3" if "normed" not in case else "p_3"} <= names
    return {name: (name[:-2], int(name[-1])) for name in names}


def test_every_case_was_trained_by_torch():
    assert FOUND.keys() - {"torch"} == CASES.keys()
    assert FOUND["torch"] == "2.13.0+cpu"
    assert len(CASES) == 7 * 2 * 2 * 2 + 14 + 3 + 4
    assert set(SPREAD) <= CASES.keys()
    for case in CASES:
        # Each learns, so that its numbers say something.
        first, last = FOUND[case]["C_T"]
        assert last < 0.9 * first, case


@pytest.mark.parametrize("case", CASES)
def test_numpy_learns_as_torch_does(case, tmp_path):
    network, inputs = resolve(load_network(written(tmp_path, case)))
    assert network.last_band in (updates_of(case), 52)
    trace = run(network, inputs)
    for name, key in keys_of(case).items():
        same(trace[key][-1].ravel(), FOUND[case][name])
    same(trace["C_T", 0][[0, -1]], FOUND[case]["C_T"])


@pytest.mark.slow
@pytest.mark.parametrize("case", WORKBOOKS)
def test_the_workbook_learns_as_torch_does(case, tmp_path):
    learned_as_torch(case, tmp_path, needed("embedded"))


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("case", IN_OFFICE)
def test_the_workbook_learns_so_in_libreoffice_too(case, tmp_path):
    learned_as_torch(case, tmp_path, needed("libreoffice"))


def learned_as_torch(case, folder, calculator):
    """Compare what a calculator makes of a workbook with torch's numbers."""
    book = Book(written(folder, case), folder)
    training = book.names["Training"]
    grid = values(calculator, book.path, [training])[training]

    def computed(key):
        rows, columns = book.blocks[key].cells()
        return grid[rows - 1, columns - 1].astype(float)

    for name, key in keys_of(case).items():
        same(computed(key)[-1].ravel(), FOUND[case][name])
    same(computed(("C_T", 0))[[0, -1]], FOUND[case]["C_T"])


def same(ours, theirs):
    """Compare to 1e-11 of each number's size."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-14)

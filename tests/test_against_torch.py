"""Updates by each optimizer, fifty or twelve of four batches, against torch.optim's numbers (`against_torch.py`)."""

import numpy as np
import pytest

from sheetnet.engine import run
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.books import Book
from tests.calculating import needed, values
from tests.torch_cases import CASES, found, updates_of, written

FOUND = found()
# Each optimizer once in LibreOffice, which takes its time: with decay and a schedule.
SOME = (
    "dense-nesterov",
    "conv-adagrad",
    "dense-rmsprop",
    "conv-adamw",
    "conv-adam-clipped",
    "normed-conv-adam",
)


def keys_of(case):
    """Return by torch's name the key of each parameter that it trained."""
    names = FOUND[case].keys() - {"C_T"}
    assert {"w_2", "b_2", "w_3" if "normed" not in case else "p_3"} <= names
    return {name: (name[:-2], int(name[-1])) for name in names}


def test_every_case_was_trained_by_torch():
    assert FOUND.keys() - {"torch"} == CASES.keys()
    assert FOUND["torch"] == "2.13.0+cpu"
    for case in CASES:
        assert len(FOUND[case]["C_T"]) == updates_of(case) + 1
        # Each learns, so that its numbers say something.
        assert FOUND[case]["C_T"][-1] < 0.9 * FOUND[case]["C_T"][0], case


@pytest.mark.parametrize("case", CASES)
def test_numpy_learns_as_torch_does(case, tmp_path):
    trace = run(*resolve(load_network(written(tmp_path, case))))
    for name, key in keys_of(case).items():
        same(trace[key][-1].ravel(), FOUND[case][name])
    same(trace["C_T", 0], FOUND[case]["C_T"])


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_workbook_learns_as_torch_does(case, tmp_path):
    learned_as_torch(case, tmp_path, needed("embedded"))


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("case", SOME)
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
    same(computed(("C_T", 0)), FOUND[case]["C_T"])


def same(ours, theirs):
    """Compare to 1e-11 of each number's size."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-14)

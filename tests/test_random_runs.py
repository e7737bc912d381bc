"""A fresh workbook is never called wrong, whatever its learning rate; a small fault is.

Random networks: η from far too small to just below overflow, all costs and activations,
sum and mean, dense layers, convolutions and pools, up to 300 epochs.
"""

import random

import openpyxl
import pytest

import sheetnet
from sheetnet.calculators import calculators
from sheetnet.errors import SheetnetError
from sheetnet.verification.book.opening import cells_of, open_workbook
from sheetnet.workbook.address import a1
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.converting import by_xlsx
from tests.nets import RANDOM_RUNS
from tests.random_runs import random_run

CHUNK = 6
CHUNKS = [
    pytest.param(first, marks=pytest.mark.slow)
    for first in range(0, RANDOM_RUNS, CHUNK)
]
CALCULATED = ("z", "a", "C", "delta", "dC_dw", "dC_db", "w", "b")


def built(folder, seed):
    """Build a random run; None where one of the views cannot hold its numbers."""
    folder.mkdir(exist_ok=True)
    spec = random_run(folder, seed)
    try:
        sheetnet.build(spec, folder / "r.xlsx", force=True)
    except SheetnetError as error:
        assert "is no finite number" in str(error)  # noqa: PT017
        return None
    return folder / "r.xlsx"


def verdicts(path, calculator="embedded"):
    """Return every mark that the sheets show, as recalculated."""
    with opened(path) as package:
        book = open_workbook(package)
    names = [book.names[key] for key in ("Explorer", "GradientCheck", "Check")]
    grids = values(calculators()[calculator], path, names)
    return {
        block.symbol: cells_of(block, grids[book.names[block.sheet]]).ravel().tolist()
        for block in book.blocks(1)
        if block.symbol.endswith((".verdict", ".mark"))
    }


@pytest.mark.parametrize("first", CHUNKS)
def test_random_runs_agree_and_their_sheets_say_so(tmp_path, first):
    seen = 0
    for seed in range(first, first + CHUNK):
        path = built(tmp_path, seed)
        if path is None:
            continue
        seen += 1
        report = sheetnet.verify(path, perturb=1)
        wrong = [run.first_wrong for run in (*report.runs, *report.changed)]
        assert (report.problems, set(wrong)) == ((), {None}), f"seed {seed}: {wrong}"
        shown = verdicts(path)
        assert shown["check.verdict"] == shown["explorer.verdict"] == ["✓"], seed
        every = [mark for marks in shown.values() for mark in marks]
        assert "✗" not in every, f"seed {seed}: {shown}"
    assert seen >= CHUNK - 1


def small_fault(path, target, seed):
    """Make one number of Training larger by a millionth; return its quantity and cell."""
    rng = random.Random(seed)
    with opened(path) as package:
        book = open_workbook(package)
    bands = book.manifest.subject.epochs + 1
    blocks = [b for b in book.blocks(bands) if b.sheet == "Training"]
    blocks = [b for b in blocks if b.symbol in CALCULATED]
    rng.shuffle(blocks)
    loaded = openpyxl.load_workbook(path)
    for block in blocks:
        rows, columns = (at.ravel().tolist() for at in block.cells())
        values = cells_of(block, book.saved["Training"]).ravel().tolist()
        places = list(zip(rows, columns, values, strict=True))
        rng.shuffle(places)
        for row, column, value in places:
            cell = loaded["Training"].cell(row, column)
            if 1e-3 < abs(value) < 1e6 and str(cell.value).startswith("="):
                cell.value = f"=({cell.value[1:]})*(1+1E-6)"
                loaded.save(target)
                return str(block.key), f"Training!{a1(row, column)}"
    raise AssertionError(f"seed {seed}: no number is large enough")


@pytest.mark.parametrize(
    "seed",
    [
        0,
        *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, RANDOM_RUNS // 2)),
    ],
)
def test_a_fault_of_a_millionth_in_a_random_run_is_found_at_its_cell(tmp_path, seed):
    path = built(tmp_path, seed)
    quantity, cell = small_fault(path, tmp_path / "f.xlsx", seed)
    report = sheetnet.verify(tmp_path / "f.xlsx", values_only=True, perturb=0)
    assert (str(report.first_wrong.key), report.first_wrong.first) == (quantity, cell)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_random_runs_agree_in_libreoffice(tmp_path, libreoffice):
    """It recalculates and saves them, all in one start."""
    every = (built(tmp_path / f"{seed}", seed) for seed in range(CHUNK))
    for path in by_xlsx([path for path in every if path], tmp_path):
        report = sheetnet.verify(path, calculator="saved", perturb=0)
        assert report.first_wrong is None, f"{path}: {report.first_wrong}"
        assert verdicts(path, "saved")["check.verdict"] == ["✓"], path

"""Tables that no template has: every calculator agrees, changed inputs too, all marks are ✓."""

import pytest

import sheetnet
from sheetnet.errors import SheetnetError
from sheetnet.exercises.faults import KINDS
from sheetnet.exercises.sabotage import sabotage
from tests.calculating import needed
from tests.converting import by_xlsx
from tests.nets import RANDOM_RUNS, part
from tests.tables import random_table, table_net
from tests.test_random_runs import verdicts

COUNT = RANDOM_RUNS // 3
QUICK, CHUNK = 1, 3
CHUNKS = [
    *range(QUICK),
    *(pytest.param(n, marks=pytest.mark.slow) for n in range(QUICK, COUNT)),
]
OTHERS = [
    pytest.param("gnumeric", marks=pytest.mark.gnumeric),
    "cellrune",
    "formualizer",
]


def built(folder, seed):
    """Build a random table's workbook; None where its numbers leave what a sheet holds."""
    folder.mkdir(exist_ok=True)
    try:
        sheetnet.build(random_table(folder, seed), folder / "r.xlsx", force=True)
    except SheetnetError as error:
        assert "is no finite number" in str(error)  # noqa: PT017
        return None
    return folder / "r.xlsx"


def assert_agrees(path, **settings):
    report = sheetnet.verify(path, **settings)
    wrong = [run.first_wrong for run in (*report.runs, *report.changed)]
    assert (report.problems, set(wrong)) == ((), {None})
    return report


@pytest.mark.parametrize("seed", CHUNKS)
def test_a_random_table_agrees_whatever_is_changed_and_all_its_marks_say_so(
    tmp_path, seed
):
    path = built(tmp_path, seed)
    if path is None:
        return
    report = assert_agrees(path, perturb=3)
    assert len(report.changed) == 3
    assert not [
        note for note in report.notes if "is no word" in note or "empty" in note
    ]
    shown = verdicts(path)
    assert shown["check.verdict"] == shown["explorer.verdict"] == ["✓"]
    assert "✗" not in [mark for marks in shown.values() for mark in marks]


@pytest.mark.slow
@pytest.mark.parametrize("calculator", OTHERS)
@pytest.mark.parametrize("first", part(range(0, COUNT, CHUNK)))
def test_random_tables_agree_in_every_calculator(tmp_path, first, calculator):
    needed(calculator)
    for seed in range(first, first + CHUNK):
        if path := built(tmp_path, seed):
            report = assert_agrees(path, calculator=calculator, perturb=0)
            # It shows what NumPy says, as it is written in the file: not even rounding
            # may turn that.
            [says] = [
                one
                for one in report.runs[0].quantities
                if one.key.symbol == "check.verdict"
            ]
            assert (says.cells, says.wrong, says.by_rounding) == (1, 0, 0)
            assert verdicts(path, "saved")["check.verdict"] == ["✓"], seed


@pytest.mark.slow
@pytest.mark.libreoffice
def test_random_tables_agree_in_libreoffice(tmp_path, libreoffice):
    """It recalculates and saves them, all in one start."""
    every = (built(tmp_path / f"{seed}", seed) for seed in range(COUNT))
    for path in by_xlsx([path for path in every if path], tmp_path):
        assert_agrees(path, calculator="saved", perturb=0)
        assert verdicts(path, "saved")["check.verdict"] == ["✓"], path


@pytest.mark.parametrize(
    "year", [2008, pytest.param(1_000_000, marks=pytest.mark.slow)]
)
def test_a_column_of_years_keeps_all_its_digits(tmp_path, year):
    """Their mean is a thousand deviations away: Σx² − K m² would lose half the digits."""
    table = "year,k\n" + "".join(f"{year + d},{'ab'[d % 2]}\n" for d in (0, 0, 1, 2))
    spec = table_net(
        tmp_path, 'scale = "standard"', csv=table, right='label = "k"', units=2
    )
    sheetnet.build(spec, tmp_path / "b.xlsx")
    assert_agrees(tmp_path / "b.xlsx", perturb=5)


# ------------------------------------------------------------------ faults

FAULTY = {
    "classes": ('missing = "mean"\nscale = "standard"\ntest = 0.25', {}),
    "used": ('missing = "drop"\nuse = true', {"output": "tanh"}),
    "targets": (
        'scale = "range"\nmissing = "drop"\ntest = 0.25\nignore = ["species"]',
        {"right": 'target = ["mass"]', "units": 1, "output": "identity"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", part(range(RANDOM_RUNS // 6)))
@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_in_a_network_over_a_table_is_found_by_text_and_by_value(
    tmp_path, name, seed
):
    data, settings = FAULTY[name]
    sheetnet.build(table_net(tmp_path, data, **settings), tmp_path / "b.xlsx")
    planted = sabotage(tmp_path / "b.xlsx", tmp_path / "f.xlsx", seed=seed)
    assert planted.kind in KINDS
    report = sheetnet.verify(tmp_path / "f.xlsx", perturb=0)
    assert report.problems[0].startswith(f"{planted.cell} ({planted.quantity}")
    assert str(report.first_wrong.key) == planted.quantity

"""Mini-batches: an update learns from some of the examples."""

import math

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft, write
from sheetnet.engine import run
from sheetnet.errors import SpecError, TrainingError
from sheetnet.exercises.faults import faults_of
from sheetnet.lang import languages
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.address import to_a1
from tests.calculating import needed, values
from tests.nets import outcome, small_net, write_csv
from tests.test_edited import pasted

# Sorted by class, as data of many files are; the last three are to test with.
_ROWS = [
    [0.9, 0.1, "a"], [0.7, 0.3, "a"], [1.1, -0.2, "a"], [0.4, 0.0, "a"],
    [-0.8, 0.2, "b"], [-0.3, 0.9, "b"], [-1.2, 0.5, "b"],
    [0.5, 0.5, "a"], [-0.5, 0.5, "b"], [0.1, 1.0, "b"],
]  # fmt: skip
_SPLIT = [[*row, "test" if at > 6 else "train"] for at, row in enumerate(_ROWS)]


def net(folder, training, data="", output="sigmoid"):
    """Write a 2-2-1 network of seven examples and three to test with."""
    write_csv(folder / "a.csv", ["x1", "x2", "label", "part"], _SPLIT)
    path = folder / "a.toml"
    path.write_text(
        f"""
data = {{ file = "a.csv", label = "label", split = "part"{data} }}
layer = [
  {{ kind = "dense", units = 2, activation = "tanh" }},
  {{ kind = "dense", units = 2, activation = "{output}" }},
]
[training]
eta = 0.5
init = {{ distribution = "normal", seed = 5 }}
{training}
""",
        encoding="utf-8",
    )
    return load_network(path)


# ------------------------------------------------------------------ which examples


@pytest.mark.parametrize(
    ("said", "batch"),
    [
        ("batches = 3", [1, 2, 3, 1, 2, 3, 1, 0, 0, 0]),
        ("batch_size = 3", [1, 2, 3, 1, 2, 1, 2, 0, 0, 0]),
        ("batch_size = 1", [1, 2, 3, 4, 5, 6, 7, 0, 0, 0]),
        ("batch_size = 6", [1, 2, 1, 1, 1, 1, 1, 0, 0, 0]),
    ],
)
def test_examples_are_dealt_by_turns_and_only_the_last_batch_is_smaller(
    said, batch, tmp_path
):
    network, inputs = resolve(net(tmp_path, f"epochs = 2\n{said}"))
    assert inputs.batch.tolist() == batch
    assert network.last_band == 2 * max(batch)


@pytest.mark.parametrize("said", ["batches = 1", "batch_size = 7", "batch_size = 99"])
def test_one_batch_is_no_batch(said, tmp_path):
    plain = draft(net(tmp_path, "epochs = 2"))
    one = draft(net(tmp_path, f"epochs = 2\n{said}"))
    assert one.plan == plain.plan


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("batches = 2\nbatch_size = 2", "training: expected either batches or batch_size"),
        ("batches = 8", "training.batches: expected at most 7"),
        ("batches = 0", "training.batches"),
        ("batch_size = 0", "training.batch_size"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_batches_is_refused(said, told, tmp_path):
    with pytest.raises(SpecError, match=told):
        resolve(net(tmp_path, f"epochs = 2\n{said}"))


# ------------------------------------------------------------------ by hand


def by_hand(rows, start, eta, epochs, count, mean):
    """Train the network in plain Python, unit by unit; yield w³ before each update."""
    w2, b2, w3, b3 = (start[key].tolist() for key in KEYS)
    yield w3
    for _ in range(epochs):
        for batch in range(count):
            among = rows[batch::count]
            sums = [[[0.0] * 2 for _ in range(2)], [0.0] * 2,
                    [[0.0] * 2 for _ in range(2)], [0.0] * 2]  # fmt: skip
            for *x, label in among:
                t = [float(label == "a"), float(label == "b")]
                h = [
                    math.tanh(w2[j][0] * x[0] + w2[j][1] * x[1] + b2[j]) for j in (0, 1)
                ]
                z = [w3[j][0] * h[0] + w3[j][1] * h[1] + b3[j] for j in (0, 1)]
                a = [1 / (1 + math.exp(-one)) for one in z]
                d3 = [(a[j] - t[j]) * a[j] * (1 - a[j]) for j in (0, 1)]
                d2 = [
                    (d3[0] * w3[0][j] + d3[1] * w3[1][j]) * (1 - h[j] ** 2)
                    for j in (0, 1)
                ]
                for j in (0, 1):
                    sums[1][j] += d2[j]
                    sums[3][j] += d3[j]
                    for i in (0, 1):
                        sums[0][j][i] += d2[j] * x[i]
                        sums[2][j][i] += d3[j] * h[i]
            step = eta / len(among) if mean else eta
            w2, w3 = (
                [[w[j][i] - step * g[j][i] for i in (0, 1)] for j in (0, 1)]
                for w, g in ((w2, sums[0]), (w3, sums[2]))
            )
            b2, b3 = (
                [b[j] - step * g[j] for j in (0, 1)]
                for b, g in ((b2, sums[1]), (b3, sums[3]))
            )
            yield w3


KEYS = (Key("w", 2), Key("b", 2), Key("w", 3), Key("b", 3))


@pytest.mark.parametrize("mean", [False, True])
@pytest.mark.parametrize(("said", "count"), [("batches = 3", 3), ("batch_size = 1", 7)])
def test_a_run_is_the_one_that_plain_python_makes(said, count, mean, tmp_path):
    reduction = 'reduction = "mean"' if mean else ""
    network, inputs = resolve(net(tmp_path, f"epochs = 4\n{said}\n{reduction}"))
    expected = list(by_hand(_ROWS[:7], inputs.start, 0.5, 4, count, mean))
    found = run(network, inputs)["w", 3]
    assert len(found) == 4 * count + 1
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_the_gradient_is_of_the_batch_and_the_cost_of_all(tmp_path):
    network, inputs = resolve(net(tmp_path, "epochs = 1\nbatches = 3"))
    trace = run(network, inputs)
    for n in range(3):
        learned = inputs.batch == n + 1
        assert trace["in_batch", 0][n].tolist() == learned.tolist()
        assert trace["C_T", 0][n] == pytest.approx(trace["C", 0][n, :7].sum())
        delta, a = trace["delta", 3][n], trace["a", 2][n]
        assert (delta[~learned] == 0).all()
        slopes = numeric(network, inputs, trace, n, learned)
        np.testing.assert_allclose(trace["dC_dw", 3][n], slopes, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(trace["dC_dw", 3][n], delta.T @ a, rtol=1e-12)


def numeric(network, inputs, trace, n, learned):
    """Return the slopes of the batch's cost by differences, for w³."""
    t = (inputs.labels[:, None] == inputs.classes).astype(float)
    w, b, seen = (trace[key][n] for key in (("w", 3), ("b", 3), ("a", 2)))

    def C(moved):
        a = 1 / (1 + np.exp(-(seen @ moved.T + b)))
        return ((t - a) ** 2).sum(axis=1)[learned].sum() / 2

    found = np.empty_like(w)
    for at in np.ndindex(w.shape):
        step = np.zeros_like(w)
        step[at] = 1e-6
        found[at] = (C(w + step) - C(w - step)) / 2e-6
    return found


# ------------------------------------------------------------------ the workbook

_ADAM = 'optimizer = "adam"\nclip = 0.3\nschedule = { kind = "step", every = 2, factor = 0.5 }'
CASES = {
    "sum": ("batches = 3", "", "sigmoid"),
    "mean": ('batch_size = 3\nreduction = "mean"', ', scale = "standard"', "softmax"),
    "adam": (f'batches = 2\nreduction = "mean"\n{_ADAM}', "", "sigmoid"),
    "one": ('batch_size = 1\ncost = "cross-entropy"', "", "softmax"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_all_follows_whatever_is_changed(case, tmp_path):
    said, data, output = CASES[case]
    spec = net(tmp_path, f"epochs = 2\n{said}", data, output)
    lang = languages()[len(case) % 2]
    made = draft(spec, lang)
    write(made, tmp_path / "a.xlsx")
    report = sheetnet.verify(tmp_path / "a.xlsx", perturb=4)
    assert report.agree, (report.problems, report.first_wrong)
    assert made.values[Key("check.verdict")] == "✓"
    assert set(made.values[Key("check.mark")].tolist()) == {"✓"}


@pytest.mark.slow
def test_without_test_examples_too(tmp_path):
    path = small_net(tmp_path, epochs=2, reduction="mean")
    for more in ([], ["data.use=true"]):
        sheetnet.build(
            load_network(path, ["training.batches=2", *more]), tmp_path / "a.xlsx"
        )
        report = sheetnet.verify(tmp_path / "a.xlsx", perturb=4)
        assert report.agree, (report.problems, report.first_wrong)


@pytest.mark.slow
@pytest.mark.parametrize("case", ["sum", "mean"])
def test_no_view_says_wrong_at_any_band(case, tmp_path):
    said, data, output = CASES[case]
    made = draft(net(tmp_path, f"epochs = 2\n{said}", data, output))
    write(made, tmp_path / "a.xlsx")
    marks = {
        block.symbol: block
        for sheet in made.plan.sheets
        for block in sheet.blocks
        if block.symbol in ("explorer.verdict", "gradient_check.mark")
    }
    assert len(marks) == 2
    for update in range(made.plan.sheet("Training").down.count):
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        sheet, cell = next(book.defined_names["knob_epoch"].destinations)
        book[sheet][cell.replace("$", "")] = update
        book.save(tmp_path / "b.xlsx")
        names = ["Explorer", "Gradient check"]
        grids = values(needed("embedded"), tmp_path / "b.xlsx", names)
        for name, symbol in zip(names, sorted(marks), strict=True):
            block = marks[symbol]
            assert grids[name][block.row - 1, block.column - 1] == "✓"
        assert float(update) in grids["Gradient check"][3].tolist()


@pytest.mark.slow
def test_a_pasted_band_goes_on_with_the_next_batch(tmp_path):
    sheetnet.build(
        net(tmp_path, f"epochs = 1\nbatches = 3\n{_ADAM}"), tmp_path / "a.xlsx"
    )
    report = sheetnet.verify(pasted(tmp_path / "a.xlsx", tmp_path / "p.xlsx", 2))
    assert (report.problems, report.first_wrong) == ((), None)
    assert "2 pasted bands were found and checked too" in report.notes


@pytest.mark.slow
def test_batches_that_are_typed_are_read(tmp_path):
    spec = net(tmp_path, 'epochs = 2\nbatches = 2\nreduction = "mean"')
    sheetnet.build(spec, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet, cells = next(book.defined_names["batch"].destinations)
    (row,) = book[sheet][cells.replace("$", "")]
    for cell in row:  # all in one batch, so that the other is empty and moves nothing
        cell.value = 2
    row[0].value = 2.5
    book.save(tmp_path / "b.xlsx")
    report = sheetnet.verify(tmp_path / "b.xlsx", perturb=0)
    assert report.agree, (report.problems, report.first_wrong)
    assert "(batch) holds 2.5, expected a whole number" in " ".join(report.notes)


@pytest.mark.slow
@pytest.mark.parametrize("calculator", ["libreoffice", "gnumeric"])
def test_other_programs_agree(calculator, tmp_path):
    needed(calculator)
    said, data, output = CASES["mean"]
    sheetnet.build(
        net(tmp_path, f"epochs = 2\n{said}", data, output), tmp_path / "a.xlsx"
    )
    report = sheetnet.verify(tmp_path / "a.xlsx", calculator=calculator, perturb=1)
    assert report.agree, (report.problems, report.first_wrong)


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "quantities"),
    [("batch-off-by-one", {"batch_n"}), ("test-in-the-sum", {"C_T", "delta_3"})],
)
def test_a_fault_of_batches_is_found_by_text_and_by_value(kind, quantities, tmp_path):
    spec = net(tmp_path, "epochs = 2\nbatches = 3")
    made = draft(spec)
    network, _ = resolve(spec)
    write(made, tmp_path / "a.xlsx")
    found = faults_of(network, made.plan.sheet("Training"), kind)
    assert {str(fault.key) for fault in found} == quantities
    for key in quantities:
        fault = next(one for one in found if str(one.key) == key)
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        training, down = book["Training"], made.plan.sheet("Training").down
        across = made.plan.sheet("Training").across
        for band in range(down.count):
            for k in range(across.count if fault.cell.across else 1):
                row = fault.cell.row + band * down.step
                column = fault.cell.column + k * across.step
                text = to_a1(fault.formula, row, column)
                training.cell(row, column).value = f"={text}"
        book.save(tmp_path / "b.xlsx")
        report = sheetnet.verify(tmp_path / "b.xlsx", perturb=0)
        assert report.problems
        assert str(report.first_wrong.key) == key


@pytest.mark.slow
def test_what_is_told_of_a_band_counts_updates(tmp_path):
    spec = net(tmp_path, "epochs = 2\nbatches = 3")
    wild = load_network(spec.path, ["training.eta=1e300", "training.optimizer=adam"])
    with pytest.raises(TrainingError, match=r"^update 1, layer"):
        draft(wild)
    path = tmp_path / "a.xlsx"
    sheetnet.build(spec, path)
    assert "  update 5 " in outcome("verify", path, "-vv", "--perturb", 0)[1]
    made = draft(spec)
    block = next(
        one for one in made.plan.sheet("Training").blocks if one.key == Key("dC_dw", 3)
    )
    book = openpyxl.load_workbook(path)
    book["Training"].cell(*block.in_band(5).place(0)).value = 0.5
    book.save(path)
    report = sheetnet.verify(path, perturb=0)
    assert "(dC_dw_3 in update 5) holds no formula" in report.problems[0]
    assert report.first_wrong.name == "dC_dw_3 in update 5"

"""Gradient check at a corner: of ReLU, of leaky ReLU, of a maximum. No fault hides there."""

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet import load_spec
from sheetnet.calculators import calculators
from sheetnet.lang import texts
from sheetnet.sheets.gradient_check.truth import _changes
from sheetnet.verification.book.opening import cells_of, open_workbook
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.nets import small_net, write_csv

# Biases start at 0, and one of the examples is (0, 0): z = 0 in both hidden units.
RELU = (
    "layer.2.activation=relu",
    'training.init={distribution="he",seed=3}',
    "training.epochs=5",
)
CALCULATORS = [
    ("embedded", "en"),
    pytest.param(
        "libreoffice", "zh", marks=[pytest.mark.slow, pytest.mark.libreoffice]
    ),
]


def blocks(path):
    with opened(path) as package:
        book = open_workbook(package)
    return book, {block.symbol: block for block in book.blocks(1)}


def choose(path, target, **chosen):
    """Type layer, unit and input into Gradient check, the epoch into Picture."""
    book, places = blocks(path)
    loaded = openpyxl.load_workbook(path)
    for symbol, value in chosen.items():
        sheet = "picture" if symbol == "epoch" else "gradient_check"
        block = places[f"{sheet}.{symbol}"]
        cell = loaded[book.names[block.sheet]].cell(block.row, block.column)
        cell.value = value
    loaded.save(target)
    return target


def results(path, *symbols, calculator="embedded"):
    """Return results of Gradient check, as recalculated."""
    book, places = blocks(path)
    name = book.names["GradientCheck"]
    grid = values(calculators()[calculator], path, [name])[name]
    return [cells_of(places[f"gradient_check.{one}"], grid).item() for one in symbols]


def result(path, symbol):
    """Return one result of Gradient check, as recalculated."""
    return results(path, symbol)[0]


def at_the_corner(folder, lang="en", spec=None):
    """Build a network and choose the bias of its first hidden unit, before training."""
    book = folder / "corner.xlsx"
    sheetnet.build(spec or load_spec("xor", RELU), book, lang=lang)
    return choose(book, folder / "chosen.xlsx", layer=2, unit=1, input=0, epoch=0)


@pytest.mark.slow
@pytest.mark.parametrize(("calculator", "lang"), CALCULATORS)
def test_a_corner_shows_both_slopes_and_no_cross(tmp_path, calculator, lang, request):
    if calculator == "libreoffice":
        request.getfixturevalue("libreoffice")
    path = at_the_corner(tmp_path, lang)
    symbols = ("mark", "from_left", "from_right", "numeric", "backprop")
    mark, *sides, numeric, backprop = results(path, *symbols, calculator=calculator)
    assert mark == "∠"
    # By autograd on either side: 0.33215 and 0.10583; the quotient is their mean.
    assert sides == ["0.332", "0.106"]
    assert numeric == pytest.approx(0.21899, abs=1e-5)
    assert backprop == pytest.approx(0.33215, abs=1e-5)
    report = sheetnet.verify(path, calculator=calculator, perturb=0)
    assert (report.problems, report.first_wrong) == ((), None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("corner: left", "corner: right")), ("zh", ("折点：左侧", "折点：右侧"))],
)
def test_the_words_beside_it_are_those_of_the_language(tmp_path, lang, words):
    path = at_the_corner(tmp_path, lang)
    book, places = blocks(path)
    sheet = openpyxl.load_workbook(path)[book.names["GradientCheck"]]
    sides = [places[f"gradient_check.from_{side}"] for side in ("left", "right")]
    beside = tuple(sheet.cell(one.row, one.column - 1).value for one in sides)
    assert beside == words
    assert texts(lang)("gradient_check.corner").startswith("∠ ")


@pytest.mark.slow
def test_elsewhere_the_sides_are_not_told_apart(tmp_path):
    path = choose(at_the_corner(tmp_path), tmp_path / "w.xlsx", layer=3, input=1)
    assert result(path, "mark") == "✓"
    assert (result(path, "from_left"), result(path, "from_right")) == ("–", "–")


def test_examples_at_a_corner_each_take_the_side_where_relu_is_flatter(tmp_path):
    """x of both signs: moving w to the right moves z to the left in half of them."""
    write_csv(
        tmp_path / "r.csv",
        ["x", "t"],
        [[1, 0.5], [-1, 0.25], [2, -0.75], [-0.5, 1]],
    )
    (tmp_path / "r.toml").write_text(
        """
title = "leaky"
data = { file = "r.csv", target = ["t"] }
layer = [{ kind = "dense", units = 1, activation = "leaky-relu" }]
training = { eta = 0.1, epochs = 1, init = { distribution = "zeros" } }
""",
        encoding="utf-8",
    )
    spec = load_spec(tmp_path / "r.toml")
    sheetnet.build(spec, tmp_path / "r.xlsx")
    path = choose(tmp_path / "r.xlsx", tmp_path / "w.xlsx", input=1, epoch=0)
    # 0.01 Σ (0 − t) x = −0.01 (0.5 − 0.25 − 1.5 − 0.5).
    assert result(path, "backprop") == pytest.approx(0.0175, abs=1e-9)
    assert result(path, "mark") == "∠"


@pytest.mark.slow
def test_filters_over_tied_pictures_stand_at_a_corner(tmp_path):
    """The template `edges` starts with filters whose windows on flat areas give z = 0."""
    sheetnet.build("edges", tmp_path / "e.xlsx")
    path = choose(
        tmp_path / "e.xlsx", tmp_path / "w.xlsx", layer=2, unit=1, input=1, epoch=0
    )
    assert result(path, "mark") == "∠"


def changes(C_plus, C, C_minus):
    """Return what one example's cost changes by: left, right, where it is flatter."""
    found = _changes(*(np.array([one]) for one in (C_plus, C, C_minus)))
    return tuple(float(found[side][0]) for side in ("left", "right", "flat"))


def test_a_corner_is_told_from_curvature_and_from_rounding():
    h = 1e-5
    # A maximum of w and 2 w: slopes 1 and 2.
    assert changes(2 * h, 0.0, -h) == pytest.approx((h, 2 * h, h), rel=1e-12)
    # ½ (1 + w)²: both sides count as their mean, which is right to the second order.
    smooth = changes(0.5 * (1 + h) ** 2, 0.5, 0.5 * (1 - h) ** 2)
    assert smooth == pytest.approx((h, h, h), rel=1e-9)
    # A cost of a million whose last digits differ.
    assert len(set(changes(1e6 + 2e-9, 1e6, 1e6))) == 1
    # Between a bend that curvature explains and a corner nothing jumps.
    C_plus = h * (1 + 3e-3 * np.linspace(0.9, 1.1, 41))
    left = [changes(one, 0.0, -h)[0] for one in C_plus]
    assert np.abs(np.diff(left)).max() < 3e-4 * h
    # |w|: neither side is flatter; the left one is taken, whatever the last digit.
    assert changes(h, 0.0, h) == pytest.approx((-h, h, -h), rel=1e-12)
    assert changes(h * (1 - 1e-15), 0.0, h)[2] < 0


# ------------------------------------------------------------------ faults


def planted(path, target, symbol, change):
    """Change the formulas of a quantity of Training in epoch 0, all examples alike."""
    with opened(path) as package:
        book = open_workbook(package)
    bands = book.manifest.subject.epochs + 1
    block = next(b for b in book.blocks(bands) if str(b.key) == symbol)
    loaded = openpyxl.load_workbook(path)
    rows, columns = block.cells()
    for row, column in zip(rows[0].flat, columns[0].flat, strict=True):
        cell = loaded["Training"].cell(int(row), int(column))
        cell.value = change(cell.value)
    loaded.save(target)
    return target


def uneven(folder):
    """Write a network in which no two errors cancel, as those of XOR do.

    What is wrong by just as much as the slopes of both sides differ, or by half of it,
    no quotient can tell from a corner.
    """
    rows = [[0, 0, "a"], [1, 0.5, "b"], [-1, 2, "b"], [0.5, -1.5, "a"], [-1, -0.7, "b"]]
    write_csv(folder / "u.csv", ["x", "y", "label"], rows)
    (folder / "u.toml").write_text(
        """
title = "uneven"
data = { file = "u.csv", label = "label" }
layer = [
  { kind = "dense", units = 2, activation = "relu" },
  { kind = "dense", units = 1, activation = "sigmoid" },
]
[training]
cost = "cross-entropy"
eta = 0.1
epochs = 2
init = { distribution = "he", seed = 3 }
""",
        encoding="utf-8",
    )
    return load_spec(folder / "u.toml")


def without_slope(formula):
    assert "*IF(" in formula
    return formula[: formula.index("*IF(")]


FAULTS = {
    "slope left out": ("delta_2", without_slope),
    "slope turned round": ("delta_2", lambda f: f.replace(">1E-9", "<=1E-9")),
    "slope of the mean of both sides": (
        "delta_2",
        lambda f: f.replace("1,0)", "1,0.5)"),
    ),
    "wrong sign": ("delta_2", lambda f: f"=-({f[1:]})"),
    "twice": ("dC_db_2", lambda f: f"=2*({f[1:]})"),
    "a little too large": ("dC_db_2", lambda f: f"=1.01*({f[1:]})"),
    "error of the output": ("delta_3", lambda f: f"=1.001*({f[1:]})"),
    "neighbour's weights": ("dC_db_2", lambda f: f"={f[1:]}+0.01"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_not_taken_for_a_corner(tmp_path, fault):
    sound = at_the_corner(tmp_path, spec=uneven(tmp_path))
    assert result(sound, "mark") == "∠"
    path = planted(sound, tmp_path / "faulty.xlsx", *FAULTS[fault])
    assert result(path, "mark") == "✗"
    report = sheetnet.verify(path, values_only=True, perturb=0)
    assert str(report.first_wrong.key) == FAULTS[fault][0]


@pytest.mark.slow
@pytest.mark.parametrize("factor", [1 + 1e-4, 1 - 1e-4, -1, 0])
def test_where_there_is_no_corner_a_wrong_gradient_is_a_cross(tmp_path, factor):
    sheetnet.build(small_net(tmp_path), tmp_path / "s.xlsx")
    change = lambda formula: f"={factor!r}*({formula[1:]})"  # noqa: E731
    sound = choose(tmp_path / "s.xlsx", tmp_path / "w.xlsx", epoch=0)
    path = planted(sound, tmp_path / "f.xlsx", "dC_dw_2", change)
    assert result(sound, "mark") == "✓"
    assert result(path, "mark") == "✗"


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["elu", "softsign"])
def test_a_slope_that_turns_at_nothing_is_no_fault(tmp_path, hidden):
    """All parameters start at 0, and so does z; a′ has a corner there, a has none."""
    path = small_net(tmp_path, output=hidden, hidden=hidden)
    spec = load_spec(path, ['training.init={distribution="zeros"}'])
    sheetnet.build(spec, tmp_path / "z.xlsx")
    chosen = choose(
        tmp_path / "z.xlsx", tmp_path / "w.xlsx", layer=3, unit=1, input=0, epoch=0
    )
    assert result(chosen, "mark") == "✓"
    # Of softsign, targets of −1 and 1 cancel: the gradient is 0.
    change = lambda formula: f"=0.001+({formula[1:]})"  # noqa: E731
    faulty = planted(chosen, tmp_path / "f.xlsx", "dC_db_3", change)
    assert result(faulty, "mark") == "✗"

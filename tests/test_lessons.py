"""The lessons: known numbers, edits, faults, and functions that strangers write."""

import cProfile
import re
import sys
import time
from functools import cache

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.building.planning import plan_of
from sheetnet.calculus.derivatives import derivative
from sheetnet.calculus.parsing import parse
from sheetnet.errors import SheetnetError, SpecError, TrainingError
from sheetnet.lang import languages, texts
from sheetnet.model.lesson import lesson_module, lesson_names
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_spec
from sheetnet.verification.book.opening import open_workbook
from sheetnet.verification.lesson import lesson_truth
from sheetnet.workbook.address import a1
from sheetnet.workbook.formula.portable import check
from sheetnet.workbook.plan import Mark
from sheetnet.xlsx.reading.package import opened
from tests.nets import outcome, write_csv
from tests.plans import assert_no_cycle_anywhere, assert_one_thing_a_place
from tests.templates import LESSONS

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow

SPECS = {name: load_spec(name) for name in LESSONS}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build a lesson once and return the file."""
    folder = tmp_path_factory.mktemp("lessons")

    def build(name):
        path = folder / f"{name}.xlsx"
        if not path.exists():
            sheetnet.build(name, path)
        return path

    return build


def opened_book(path):
    """Return a workbook as `verify` opens it."""
    with opened(path) as package:
        book = open_workbook(package)
    return book


@cache
def shown(name, *settings):
    """Return what NumPy says of a template with settings, by symbol."""
    made = draft(load_spec(name, list(settings)))
    return {key.symbol: array for key, array in made.values.items()}


# ------------------------------------------------------------------ all of them


def test_there_is_a_template_for_every_lesson():
    assert sorted(spec.settings.kind for spec in SPECS.values()) == lesson_names()
    assert len(lesson_names()) >= 19


@pytest.mark.parametrize("name", LESSONS)
def test_every_input_has_limits_and_a_fresh_one_lies_within(name):
    module, spec = lesson_module(name), SPECS[name]
    given = module.given(spec)
    assert given.keys() == module.INPUTS.keys()
    for symbol, array in given.items():
        limits = module.INPUTS[symbol]
        assert ((array >= limits.low) & (array <= limits.high)).all(), symbol


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", LESSONS)
def test_the_plan_of_a_lesson_is_sound(built, name, lang):
    """One thing a place, portable formulas, no formula that waits for itself."""
    subject = opened_book(built(name)).manifest.subject
    plan = plan_of(subject, texts(lang))
    for sheet in plan.sheets:
        assert_one_thing_a_place(sheet)
    assert_no_cycle_anywhere(plan, check)
    own = [sheet.key for sheet in plan.sheets if sheet.key != "Guide"]
    assert own == list(lesson_module(name).SECTIONS)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_says_what_it_is_on_its_first_screen(built, name):
    book = openpyxl.load_workbook(built(name))
    for sheet in book.worksheets[:-2]:
        lines = [sheet.cell(row, 1).value for row in range(1, 10)]
        assert lines[0]
        assert lines[1]
        assert sum(str(line).startswith("▸") for line in lines) >= 1
        inputs = list(sheet.data_validations.dataValidation)
        charts = sheet._charts
        assert inputs or charts, sheet.title


@pytest.mark.parametrize("name", LESSONS)
def test_two_ways_to_a_number_agree_in_a_fresh_lesson(name):
    found = shown(name)
    marks = {symbol: array for symbol, array in found.items() if array.dtype == object}
    same = [one for one in marks if re.search("same|near|agree|falls", one)]
    assert all((marks[symbol] == "✓").all() for symbol in same), name
    assert same or name == "depth"  # which has one way to each of its numbers


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_follows_twenty_changes_of_its_inputs(built, name):
    report = sheetnet.verify(built(name), perturb=20, seed=7)
    assert (report.problems, report.first_wrong) == ((), None)
    assert len(report.changed) == 20
    assert [run.first_wrong for run in report.changed if not run.agree] == []


@pytest.mark.parametrize("name", LESSONS)
def test_changes_reach_the_formulas(built, name):
    """A check that changes nothing would prove nothing."""
    book = opened_book(built(name))
    module, subject = lesson_module(name), book.manifest.subject
    given = module.given(SPECS[name])
    before = lesson_truth(subject, given)
    after, edits = before.changed(book, None, np.random.default_rng(3))
    assert edits
    moved = [
        key
        for key, array in after.shown.items()
        if key.symbol not in given and not np.array_equal(array, before.shown[key])
    ]
    assert moved


# ------------------------------------------------------------------ faults and edits


def formula_cell(path, symbol, at=0):
    """Return the sheet and the address of a formula of a quantity."""
    book = opened_book(path)
    for sheet in book.manifest.sheets:
        for block in sheet.blocks:
            if block.symbol == symbol:
                rows, columns = block.cells()
                return book.names[sheet.key], a1(
                    int(rows.flat[at]), int(columns.flat[at])
                )
    raise AssertionError(symbol)


def edited(path, target, sheet, cell, value):
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(target)
    return target


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "symbol"),
    [("neuron", "z"), ("regression", "p"), ("gradient-descent", "map_z"), ("lagrange", "f"),
     ("sequences", "delta"), ("notation", "g2_1"), ("depth", "a_3"), ("vectors", "cosine"),
     ("optimizers", "adam_cost"), ("recurrence", "delta"), ("attention", "masked_P_3")],
)  # fmt: skip
def test_a_wrong_formula_is_named_by_its_value(built, tmp_path, name, symbol):
    sheet, cell = formula_cell(built(name), symbol)
    formula = openpyxl.load_workbook(built(name))[sheet][cell].value
    path = edited(built(name), tmp_path / "w.xlsx", sheet, cell, f"={formula[1:]}+1")
    report = sheetnet.verify(path, values_only=True)
    assert not report.agree
    assert report.first_wrong.key == Key(symbol)
    assert report.first_wrong.first == f"{sheet}!{cell}"
    [problem] = sheetnet.verify(path).problems
    assert f"{sheet}!{cell} ({symbol})" in problem


def test_a_constant_typed_over_a_formula_is_found(built, tmp_path):
    sheet, cell = formula_cell(built("neuron"), "a")
    path = edited(built("neuron"), tmp_path / "c.xlsx", sheet, cell, 0.7310585786300049)
    [problem] = sheetnet.verify(path).problems
    assert "holds no formula" in problem


def test_an_edited_lesson_is_compared_with_the_edited_inputs(built, tmp_path):
    sheet, cell = formula_cell(built("neuron"), "theta")
    path = edited(built("neuron"), tmp_path / "e.xlsx", sheet, cell, -1.25)
    report = sheetnet.verify(path)
    assert (report.problems, report.first_wrong) == ((), None)


def test_text_where_a_number_is_meant_is_one_line(built, tmp_path):
    sheet, cell = formula_cell(built("neuron"), "theta")
    path = edited(built("neuron"), tmp_path / "t.xlsx", sheet, cell, "much")
    with pytest.raises(
        SheetnetError,
        match=r"Neuron!\w+: expected a number \(theta\), found the text 'much'",
    ):
        sheetnet.verify(path)


@pytest.mark.parametrize(
    ("name", "symbol", "value", "says"),
    [
        ("notation", "j", 42, "whole number from 1 to 3"),
        ("notation", "l", -1, "whole number from 2 to 3"),
        ("notation", "k", 1.5, "whole number from 1 to"),
        ("demons", "k", 1e300, "whole number from 1 to 64"),
        ("vectors", "pattern", 1e300, "whole number from 0 to 1"),
    ],
)
def test_what_is_looked_up_must_be_there(built, tmp_path, name, symbol, value, says):
    book = opened_book(built(name))
    [block] = [one for one in book.blocks(1) if one.symbol == symbol]
    place = block.row, block.column
    loaded = openpyxl.load_workbook(built(name))
    loaded[book.names[block.sheet]].cell(*place).value = value
    loaded.save(tmp_path / "e.xlsx")
    status, _, err = outcome("verify", tmp_path / "e.xlsx")
    assert status == 2
    assert f"{a1(*place)}: expected a {says}" in err


# ------------------------------------------------------------------ known numbers


def test_gradient_descent_ends_where_it_is_known_to_end():
    found = shown("gradient-descent")
    assert found["z"][30] == 1.9922442031256565e-05
    assert (found["x"][30], found["y"][30]) == (
        0.003713820117856142,
        0.0024758800785707612,
    )
    assert shown("gradient-descent", "eta=1.1")["z"][30] == pytest.approx(
        732517.69, abs=0.005
    )


@pytest.mark.parametrize(
    ("eta", "last"), [(0.5, (0.0, 0.0)), (1.0, (3.0, 2.0))]
)  # fmt: skip
def test_the_second_way_is_there_in_one_step_or_to_and_fro(eta, last):
    found = shown("gradient-descent", f"other_eta={eta}")
    assert (found["other_x"][30], found["other_y"][30]) == pytest.approx(last)


def ways(**changed):
    """Return what the lesson of the optimizers shows, some of its inputs changed."""
    module = lesson_module("optimizers")
    given = module.given(SPECS["optimizers"])
    return module.truth(None, given | {k: np.array(v) for k, v in changed.items()})


def test_the_first_steps_of_the_rules_are_those_worked_out_by_hand():
    """On z = (x² + 10 y²) / 2 from (−4, 1): the gradient is (−4, 10) there."""
    found = ways(eta=[0.1] * 6, mu=0.5, rho=0.75)
    second = {
        # (x − η a x), and on from there with half of the first step again.
        "gradient_descent_x": (-3.6, -3.24),
        "momentum_x": (-3.6, -3.04),
        # The first step is η (1 + μ) g; m is then −4/2 + (−3.4).
        "nesterov_x": (-3.4, -3.4 + 0.1 * (3.4 + 0.5 * 5.4)),
        "adagrad_x": (-3.9, -3.9 + 0.1 * 3.9 / np.sqrt(16 + 3.9**2)),
        "rmsprop_x": (-3.8, -3.8 + 0.1 * 3.8 / np.sqrt(0.75 * 4 + 0.25 * 3.8**2)),
    }
    for symbol, steps in second.items():
        assert found[symbol][1:3] == pytest.approx(steps, abs=1e-8), symbol
    assert [found[f"adam_{one}"][1] for one in "xy"] == pytest.approx([-3.9, 0.9])


def test_how_steep_a_side_is_is_nothing_to_rules_that_divide_by_it():
    flat, steep = ways(), ways(steep=[1, 20])
    for rule in ("adagrad", "rmsprop", "adam"):
        assert steep[f"{rule}_y"] == pytest.approx(flat[f"{rule}_y"], abs=1e-6)
    for rule in ("gradient_descent", "momentum", "nesterov"):
        assert steep[f"{rule}_y"] != pytest.approx(flat[f"{rule}_y"], abs=0.1)


def test_regression_finds_the_known_line():
    found = shown("regression")
    assert float(found["p"]) == pytest.approx(0.41000696, abs=5e-9)
    assert float(found["q"]) == pytest.approx(-12.05739, abs=5e-6)
    assert float(found["C_T"]) == pytest.approx(27.858997, abs=5e-7)
    assert float(found["last_p"]) == pytest.approx(float(found["p"]), rel=1e-9)
    assert found["near_p"] == found["near_q"] == "✓"


def test_lagrange_finds_minus_the_root_of_two():
    found = shown("lagrange")
    assert float(found["least"]) == pytest.approx(-(2**0.5), rel=1e-15)
    assert float(found["sweep_least"]) == pytest.approx(-(2**0.5), rel=1e-12)


def test_depth_counts_the_parameters_of_digits():
    """12-3-2: (12 + 1)·3 + (3 + 1)·2 = 47."""
    assert float(shown("depth")["total"]) == 47


def test_the_hidden_units_of_depth_are_those_that_digits_trains():
    from sheetnet.engine import run
    from sheetnet.spec.resolving import resolve

    trace = run(*resolve(load_spec("digits")))
    ours = shown("depth")
    assert float(ours["C_T"][2]) == pytest.approx(trace[Key("C_T")][-1], abs=5e-3)
    assert float(ours["correct"][2]) == 63


def test_demons_score_by_hand_and_trained():
    found = shown("demons")
    assert (float(found["score"]), float(found["trained_score"])) == (55, 63)
    # The lower the bias, the fewer false alarms and the more misses.
    assert (np.diff(found["alarms"]) <= 0).all()
    assert (np.diff(found["misses"]) >= 0).all()


def test_cross_entropy_learns_where_the_squared_error_stalls():
    found = shown("cross-entropy")
    assert found["last_s"] > 0.9 > 0.1 > found["last_e"]


def test_one_gradient_step_does_better_and_two_means_find_the_labels():
    found = shown("learning")
    assert found["lower"] == "✓"
    assert found["falls"] == "✓"
    assert float(found["agree"]) == 8


def test_notation_names_the_cell_of_a_weight(tmp_path):
    sheetnet.build("notation", tmp_path / "n.xlsx")
    book = openpyxl.load_workbook(tmp_path / "n.xlsx", data_only=True)
    found = shown("notation")
    assert found["symbol"] == "w²₃₁"
    assert book["Notation"][str(found["address"])].value == float(found["value"])


# ------------------------------------------------------------------ any function

ACCEPTED = {
    "x**2 + x*y + y**2": [],
    "(x-1)**4 + exp(-y)*y": ["start=[2, 1]"],
    "sin(x)*cos(y)": [],
    "x^2 - 3*x": ["start=[1]"],
    "-x**2*exp(-x**2)": ["start=[0.5]"],
    "tanh(x)**2 + sqrt(y**2 + 1)": [],
    "2**x + cosh(y) - x/3 - 0.1*y": ["start=[1, 1]"],
    "ln(x**2 + 1) + tan(y/4)**2": [],
    "x**y + 1/(1 + x**2)": ["start=[2, 1.5]", "eta=0.01", "other_eta=0.02"],
}


@pytest.mark.slow
@pytest.mark.parametrize("function", ACCEPTED)
def test_a_function_of_the_user_s_own_agrees(tmp_path, function):
    """Derived by SymPy in the sheet, by dual numbers in NumPy."""
    sets = [f"function={function}", *ACCEPTED[function]]
    spec = load_spec("gradient-descent", sets)
    sheetnet.build(spec, tmp_path / "f.xlsx")
    report = sheetnet.verify(tmp_path / "f.xlsx", perturb=3)
    assert (report.problems, report.first_wrong) == ((), None)
    assert [run.first_wrong for run in report.changed if not run.agree] == []
    found = shown("gradient-descent", *sets)
    assert (found["agree"] == "✓").all()


REFUSED = {
    "__import__('os')": "unknown function",
    "x.real": "only numbers, x, y",
    "x.__class__.__mro__": "only numbers, x, y",
    "q + x": "unknown name 'q'",
    "(" * 10_000 + "x" + ")" * 10_000: "20001 characters",
    "(" * 90 + "x" + ")" * 90: "brackets 90 deep",
    "9**9**9": "exponent of 3.87",
    "x**(9**9)": "exponent of 3.87",
    "((9**15)*9**15)*x": "beyond 1e+15",
    "factorial(10**7)": "unknown function 'factorial'",
    "x*y*z": "unknown name 'z'; expected one variable, x, or two, x and y",
    "5": "expected x",
    "y**2": "name its one variable x",
    "x if x else y": "only numbers",
    "[x for x in y]": "only numbers",
    "x +": "cannot be read",
    "": "cannot be read",
    "x\x00": "cannot be read",
    "1e999*x": "beyond 1e+15",
    "sin(x, y)": "sin takes one value",
    "lambda x: x": "only numbers",
    "x := 1": "cannot be read",
    "x**1000": "exponent of 1000",
    "x**(2**(1e15 - x**2))": "beyond reason",
    "tan(exp(log(2)*(x + 1e9))**x)": "beyond reason",
    "((((2**(9*x + 9))**64)**64)**64)**x": "beyond reason",
    "log(0)*x": "or none at all",
    "-" * 180 + "x": None,
}


@pytest.mark.parametrize("function", REFUSED)
def test_a_function_that_is_not_let_in_is_refused_at_once(tmp_path, function):
    began = time.perf_counter()
    sets = [f"function={function!r}".replace("\\x00", "\\u0000"), "start=[1]"]
    if REFUSED[function] is None:  # read, if strange
        load_spec("gradient-descent", sets)
        return
    spec = load_spec("gradient-descent", sets)
    with pytest.raises(SpecError) as told:
        sheetnet.build(spec, tmp_path / "r.xlsx")
    assert REFUSED[function] in str(told.value)
    assert len(str(told.value)) < 400
    assert time.perf_counter() - began < 1
    assert not (tmp_path / "r.xlsx").exists()


def test_a_function_whose_derivative_is_not_found_soon_is_refused():
    began = time.perf_counter()
    slow = "tanh(((tan((((x)^(x**2))-(cos(2)))/(sinh(0.5**64))))**(64))-(x))"
    with pytest.raises(SpecError, match="its derivative takes too long to find"):
        derivative(parse(slow), "x")
    assert time.perf_counter() - began < 20


def test_who_profiles_goes_on_after_a_derivative():
    """cProfile before Python 3.12 is no function that could be set again."""

    def after():
        return None

    profile = cProfile.Profile()
    profile.enable()
    derivative(parse("x**2"), "x")
    after()
    profile.disable()
    assert after.__code__ in [one.code for one in profile.getstats()]

    seen = []
    before = sys.getprofile()
    sys.setprofile(lambda *event: seen.append(event))
    derivative(parse("x**2"), "x")
    del seen[:]
    after()
    sys.setprofile(before)
    assert seen


def test_a_way_that_overflows_is_refused_with_its_step(tmp_path):
    status, _, err = outcome(
        "build", "gradient-descent", "-o", tmp_path / "o.xlsx",
        "--set", "function=x**4", "--set", "start=[3]", "--set", "eta=0.5",
    )  # fmt: skip
    assert status == 2
    assert "step 5 with eta = 0.5" in err
    assert "lower eta" in err
    assert not (tmp_path / "o.xlsx").exists()


def test_an_edit_that_overflows_is_refused_with_its_step(built, tmp_path):
    path = tmp_path / "g.xlsx"
    sheetnet.build(
        load_spec("gradient-descent", ["function=x**4", "start=[1]", "other_eta=0.1"]),
        path,
    )
    sheet, cell = formula_cell(path, "eta")
    far = edited(path, tmp_path / "far.xlsx", sheet, cell, 9)
    with pytest.raises(TrainingError, match=r"step \d+ with eta = 9"):
        sheetnet.verify(far)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["start=[1]"], "start: expected 2 numbers"),
        (["steps=0"], "steps: expected a whole number from 1 to 1000, found 0"),
        (["steps=1001"], "steps: expected a whole number from 1 to 1000, found 1001"),
        (["eta=-1"], "eta at least 0"),
        (["functoin=x"], 'functoin: unknown key; did you mean "function"'),
        (["eta=much"], "eta: expected a number, found the text 'much'"),
        (["kind=gradient-decent"], 'did you mean "gradient-descent"'),
        (["function=sqrt(x)", "start=[-1]"], "step 0"),
    ],
)
def test_wrong_settings_name_their_key(tmp_path, settings, says):
    arguments = [part for one in settings for part in ("--set", one)]
    status, _, err = outcome(
        "build", "gradient-descent", "-o", tmp_path / "x.xlsx", *arguments
    )
    assert status == 2
    assert says in err
    assert err.count("\n") <= 2


def test_a_seed_below_zero_is_refused():
    with pytest.raises(SpecError, match="seed: expected a whole number of at least 0"):
        load_spec("distribution", ["seed=-1"])


def test_a_lesson_has_nothing_to_train(tmp_path):
    status, _, err = outcome("train", "neuron")
    assert (status, "is a lesson; expected a network" in err) == (2, True)


# ------------------------------------------------------------------ own data


def test_regression_takes_points_of_the_user_s_own(tmp_path):
    rng = np.random.default_rng(5)
    rows = [
        [k, x, 3 * x - 2 + rng.normal()] for k, x in enumerate(rng.uniform(0, 9, 40))
    ]
    write_csv(tmp_path / "points.csv", ["id", "age", "price"], rows)
    sets = [f"data.file={tmp_path / 'points.csv'}", "data.x=age", "data.y=price"]
    spec = load_spec("regression", sets)
    sheetnet.build(spec, tmp_path / "r.xlsx")
    report = sheetnet.verify(tmp_path / "r.xlsx", perturb=3)
    assert (report.problems, report.first_wrong) == ((), None)
    found = shown("regression", *sets)
    p, q = np.polyfit(*np.array(rows)[:, 1:].T, 1)
    assert (float(found["p"]), float(found["q"])) == pytest.approx((p, q), rel=1e-9)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["data.x=hight"], "no column 'hight'; did you mean \"height\""),
        (["data.file=nowhere.csv"], "nowhere.csv"),
        (["data.z=1"], "data.z: unknown key"),
    ],
)
def test_wrong_points_say_what_is_wrong(tmp_path, settings, says):
    arguments = [part for one in settings for part in ("--set", one)]
    status, _, err = outcome(
        "build", "regression", "-o", tmp_path / "x.xlsx", *arguments
    )
    assert status == 2
    assert says in err


@pytest.mark.parametrize(
    ("x", "says"),
    [
        ((1, 1, 1), "with different x"),
        ((0.1, 0.1, 0.1), "with different x"),
        ((-1e308, 0, 1e308), "are too large"),
        ((1e-200, 2e-200, 3e-200), "or too small"),
        ((1e9, 1e9 + 2, 1e9 + 4), "differ too little"),
        ((1e160, 2, 3), "no finite number"),
    ],
)
def test_points_that_no_line_goes_through_are_refused(tmp_path, x, says):
    write_csv(
        tmp_path / "p.csv", ["height", "weight"], [[x_k, k] for k, x_k in enumerate(x)]
    )
    with pytest.raises(SheetnetError, match=says):
        sheetnet.build(
            load_spec("regression", [f"data.file={tmp_path / 'p.csv'}"]),
            tmp_path / "x.xlsx",
        )


def test_marks_are_shown_by_colour_and_by_sign(built):
    subject = opened_book(built("neuron")).manifest.subject
    sheet = plan_of(subject, texts("en")).sheets[0]
    assert {mark.text for mark in sheet.marks if isinstance(mark, Mark)} == {"✓", "✗"}

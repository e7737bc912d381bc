"""It says when it does not learn: spoilt specs are named, good ones are let alone."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sheetnet.building.diagnosis.course import (
    Examples,
    class_counts,
    course_of,
    learned_from,
    r_squared,
    skill,
)
from sheetnet.building.diagnosis.diagnose import diagnose
from sheetnet.building.diagnosis.of_classes import of_classes
from sheetnet.building.diagnosis.of_data import of_data
from sheetnet.building.diagnosis.of_result import learned_little
from sheetnet.building.diagnosis.of_run import of_run
from sheetnet.building.diagnosis.of_test import gap_to_test, of_test_cost, thrown
from sheetnet.building.diagnosis.of_units import of_units
from sheetnet.building.outcome import Outcome
from sheetnet.engine import data_of, run
from sheetnet.lang import languages, texts
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.nets import outcome, small_net, write_csv
from tests.networks import inputs_of, network_of
from tests.templates import NETWORKS

SPEC = """
title = "two clouds"
data = {{ file = "{name}.csv", {kind} }}
layer = [
  {{ kind = "dense", units = 4, activation = "{hidden}" }},
  {{ kind = "dense", units = {units}, activation = "{output}" }},
]
[training]
cost = "{cost}"
reduction = "mean"
eta = {eta}
epochs = {epochs}
init = {init}
"""
GOOD = {
    "kind": 'label = "kind"', "hidden": "tanh", "units": 2, "output": "softmax",
    "cost": "cross-entropy", "eta": 1, "epochs": 30,
    "init": '{ distribution = "xavier", seed = 1 }',
}  # fmt: skip


def examples_of(network, inputs, course=None):
    data = data_of(network, inputs)
    return (
        learned_from(network, data, course)
        if course
        else Examples(data.x, data.t, {}, {})
    )


def table(*, examples=40, scale=(1.0, 1.0), constant=False, second=2):
    """Return rows of two overlapping clouds; every `second` example is of class b."""
    rng = np.random.default_rng(3)
    rows = []
    for k in range(examples):
        b = k % second == 0
        width, height = rng.normal([1.0, -1.0] if b else [-1.0, 1.0], 0.7)
        third = [0.5] if constant else []
        numbers = [width * scale[0], height * scale[1], *third]
        rows.append([*(round(one, 4) for one in numbers), "b" if b else "a"])
    return ["width", "height", *(["age"] if constant else []), "kind"], rows


# The hidden units see z far below 0, whatever the example.
DEAD = {"w2": [[1, 0], [0, 1], [1, -1], [0.5, 2]], "b2": [-30, -30, -30, -30],
        "w3": [[1, 0, -1, 1], [0, 1, 1, -1]], "b3": [0, 0]}  # fmt: skip


def spec(folder, data=None, name="clouds", **settings):
    write_csv(folder / f"{name}.csv", *(data or table()))
    (folder / "dead.json").write_text(json.dumps(DEAD))
    path = folder / f"{name}.toml"
    path.write_text(SPEC.format(**GOOD | settings, name=name), encoding="utf-8")
    return path


def found(path, *overrides):
    network, inputs = resolve(load_network(path, overrides))
    return diagnose(network, inputs, run(network, inputs))


def codes(path, *overrides):
    return [one.code for one in found(path, *overrides)]


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_no_template_is_warned_of(name):
    assert codes(name) == []


def test_a_good_spec_is_not_warned_of(tmp_path):
    assert codes(spec(tmp_path)) == []


# Of the good spec one thing is spoilt: what is named first, and which keys are told.
SPOILT = {
    "η too large": ({"eta": 300}, {}, ["cost-rose"], ["training.eta from 300 to 30"]),
    "η too small": (
        {"eta": 1e-5}, {}, ["eta-too-small"], ["training.eta from 1e-05 to 0.0001"],
    ),
    "unscaled features": (
        {"eta": 0.1}, {"scale": (10.0, 30_000.0)},
        ["unscaled-features"], ['data.scale = "standard"', "height"],
    ),
    "all weights 0": (
        {"init": '{ distribution = "zeros" }'}, {},
        ["units-alike"], ['training.init.distribution = "xavier"'],
    ),
    "dead ReLU": (
        {"hidden": "relu", "init": '{ file = "dead.json" }'},
        {}, ["dead-relu"], ["training.eta", "4 of 4 relu units", "layer.2.activation"],
    ),
    "too few epochs": (
        {"epochs": 2, "eta": 0.1}, {}, ["still-falling"], ["training.epochs from 2 to 60"],
    ),
    "one-sided classes": (
        {"eta": 0.01}, {"second": 10}, ["one-sided-classes"],
        ["90% of the 40 examples", "always saying a", " of 4 right"],
    ),
    "constant feature": (
        {}, {"constant": True}, ["constant-feature"], ["(age)", "data.ignore"],
    ),
    "saturated tanh": (
        {"init": '{ distribution = "normal", sd = 60, seed = 1 }'}, {},
        ["saturated"], ["Layer 2", "a smaller sd"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", SPOILT)
def test_a_spoilt_spec_is_named_with_what_to_change(tmp_path, fault):
    settings, data, expected, told = SPOILT[fault]
    warnings = found(spec(tmp_path, table(**data), **settings))
    assert [one.code for one in warnings][: len(expected)] == expected
    text = next(one for one in warnings if one.code == expected[0]).text(texts("en"))
    assert [part for part in told if part not in text] == []


def test_what_spoils_a_table_is_all_that_is_said_of_it(tmp_path):
    assert codes(spec(tmp_path, table(constant=True))) == ["constant-feature"]


@pytest.mark.parametrize(
    ("expected", "second", "settings"),
    [([], 10, {}), (["one-sided-classes"], 10, {"eta": 0.01, "epochs": 100})],
)
def test_most_examples_of_one_class_are_no_fault_where_the_others_are_learned(
    tmp_path, expected, second, settings
):
    told = codes(spec(tmp_path, table(second=second), **settings))
    assert told[: len(expected) or None] == expected


def of_counts(learn, test=(), learned=1.0):
    """Return what is said of classes a, b, …: of each (how many, how many right)."""
    sets = [
        (
            np.repeat(np.eye(len(counts)), [n for n, _ in counts], axis=0),
            np.concatenate(
                [[1.0] * right + [0.0] * (n - right) for n, right in counts]
            ),
        )
        for counts in (learn, test)
        if counts
    ]
    units = [{"kind": "dense", "units": len(learn)}]
    network = network_of(units, outputs=tuple("abcd"[: len(learn)]), labelled=True)
    each = [Examples(t, t, {}, {Key("correct"): right}) for t, right in sets]
    return [*of_classes(network, each[0], [*each, None][1], learned)]


@pytest.mark.parametrize(
    ("learn", "test", "learned", "expected"),
    [
        ([(84, 84), (16, 16)], (), 1.0, []),
        ([(84, 84), (16, 12)], (), 0.75, ["one-sided-classes"]),
        ([(79, 79), (21, 1)], (), 0.1, []),  # less than four of five
        # Most of the others' test examples are missed; one miss may be luck.
        ([(84, 84), (16, 16)], [(8, 8), (3, 1)], 1.0, ["one-sided-classes"]),
        ([(84, 84), (16, 16)], [(8, 8), (4, 2)], 1.0, []),
        ([(84, 84), (16, 16)], [(8, 8), (1, 0)], 1.0, []),
        # The review's: p 16, q 23, rare 1, of 40, with and without it right.
        ([(16, 16), (23, 23), (1, 0)], (), 0.96, ["rare-class"]),
        ([(16, 16), (23, 23), (1, 1)], (), 1.0, []),
        ([(16, 16), (23, 23), (1, 1)], [(2, 2), (2, 2), (1, 0)], 1.0, ["rare-class"]),
        # Three of 30 are a tenth, and two are not.
        ([(10, 10), (30, 30), (3, 0)], (), 0.8, []),
        ([(10, 10), (30, 30), (2, 1)], (), 0.9, ["rare-class"]),
        ([(95, 95), (5, 0)], (), 0.0, ["one-sided-classes"]),  # no second time
        ([(40, 40), (0, 0)], [(5, 5), (2, 0)], np.nan, ["one-sided-classes"]),
    ],
)
def test_what_the_classes_are_told_of(learn, test, learned, expected):
    assert [one.code for one in of_counts(learn, test, learned)] == expected


def test_classes_are_told_with_their_numbers_in_one_and_in_many():
    [one] = of_counts([(16, 16), (23, 23), (1, 0)])
    assert one.numbers == {"name": "c", "count": 1, "examples": 40}
    assert "class c has only 1 of the 40 examples" in one.text(texts("en"))
    assert "40 个训练样本中属于 c 的只有 1 个" in one.text(texts("zh"))
    # b is rare and right, d rarer than c: of those that are missed it is the rarest.
    [many] = of_counts([(50, 50), (1, 1), (4, 0), (3, 1)])
    assert many.numbers == {"name": "d", "count": 3, "examples": 58}
    [most] = of_counts([(84, 84), (16, 16)], [(8, 8), (3, 1)])
    assert most.numbers == {
        "largest": "a", "share": 0.84, "examples": 100, "others": 19, "right": 17,
    }  # fmt: skip
    assert "17 of 19 right" in most.text(texts("en"))


@pytest.mark.parametrize(
    ("learned", "told"), [(0.24, True), (0.25 - 1e-16, False), (0.26, False)]
)
def test_a_run_that_learned_less_than_a_quarter_has_learned_little(learned, told):
    network = network_of([{"kind": "dense", "units": 2}], epochs=7, labelled=True)
    last = {Key("correct"): np.array([1.0, 0.0, 0.0, 0.0])}
    found = learned_little(
        network, Examples(last[Key("correct")], None, {}, last), learned
    )
    numbers = [one.numbers for one in found]
    assert numbers == ([{"learned": 0.24, "score": 0.25, "epochs": 7}] if told else [])


def test_many_classes_of_which_few_are_learned_are_not_passed_over(tmp_path):
    """Labels by chance, 12 of them: a cost at rest, a few more right than one in twelve."""
    rng = np.random.default_rng(1)
    rows = [[*rng.normal(size=3).round(3), "abcdefghijkl"[k % 12]] for k in range(96)]
    path = spec(
        tmp_path, (["u", "v", "w", "kind"], rows), units=12, epochs=400, eta=0.3
    )
    [warning] = found(path)
    assert warning.code == "learned-little"
    assert 0.05 < warning.numbers["learned"] < 0.25
    assert "training.epochs than 400, more units" in warning.text(texts("en"))
    # Where a cause is found, that alone is told.
    rows = [[*row[:3], 0.5, row[3]] for row in rows]
    path = spec(
        tmp_path, (["u", "v", "w", "n", "kind"], rows), units=12, epochs=400, eta=0.3
    )
    assert codes(path) == ["constant-feature"]


def test_overfitting_is_a_test_cost_that_rises_while_training_goes_on():
    training = np.array([0.7, 0.4, 0.2, 0.1, 0.05])
    test = np.array([0.7, 0.5, 0.4, 0.5, 0.61])
    [warning] = of_test_cost(training, test, 0.5, thrown=False)
    assert warning.code == "overfitting"
    assert warning.numbers == {
        "epoch": 2,
        "fewer": 2,
        "lowest": 0.4,
        "last": 0.61,
        "training": 0.05,
    }
    assert "training.epochs to 2" in warning.text(texts("en"))


@pytest.mark.parametrize(
    ("training", "test"),
    [
        # It rose by less than a half.
        ([0.7, 0.4, 0.2, 0.1, 0.05], [0.7, 0.5, 0.4, 0.5, 0.59]),
        ([0.7, 0.4, 0.2, 0.1, 0.05], [0.7, 0.5, 0.4, 0.3, 0.2]),
        # It doubled, by less than a tenth of the first.
        ([0.7, 0.4, 0.2, 0.1, 0.05], [0.7, 0.5, 0.06, 0.09, 0.12]),
        # Both rise: the steps are too large.
        ([0.7, 0.4, 0.2, 0.4, 0.8], [0.7, 0.5, 0.4, 0.6, 0.9]),
    ],
)
def test_a_test_cost_that_falls_or_rises_a_little_is_no_overfitting(training, test):
    both = np.array(training), np.array(test)
    assert [*of_test_cost(*both, 0.5, thrown=True)] == []


@pytest.mark.parametrize(
    ("test", "was_thrown", "expected"),
    [
        ([0.7, 0.5, 0.4, 0.5, 0.61], True, "test-cost-rose"),
        ([0.7, 0.8, 0.9, 1.1, 1.2], False, "test-cost-rose"),  # lowest in epoch 0
        ([0.7, 0.5, 0.9, 1.1, 1.2], False, "test-cost-rose"),  # and 1
        ([0.7, 0.6, 0.5, 1.1, 1.2], False, "overfitting"),
        ([0.7, 0.6, 0.5, 6.0, 7.1], False, "test-cost-rose"),  # ten times its first
        ([0.7, 0.6, 0.5, 6.0, 6.9], False, "overfitting"),
    ],
)
def test_a_test_cost_that_large_steps_threw_up_is_no_overfitting(
    test, was_thrown, expected
):
    training = np.array([0.7, 0.6, 0.2, 0.1, 0.05])
    [warning] = of_test_cost(training, np.array(test), 0.5, thrown=was_thrown)
    assert warning.code == expected
    told = "training.epochs to 2" if expected == "overfitting" else "from 0.5 to 0.05"
    assert told in warning.text(texts("en"))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (0.5, 99, False),
        (0.5, -101, True),
        (3, 299, False),
        (3, 301, True),
        (0, 101, True),
    ],
)
def test_parameters_are_thrown_where_they_grow_a_hundred_times(first, last, told):
    network = network_of([{"kind": "dense", "units": 2}])
    start = inputs_of(network).start

    def of(largest):
        every = {key: np.zeros_like(array) for key, array in start.items()}
        return every | {Key("b", 2): np.array([0.0, largest])}

    assert thrown(network, Examples(None, None, of(first), of(last))) is told


@pytest.mark.parametrize("eta", [30, 1e6])
def test_a_mad_eta_is_told_though_it_learns_its_examples(tmp_path, eta):
    path = spec(tmp_path, kind='label = "kind", test = 0.2', eta=eta)
    [warning] = found(path)
    assert (warning.code, warning.numbers["eta"]) == ("test-cost-rose", eta)


@pytest.mark.parametrize(
    ("training", "test", "examples", "told"),
    [
        (0.99, 0.75, 100, True),  # by luck 0.04
        (0.99, 0.80, 100, False),  # less than a fifth
        (1.00, 0.75, 8, False),  # by luck 0.15
        (0.95, -0.40, 30, True),  # R²
    ],
)
def test_a_gap_between_training_and_test_counts_beyond_luck(
    training, test, examples, told
):
    said = [one.code for one in gap_to_test(training, test, examples)]
    assert said == (["test-much-worse"] if told else [])


# ------------------------------------------------------------------ what is measured


def test_r_squared_is_1_for_all_right_0_for_the_mean_and_a_mean_over_targets():
    t = np.array([[1.0, 0.0], [2.0, 4.0], [3.0, 8.0]])
    assert r_squared(t, t) == 1.0
    assert r_squared(t, np.array([[2.0, 4.0]] * 3)) == 0.0
    # 1 − 1/2 and 1 − 8/32.
    off = np.array([[1.0, 2.0], [2.0, 4.0], [4.0, 6.0]])
    assert r_squared(t, off) == pytest.approx((0.5 + 0.75) / 2)
    assert np.isnan(r_squared(np.ones((3, 1)), np.zeros((3, 1))))


def test_skill_counts_from_the_largest_class():
    network = network_of([{"kind": "dense", "units": 2}], labelled=True)
    inputs = inputs_of(network)
    labels = inputs.classes[np.array([0, 0, 0, 1])]
    data = data_of(network, replace(inputs, labels=labels))

    def learned(right):
        last = {Key("correct"): np.array(right, dtype=float)}
        return skill(network, Examples(data.x, data.t, {}, last))

    right = {0.75: [1, 1, 1, 0], 1.0: [1, 1, 1, 1], 0.5: [0, 1, 1, 0]}
    told = {share: learned(which) for share, which in right.items()}
    assert told == {0.75: 0.0, 1.0: 1.0, 0.5: -1.0}


def test_one_unit_stands_for_two_classes():
    assert class_counts(np.array([[0.0], [1.0], [0.0]])).tolist() == [2, 1]
    assert class_counts(np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])).tolist() == [
        1,
        2,
    ]


def of_costs(C_T, learned=0.0, *, hindered=False):
    network = network_of([{"kind": "dense", "units": 2}], epochs=len(C_T) - 1)
    every = of_run(network, {"eta": 0.5}, np.array(C_T), learned, hindered)
    return [one.code for one in every]


@pytest.mark.parametrize(
    ("C_T", "learned", "expected"),
    [
        ([10, 9, 8, 11], 1.0, ["cost-rose"]),
        ([10, 4, 2, 5], 0.9, ["cost-rose"]),  # twice its lowest
        ([10, 0.01, 0.001, 0.01], 0.9, []),  # a thousandth of the first
        ([10, 6, 9, 5, 8, 4, 7, 6, 7, 6], 0.5, ["cost-jumps"]),
        ([10, 6, 9, 5, 8, 4, 7, 6, 7, 6], 0.9, []),
        ([10, 12, 8, 6, 5, 4.9, 4.8], 0.5, ["cost-jumps"]),  # thrown once, by a fifth
        ([10, 10.5, 8, 5, 4, 3.9, 3.89], 0.5, []),
        ([10 - 0.001 * k for k in range(31)], 0.0, ["eta-too-small"]),
        ([10 - 0.2 * k for k in range(31)], 0.5, ["still-falling"]),
        ([10 - 0.0004 * k**2 for k in range(31)], 0.0, ["still-falling"]),  # a plateau
        ([10 - 0.2 * k for k in range(31)], 0.9, []),
        ([10, 9, 8], 0.5, ["still-falling"]),
        ([10 * 0.7**k + 5 for k in range(31)], 0.5, []),  # has come to rest
        ([10.0] * 31, 0.0, []),
    ],
)
def test_the_way_of_the_cost_is_judged(C_T, learned, expected):
    assert of_costs([float(C) for C in C_T], learned) == expected


def test_where_something_else_hinders_it_a_larger_step_is_not_advised():
    slow = [10 - 0.001 * k for k in range(31)]
    assert of_costs(slow, hindered=True) == []
    steady = [10 - 0.04 * k for k in range(31)]
    assert of_costs(steady) == ["still-falling"]
    assert of_costs(steady, hindered=True) == []


def test_features_a_thousand_times_apart_are_told_even_in_a_good_run():
    network = network_of([{"kind": "dense", "units": 2}], (2,), examples=2)
    classes = inputs_of(network)
    for factor, learned, expected in [
        (999.0, 1.0, []), (1001.0, 1.0, ["unscaled-features"]),
        (999.0, 0.0, ["unscaled-features"]), (9.9, 0.0, []), (10.1, 0.0, ["unscaled-features"]),
    ]:  # fmt: skip
        x = np.array([[1.0, factor], [-1.0, -factor]])
        inputs = replace(classes, x=x, labels=classes.classes)
        assert [
            one.code for one in of_data(network, examples_of(network, inputs), learned)
        ] == expected


def test_targets_far_from_0_are_told_where_they_were_not_learned():
    network = network_of(
        [{"kind": "dense", "units": 1, "activation": "identity"}], labelled=False,
        outputs=("price",), examples=2, input_shape=(2,),
    )  # fmt: skip
    given = {"x": np.array([[1.0, -1], [-1, 2]]), "t": np.array([[1e6], [2e6]])}
    inputs = replace(inputs_of(network), labels=None, classes=None, **given)
    [warning] = of_data(network, examples_of(network, inputs), 0.1)
    # √((1² + 2²) / 2) million.
    assert warning.numbers == {"name": "price", "size": pytest.approx(1_581_138.83)}
    assert [*of_data(network, examples_of(network, inputs), 0.9)] == []


def test_blank_edges_of_pictures_are_no_fault():
    for shape, expected in (((2, 2), []), ((4,), ["constant-feature"])):
        network = network_of([{"kind": "dense", "units": 2}], shape, examples=2)
        inputs = inputs_of(network)
        x = np.array([[0.0, 1, 2, 3], [0.0, 2, 1, 1]]).reshape(2, *shape)
        given = replace(inputs, x=x, labels=inputs.classes)
        every = of_data(network, examples_of(network, given), 1.0)
        assert [one.code for one in every] == expected


def hidden(activation, z, units=4):
    """Return what is said of a hidden layer with these z in its last epoch."""
    layers = [
        {"kind": "dense", "units": units, "activation": activation},
        {"kind": "dense", "units": 2},
    ]
    network = network_of(layers, examples=len(z))
    course = course_of(run(network, inputs_of(network)))
    z = np.array(z, dtype=float)
    last = course.last | {Key("z", 2): z, Key("a", 2): np.tanh(z)}
    inputs = inputs_of(network)
    examples = examples_of(network, inputs, replace(course, last=last))
    return of_units(network, examples, 0.0)


def test_one_dead_unit_of_four_is_told_and_one_of_five_is_not():
    z = [[-1, 1, 1, 1], [-2, -1, 1, 1]]
    [warning] = hidden("relu", z)
    assert (warning.code, warning.numbers["count"]) == ("dead-relu", 1)
    assert [*hidden("relu", [[*row, 1] for row in z], units=5)] == []
    # A unit of softplus is dead far below 0 alone.
    assert [*hidden("softplus", z)] == []
    assert [one.code for one in hidden("softplus", [[-9, 1, 1, 1]] * 2)] == [
        "dead-relu"
    ]
    assert [*hidden("leaky-relu", [[-9.0] * 4] * 2)] == []


def test_half_of_the_slopes_flat_is_saturated():
    [warning] = hidden("tanh", [[9, -9, 0, 0], [9, -9, 0, 0]])
    assert (warning.code, warning.numbers["share"]) == ("saturated-by-steps", 0.5)
    assert [*hidden("tanh", [[9, -9, 0, 0], [9, 0, 0, 0]])] == []


def test_a_wrong_output_without_a_slope_is_told(tmp_path):
    [warning, nothing] = found("and-neuron", "training.eta=20")
    assert (warning.code, warning.numbers["share"]) == ("saturated-output", 1.0)
    assert (nothing.code, nothing.numbers) == (
        "no-better-than-largest-class", {"accuracy": 0.75, "largest": "0", "share": 0.75},
    )  # fmt: skip


def test_a_regression_that_learned_nothing_is_no_better_than_the_mean(tmp_path):
    rows = [[k / 10, (k * 7) % 5 - 2] for k in range(10)]
    path = spec(tmp_path, (["x", "y"], rows), "line", kind='target = ["y"]', units=1,
                output="identity", cost="squared-error", eta=1e-4)  # fmt: skip
    assert codes(path) == ["eta-too-small", "no-better-than-the-mean"]


def test_nothing_is_said_where_nothing_is_trained(tmp_path):
    assert codes(spec(tmp_path, init='{ distribution = "zeros" }', epochs=0)) == []


# ------------------------------------------------------------------ words


def test_every_warning_has_its_words_and_no_words_are_left_over():
    from pathlib import Path

    import sheetnet.building.diagnosis as home

    told = "".join(p.read_text("utf-8") for p in Path(home.__path__[0]).glob("*.py"))
    keys = {
        k.partition(".")[2] for k in texts("en").catalogue if k.startswith("warning.")
    }
    written = {key.replace("_", "-") for key in keys}
    assert {code for code in written if f'"{code}"' not in told} == set()
    page = Path(__file__).parent.parent / "docs" / "warnings.md"
    rows = [line.split("`")[1] for line in page.read_text("utf-8").splitlines()
            if line.startswith("| `")]  # fmt: skip
    assert sorted(rows) == sorted(written)


@pytest.mark.parametrize("lang", languages())
def test_every_spoilt_spec_can_be_told_in_every_language(tmp_path, lang):
    for settings, data, _, _ in SPOILT.values():
        for one in found(spec(tmp_path, table(**data), **settings)):
            text = one.text(texts(lang))
            assert "{" not in text
            assert text[-1] in ".。"


# ------------------------------------------------------------------ the command line


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return spec(tmp_path, table(examples=12), eta=300, epochs=4)


def test_build_writes_the_file_and_ends_with_the_warnings(tmp_path, spoilt):
    status, out, err = outcome("build", spoilt)
    assert status == 0
    assert (tmp_path / "output" / "clouds.xlsx").exists()
    assert "warning" not in out
    assert all(line.startswith("warning: ") for line in err.splitlines())
    assert "Lower training.eta from 300 to 30" in err
    quiet = outcome("build", spoilt, "-q")
    assert quiet == (0, "", err)
    assert outcome("train", spoilt, "-q") == (0, "", err)


def test_warnings_speak_the_language_of_the_command_line(spoilt, monkeypatch):
    from sheetnet.cli import words

    monkeypatch.setenv("SHEETNET_LANG", "zh")
    words._texts.cache_clear()
    try:
        _, _, err = outcome("build", spoilt)
        told = json.loads(outcome("train", spoilt, "--json", "-")[1])
    finally:
        words._texts.cache_clear()
    assert "警告：" in err
    assert "请把 training.eta 从 300 调小到 30" in err
    assert "步子太大" in "".join(one["text"] for one in told["warnings"])


def test_json_has_the_run_and_of_build_the_file_s_figures(tmp_path, spoilt):
    status, out, err = outcome("train", spoilt, "--json", "-")
    trained = json.loads(out)
    assert (status, err) == (0, "")
    assert trained.keys() == {"epochs", "C_T", "accuracy", "warnings"}
    assert trained["C_T"]["first"] < trained["C_T"]["last"]
    assert trained["accuracy"].keys() == {"first", "last"}
    rose = next(one for one in trained["warnings"] if one["code"] == "cost-rose")
    assert rose["numbers"]["eta"] == 300
    assert rose["text"].startswith("C_T went up, from ")
    status, out, err = outcome("build", spoilt, "--json", "-")
    built = json.loads(out)
    assert (status, err) == (0, "")
    assert {name: built.pop(name) for name in trained} == trained
    file = tmp_path / "output" / "clouds.xlsx"
    assert (built["path"], built["bytes"]) == (
        "output/clouds.xlsx", file.stat().st_size,
    )  # fmt: skip
    assert built.keys() == {"path", "sheetnet", "cells", "formulas", "bytes"}


def test_cells_and_formulas_are_those_of_the_file(spoilt):
    import openpyxl

    built = json.loads(outcome("build", spoilt, "--json", "-")[1])
    book = openpyxl.load_workbook("output/clouds.xlsx")
    *sheets, _ = book.worksheets  # the last is the map, and not the plan's
    filled = [
        c for s in sheets for row in s.iter_rows() for c in row if c.value is not None
    ]
    formulas = [c for c in filled if c.data_type == "f"]
    assert built["cells"] == len(filled)
    assert built["formulas"] == len(formulas) - 1  # the canary


def test_json_goes_to_a_file_beside_what_is_printed(tmp_path, spoilt):
    status, out, err = outcome("train", spoilt, "--json", "t.json")
    assert status == 0
    assert "epoch 4" in out
    assert "warning: " in err
    assert json.loads((tmp_path / "t.json").read_text("utf-8"))["epochs"] == 4


def test_a_regression_tells_r2_and_a_lesson_no_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [[k / 10, 0.3 - k / 10] for k in range(10)]
    path = spec(tmp_path, (["x", "y"], rows), "line", kind='target = ["y"]', units=1,
                output="identity", cost="squared-error", eta=0.3)  # fmt: skip
    told = json.loads(outcome("train", path, "--json", "-")[1])
    assert "accuracy" not in told
    assert told["r2"]["first"] < 0.9 < told["r2"]["last"] <= 1
    assert "R² 0.9" in outcome("build", path)[1]
    lesson = json.loads(outcome("build", "notation", "--json", "-")[1])
    assert lesson["warnings"] == []
    assert "C_T" not in lesson


def test_a_number_that_is_not_finite_is_null_in_json():
    ends = (1.0, float("inf")), None, (float("nan"), 0.5)
    made = Outcome(3, *ends, None, None, None, ())
    told = made.to_json(texts("en"))
    assert told["C_T"] == {"first": 1.0, "last": None}
    assert told["r2"] == {"first": None, "last": 0.5}


def test_the_result_of_build_holds_the_warnings(tmp_path):
    import sheetnet

    path = spec(tmp_path, table(examples=12), eta=300, epochs=4)
    result = sheetnet.build(path, tmp_path / "a.xlsx")
    assert "cost-rose" in [one.code for one in result.warnings]
    assert sheetnet.build("notation", tmp_path / "b.xlsx").warnings == ()
    good = sheetnet.build(small_net(tmp_path), tmp_path / "c.xlsx")
    assert good.outcome.accuracy[1] == good.accuracy

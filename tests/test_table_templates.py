"""Templates with tables of their own kinds: clouds of points, wines, penguins."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

import sheetnet
from sheetnet.building.builder import count_formulas
from sheetnet.engine import run
from sheetnet.layers.quantities import quantities
from sheetnet.model.notation import Key
from sheetnet.spec.loading import template_folder
from sheetnet.spec.resolving import resolve
from tests.templates import plan_of_template

CLASSIFIED = ("circle", "moons", "spiral", "blobs", "wine", "penguins")
ALL = (*CLASSIFIED, "penguin-mass")
# A workbook of so many opens at once; digits has 67,000.
SMALL = 65_000


@cache
def trained(name, *settings):
    network, inputs = resolve(sheetnet.load_spec(name, settings))
    return network, inputs, run(network, inputs)


@pytest.mark.parametrize("name", ALL)
def test_the_cost_falls_in_every_epoch_and_has_nearly_come_to_rest(name):
    _, _, trace = trained(name)
    C_T = trace[Key("C_T")]
    assert (np.diff(C_T) < 0).all()
    assert C_T[-1] < C_T[0] / 10
    tenth = round(len(C_T) / 10)
    assert C_T[-1 - tenth] - C_T[-1] < 0.02 * (C_T[0] - C_T[-1])


@pytest.mark.parametrize("name", ALL)
def test_a_fifth_tests_and_is_met_nearly_as_well(name):
    network, inputs, trace = trained(name)
    assert network.test == network.examples / 5
    assert inputs.use.tolist() == [1] * (network.examples - network.test) + (
        [0] * network.test
    )
    test_C_T = trace[Key("test_C_T")]
    # It does not turn up again, as it does where examples are learned by heart.
    assert test_C_T[-1] < 1.05 * test_C_T.min()
    assert test_C_T[-1] < test_C_T[0] / 5


@pytest.mark.parametrize("name", CLASSIFIED)
def test_at_least_95_per_cent_are_right_and_90_of_the_test(name):
    _, _, trace = trained(name)
    assert trace[Key("accuracy")][0] < 0.7
    assert trace[Key("accuracy")][-1] >= 0.95
    assert trace[Key("test_accuracy")][-1] >= 0.9


@pytest.mark.parametrize("name", ALL)
def test_few_slopes_of_hidden_units_are_flat(name):
    """A third at most: half of them would keep a layer from learning."""
    network, _, trace = trained(name)
    for layer in network.layers[:-1]:
        assert layer.activation == "tanh"
        slopes = 1 - trace[Key("a", layer.number)][-1] ** 2
        assert (slopes < 1e-3).mean() < 1 / 3


@pytest.mark.parametrize("name", ALL)
def test_the_workbook_is_small_enough_to_open_at_once(name):
    assert count_formulas(plan_of_template(name)) <= SMALL


# ------------------------------------------------------------------ what their comments say


@pytest.mark.parametrize(
    ("units", "last"), [(1, 0.61), (2, 0.49), (3, 0.18), (4, 0.11)]
)
def test_fewer_than_three_lines_cannot_fence_the_middle_in(units, last):
    _, _, trace = trained("circle", f"layer.2.units={units}")
    assert trace[Key("C_T")][-1] == pytest.approx(last, abs=0.005)


def test_who_is_taught_the_left_half_knows_nothing_of_the_right():
    network, inputs = resolve(sheetnet.load_spec("circle"))
    inputs.use[inputs.x[:, 0] > 0] = 0
    trace = run(network, inputs)
    wrong = trace[Key("correct")][-1] == 0
    assert (trace[Key("accuracy")][-1], wrong.sum()) == (1, 11)
    assert (inputs.x[wrong, 0] > 0).all()


def test_wine_learns_by_its_scaling_alone():
    _, _, trace = trained("wine", "data.scale=none")
    # 29 of 72 are of the largest class.
    assert trace[Key("accuracy")][-1] == pytest.approx(29 / 72)


def test_wine_has_178_wines_of_the_source():
    network, inputs = resolve(sheetnet.load_spec("wine", ["data.rows=178"]))
    assert Counter(inputs.labels) == {1.0: 59, 2.0: 71, 3.0: 48}
    # As the source's description has them: means to the digits that are printed there.
    means = dict(zip(network.features, inputs.x.mean(axis=0), strict=True))
    assert means["alcohol"] == pytest.approx(13.0, abs=0.05)
    assert means["magnesium"] == pytest.approx(99.7, abs=0.05)
    assert means["proline"] == pytest.approx(746, abs=1)


def test_penguins_has_344_of_three_kinds_and_what_is_not_known_of_them():
    _, inputs = resolve(sheetnet.load_spec("penguins", ["data.rows=344"]))
    assert Counter(inputs.labels) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    assert np.isnan(inputs.x).sum(axis=0).tolist() == [2, 2, 2, 2]
    assert (inputs.words == None).sum(axis=0).tolist() == [0, 11]  # noqa: E711


def test_the_first_penguin_is_one_that_nobody_measured():
    network, inputs, trace = trained("penguins")
    assert np.isnan(inputs.x[[0, 57]]).all()
    assert inputs.words[[0, 57]].tolist() == [["Torgersen", None], ["Biscoe", None]]
    assert trace[Key("correct")][-1, [0, 57]].all()
    assert network.features[4:] == (
        "island = Biscoe",
        "island = Dream",
        "island = Torgersen",
        "sex = female",
        "sex = male",
    )


def test_the_mass_of_a_penguin_is_met_in_grams():
    """R² on both, and the error in grams that the template's comments tell."""
    network, inputs, trace = trained("penguin-mass")
    learning = network.examples - network.test
    grams = inputs.t[:, 0]
    m, s = grams[:learning].mean(), grams[:learning].std()
    off = trace[Key("a", network.last.number)][-1, :, 0] * s + m - grams
    for part, error in ((slice(0, learning), 273), (slice(learning, None), 305)):
        assert np.sqrt((off[part] ** 2).mean()) == pytest.approx(error, abs=0.5)
        mean_square = ((grams[part] - grams[part].mean()) ** 2).mean()
        assert 1 - (off[part] ** 2).mean() / mean_square > 0.85


@pytest.mark.parametrize(
    ("name", "source", "licence"),
    [
        ("wine", "UCI Machine Learning Repository", "CC BY 4.0"),
        ("penguins", "palmerpenguins", "CC0"),
        ("penguin-mass", "palmerpenguins", "CC0"),
        ("circle", "made for this project", "tests/make_points.py"),
        ("moons", "made for this project", "tests/make_points.py"),
        ("spiral", "made for this project", "tests/make_points.py"),
        ("blobs", "made for this project", "tests/make_points.py"),
    ],
)
def test_a_template_says_where_its_data_come_from(name, source, licence):
    text = (template_folder() / f"{name}.toml").read_text(encoding="utf-8")
    assert source in text
    assert licence in text


@pytest.mark.parametrize(
    ("settings", "gradient"),
    [
        ((), "∂C_T/∂b²ⱼ = Σₖ δ²ⱼ[k] / Σₖ use[k]"),
        (("training.reduction=sum",), "∂C_T/∂b²ⱼ = Σₖ δ²ⱼ[k]"),
    ],
)
def test_the_equation_of_a_gradient_says_that_c_t_is_a_mean(settings, gradient):
    network, _ = resolve(sheetnet.load_spec("circle", settings))
    equations = {one.key: one.equation for one in quantities(network)}
    assert equations[Key("dC_db", 2)] == gradient

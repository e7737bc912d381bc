"""Every template agrees with NumPy in every calculator, in both languages; and what each promises."""

import csv

import numpy as np
import pytest

import sheetnet
from sheetnet.lang import languages
from sheetnet.spec.loading import template_folder, template_names
from tests.nets import patched, small_net
from tests.templates import LESSONS, shortened

# A network and a lesson are enough for `make quick`.
_QUICK = ("xor", "neuron")
# Whoever has more bytes of data is left to test_conformance.py.
_FEW_BYTES = 3_000


def small_ones():
    """Yield the templates with little data."""
    for name in template_names():
        if _data_size(name) <= _FEW_BYTES:
            marks = [] if name in _QUICK else [pytest.mark.slow]
            yield pytest.param(name, marks=marks)


def _data_size(name):
    spec = sheetnet.load_spec(name)
    return 0 if name in LESSONS else spec.beside(spec.data.file).stat().st_size


# At full length, and in every calculator: test_conformance.py. After LibreOffice has saved
# them: test_round_trip.py.
@pytest.mark.parametrize("name", list(small_ones()))
def test_every_formula_of_a_small_template_agrees_and_follows_a_change(tmp_path, name):
    agrees_and_follows(tmp_path, shortened(name, tmp_path), "en")


@pytest.mark.slow
@pytest.mark.parametrize("lang", [one for one in languages() if one != "en"])
@pytest.mark.parametrize("name", template_names())
def test_every_formula_in_another_language_agrees_and_follows_a_change(
    tmp_path, name, lang
):
    agrees_and_follows(tmp_path, shortened(name, tmp_path), lang)


def agrees_and_follows(folder, spec, lang):
    sheetnet.build(spec, folder / "book.xlsx", lang=lang)
    report = sheetnet.verify(folder / "book.xlsx")
    notes = [one for one in report.notes if "lie where so many updates" not in one]
    assert (report.problems, report.first_wrong, notes) == ((), None, [])
    assert [run.agree for run in report.changed] == [True]


@pytest.mark.libreoffice
@pytest.mark.parametrize("calculator", ["embedded", "libreoffice"])
def test_a_wrong_cached_value_does_not_survive_a_check(
    tmp_path, libreoffice, calculator
):
    """Both calculators compute anew: what the file says a formula gives is not believed."""
    good = tmp_path / "good.xlsx"
    sheetnet.build(small_net(tmp_path), good)
    total = sheetnet.build(small_net(tmp_path), good).C_T[0]
    wrong = patched(
        good,
        tmp_path / "wrong.xlsx",
        "xl/worksheets/sheet3.xml",
        f"<v>{total!r}</v>",
        "<v>4711</v>",
    )
    assert sheetnet.verify(wrong, calculator=calculator).agree


# ------------------------------------------------------------------ promises


def trained(name):
    """Return the Trace of a template."""
    from sheetnet.engine import run
    from sheetnet.spec.resolving import resolve

    network, inputs = resolve(sheetnet.load_spec(name))
    trace = run(network, inputs)
    return network, inputs, {str(key): value for key, value in trace.items()}


def test_digits_gets_at_least_62_of_64_right():
    network, inputs, trace = trained("digits")
    assert (network.examples, network.input_shape) == (64, (4, 3))
    assert [list(inputs.labels).count(digit) for digit in (0, 1)] == [32, 32]
    assert [layer.shape for layer in network.layers] == [(3,), (2,)]
    assert (network.epochs, inputs.settings["eta"]) == (50, 0.2)
    assert trace["correct"][-1].sum() >= 62


def test_the_pictures_of_digits_are_binary_and_differ():
    with (template_folder() / "data" / "digits-4x3.csv").open(encoding="utf-8") as file:
        rows = [list(map(int, row[2:])) for row in list(csv.reader(file))[1:]]
    assert {pixel for row in rows for pixel in row} == {0, 1}
    assert len({tuple(row) for row in rows}) == 64


def test_xor_is_learned_although_it_rests_on_a_plateau():
    network, _, trace = trained("xor")
    assert [layer.shape for layer in network.layers] == [(2,), (1,)]
    assert trace["accuracy"][0] < 1
    assert trace["accuracy"][-1] == 1


def test_the_and_neuron_is_one_unit_and_learns():
    network, _, trace = trained("and-neuron")
    assert [layer.shape for layer in network.layers] == [(1,)]
    assert trace["accuracy"][-1] == 1


def test_logistic_is_one_unit_with_cross_entropy_and_only_falls():
    network, _, trace = trained("logistic")
    assert [layer.shape for layer in network.layers] == [(1,)]
    assert network.cost == "cross-entropy"
    assert (np.diff(trace["C_T"]) < 0).all()


def test_iris_gets_at_least_95_per_cent_right():
    network, inputs, trace = trained("iris")
    assert network.examples == 150
    assert [layer.shape for layer in network.layers] == [(5,), (3,)]
    assert [layer.activation for layer in network.layers] == ["tanh", "softmax"]
    assert network.cost == "cross-entropy"
    assert (
        sorted(list(inputs.labels).count(kind) for kind in inputs.classes) == [50] * 3
    )
    assert trace["accuracy"][-1] >= 0.95


@pytest.mark.parametrize("name", template_names())
def test_a_template_explains_itself_in_comments(name):
    lines = (template_folder() / f"{name}.toml").read_text("utf-8").splitlines()
    comments = [line for line in lines if line.lstrip().startswith("#")]
    assert len(comments) >= 4

"""What users may write: TOML, overrides, CSV, parameters; and the schema of it."""

import json
import re

import msgspec
import numpy as np
import pytest
from msgspec import structs

import sheetnet
from sheetnet.engine import targets
from sheetnet.errors import SpecError
from sheetnet.files.toml import read_toml
from sheetnet.model.equality import equal_in_sheet
from sheetnet.model.notation import Key
from sheetnet.spec.loading import load_spec, template_folder
from sheetnet.spec.parameters import read_parameters, write_parameters
from sheetnet.spec.resolving import resolve
from sheetnet.spec.schema import SpecFile, json_schema, schema_file
from tests.nets import conv_net, small_net, write_csv
from tests.templates import NETWORKS


def test_the_schema_that_ships_is_made_from_the_types():
    made = json.loads(json.dumps(json_schema()))
    assert json.loads(schema_file().read_text(encoding="utf-8")) == made


@pytest.mark.parametrize("name", NETWORKS)
def test_every_template_is_a_spec_of_the_schema_s_types(name):
    tree = msgspec.toml.decode((template_folder() / f"{name}.toml").read_bytes())
    assert msgspec.convert(tree, SpecFile).kind == "network"


def test_defaults_fill_what_the_spec_leaves_out(tmp_path):
    write_csv(tmp_path / "d.csv", ["x", "label"], [[1, "a"], [2, "b"]])
    (tmp_path / "d.toml").write_text(
        'data = {file = "d.csv", label = "label"}\n'
        'layer = [{kind = "dense", units = 2}]\ntraining = {eta = 1, epochs = 0}\n'
    )
    spec = load_spec(tmp_path / "d.toml")
    assert spec.title == "d"
    assert spec.layers[0].activation == "sigmoid"
    assert (spec.training.cost, spec.training.reduction) == ("squared-error", "sum")
    assert spec.training.init.distribution == "normal"


@pytest.mark.parametrize(
    ("override", "read"),
    [
        ("training.eta=0.25", lambda spec: spec.training.eta == 0.25),
        ("training.epochs=9", lambda spec: spec.training.epochs == 9),
        ("layer.2.units=7", lambda spec: spec.layers[0].units == 7),
        ("layer.3.activation=tanh", lambda spec: spec.layers[1].activation == "tanh"),
        ("title=A title of words", lambda spec: spec.title == "A title of words"),
        ('title="quoted = yes"', lambda spec: spec.title == "quoted = yes"),
        (
            'training.init={distribution="zeros"}',
            lambda spec: spec.training.init.distribution == "zeros",
        ),
    ],
)
def test_an_override_changes_one_key(tmp_path, override, read):
    assert read(load_spec(small_net(tmp_path), [override]))


@pytest.mark.parametrize(
    "override", ["training.eta", "=3", "layer.1.units=3", "layer.x.units=3", "nothing.at.all=1"]
)  # fmt: skip
def test_an_override_that_leads_nowhere_is_refused(tmp_path, override):
    with pytest.raises(SpecError):
        load_spec(small_net(tmp_path), [override])


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("training.eta=abc", "training.eta: expected a number, found the text 'abc'"),
        ("training.eta=true", "training.eta: expected a number, found true"),
        ("training.epochs=1.5", "expected a whole number of at least 0, found 1.5"),
        ("training.reduction=men", 'unknown value "men"; did you mean "mean"?'),
        ("training.init=3", "training.init: expected a table, found 3"),
        ("training.init.seed=x", "expected a whole number of at least 0, found the text"),
        ("data.image=[1]", "data.image: expected a list of 2 to 3 values, found one of 1"),
        ('data.image=[1,"a"]', "data.image, number 2: expected a whole number of at"),
        ("data.target=y", "data.target: expected a list, found the text 'y'"),
        ("data.file=2020-01-01", "data.file: expected a text, found 2020-01-01"),
        ("layer=[3]", "layer.2: expected a table, found 3"),
        ("layer.2.units={}", "expected a whole number of at least 1, found a table"),
        ("title=[]", "title: expected a text, found a list"),
    ],
)  # fmt: skip
def test_a_value_of_a_wrong_kind_is_told_in_words(tmp_path, override, says):
    with pytest.raises(SpecError) as told:
        load_spec(small_net(tmp_path), [override])
    assert says in str(told.value)
    assert not re.search(
        "int|float|str|got|null|`", str(told.value).partition("--set")[2]
    )


def test_a_byte_order_mark_crlf_quotes_and_spaces_are_read(tmp_path):
    spec = small_net(tmp_path)
    text = '"x1","x2","label"\r\n 1 ,-2e1,"a, b"\r\n+.5,3.,c\r\n'
    (tmp_path / "small.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    _, inputs = resolve(load_spec(spec))
    assert inputs.x.tolist() == [[1.0, -20.0], [0.5, 3.0]]
    assert inputs.labels.tolist() == ["a, b", "c"]


def test_labels_that_are_all_numbers_are_numbers_and_sort_as_such(tmp_path):
    spec = small_net(tmp_path)
    write_csv(tmp_path / "small.csv", ["x1", "x2", "label"], [[1, 2, 10], [3, 4, 9]])
    network, inputs = resolve(load_spec(spec))
    assert inputs.labels.tolist() == [10.0, 9.0]
    assert network.outputs == ("9", "10")


def test_one_label_of_text_makes_all_of_them_text(tmp_path):
    spec = small_net(tmp_path)
    write_csv(tmp_path / "small.csv", ["x1", "x2", "label"], [[1, 2, 10], [3, 4, "9a"]])
    _, inputs = resolve(load_spec(spec))
    assert inputs.labels.tolist() == ["10", "9a"]


def test_targets_are_one_for_the_class_of_the_label(tmp_path):
    network, inputs = resolve(load_spec(small_net(tmp_path)))
    assert inputs.classes.tolist() == ["no", "yes"]
    assert targets(network, inputs).tolist() == [[0, 1], [1, 0], [0, 1], [1, 0]]
    last = structs.replace(network.last, shape=(1,))
    one = structs.replace(network, layers=(*network.layers[:-1], last))
    assert targets(one, inputs).tolist() == [[1], [0], [1], [0]]


def test_targets_of_outputs_from_minus_one_are_minus_one_elsewhere(tmp_path):
    network, inputs = resolve(load_spec(small_net(tmp_path)))
    last = structs.replace(network.last, activation="tanh")
    other = structs.replace(network, layers=(*network.layers[:-1], last))
    assert targets(other, inputs).tolist() == [[-1, 1], [1, -1], [-1, 1], [1, -1]]


@pytest.mark.parametrize(("output", "other"), [("sigmoid", 0), ("tanh", -1)])
def test_of_one_output_the_target_is_one_for_the_second_class(tmp_path, output, other):
    spec = small_net(tmp_path, output=output)
    spec.write_text(spec.read_text().replace("units = 2", "units = 1"))
    network, inputs = resolve(load_spec(spec))
    assert targets(network, inputs).tolist() == [[1], [other], [1], [other]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cat", "cat", True), ("cat", "cats", False), (1.0, 1.0, True), ("1", 1.0, False),
        (0.1 + 0.2, 0.3, True), (None, 0.0, True), (None, "", True), (None, "a", False),
    ],
)  # fmt: skip
def test_equal_is_what_a_spreadsheet_calls_equal(one, other, same):
    assert equal_in_sheet(one, other) is same
    assert equal_in_sheet(other, one) is same


def test_regression_takes_its_targets_from_columns(tmp_path):
    write_csv(tmp_path / "r.csv", ["x", "y1", "y2"], [[1, 2, 3], [4, 5, 6]])
    (tmp_path / "r.toml").write_text(
        'data = {file = "r.csv", target = ["y1", "y2"]}\n'
        'layer = [{kind = "dense", units = 2, activation = "identity"}]\n'
        "training = {eta = 0.01, epochs = 2}\n"
    )
    network, inputs = resolve(load_spec(tmp_path / "r.toml"))
    assert network.outputs == ("y1", "y2")
    assert inputs.t.tolist() == [[2, 3], [5, 6]]
    assert inputs.x.tolist() == [[1], [4]]
    sheetnet.build(tmp_path / "r.toml", tmp_path / "r.xlsx")
    assert sheetnet.verify(tmp_path / "r.xlsx", perturb=1).agree


# ------------------------------------------------------------------ parameters


def started(folder, init):
    spec = small_net(folder)
    spec.write_text(
        spec.read_text()
        .replace('{ distribution = "normal", seed = 3 }', init)
        .replace("units = 3", "units = 2000")
    )
    return resolve(load_spec(spec))[1]


@pytest.mark.parametrize(
    ("init", "mean", "sd"),
    [
        ('{ distribution = "normal", mean = 2, sd = 0.5, seed = 1 }', 2, 0.5),
        ('{ distribution = "uniform", low = 1, high = 4, seed = 1 }', 2.5, 3 / 12**0.5),
        # Glorot 2010: variance 2 / (in + out); He 2015: 2 / in. Layer 3: 2000 in, 2 out.
        ('{ distribution = "xavier", seed = 1 }', 0, (2 / 2002) ** 0.5),
        ('{ distribution = "he", seed = 1 }', 0, (2 / 2000) ** 0.5),
    ],
)
def test_initial_weights_have_the_mean_and_spread_of_their_distribution(
    tmp_path, init, mean, sd
):
    w = started(tmp_path, init).start[Key("w", 3)]
    assert w.mean() == pytest.approx(mean, abs=4 * sd / w.size**0.5)
    assert w.std() == pytest.approx(sd, rel=0.05)


def test_zeros_are_zeros_and_a_seed_repeats_itself(tmp_path):
    assert not started(tmp_path, '{ distribution = "zeros" }').start[Key("w", 2)].any()
    one, again, other = (
        started(tmp_path, f'{{ distribution = "normal", seed = {seed} }}').start[
            Key("w", 2)
        ]
        for seed in (4, 4, 5)
    )
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 3]
[[layer]]
kind = "conv"
filters = 3
size = [2, 2]
"""


def test_parameters_survive_the_way_into_a_file_and_back(tmp_path):
    network, inputs = resolve(load_spec(conv_net(tmp_path, CONV)))
    write_parameters(tmp_path / "p.json", network, inputs.start)
    again = read_parameters(tmp_path / "p.json", network)
    for key, array in inputs.start.items():
        np.testing.assert_array_equal(again[key], array)
    # [filter][channel][row][column], and a row a unit for a dense layer.
    tree = json.loads((tmp_path / "p.json").read_text())
    assert np.shape(tree["w3"]) == (3, 2, 2, 2)
    assert np.shape(tree["w4"]) == (2, 3 * 3 * 1)


def test_a_dense_layer_after_maps_sees_them_map_by_map_row_by_row(tmp_path):
    network, inputs = resolve(load_spec(conv_net(tmp_path, CONV)))
    write_parameters(tmp_path / "p.json", network, inputs.start)
    tree = json.loads((tmp_path / "p.json").read_text())
    assert tree["w4"][1][4] == inputs.start[Key("w", 4)][1, 1, 1, 0]


def test_a_long_list_of_numbers_and_dots_in_words_are_no_long_key():
    numbers = ", ".join(400 * ["1.5"])
    tree = read_toml(f'a = [{numbers}]\n# {400 * "."}\nb = "{400 * "."}"')
    assert len(tree["a"]) == 400

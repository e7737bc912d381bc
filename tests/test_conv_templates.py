"""What the templates with pictures promise, and what the Guide says of max pooling."""

import csv
from collections import Counter

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.engine import run
from sheetnet.lang import languages
from sheetnet.model.notation import Key
from sheetnet.spec.loading import template_folder
from sheetnet.spec.resolving import resolve
from tests.nets import write_csv


def trained(name):
    network, inputs = resolve(sheetnet.load_spec(name))
    return network, inputs, run(network, inputs)


def pixels(name):
    with (template_folder() / "data" / name).open(encoding="utf-8") as file:
        return [tuple(map(float, row[2:])) for row in list(csv.reader(file))[1:]]


def test_digits_conv_has_96_pictures_of_its_own_and_gets_at_least_94_right():
    network, inputs, trace = trained("digits-conv")
    assert (network.examples, network.input_shape) == (96, (6, 6))
    assert Counter(inputs.labels) == {1.0: 32, 2.0: 32, 3.0: 32}
    assert [layer.kind for layer in network.layers] == ["conv", "max-pool", "dense"]
    assert inputs.start[Key("w", 2)].shape == (3, 1, 3, 3)
    assert (inputs.settings["eta"], network.epochs) == (0.2, 20)
    assert trace[Key("correct")][-1].sum() >= 94
    drawn = pixels("digits-6x6.csv")
    assert {value for picture in drawn for value in picture} == {0.0, 1.0}
    assert len(set(drawn)) == 96


def test_digits_8x8_has_ten_real_scans_of_each_digit_and_learns():
    network, inputs, trace = trained("digits-8x8")
    assert (network.examples, network.input_shape) == (100, (8, 8))
    assert Counter(inputs.labels) == {float(digit): 10 for digit in range(10)}
    assert network.last.activation == "softmax"
    scans = np.array(pixels("digits-8x8.csv"))
    # Sixteen grey levels, as in the source.
    assert set(np.unique(scans * 16)) <= set(range(17))
    assert trace[Key("accuracy")][0] < 0.2
    assert trace[Key("accuracy")][-1] >= 0.9
    text = (template_folder() / "digits-8x8.toml").read_text(encoding="utf-8")
    assert "Alpaydin" in text
    assert "CC BY 4.0" in text


def test_edges_answers_right_without_any_training():
    network, _, trace = trained("edges")
    assert network.epochs == 0
    assert trace[Key("correct")][0].all()


def test_an_edge_filter_answers_at_the_edge_alone():
    """Ink in the left half of a picture: only columns 3 and 4 of the windows see an edge."""
    _, inputs, trace = trained("edges")
    assert inputs.x[0].tolist() == [[1, 1, 1, 1, 0, 0, 0, 0]] * 8
    ends, begins, upper, lower = trace[Key("a", 2)][0, 0]
    assert ends.tolist() == [[0, 0, 3, 3, 0, 0]] * 6
    assert not begins.any()
    assert not upper.any()
    assert not lower.any()


POOL = """
data = { file = "tie.csv", label = "label", image = [2, 4] }
layer = [
  { kind = "max-pool", size = [2, 2] },
  { kind = "dense", units = 2 },
]
training = { eta = 1, epochs = 1 }
"""


@pytest.mark.parametrize("lang", languages())
def test_the_guide_shows_the_first_window_that_ties(tmp_path, lang):
    """The first picture has no tie; the second has one in its right window."""
    rows = [[1, 2, 8, 7, 3, 4, 6, 5, "a"], [1, 2, 9, 7, 3, 4, 6, 9, "b"]]
    write_csv(tmp_path / "tie.csv", [*(f"x{i}" for i in range(8)), "label"], rows)
    (tmp_path / "tie.toml").write_text(POOL)
    sheetnet.build(tmp_path / "tie.toml", tmp_path / "t.xlsx", lang=lang)
    guide = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    said = "\n".join(str(row[0].value) for row in guide.iter_rows())
    assert "9 7 6 9" in said
    one = {
        "en": "example 2, layer 2, map 1, window at row 1, column 2",
        "zh": "样本 2，第 2 层",
    }
    assert one[lang] in said


def test_a_tie_sends_the_error_to_the_first_cell_alone(tmp_path):
    rows = [[1, 2, 8, 7, 3, 4, 6, 5, "a"], [1, 2, 9, 7, 3, 4, 6, 9, "b"]]
    write_csv(tmp_path / "tie.csv", [*(f"x{i}" for i in range(8)), "label"], rows)
    conv = '{ kind = "conv", filters = 1, size = [1, 1], activation = "identity" },'
    (tmp_path / "tie.toml").write_text(POOL.replace("layer = [", f"layer = [{conv}"))
    _, _, trace = (lambda n, i: (n, i, run(n, i)))(
        *resolve(sheetnet.load_spec(tmp_path / "tie.toml"))
    )
    delta = trace[Key("delta", 2)][0, 1, 0]
    # Window at the right: 9 and 9; w may be negative, then its largest are the 6.
    assert np.count_nonzero(delta[:, 2:]) == 1

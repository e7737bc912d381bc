"""Does it learn? What Cost shows of a run, and Training repeats in words, live."""

from dataclasses import replace

import numpy as np
import openpyxl
import pytest

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.engine import run
from sheetnet.lang import languages, texts
from sheetnet.model.notation import Key
from sheetnet.sheets.cost import truth
from sheetnet.sheets.cost.signs import signs_of
from sheetnet.spec.loading import load_network
from sheetnet.verification.sight.formats import _hides_as_planned
from sheetnet.xlsx.reading.sheet.scanned import Dress
from tests.nets import outcome, small_net
from tests.networks import inputs_of, network_of
from tests.templates import NETWORKS
from tests.test_diagnosis import SPOILT, spec, table

# Which line of Cost is the first bad one where one thing is spoilt.
SHOWN = {
    "η too large": "ends_low",
    "unscaled features": "size",
    "dead ReLU": "alive",
    "too few epochs": "falling",
    "saturated tanh": "slope",
}


def shown(path, *overrides, lang="en"):
    made = draft(load_network(path, overrides), lang)
    lines = [sign.name for sign in signs_of(made.subject)]
    marks = made.values.get(Key("sign_mark"), np.array([], dtype=object)).tolist()
    bad = [name for name, mark in zip(lines, marks, strict=True) if mark == "✗"]
    return made, bad


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_no_template_shows_a_bad_sign(name):
    made, bad = shown(name)
    assert bad == []
    says = made.values.get(Key("says"))
    assert (
        says is None if made.subject.epochs == 0 else says == texts("en")("cost.learns")
    )


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("fault", SHOWN)
def test_what_is_spoilt_is_said_at_the_top_of_training(tmp_path, fault, lang):
    settings, data, _, _ = SPOILT[fault]
    made, bad = shown(spec(tmp_path, table(**data), **settings), lang=lang)
    assert bad[0] == SHOWN[fault]
    assert made.values[Key("learns")] == "✗"
    assert made.values[Key("says")] == texts(lang)(f"cost.mend_{bad[0]}", layer=2)


def by_chance(examples=30):
    """Return rows whose labels have nothing to do with their numbers."""
    rng = np.random.default_rng(5)
    head = [*(f"x{i}" for i in range(8)), "kind"]
    rows = [[*rng.normal(size=8).round(3), "ab"[k % 2]] for k in range(examples)]
    return head, rows


def by_chance_of_twelve():
    """Return rows of twelve classes that have nothing to do with their numbers."""
    rng = np.random.default_rng(1)
    rows = [[*rng.normal(size=3).round(3), "abcdefghijkl"[k % 12]] for k in range(96)]
    return ["u", "v", "w", "kind"], rows


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_a_run_that_has_learned_little_is_not_told_that_it_learns(tmp_path, lang):
    """More right than a constant, far less than all: one in five of twelve classes."""
    data = by_chance_of_twelve()
    path = spec(tmp_path, data, units=12, epochs=400, eta=0.3)
    made, bad = shown(path, lang=lang)
    assert bad == ["learned"]
    assert 0.05 < made.outcome.accuracy[1] < 0.5
    assert made.values[Key("learns")] == "✗"
    little = {"en": "It has learned little so far", "zh": "到目前为止学到的很少"}
    assert made.values[Key("says")].item().startswith(little[lang])


@pytest.mark.parametrize(("right", "mark"), [(5, "✗"), (6, "✓"), (7, "✓")])
def test_a_quarter_of_what_can_be_learned_is_no_longer_little(right, mark):
    """Of 12 examples 4 are of the largest class: 6 right are a quarter of the other 8."""
    network = network_of([{"kind": "dense", "units": 3}], outputs=("a", "b", "c"),
                         examples=12, epochs=1)  # fmt: skip
    inputs = inputs_of(network)
    inputs = replace(inputs, labels=inputs.classes[np.repeat([0, 1, 2], 4)])
    trace = run(network, inputs) | {
        Key("accuracy"): np.array([0.0, right / 12]),
        Key("C_T"): np.array([2.0, 1.9]),
    }
    at = [sign.name for sign in signs_of(network)].index("learned")
    made = truth.shown(network, inputs, trace, 1)
    assert made[Key("sign_mark")][at] == mark
    assert made[Key("sign_value")][at] == pytest.approx((right - 4) / 8)


@pytest.mark.slow
def test_what_is_learnt_by_heart_shows_in_the_test_examples(tmp_path):
    kind = 'label = "kind", test = 0.3'
    path = spec(tmp_path, by_chance(), kind=kind, epochs=60, eta=2)
    made, bad = shown(path)
    assert bad == ["test_cost", "test_right"]
    # From the first epoch on: to train no longer than that is no advice.
    assert [one.code for one in made.outcome.warnings] == ["test-cost-rose"]
    path = spec(tmp_path, by_chance(), kind=kind, epochs=60, eta=0.1)
    made, bad = shown(path)
    assert bad == ["test_cost"]
    assert [one.code for one in made.outcome.warnings] == ["overfitting"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "units", "eta"),
    [(table(), 2, 1), (table(), 2, 300), (by_chance_of_twelve(), 12, 1)],
)
def test_every_calculator_shows_the_same_signs(tmp_path, data, units, eta):
    kind = 'label = "kind", test = 0.2'
    path = spec(tmp_path, data, kind=kind, units=units, epochs=5, eta=eta)
    assert outcome("build", path, "-o", tmp_path / "a.xlsx", "-q")[0] == 0
    status, said, _ = outcome("verify", tmp_path / "a.xlsx", "--calculator", "all")
    assert (status, said.splitlines()[-1].split(":")[0]) == (0, "agree")


@pytest.mark.parametrize(
    ("activation", "edge"), [("sigmoid", "one half"), ("tanh", "0"), ("softsign", "0")]
)
def test_the_words_of_an_answer_say_where_its_edge_is(tmp_path, activation, edge):
    path = small_net(tmp_path, output=activation)
    path.write_text(path.read_text().replace("units = 2", "units = 1"))
    plan = draft(load_network(path)).plan
    says = f"number of the class: 2 where the output is above {edge}, else 1"
    # In Training the classes stand beside it by name.
    for sheet, text in (("Training", f"{says} (1: no, 2: yes)"), ("Guide", says)):
        assert text in {cell.text for cell in plan.sheet(sheet).cells}


def test_no_more_than_all_of_the_cost_can_be_taken_off(tmp_path):
    """Of 8, 4, 2, 1, 0.5 the last step is 0.5: twenty such are twenty times what is left."""
    network = network_of([{"kind": "dense", "units": 2}], epochs=4)
    inputs = inputs_of(network)
    at = [sign.name for sign in signs_of(network)].index("falling")
    for C, share in (
        ([8.0, 4.0, 2.0, 1.0, 0.5], 1.0),
        ([8.0, 8.0, 8.0, 8.08, 8.0], 0.2),
        ([8.0, 4.0, 4.0, 4.0, 8.0], -10.0),
    ):
        trace = run(network, inputs) | {Key("C_T"): np.array(C)}
        told = truth.shown(network, inputs, trace, 4)[Key("sign_value")][at]
        assert told == pytest.approx(share)


def test_rows_for_bands_to_be_pasted_look_empty_whatever_stands_in_them(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "s.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["Cost"]
    (area, look) = next(
        (str(cells.sqref), rule.dxf)
        for cells in sheet.conditional_formatting
        for rule in cells.rules
        if rule.dxf.numFmt is not None
    )
    first = next(c.row for c in sheet["A"] if c.value == "epoch") + 1
    assert area == f"A{first + 4}:F{first + 23}"
    # An error has no number format: it is white, and without lines.
    assert look.font.color.rgb == "00FFFFFF"
    assert look.numFmt.formatCode == ";;;"
    border = look.border
    sides = border.left, border.right, border.top, border.bottom
    assert [one.style for one in sides] == [None] * 4


def test_only_the_planned_look_hides_only_the_planned_rows(tmp_path):
    cost = draft(load_network(small_net(tmp_path), ())).plan.sheet("Cost")
    [where] = cost.where
    area, dress = where.area.a1(), Dress(";;;", "FFFFFF")
    assert _hides_as_planned(cost, area, dress)
    assert not _hides_as_planned(cost, "A1:F9", dress)
    assert not _hides_as_planned(cost, area, Dress("", "FFFFFF"))
    assert not _hides_as_planned(cost, area, Dress(";;;", "FFFFFF", "000000"))

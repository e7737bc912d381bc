"""Does it learn? What Cost shows of a run, and Training repeats in words, live."""

import numpy as np
import pytest

from sheetnet.building.builder import draft
from sheetnet.lang import languages, texts
from sheetnet.model.notation import Key
from sheetnet.sheets.cost.signs import signs_of
from sheetnet.spec.loading import load_network
from tests.nets import outcome
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


@pytest.mark.parametrize("name", NETWORKS)
def test_no_template_shows_a_bad_sign(name):
    made, bad = shown(name)
    assert bad == []
    says = made.values.get(Key("says"))
    assert (
        says is None if made.subject.epochs == 0 else says == texts("en")("cost.learns")
    )


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


def test_what_is_learnt_by_heart_shows_in_the_test_examples(tmp_path):
    kind = 'label = "kind", test = 0.3'
    path = spec(tmp_path, by_chance(), kind=kind, epochs=60, eta=2)
    made, bad = shown(path)
    assert bad == ["test_cost", "test_right"]
    assert [one.code for one in made.outcome.warnings] == ["overfitting"]


@pytest.mark.slow
@pytest.mark.parametrize("eta", [1, 300])
def test_every_calculator_shows_the_same_signs(tmp_path, eta):
    kind = 'label = "kind", test = 0.2'
    path = spec(tmp_path, table(), kind=kind, epochs=5, eta=eta)
    assert outcome("build", path, "-o", tmp_path / "a.xlsx", "-q")[0] == 0
    status, said, _ = outcome("verify", tmp_path / "a.xlsx", "--calculator", "all")
    assert (status, said.splitlines()[-1].split(":")[0]) == (0, "agree")

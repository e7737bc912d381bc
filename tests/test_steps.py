"""Explorer tells the step that a parameter takes: by its update, with its numbers."""

import math

import numpy as np
import openpyxl
import pytest

from sheetnet.building.builder import draft
from sheetnet.model.notation import Key
from sheetnet.model.optimizers import OPTIMIZERS
from sheetnet.model.sentence import Fine, FineFactor, Spelled
from sheetnet.sheets.explorer.steps import lines_of_update, told
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from sheetnet.workbook.formula.sentence import fine, fine_factor
from tests.books import Book
from tests.calculating import computed, needed, values
from tests.nets import conv_net, small_net
from tests.test_updates import GIVEN, full

# Each optimizer once, with all that may stand around it or as it is.
SMALL = {
    one: full(one) for one in OPTIMIZERS if one not in ("momentum", "adam", "rmsprop")
}
SMALL["momentum"] = ["training.optimizer=momentum"]
SMALL["batches"] = ["training.optimizer=adam", "training.batches=2"]
SMALL["decay"] = ["training.weight_decay=0.1"]
SMALL["schedule"] = [GIVEN["warmup"]]
SMALL["frozen"] = ["training.optimizer=rmsprop", 'training.freeze=["w2", "b3"]']
EPOCH = 1
CONV = '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [2, 2]\nactivation = "tanh"\n'


def explored(folder, spec, overrides):
    """Return network, blocks, Training and Explorer of a workbook in an early epoch."""
    network, _ = resolve(load_network(spec, overrides))
    book = Book(spec, folder, overrides)
    changed = openpyxl.load_workbook(book.path)
    sheet, cell = next(changed.defined_names["knob_epoch"].destinations)
    changed[sheet][cell] = EPOCH
    changed.save(book.path)
    sheets = [book.names[key] for key in ("Training", "Explorer")]
    grids = values(needed("embedded"), book.path, sheets)

    def cells(key):
        block = book.blocks[key]
        rows, columns = block.cells()
        return grids[book.names[block.sheet]][rows - 1, columns - 1]

    return network, cells


def by_python(sentence):
    """Return what a sentence says of a number, worked out by Python, and as it says."""
    *_, worked, result = sentence.split(" = ")
    for sign, typed in (("×", "*"), ("−", "-"), ("√", "math.sqrt")):
        worked, result = worked.replace(sign, typed), result.replace(sign, typed)
    return eval(worked, {"math": math}), float(result)


@pytest.mark.slow
@pytest.mark.parametrize("case", [*SMALL, "conv"])
def test_the_step_leads_to_what_the_next_band_holds(case, tmp_path):
    if case == "conv":
        spec, overrides = conv_net(tmp_path, CONV), full("adam")
    else:
        spec, overrides = small_net(tmp_path), SMALL[case]
    network, cells = explored(tmp_path, spec, overrides)
    seen = 0
    for layer in network.layers:
        l = layer.number
        for one in told(network, layer):
            there = cells((one.symbol, l))[EPOCH + one.is_after]
            here = cells((f"explorer.{one.shown}", l))
            first = np.ravel(there.reshape(layer.units, -1)[: len(here)])
            np.testing.assert_allclose(
                np.ravel(here).astype(float), first.astype(float), rtol=1e-11
            )
            seen += one.is_after
        # What is said is right by its own numbers, which have three digits and more.
        for unit in cells(("explorer.says", l)):
            steps = [text for text in unit if "←" in text]
            assert len(steps) == (1 + len(network.update.slots)) * bool(
                told(network, layer)
            )
            for text in steps:
                worked, result = by_python(text)
                assert result == pytest.approx(worked, rel=0.02, abs=2e-4), text
    assert seen


def test_a_step_of_momentum_with_all_around_it_as_a_person_works_it_out(tmp_path):
    """By hand: m = 0.5, g = 0.25 · 0.2 + 0.1 · 2 = 0.25, so m = 0.5 μ + 0.25 and w = 2 − η m."""
    overrides = full("momentum")
    made = draft(load_network(small_net(tmp_path), overrides), "en")
    network, _ = resolve(load_network(small_net(tmp_path), overrides))
    first = made.values[Key("explorer.says", 2)][0]
    assert [str(one).partition(" = ")[0] for one in first[-2:]] == [
        "m ← μ m + g",
        "w²₁₁ ← w²₁₁ − ηₙ m",
    ]
    numbers = {"w": 2.0, "m_w": 0.5, "all_dC_dw": 0.2, "clip_n": 0.25, "mu": 0.9}
    numbers |= {"weight_decay": 0.1, "eta_n": 0.4, "after_m_w": 0.7, "after_w": 1.72}
    forms = {"fine": Fine, "fine-factor": FineFactor}
    said = [
        str(
            Spelled.of(
                one if isinstance(one, str) else forms[one.form](numbers[one.symbol])
                for one in line
            )
        )
        for line in lines_of_update(network, network.layer(2), 0)
    ]
    assert said == [
        "m ← μ m + g = 0.9000 × 0.5000 + (0.2500 × 0.2000 + 0.1000 × 2) = 0.7000",
        "w²₁₁ ← w²₁₁ − ηₙ m = 2 − 0.4000 × 0.7000 = 1.7200",
    ]


def test_plain_descent_has_no_more_than_its_gradient(tmp_path):
    network, _ = resolve(load_network(small_net(tmp_path)))
    assert not any(told(network, layer) for layer in network.layers)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (3.0, "3"),
        (0.34567, "0.3457"),
        (-12.5, "−12.5000"),
        (1e-8, "1.00E-8"),
        (-0.00123456, "−1.23E-3"),
        (0.0099999, "1.00E-2"),
    ],
)
def test_a_small_number_keeps_its_digits(number, text):
    found = computed(
        {"A1": number, "B1": f"={fine('A1')}", "C1": f"={fine_factor('A1')}"}
    )
    assert Spelled.of(["= ", Fine(number)]).says(f"= {found['B1']}")
    assert Spelled.of(["= ", FineFactor(number)]).says(f"= {found['C1']}")
    if number != 0.0099999:
        assert found["B1"] == str(Fine(number)) == text
    assert not Spelled.of(["= ", Fine(number * 1.02 + 0.01)]).says(f"= {found['B1']}")

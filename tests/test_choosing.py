"""η chosen by short runs, on data whose best steps can be worked out or seen."""

import time
from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs

from sheetnet.building import choosing
from sheetnet.building.choosing import MOST_EXAMPLES, choose_eta
from sheetnet.engine import run, targets
from sheetnet.model.network import objects
from sheetnet.model.notation import Key
from tests.networks import inputs_of, network_of

TANH = {"kind": "dense", "units": 4, "activation": "tanh"}
CLASSES = {"kind": "dense", "units": 2, "activation": "softmax"}
NUMBER = {"kind": "dense", "units": 1, "activation": "identity"}


def classes(x, second, layers):
    """Return network and inputs of two classes; `second` tells which are of the second."""
    network = network_of(
        layers, (x.shape[1],), examples=len(x), epochs=40, reduction="mean",
        cost="cross-entropy",
    )  # fmt: skip
    labels = objects(tuple("b" if one else "a" for one in second))
    return network, replace(inputs_of(network), x=x, labels=labels)


def regression(x, t, layers, epochs=40):
    network = network_of(
        layers, (x.shape[1],), examples=len(x), epochs=epochs, reduction="mean",
        outputs=("y",), labelled=False,
    )  # fmt: skip
    given = {"labels": None, "classes": None, "t": t[:, None]}
    return network, replace(inputs_of(network), x=x, **given)


def line(size=1.0):
    """Return a line through two points: C has curvature size² along w and 1 along b.

    One step w − η ∂C/∂w leaves 1 − η size² of the error in w.
    """
    return regression(np.array([[-size], [size]]), np.array([-1.0, 2.0]), [NUMBER])


def clouds(kind):
    rng = np.random.default_rng(5)
    x = rng.normal(size=(60, 2))
    if kind == "linear classes":
        return classes(x, x[:, 0] + 2 * x[:, 1] > 0.3, [TANH, CLASSES])
    if kind == "like XOR":
        corners = np.sign(x)
        return classes(corners + 0.1 * x, corners.prod(axis=1) < 0, [TANH, CLASSES])
    return regression(x, np.sin(x[:, 0]) + 0.5 * x[:, 1], [TANH, NUMBER])


def test_a_step_is_taken_that_is_stable_when_it_is_twice_as_large():
    # 1 would end at once, but 2 leaves −1 of the error for ever.
    chosen = choose_eta(*line())
    assert chosen.eta == 0.3
    assert [one.eta for one in chosen.tried] == [10.0, 3.0, 1.0, 0.3, 0.1, 0.03]
    assert [one.calm for one in chosen.tried] == [False, False, True, True, True, True]
    assert [one.fell > 0 for one in chosen.tried] == [False, False, *[True] * 4]
    # The bias ends at 0.5; with it and w = 1.5 nothing is left to pay.
    assert chosen.tried[2].C[1] == pytest.approx(0.0, abs=1e-25)


def test_features_of_a_thousand_take_steps_below_the_grid():
    # The limit is 2 / 1000², so 1e-6 is stable and 3e-6 is not.
    assert choose_eta(*line(1000.0)).eta == 3e-7


def test_where_C_is_a_sum_the_same_steps_are_taken():
    network, inputs = line()
    summed = structs.replace(network, reduction="sum")
    assert choose_eta(summed, inputs).eta == 0.15
    assert choose_eta(summed, inputs).tried[0].eta == 5.0


@pytest.mark.parametrize("kind", ["linear classes", "like XOR", "regression"])
def test_with_what_is_chosen_C_falls_in_every_epoch_and_far(kind):
    network, inputs = clouds(kind)
    eta = choose_eta(network, inputs).eta
    C_T = run(network, replace(inputs, settings={"eta": eta}))[Key("C_T")]
    assert (np.diff(C_T) < 0).all()
    assert C_T[-1] < 0.3 * C_T[0]


def test_more_epochs_than_are_tried_stay_calm():
    network, inputs = clouds("like XOR")
    eta = choose_eta(structs.replace(network, epochs=200), inputs)
    assert eta.epochs == 60
    long = structs.replace(network, epochs=200)
    C_T = run(long, replace(inputs, settings={"eta": eta.eta}))[Key("C_T")]
    assert (np.diff(C_T) < 0).all()


def test_of_many_examples_a_sample_is_tried_in_which_every_class_is():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(20_000, 30))
    rare = np.arange(20_000) % 100 == 0
    network, inputs = classes(x + 2 * rare[:, None], rare, [TANH, CLASSES])
    before = time.process_time()
    chosen = choose_eta(network, inputs)
    assert time.process_time() - before < 2
    assert chosen.examples == MOST_EXAMPLES
    from sheetnet.building.choosing import _sample

    assert rare[_sample(targets(network, inputs))].sum() == pytest.approx(5, abs=1)


def test_the_spec_s_own_eta_plays_no_part():
    network, inputs = line()
    other = replace(inputs, settings={"eta": 1e9})
    assert choose_eta(network, other) == choose_eta(network, inputs)


@pytest.mark.parametrize(
    ("ends", "few", "eta"),
    [
        # The lowest is 0.6; 0.1 ends higher by 1.
        ([[2] * 5, [1] * 5, [1.02] * 5], False, 0.6),
        # A hundredth of 3, C at the start, above the lowest is as good, whatever η is.
        ([[1.02] * 5, [1.01] * 5, [1] * 5], False, 0.1),
        # Above by 2, −0.5, 0, 0, 0: by 0.3, give or take √0.95 / √5 = 0.44. Luck; so half of 1.2.
        ([[9] * 5, [3, 0.5, 1, 1, 1], [1] * 5], False, 0.6),
        # By 0.3 each: no luck, unless few examples make the lowest uncertain: √0.8 / √5 = 0.4.
        ([[9] * 5, [3.3, 1.3, 1.3, 1.3, 1.3], [3, 1, 1, 1, 1]], False, 1.2),
        ([[9] * 5, [3.3, 1.3, 1.3, 1.3, 1.3], [3, 1, 1, 1, 1]], True, 0.6),
        # Never one with which numbers left the sheet.
        ([[np.inf] * 5, [9] * 5, [1, 1, 1, 1, 1]], True, 1.2),
    ],
)
def test_the_least_eta_is_taken_that_is_nearly_as_good(ends, few, eta):
    candidates = [0.1, 0.6, 1.2]
    taken = choosing._least_of_the_good(candidates, np.array(ends, float), 3.0, few=few)
    assert taken == eta

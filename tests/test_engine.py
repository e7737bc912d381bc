"""The engine against numbers worked out by hand, and the shapes and order it promises."""

import math
from fractions import Fraction

import numpy as np
import pytest

from sheetnet import load_spec
from sheetnet.engine import epochs, run
from sheetnet.errors import TrainingError
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve
from tests.nets import conv_net, small_net, write_csv

ONE = """
data = {{ file = "one.csv", target = ["t"] }}
layer = [{layers}]
[training]
eta = {eta}
epochs = {epochs}
reduction = "{reduction}"
init = {{ file = "p.json" }}
"""


def traced(folder, layers, parameters, rows, *, eta=0.5, epochs=1, reduction="sum"):
    """Run a network over columns x and t, and return its Trace."""
    write_csv(folder / "one.csv", ["x", "t"], rows)
    (folder / "p.json").write_text(parameters, encoding="utf-8")
    text = ONE.format(layers=layers, eta=eta, epochs=epochs, reduction=reduction)
    (folder / "one.toml").write_text(text, encoding="utf-8")
    return run(*resolve(load_spec(folder / "one.toml")))


LINE = '{ kind = "dense", units = 1, activation = "identity" }'
SIGMOID = '{ kind = "dense", units = 1, activation = "sigmoid" }'


def test_a_line_through_two_points_takes_one_step_as_by_hand(tmp_path):
    """w = 1, b = 0 on (1, 3), (2, 5): e = −2, −3; ΔC/Δw = −8, ΔC/Δb = −5; η = 1/10."""
    trace = traced(
        tmp_path, LINE, '{"w2": [[1]], "b2": [0]}', [[1, 3], [2, 5]], eta=0.1
    )
    assert trace[Key("z", 2)][0].tolist() == [[1.0], [2.0]]
    assert trace[Key("delta", 2)][0].tolist() == [[-2.0], [-3.0]]
    assert trace[Key("C")][0].tolist() == [2.0, 4.5]
    assert trace[Key("C_T")][0] == 6.5
    assert trace[Key("dC_dw", 2)][0].tolist() == [[-8.0]]
    assert trace[Key("dC_db", 2)][0].tolist() == [-5.0]
    assert trace[Key("w", 2)][1].item() == float(1 + Fraction(8, 10))
    assert trace[Key("b", 2)][1].item() == float(Fraction(5, 10))


def test_the_mean_divides_cost_and_gradients_by_the_examples(tmp_path):
    trace = traced(
        tmp_path, LINE, '{"w2": [[1]], "b2": [0]}', [[1, 3], [2, 5]], reduction="mean"
    )
    assert trace[Key("C_T")][0] == 3.25
    assert trace[Key("dC_dw", 2)][0].item() == -4.0
    assert trace[Key("dC_db", 2)][0].item() == -2.5


def test_two_units_in_a_row_follow_the_chain_rule_by_hand(tmp_path):
    """x = ln 3, all weights 1, biases 0, t = 1: σ(ln 3) = 3/4, the rest by formula."""
    trace = traced(
        tmp_path,
        f"{SIGMOID}, {LINE}",
        '{"w2": [[1]], "b2": [0], "w3": [[2]], "b3": [0]}',
        [[math.log(3), 1]],
    )
    # a² = 3/4, a³ = 3/2, δ³ = 1/2, δ² = ½·2·¾·¼ = 3/16.
    assert trace[Key("a", 2)][0].item() == pytest.approx(0.75, rel=1e-15)
    assert trace[Key("a", 3)][0].item() == pytest.approx(1.5, rel=1e-15)
    assert trace[Key("delta", 3)][0].item() == pytest.approx(0.5, rel=1e-15)
    assert trace[Key("delta", 2)][0].item() == pytest.approx(3 / 16, rel=1e-15)
    assert trace[Key("dC_dw", 3)][0].item() == pytest.approx(3 / 8, rel=1e-15)
    gradient = 3 / 16 * math.log(3)
    assert trace[Key("dC_dw", 2)][0].item() == pytest.approx(gradient, rel=1e-15)
    assert trace[Key("w", 2)][1].item() == pytest.approx(1 - gradient / 2, rel=1e-15)


def test_a_convolution_does_not_flip_its_filter(tmp_path):
    """One filter [[1, 2], [3, 4]] on [[1, 0], [0, 0]] sees 1, not 4."""
    write_csv(
        tmp_path / "c.csv",
        ["a", "b", "c", "d", "label"],
        [[1, 0, 0, 0, "p"], [0, 0, 0, 1, "q"]],
    )
    (tmp_path / "p.json").write_text(
        '{"w2": [[[[1, 2], [3, 4]]]], "b2": [0.5], "w3": [[1], [1]], "b3": [0, 0]}'
    )
    (tmp_path / "c.toml").write_text(
        """
data = { file = "c.csv", label = "label", image = [2, 2] }
layer = [
  { kind = "conv", filters = 1, size = [2, 2], activation = "identity" },
  { kind = "dense", units = 2 },
]
training = { eta = 1, epochs = 0, init = { file = "p.json" } }
"""
    )
    trace = run(*resolve(load_spec(tmp_path / "c.toml")))
    assert trace[Key("z", 2)].ravel().tolist() == [1.5, 4.5]


def test_epochs_count_updates_so_fifty_updates_give_fifty_one_rows(tmp_path):
    network, inputs = resolve(load_spec(small_net(tmp_path, epochs=7)))
    trace = run(network, inputs)
    assert trace[Key("C_T")].shape == (8,)
    assert trace[Key("w", 2)].shape == (8, 3, 2)
    np.testing.assert_array_equal(trace[Key("w", 2)][0], inputs.start[Key("w", 2)])


def test_every_epoch_follows_from_the_one_before(tmp_path):
    network, inputs = resolve(load_spec(small_net(tmp_path, epochs=3)))
    trace = run(network, inputs)
    for l in (2, 3):
        w, gradient = trace[Key("w", l)], trace[Key("dC_dw", l)]
        np.testing.assert_array_equal(
            w[1:], w[:-1] - inputs.settings["eta"] * gradient[:-1]
        )


def test_the_order_of_a_trace_is_the_order_of_computation(tmp_path):
    layers = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
[[layer]]
kind = "max-pool"
size = [2, 1]
stride = 1
"""
    first = next(epochs(*resolve(load_spec(conv_net(tmp_path, layers)))))
    order = list(map(str, first))

    def before(one, other):
        return order.index(one) < order.index(other)

    assert before("w_2", "z_2")
    assert before("z_2", "a_2")
    assert before("a_2", "a_3")
    assert before("a_4", "C")
    assert before("C", "C_T")
    assert before("C_T", "delta_4")
    assert before("delta_4", "dC_da_3")
    assert before("dC_da_3", "delta_2")
    assert before("delta_2", "dC_dw_2")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"hidden": "relu", "output": "identity", "eta": 1e155, "epochs": 5},
            r"epoch 1, layer 3: C is no finite number; lower training\.eta",
        ),
        (
            {"hidden": "sigmoid", "output": "identity", "eta": 1e6, "epochs": 5},
            r"epoch \d, layer 2: z_2 reaches -.*EXP overflows.*lower training\.eta",
        ),
    ],
)
def test_a_run_that_leaves_the_range_of_a_sheet_is_refused(tmp_path, settings, message):
    with pytest.raises(TrainingError, match=message):
        run(*resolve(load_spec(small_net(tmp_path, **settings))))

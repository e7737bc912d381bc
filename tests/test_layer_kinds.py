"""What must hold of any kind of layer: its folder alone brings it under these tests.

Shapes as its quantities say, gradients against central differences, and every formula of
a whole workbook against NumPy in the embedded calculator.
"""

import itertools

import msgspec
import numpy as np
import pytest

import sheetnet
from sheetnet.building.builder import draft_of_network, write
from sheetnet.engine import run
from sheetnet.layers import (
    formulas_of,
    kind_spec,
    layer_kinds,
    numbers_of,
    sentences_of,
)
from sheetnet.layers.quantities import of_layer, parameters
from sheetnet.model.notation import Key, gradient_of
from tests.networks import inputs_of, network_of

# By the name of a spec's key, what the tests give it; each combination is a case.
EXAMPLES = {
    "units": [3],
    "filters": [2],
    "size": [(2, 2)],
    "stride": [1, 2],
    "padding": ["valid", "same"],
    "activation": ["tanh"],
    "beside": [(2,)],
    "adds": [1],
    "norm": ["rms", "layer"],
}
PICTURE = (4, 4)


def cases(kind):
    """Yield what a spec may say of a layer of this kind."""
    fields = msgspec.structs.fields(kind_spec(kind).Spec)
    every = [EXAMPLES.get(one.name, [one.default]) for one in fields]
    for values in itertools.product(*every):
        case = {"kind": kind}
        for one, value in zip(fields, values, strict=True):
            case[one.name] = value
        yield case


CASES = [case for kind in layer_kinds() for case in cases(kind)]


def network_with(case, **settings):
    """Return a network with the layer third: over a layer that has all it may look at."""
    for key, value in case.items():
        assert value is not msgspec.NODEFAULT, f"give the key {key} an example here"
    if "size" in case:
        first = {"kind": "conv", "filters": 2, "size": (1, 1), "activation": "tanh"}
        layers, shape = [first, case], PICTURE
    else:
        first = {"kind": "dense", "units": 3, "activation": "tanh"}
        layers, shape = [first, case], (3,)
    last = {"kind": "dense", "units": 2, "activation": "sigmoid"}
    return network_of([*layers, last], shape, **positions(case), **settings)


def positions(case):
    """Return how many positions its examples have, where the kind is for sequences alone."""
    whole = kind_spec(case["kind"]).SEQUENCES == "whole"
    return {"positions": 3} if whole else {}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: "-".join(map(str, case.values()))
)
class TestALayer:
    """Each case of each kind."""

    def test_arrays_have_the_shapes_that_its_quantities_say(self, case):
        network = network_with(case)
        trace = run(network, inputs_of(network))
        for one in of_layer(network.layer(3)):
            if one.role == "link":
                continue
            # The engine has position after position of all sequences.
            around = {"epoch": network.epochs + 1, "example": network.columns}
            each = [axis for axis in one.each if axis != "position"]
            expected = (*(around[axis] for axis in each), *one.shape)
            assert trace[one.key].shape == expected, one.key

    def test_gradients_are_slopes_of_the_cost(self, case):
        network = network_with(case, epochs=0)
        inputs = inputs_of(network)
        trace, h = run(network, inputs), 1e-5
        for key in (key for key in inputs.start if key.layer):
            array = inputs.start[key]
            gradient = trace[Key(gradient_of(key.symbol), key.layer)][0]
            for index in list(np.ndindex(array.shape))[::2]:
                kept, costs = array[index], []
                for step in (h, -h):
                    array[index] = kept + step
                    costs.append(run(network, inputs)[Key("C_T")][0])
                array[index] = kept
                slope = (costs[0] - costs[1]) / (2 * h)
                assert gradient[index] == pytest.approx(slope, rel=1e-5, abs=1e-8)

    @pytest.mark.slow
    def test_every_formula_shows_what_numpy_computes(self, case, tmp_path):
        network = network_with(case)
        path = tmp_path / "layer.xlsx"
        write(draft_of_network(network, inputs_of(network)), path)
        report = sheetnet.verify(path, perturb=1)
        assert report.agree, report.problems

    @pytest.mark.slow
    def test_it_may_stand_on_the_input_too(self, case, tmp_path):
        below = {**case, "beside": (1,)} if "beside" in case else case
        # What is added stands on a layer; what it is added to is the input.
        between = (
            [{"kind": "dense", "units": 3, "activation": "tanh"}]
            if "adds" in case
            else []
        )
        last = {"kind": "dense", "units": 2, "activation": "sigmoid"}
        shape = PICTURE if "size" in case else (3,)
        network = network_of([*between, below, last], shape, **positions(case))
        path = tmp_path / "first.xlsx"
        write(draft_of_network(network, inputs_of(network)), path)
        assert sheetnet.verify(path, perturb=1).agree


@pytest.mark.parametrize("kind", layer_kinds())
def test_a_kind_has_all_that_sheets_ask_of_it(kind):
    layer = network_with(next(cases(kind))).layer(3)
    assert kind_spec(kind).UNIT in ("unit", "filter", "map")
    assert callable(numbers_of(layer).forward)
    assert callable(formulas_of(layer).back)
    assert sentences_of(layer).forward(layer, 0, (0,) * (len(layer.shape) - 1))
    if parameters(layer):
        assert all(one.shape[0] == layer.units for one in parameters(layer))

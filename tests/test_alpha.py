"""α of leaky ReLU and ELU as a spec has it: by layer, in numbers, formulas and words."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.engine import run
from sheetnet.errors import SpecError
from sheetnet.lang import languages
from sheetnet.model.functions import ACTIVATIONS
from sheetnet.spec.loading import load_network
from sheetnet.spec.resolving import resolve
from tests.nets import conv_net, small_net
from tests.test_functions import calculated

# Written anew, for autograd.
F = {
    "leaky-relu": lambda z, alpha: anp.where(z > 0, z, alpha * z),
    "elu": lambda z, alpha: anp.where(z > 0, z, alpha * (anp.exp(z) - 1)),
}
ALPHAS = [0.0, 0.00001, 0.1, 0.3, 1.0, 2.5]
Z = np.array([-30.0, -1.7, -0.2, 0.4, 3.0])


def with_alpha(name, alpha, layer=2):
    """Return the --set of an activation with an α."""
    return f'layer.{layer}.activation={{ kind = "{name}", alpha = {alpha!r} }}'


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("name", F)
def test_values_and_slopes_are_those_of_the_equation(name, alpha):
    one = ACTIVATIONS[name].with_alpha(alpha)
    a = one.f(Z)
    np.testing.assert_allclose(a, F[name](Z, alpha), rtol=1e-14)
    slope = elementwise_grad(F[name])(Z, alpha)
    np.testing.assert_allclose(one.f_prime(Z, a), slope, rtol=1e-14, atol=1e-300)


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("name", F)
def test_formulas_give_the_same(name, alpha):
    one = ACTIVATIONS[name].with_alpha(alpha)
    cells = [f"A{row}" for row in range(1, len(Z) + 1)]
    values = calculated([one.excel(cell) for cell in cells], z=Z)
    slopes = calculated([f"1*{one.excel_prime(cell, 'B1')}" for cell in cells], z=Z)
    np.testing.assert_allclose(values, F[name](Z, alpha), rtol=1e-14)
    np.testing.assert_allclose(
        slopes, elementwise_grad(F[name])(Z, alpha), rtol=1e-14, atol=1e-300
    )


def test_the_usual_alphas_are_the_plain_functions():
    for name, usual in (("leaky-relu", 0.01), ("elu", 1.0)):
        plain, same = ACTIVATIONS[name], ACTIVATIONS[name].with_alpha(usual)
        assert plain.alpha == usual
        np.testing.assert_array_equal(plain.f(Z), same.f(Z))
        np.testing.assert_array_equal(
            plain.f_prime(Z, plain.f(Z)), same.f_prime(Z, same.f(Z))
        )


@pytest.mark.slow
@pytest.mark.parametrize(("name", "usual"), [("leaky-relu", 0.01), ("elu", 1)])
def test_a_usual_alpha_that_is_said_changes_no_byte(tmp_path, name, usual):
    spec = small_net(tmp_path, hidden=name)
    plain, said = tmp_path / "plain.xlsx", tmp_path / "said.xlsx"
    sheetnet.build(spec, plain)
    sheetnet.build(sheetnet.load_spec(spec, [with_alpha(name, usual)]), said)
    assert plain.read_bytes() == said.read_bytes()


CONV = (
    '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [2, 2]\n'
    'activation = { kind = "elu", alpha = 0.4 }\n'
    '[[layer]]\nkind = "dense"\nunits = 2\n'
    'activation = { kind = "leaky-relu", alpha = 0.2 }\n'
)


@pytest.mark.slow
def test_each_layer_has_its_own_and_a_workbook_of_them_is_verified(tmp_path):
    spec = conv_net(tmp_path, CONV)
    network, inputs = resolve(load_network(spec))
    assert [layer.alpha for layer in network.layers[:2]] == [0.4, 0.2]
    # Some z lie below 0 in both layers, so that both α count.
    trace = run(network, inputs)
    for l in (2, 3):
        assert (trace["z", l] < 0).any()
    path = tmp_path / "a.xlsx"
    sheetnet.build(spec, path)
    report = sheetnet.verify(path, perturb=2)
    assert report.agree, report.problems


def test_gradients_are_slopes_of_the_cost(tmp_path):
    network, inputs = resolve(load_network(conv_net(tmp_path, CONV)))
    trace, h = run(network, inputs), 1e-6
    for (symbol, l), array in inputs.start.items():
        for index in list(np.ndindex(array.shape))[::2]:
            kept, costs = array[index], []
            for step in (h, -h):
                array[index] = kept + step
                costs.append(run(network, inputs)["C_T", 0][0])
            array[index] = kept
            slope = (costs[0] - costs[1]) / (2 * h)
            gradient = trace[f"dC_d{symbol}", l][0][index]
            assert gradient == pytest.approx(slope, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("lang", languages())
def test_equations_and_headings_say_it(tmp_path, lang):
    made = draft(load_network(conv_net(tmp_path, CONV)), lang)
    said = {cell.text for cell in made.plan.sheet("Training").cells}
    equation = {
        "en": "a³ = z³ where z³ > 0, else 0.2 z³",
        "zh": "a³ = z³（z³ > 0 时），否则为 0.2 z³",
    }[lang]
    assert equation in said, [one for one in said if one and "a³ =" in one]
    explorer = {cell.text for cell in made.plan.sheet("Explorer").cells}
    assert any(one and "leaky-relu (α = 0.2)" in one for one in explorer)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            with_alpha("tanh", 0.1),
            "layer.2.activation.alpha: tanh has none; these have one: leaky-relu, elu",
        ),
        (
            with_alpha("elu", -1),
            "layer.2.activation.alpha: expected a number from 0 to",
        ),
        (
            'layer.2.activation={ kind = "elo" }',
            'layer.2.activation: unknown value "elo"',
        ),
        (
            'layer.2.activation={ kind = "elu", beta = 1 }',
            "layer.2.activation.beta: unknown key",
        ),
    ],
)
def test_what_has_no_alpha_or_a_wrong_one_is_refused(tmp_path, override, message):
    with pytest.raises(SpecError) as refused:
        resolve(load_network(small_net(tmp_path), [override]))
    assert message in str(refused.value)

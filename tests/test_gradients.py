"""δ-backprop against two oracles: central differences, and automatic differentiation."""

import types

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from sheetnet import load_spec
from sheetnet.engine import run, targets
from sheetnet.model.functions import ACTIVATIONS, SOFTMAX
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.spec.resolving import resolve
from tests.nets import OUTPUTS, TRAINABLE, conv_net, small_net

H = 1e-6
TOL_REL, TOL_ABS = 1e-6, 1e-8

# Forward passes and costs written anew for autograd, in its own plain terms.
F = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "softsign": lambda z: z / (1 + anp.abs(z)),
    "relu": lambda z: anp.maximum(z, 0),
    "leaky-relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(z) - 1),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True),
}


def differentiable(name):
    """Return an activation in autograd's terms: anew, or the record's own NumPy form."""
    if name in F:
        return F[name]
    f = ACTIVATIONS[name].f
    return types.FunctionType(f.__code__, {**f.__globals__, "np": anp})


def cost(network: Network, t, a):
    """Return C_T of outputs a, straight from the book's definitions."""
    if network.cost == "squared-error":
        each = anp.sum((t - a) ** 2, axis=1) / 2
    elif network.last.activation == SOFTMAX:
        each = -anp.sum(t * anp.log(a), axis=1)
    else:
        each = -anp.sum(t * anp.log(a) + (1 - t) * anp.log(1 - a), axis=1)
    return anp.mean(each) if network.reduction == "mean" else anp.sum(each)


def window_sums(layer, x, w, b):
    """Return z of a convolution, window by window with plain loops."""
    maps = x if x.ndim == 4 else x[:, None]
    down, right = layer.windows
    padded = anp.pad(
        maps,
        ((0, 0), (0, 0), (down.before, down.after), (right.before, right.after)),
        mode="constant",
    )
    rows = []
    for r in range(layer.shape[1]):
        cells = []
        for c in range(layer.shape[2]):
            i, j = r * layer.stride, c * layer.stride
            seen = padded[:, :, i : i + layer.size[0], j : j + layer.size[1]]
            cells.append(anp.einsum("kmij,fmij->kf", seen, w) + b)
        rows.append(anp.stack(cells, axis=-1))
    return anp.stack(rows, axis=-2)


def pooled(layer, x):
    """Return a pool's values, window by window; ties are settled by the first cell.

    What lies beyond the border is left out.
    """
    maps = x if x.ndim == 4 else x[:, None]
    down, right = layer.windows
    rows = []
    for r in range(layer.shape[1]):
        cells = []
        for c in range(layer.shape[2]):
            i, j = r * layer.stride - down.before, c * layer.stride - right.before
            rows_seen = slice(max(i, 0), i + layer.size[0])
            columns_seen = slice(max(j, 0), j + layer.size[1])
            seen = maps[:, :, rows_seen, columns_seen]
            flat = anp.reshape(seen, (*seen.shape[:2], -1))
            if layer.kind == "average-pool":
                cells.append(anp.mean(flat, axis=-1))
            else:
                values = flat._value if hasattr(flat, "_value") else flat
                values = getattr(values, "_value", values)
                first = np.argmax(values >= values.max(-1, keepdims=True) - 1e-9, -1)
                chosen = np.arange(flat.shape[-1]) == first[..., None]
                cells.append(anp.sum(flat * chosen, axis=-1))
        rows.append(anp.stack(cells, axis=-1))
    return anp.stack(rows, axis=-2)


def total_cost(network: Network, inputs: Inputs, start):
    """Return C_T of parameters, through autograd's forward pass."""
    a = inputs.x
    for layer in network.layers:
        l = layer.number
        if layer.kind == "dense":
            flat = anp.reshape(a, (len(inputs.x), -1))
            w, b = start[Key("w", l)], start[Key("b", l)]
            z = anp.dot(flat, anp.reshape(w, (layer.units, -1)).T) + b
        elif layer.kind == "conv":
            z = window_sums(layer, a, start[Key("w", l)], start[Key("b", l)])
        else:
            a = pooled(layer, a)
            continue
        a = differentiable(layer.activation)(z)
    return cost(network, targets(network, inputs), a)


def assert_gradients_agree(network: Network, inputs: Inputs) -> None:
    """Compare the engine's gradients of epoch 0 with both oracles, number by number."""
    trace = run(network, inputs)

    def C_T(start):
        return total_cost(network, inputs, start)

    assert C_T(inputs.start) == pytest.approx(trace[Key("C_T")][0], rel=1e-12)
    automatic = autograd.grad(C_T)(inputs.start)
    for key, array in inputs.start.items():
        ours = trace[Key(f"dC_d{key.symbol}", key.layer)][0]
        np.testing.assert_allclose(ours, automatic[key], rtol=TOL_REL, atol=TOL_ABS)
        for index in list(np.ndindex(array.shape))[::3]:
            numeric = difference(network, inputs, array, index)
            assert ours[index] == pytest.approx(numeric, rel=1e-6, abs=1e-7)


def difference(network, inputs, array, index) -> float:
    """Return the central difference of the engine's own C_T."""
    kept, costs = array[index], []
    for step in (H, -H):
        array[index] = kept + step
        costs.append(run_once(network, inputs))
    array[index] = kept
    return (costs[0] - costs[1]) / (2 * H)


def run_once(network: Network, inputs: Inputs) -> float:
    from sheetnet.engine import epochs

    return float(next(epochs(network, inputs))[Key("C_T")])


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("hidden", TRAINABLE)
@pytest.mark.parametrize(("output", "cost_name"), OUTPUTS)
def test_gradients_of_every_activation_and_cost(
    tmp_path, hidden, output, cost_name, reduction
):
    path = small_net(
        tmp_path, hidden=hidden, output=output, cost=cost_name, reduction=reduction
    )
    assert_gradients_agree(*resolve(load_spec(path)))


CONV = '[[layer]]\nkind = "conv"\nfilters = {f}\nsize = [{h}, {w}]\n'
TWO = CONV.format(f=2, h=2, w=2)
CASES = {
    "one conv": TWO + '[[layer]]\nkind = "max-pool"\nsize = [2, 3]\nstride = 1\n',
    "two stacked convs": TWO + CONV.format(f=3, h=2, w=2),
    "stride 2": CONV.format(f=2, h=3, w=2) + "stride = 2\n",
    "stride 2 below another conv": TWO + CONV.format(f=2, h=2, w=2) + "stride = 2\n",
    "stride 2 above another conv": TWO + "stride = 2\n" + CONV.format(f=2, h=2, w=1),
    "same padding": CONV.format(f=2, h=3, w=3) + 'padding = "same"\n',
    "same padding with stride, stacked": CONV.format(f=2, h=3, w=2)
    + 'padding = "same"\nstride = 2\n'
    + CONV.format(f=2, h=3, w=2)
    + 'padding = "same"\n',
    "2 and 3 channels": CONV.format(f=2, h=2, w=1)
    + CONV.format(f=3, h=2, w=2)
    + CONV.format(f=2, h=2, w=2),
    "max pool of a picture, then conv": '[[layer]]\nkind = "max-pool"\nsize = [2, 2]\nstride = 1\n'
    + TWO,
    "average pool": TWO
    + '[[layer]]\nkind = "average-pool"\nsize = [2, 3]\nstride = 1\n',
    "overlapping average pool below conv": TWO
    + '[[layer]]\nkind = "average-pool"\nsize = [2, 2]\nstride = 1\n'
    + CONV.format(f=2, h=2, w=2),
    "overlapping max pool below conv": TWO
    + '[[layer]]\nkind = "max-pool"\nsize = [2, 2]\nstride = 1\n'
    + CONV.format(f=2, h=2, w=2),
    "conv directly to dense": TWO,
    **{
        f"{kind} {name}": TWO + f'[[layer]]\nkind = "{kind}-pool"\n{pool}'
        for kind in ("max", "average")
        for name, pool in {
            "that leaves a column out": "size = [2, 2]\n",
            "beyond the border": 'size = [2, 2]\npadding = "same"\n',
            "beyond all borders, overlapping": 'size = [3, 3]\nstride = 2\npadding = "same"\n',
            "with gaps": 'size = [1, 2]\nstride = 3\npadding = "same"\n',
        }.items()
    },
}


@pytest.mark.parametrize("case", CASES)
def test_gradients_of_convolutions_and_pools(tmp_path, case):
    assert_gradients_agree(*resolve(load_spec(conv_net(tmp_path, CASES[case]))))


@pytest.mark.parametrize("activation", TRAINABLE)
def test_gradients_of_a_convolution_with_every_activation(tmp_path, activation):
    layers = TWO + f'activation = "{activation}"\n'
    assert_gradients_agree(*resolve(load_spec(conv_net(tmp_path, layers, seed=4))))


def test_where_every_window_ties_the_first_cell_bears_the_error(tmp_path):
    layers = TWO + '[[layer]]\nkind = "max-pool"\nsize = [2, 3]\nstride = 1\n'
    network, inputs = resolve(load_spec(conv_net(tmp_path, layers)))
    inputs.x[:] = 1.0
    trace = run(network, inputs)
    delta = trace[Key("delta", 2)][0]
    a = trace[Key("a", 2)][0]
    assert np.ptp(a, axis=(2, 3)).max() == 0
    # Windows start in column 0 alone; the first cell of each is in column 0.
    assert np.count_nonzero(delta[..., 1:]) == 0
    assert np.count_nonzero(delta[..., :3, 0]) == delta[..., :3, 0].size

"""A whole run: forward, backward, update, epoch by epoch (book 4-4)."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sheetnet.engine import decision
from sheetnet.engine.rounding import rough
from sheetnet.errors import TrainingError
from sheetnet.layers import numbers_of
from sheetnet.model.functions import (
    ACTIVATIONS,
    SOFTMAX,
    Array,
    cost_of,
    softmax,
    softmax_e,
)
from sheetnet.model.network import Inputs, Layer, Network, targets
from sheetnet.model.notation import Key

# Every quantity of a run. Where it changes with the epoch, the epoch is axis 0. The
# order of the keys is the order of computation.
Trace = dict[Key, Array]


def run(network: Network, inputs: Inputs) -> Trace:
    """Train the network and return all that it went through.

    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    return _traced(network, epochs(network, inputs))


def rough_run(network: Network, inputs: Inputs, seed: int) -> Trace:
    """Return a run that is off in its last digits; what overflows is infinite or NaN."""
    return _traced(network, _steps(network, roughened(inputs, seed)))


def roughened(inputs: Inputs, seed: int) -> Inputs:
    """Return inputs moved in their last digits, and with them all that comes of them."""
    return replace(
        inputs,
        x=rough(inputs.x, seed),
        w={l: rough(w, seed) for l, w in inputs.w.items()},
        b={l: rough(b, seed) for l, b in inputs.b.items()},
    )


def _traced(network: Network, every: Iterator[Trace]) -> Trace:
    trace: Trace = {}
    for epoch, one in enumerate(every):
        for key, value in one.items():
            if epoch == 0:
                trace[key] = np.empty((network.epochs + 1, *np.shape(value)))
            trace[key][epoch] = value
    return trace


def epochs(network: Network, inputs: Inputs) -> Iterator[Trace]:
    """Yield every quantity of each epoch, from parameters that had that many updates.

    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    for epoch, one in enumerate(_steps(network, inputs)):
        _check_range(network, one, epoch)
        yield one


def _steps(network: Network, inputs: Inputs) -> Iterator[Trace]:
    """Yield each epoch, whatever overflows in it.

    Equation: w ← w − η ∂C_T/∂w,  b ← b − η ∂C_T/∂b  (book 4-1)
    """
    t = targets(inputs, network.units_out)
    w, b = dict(inputs.w), dict(inputs.b)
    for _ in range(network.epochs + 1):
        with np.errstate(all="ignore"):
            one = one_epoch(network, inputs.x, t, w, b)
        yield one
        for layer in network.with_parameters:
            l = layer.number
            with np.errstate(all="ignore"):
                w[l] = w[l] - inputs.eta * one[Key("dC_dw", l)]
                b[l] = b[l] - inputs.eta * one[Key("dC_db", l)]


def one_epoch(
    network: Network, x: Array, t: Array, w: dict[int, Array], b: dict[int, Array]
) -> Trace:
    """Return every quantity of one epoch, in order of computation.

    Shapes: x (K, *input_shape), t (K, n_L), w[l] w_shape, b[l] (n_l,).
    """
    one: Trace = {}
    for layer in network.with_parameters:
        one[Key("w", layer.number)] = w[layer.number]
        one[Key("b", layer.number)] = b[layer.number]
    _forward(network, x, one)
    _cost(network, t, one)
    _backward(network, x, t, one)
    return one


def forward(network: Network, x: Array, parameters: Trace) -> Trace:
    """Return z, e and a of every layer for examples of any origin.

    Shapes: x (K, *input_shape); parameters w_l, b_l of one epoch.
    """
    one = dict(parameters)
    with np.errstate(all="ignore"):
        _forward(network, x, one)
    return one


def _forward(network: Network, x: Array, one: Trace) -> None:
    for layer in network.layers:
        l, seen = layer.number, _seen(one, x, layer.number)
        if not layer.has_parameters:
            one[Key("a", l)] = numbers_of(layer).pooled(layer, seen)
            continue
        w, b = one[Key("w", l)], one[Key("b", l)]
        z = numbers_of(layer).weighted_input(layer, w, b, seen)
        one[Key("z", l)] = z
        if layer.activation == SOFTMAX:
            one[Key("e", l)] = softmax_e(z)
            one[Key("a", l)] = softmax(one[Key("e", l)])
        else:
            one[Key("a", l)] = ACTIVATIONS[layer.activation].f(z)


def _seen(one: Trace, x: Array, l: int) -> Array:
    """Return what layer l looks at: the activations of layer l−1 (book: a¹ = x)."""
    return x if l == 2 else one[Key("a", l - 1)]


def _cost(network: Network, t: Array, one: Trace) -> None:
    l = network.last.number
    a = one[Key("a", l)]
    cost = cost_of(network.cost, network.last.activation)
    assert cost is not None
    C = cost.value(t, one[Key("z", l)], a)
    one[Key("C")] = C
    one[Key("C_T")] = C.mean() if network.reduction == "mean" else C.sum()
    if network.labelled:
        one[Key("answer")] = decision.answers(a)
        one[Key("correct")] = decision.correct(one[Key("answer")], t)
        one[Key("accuracy")] = one[Key("correct")].mean()


def _backward(network: Network, x: Array, t: Array, one: Trace) -> None:
    """Backpropagation: δ of the output by definition, of the others by recurrence.

    What goes down from layer to layer is ∂C/∂a; a layer with parameters makes δ of it,
    a pool hands it on to the cells it took its values from (book 4-3, 5-5).
    """
    share = 1 / network.examples if network.reduction == "mean" else 1.0
    dC_da = np.empty(0)
    for layer in reversed(network.layers):
        l, seen, numbers = layer.number, _seen(one, x, layer.number), numbers_of(layer)
        if not layer.has_parameters:
            one[Key("dC_da", l)] = dC_da
            dC_da = numbers.dC_da_below(layer, dC_da, seen)
            continue
        w = one[Key("w", l)]
        delta = _delta(network, layer, t, one, dC_da)
        dC_dw, dC_db = numbers.gradient(layer, w, delta, seen)
        one[Key("delta", l)] = delta
        one[Key("dC_dw", l)] = share * dC_dw
        one[Key("dC_db", l)] = share * dC_db
        if l > 2:
            dC_da = numbers.dC_da_below(layer, w, delta, seen)


def _delta(network: Network, layer: Layer, t: Array, one: Trace, dC_da: Array) -> Array:
    """Return δ^l = ∂C/∂z^l (book 4-2, 4-3). Shapes: (K, *shape)."""
    l = layer.number
    z, a = one[Key("z", l)], one[Key("a", l)]
    if layer is network.last:
        cost = cost_of(network.cost, layer.activation)
        assert cost is not None
        return cost.delta(t, a, _slope(layer, z, a))
    delta: Array = dC_da * _slope(layer, z, a)
    return delta


def _slope(layer: Layer, z: Array, a: Array) -> Array:
    """Return a′(z); nothing is sent back through a step, which has no slope."""
    if layer.activation == SOFTMAX:
        return np.ones_like(z)
    f_prime = ACTIVATIONS[layer.activation].f_prime
    return np.zeros_like(z) if f_prime is None else f_prime(z, a)


# ------------------------------------------------------------------ range


def _check_range(network: Network, one: Trace, epoch: int) -> None:
    """Refuse what a spreadsheet cannot hold: EXP that overflows, NaN, infinity.

    Raises: TrainingError, naming epoch, layer (of C: the output), quantity and what to
    lower.
    """
    mend = (
        "lower training.eta" if epoch else "scale the features or lower the initial sd"
    )
    for key, value in one.items():
        if reason := _beyond(network, key, value):
            l = key.layer or network.last.number
            raise TrainingError(f"epoch {epoch}, layer {l}: {key} {reason}; {mend}")


def _beyond(network: Network, key: Key, value: Array) -> str | None:
    """Say how a quantity leaves the range of a sheet; None if it does not."""
    if not np.isfinite(value).all():
        return "is no finite number"
    if key.symbol != "z":
        return None
    activation = ACTIVATIONS.get(network.layer(key.layer).activation)
    if activation and value.min() < activation.z_min:
        return f"reaches {value.min():.4g}, where EXP overflows in a spreadsheet"
    return None

"""A whole run: forward, backward, update, epoch by epoch (book 4-4)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from sheetnet.engine import decision
from sheetnet.engine.batches import in_batch, share, share_of_batch, turns_of
from sheetnet.engine.data import Data, data_of
from sheetnet.engine.masks import masks_of
from sheetnet.engine.measures import fed_back, measured, own, seen
from sheetnet.engine.range import check_range
from sheetnet.engine.rounding import rough
from sheetnet.layers import (
    learned_numbers_of,
    numbers_of,
    recurrent_numbers_of,
    spec_of,
)
from sheetnet.layers.quantities import (
    error_of,
    is_weight,
    learning,
    moving,
    parameters,
    starting,
)
from sheetnet.model.functions import SOFTMAX, Array, softmax, softmax_e
from sheetnet.model.network import Inputs, Layer, Network
from sheetnet.model.notation import Key, gradient_of

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
    return _traced(network, rough_epochs(network, inputs, seed))


def rough_epochs(network: Network, inputs: Inputs, seed: int) -> Iterator[Trace]:
    """Yield every quantity of each epoch of a rough run."""
    return _steps(network, roughened(inputs, seed))


def roughened(inputs: Inputs, seed: int) -> Inputs:
    """Return inputs moved in their last digits, and with them all that comes of them."""
    every = (inputs.start, *inputs.checkpoints)
    start, *later = (
        {key: rough(array, seed) for key, array in one.items()} for one in every
    )
    t = None if inputs.t is None else rough(inputs.t, seed)
    x = rough(inputs.x, seed)
    return replace(inputs, x=x, t=t, start=start, checkpoints=tuple(later))


def _traced(network: Network, every: Iterator[Trace]) -> Trace:
    trace: Trace = {}
    for band, one in enumerate(every):
        for key, value in one.items():
            if band == 0:
                trace[key] = np.empty((network.bands, *np.shape(value)))
            trace[key][band] = value
    return trace


def epochs(network: Network, inputs: Inputs) -> Iterator[Trace]:
    """Yield every quantity of each epoch, from parameters that had that many updates.

    With checkpoints, those of each band; where the inputs have none, they are computed first.
    Raises: TrainingError where a number leaves what a spreadsheet can hold.
    """
    for band, one in enumerate(_steps(network, inputs)):
        check_range(network, one, network.update_of(band))
        yield one


def _steps(network: Network, inputs: Inputs) -> Iterator[Trace]:
    """Yield each epoch, whatever overflows in it."""
    if not inputs.checkpoints:
        inputs = reached(network, inputs)
    data, begun = data_of(network, inputs), beginnings(network, inputs)
    start: Mapping[Key, Array] = {}
    for band, n in enumerate(network.updates_of(network.bands)):
        one = _step(network, inputs, data, begun.get(band, start), n)
        yield one
        with np.errstate(all="ignore"):
            start = updated(network, inputs, one)


@np.errstate(all="ignore")
def _step(
    network: Network, inputs: Inputs, data: Data, start: Mapping[Key, Array], n: int
) -> Trace:
    """Return every quantity after `n` updates, whatever overflows."""
    one = one_epoch(network, data, start, n)
    return one | rates_of(network, inputs, one, n)


def beginnings(network: Network, inputs: Inputs) -> dict[int, dict[Key, Array]]:
    """Return what each band begins with that follows from no other one, by its number."""
    every = (inputs.start, *inputs.checkpoints)
    return dict(zip(network.begins, every, strict=True))


def reached(network: Network, inputs: Inputs) -> Inputs:
    """Return inputs with what the updates before each checkpoint lead to from band 0."""
    return replace(inputs, checkpoints=tuple(reaching(network, inputs)))


def reaching(network: Network, inputs: Inputs) -> Iterator[dict[Key, Array]]:
    """Yield what the updates from band 0 lead to, at each checkpoint after the first.

    The updates between are computed and not kept, whatever overflows in them.
    """
    data, start = data_of(network, inputs), dict(inputs.start)
    for first, end in pairwise(network.checkpoints):
        for n in range(first, end):
            one = _step(network, inputs, data, start, n)
            with np.errstate(all="ignore"):
                start = updated(network, inputs, one)
        yield start


def updated(network: Network, inputs: Inputs, one: Trace) -> dict[Key, Array]:
    """Return parameters and slots after the update of an epoch (book 4-1).

    Shapes: as in `Inputs.start`.
    """
    update = network.update
    to: dict[str, float | Array] = {**inputs.settings}
    to |= {rate.name: one[Key(rate.name)] for rate in update.rates}
    after: dict[Key, Array] = {}
    for kept in network.carried:
        key = Key(kept.name)
        after[key] = np.asanyarray(kept.step({**to, kept.name: one[key]}))
        to[kept.name] = after[key]
    for layer in learning(network):
        for parameter in parameters(layer):
            if parameter.key in network.frozen:
                after[parameter.key] = one[parameter.key]
                continue
            symbols = update.optimizer.symbols(parameter.symbol)
            keys = {part: Key(one, layer.number) for part, one in symbols.items()}
            now = {part: one[key] for part, key in keys.items()}
            moved = update.step(now, to, weight=is_weight(parameter))
            after |= {keys[part]: array for part, array in moved.items()}
    return after


def rates_of(network: Network, inputs: Inputs, one: Trace, n: int) -> Trace:
    """Return what all parameters are updated with after `n` updates. Shapes: ()."""
    to: dict[str, float | Array] = {**inputs.settings, "n": float(n)}
    rates = network.update.rates
    if any(rate.of_gradients for rate in rates):
        to["length"] = _norm(network, one)
    return {Key(rate.name): np.asanyarray(rate.step(to)) for rate in rates}


def _norm(network: Network, one: Trace) -> Array:
    """Return the norm of all gradients that move something; NaN where squares overflow."""
    total = np.zeros(())
    for layer in learning(network):
        for gradient in moving(network, layer):
            total = total + (one[gradient.key] * one[gradient.key]).sum()
    return np.where(np.isfinite(total), np.sqrt(total), np.nan)


def one_epoch(
    network: Network, data: Data, start: Mapping[Key, Array], n: int
) -> Trace:
    """Return every quantity of one epoch, in order of computation.

    With batches a band is an update, not an epoch; `n` counts from 0.
    Shapes: `start` as in `Inputs.start`.
    """
    one = turns_of(network, n)
    one |= {quantity.key: start[quantity.key] for quantity in starting(network)}
    one |= masks_of(network, data, start)
    _forward(network, data.x, one, data.learns)
    _cost(network, data, one)
    if network.in_batches:
        one[Key("in_batch")] = in_batch(network, data, n)
    _backward(network, data, one)
    return one


def forward(
    network: Network,
    x: Array,
    start: Mapping[Key, Array],
    use: Array | None = None,
) -> Trace:
    """Return z, e and a of every layer for examples of any origin.

    `start` are the parameters of one epoch, and what was measured in it of the examples
    that learn; with `use` (K,), which tells these, it is measured anew.
    Shapes: x (K, *input_shape)
    """
    one = dict(start)
    with np.errstate(all="ignore"):
        _forward(network, x, one, use)
    return one


def cost_of_pass(network: Network, data: Data, one: Trace) -> tuple[Array, Array]:
    """Return C of every example of a forward pass, and C_T. Shapes: (K,), ()."""
    l = network.last.number
    C = network.cost_record.value(data.t, one[Key("z", l)], one[Key("a", l)])
    return C, np.asarray(share(network, data) * _total(C, data))


def _total(each: Array, data: Data) -> Array:
    """Return the sum over the examples that are used. Shapes: (K,) -> ()."""
    total: Array = each.sum() if data.use is None else (data.use * each).sum()
    return total


def _forward(network: Network, x: Array, one: Trace, use: Array | None = None) -> None:
    for layer in network.layers:
        sees = seen(one, x, layer)
        one |= measured(one, layer, sees, use)
        result = numbers_of(layer).forward(layer, own(one, layer), sees)
        one |= _activated(layer, result)


def _activated(layer: Layer, result: Array) -> Trace:
    """Return a, and before it z and e where the layer has an activation."""
    l = layer.number
    if not layer.activation:
        return {Key("a", l): result}
    if layer.activation == SOFTMAX:
        e = softmax_e(result)
        return {Key("z", l): result, Key("e", l): e, Key("a", l): softmax(e)}
    assert layer.function is not None
    return {Key("z", l): result, Key("a", l): layer.function.f(result)}


def _cost(network: Network, data: Data, one: Trace) -> None:
    one[Key("C")], one[Key("C_T")] = cost_of_pass(network, data, one)
    unseen = slice(len(data.x) - network.test, None)
    if network.test:
        C = one[Key("C")][unseen]
        one[Key("test_C_T")] = C.mean() if network.reduction == "mean" else C.sum()
    if network.labelled:
        a = one[Key("a", network.last.number)]
        answer = decision.answers(a, network.other_target)
        correct = decision.correct(answer, data.t, network.other_target)
        one[Key("answer")], one[Key("correct")] = answer, correct
        one |= accuracies(network, data, correct)


def accuracies(network: Network, data: Data, correct: Array) -> Trace:
    """Return the share of right answers, of those used and of the test examples.

    Shapes: correct (…, K) -> (…)
    """
    use = data.learns
    found: Trace = {Key("accuracy"): (correct * use).sum(axis=-1) / use.sum()}
    if network.test:
        unseen = correct[..., len(data.x) - network.test :]
        found[Key("test_accuracy")] = unseen.mean(axis=-1)
    return found


def _backward(network: Network, data: Data, one: Trace) -> None:
    """Backpropagation: δ of the output by definition, of the others by recurrence.

    What goes down from layer to layer is ∂C/∂a, the sum over all that read the layer; a
    layer with an activation makes δ of it, a pool hands it on to the cells it took its
    values from (book 4-3, 5-5).
    """
    learned = one.get(Key("in_batch"), data.use)
    by = share_of_batch(network, data, learned)
    dC_da: Trace = {}
    for layer in reversed(network.layers):
        error = one[error_of(layer).key] = _error(network, layer, data, one, dC_da)
        sees = seen(one, data.x, layer)
        one |= fed_back(one, layer, error, sees, data.learns)
        has = {**own(one, layer), "use": data.learns}
        given = layer, has, error, sees
        if parameters(layer):
            for symbol, gradient in learned_numbers_of(layer).gradient(*given).items():
                one[Key(gradient_of(symbol), layer.number)] = by * gradient
        if max(layer.reads) > 1:
            _send(dC_da, layer, numbers_of(layer).backward(*given))


def _send(dC_da: Trace, layer: Layer, sent: tuple[Array, ...]) -> None:
    """Add what a layer sends back to ∂C/∂a of the layers that it reads."""
    for l, array in zip(layer.reads, sent, strict=True):
        key = Key("a", l)
        dC_da[key] = dC_da[key] + array if key in dC_da else array


def _error(
    network: Network, layer: Layer, data: Data, one: Trace, dC_da: Trace
) -> Array:
    """Return δ^l = ∂C/∂z^l (book 4-2, 4-3), or ∂C/∂a^l where there is no z.

    Of an example that is not used, or in another batch, errors are 0.
    Shapes: (K, *shape).
    """
    l = layer.number
    if not layer.activation:
        return dC_da[Key("a", l)]
    z, a = one[Key("z", l)], one[Key("a", l)]
    if layer is network.last:
        by_cost = network.cost_record.delta(data.t, a, slope(layer, z, a))
        learned = one.get(Key("in_batch"), data.use)
        return by_cost if learned is None else learned[:, None] * by_cost
    if spec_of(layer).SEQUENCES == "whole":
        given = layer, own(one, layer), dC_da[Key("a", l)], slope(layer, z, a)
        return recurrent_numbers_of(layer).through_time(*given)
    delta: Array = dC_da[Key("a", l)] * slope(layer, z, a)
    return delta


def slope(layer: Layer, z: Array, a: Array) -> Array:
    """Return a′(z); nothing is sent back through a step, which has no slope."""
    if layer.activation == SOFTMAX:
        return np.ones_like(z)
    assert layer.function is not None
    f_prime = layer.function.f_prime
    return np.zeros_like(z) if f_prime is None else f_prime(z, a)

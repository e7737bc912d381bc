"""Which quantities a network has, in order of computation.

Each kind of layer tells of its own (`layers/KIND/spec.py`), the optimizer of its slots;
cost, answers and totals are the same for all. What shows, checks or breaks quantities
is a loop over the answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from msgspec import UNSET

from sheetnet.layers import spec_of
from sheetnet.layers.heading import carried, in_batch, rates, turns
from sheetnet.layers.inputs import inputs
from sheetnet.layers.judged import judged
from sheetnet.model.functions import SOFTMAX, SOFTMAX_E_EQUATION, SOFTMAX_EQUATION
from sheetnet.model.network import Layer, Network, Shape
from sheetnet.model.notation import (
    Key,
    gradient_of,
    mean_of_used,
    over_examples,
    slot_of,
    superscript,
    used_alone,
    with_layer,
)
from sheetnet.model.optimizers import PARAMETER
from sheetnet.model.quantities import Each, Quantity, Role

_STRIP: tuple[Each, ...] = ("epoch", "example")
_SEQUENCE: tuple[Each, ...] = (*_STRIP, "position")

# ------------------------------------------------------------------ for kinds of layers


def parameter(
    layer: Layer, symbol: str, shape: Shape, letter: str, start: float | None = None
) -> Quantity:
    """Return an array that a layer learns; its first axis is that of the units.

    `start`: what it begins as, where it is not drawn.
    """
    name = f"{symbol}_{layer.number}"
    return Quantity(
        symbol,
        layer.number,
        "parameter",
        shape,
        letter=letter,
        name=name,
        source="§4-1",
        start=start,
    )


def gradient(of: Quantity, equation: str) -> Quantity:
    """Return the gradient of C_T with respect to a parameter."""
    symbol = gradient_of(of.symbol)
    return Quantity(
        symbol,
        of.layer,
        "gradient",
        of.shape,
        equation=equation,
        letter=f"∂C_T/∂{of.letter}",
        name=f"{symbol}_{of.layer}",
        of=of.symbol,
        source="§4-2",
    )


def link(of: Quantity, symbol: str) -> Quantity:
    """Return a parameter once more, as backprop reads it."""
    return Quantity(symbol, of.layer, "link", of.shape, of=of.symbol)


def statistic(
    layer: Layer, symbol: str, equation: str, *, each: bool = False
) -> Quantity:
    """Return what is measured of each unit over all examples, or what each adds to it."""
    when = _STRIP if each else ("epoch",)
    return _of_units(layer, symbol, "statistic", equation, when)


def fed_back(layer: Layer, symbol: str, equation: str) -> Quantity:
    """Return what goes back, of each unit, through what was measured over all examples."""
    return _of_units(layer, symbol, "feedback", equation, ("epoch",))


def _of_units(
    layer: Layer, symbol: str, role: Role, equation: str, each: tuple[Each, ...]
) -> Quantity:
    l, shape = layer.number, layer.shape[:1]
    return Quantity(symbol, l, role, shape, each, equation, name=f"{symbol}_{l}")


def activated(layer: Layer, z: str, delta: str) -> list[Quantity]:
    """Return z, e (of softmax), a and δ of a layer with an activation.

    `z` and `delta` are the equations of the kind, δ of a layer below another one.
    """
    l = layer.number
    softmax = layer.activation == SOFTMAX
    a = SOFTMAX_EQUATION if layer.function is None else layer.function.equation
    numerators = in_strip(layer, "e", "forward", with_layer(SOFTMAX_E_EQUATION, l))
    return [
        in_strip(layer, "z", "forward", z, "§3-2"),
        *([replace(numerators, name="")] if softmax else []),
        in_strip(layer, "a", "forward", with_layer(a, l), "§3-2"),
        in_strip(layer, "delta", "backward", delta, "§4-3"),
    ]


def passed(layer: Layer, a: str, dC_da: str) -> list[Quantity]:
    """Return a and ∂C/∂a of a layer without an activation; both by their equations."""
    return [
        in_strip(layer, "a", "forward", a, "§3-2"),
        in_strip(layer, "dC_da", "backward", dC_da, "§5-5"),
    ]


def masked(layer: Layer, draw: str, r: str, a: str, dC_da: str) -> list[Quantity]:
    """Return draw, r, a and ∂C/∂a of a layer with masks, by their equations."""
    l = layer.number
    drawn = Quantity("draw", l, "turn", (), _STRIP, draw, name=f"draw_{l}", drawn=True)
    return [drawn, in_strip(layer, "r", "mask", r), *passed(layer, a, dC_da)]


def in_strip(
    layer: Layer, symbol: str, role: Role, equation: str, source: str = ""
) -> Quantity:
    """Return a quantity that each example has of each unit, or of each place of a map."""
    l, each = layer.number, _STRIP if layer.positions is UNSET else _SEQUENCE
    name = f"{symbol}_{l}"
    return Quantity(
        symbol, l, role, layer.shape, each, equation, name=name, source=source
    )


# ------------------------------------------------------------------ of a layer


@lru_cache(maxsize=1024)
def of_layer(layer: Layer) -> tuple[Quantity, ...]:
    """Return what a layer has: parameters, links, forward, backward, gradients."""
    return tuple(spec_of(layer).quantities(layer))


@lru_cache(maxsize=1024)
def with_role(layer: Layer, *roles: Role) -> tuple[Quantity, ...]:
    """Return a layer's quantities of some roles, in order."""
    return tuple(one for one in of_layer(layer) if one.role in roles)


def parameters(layer: Layer) -> tuple[Quantity, ...]:
    """Return what a layer learns."""
    return with_role(layer, "parameter")


def given(layer: Layer) -> tuple[Quantity, ...]:
    """Return what a pass over any example is given: what is learned, what was measured."""
    every = with_role(layer, "parameter", "statistic")
    return tuple(one for one in every if "example" not in one.each)


def steps_of(layer: Layer) -> tuple[Quantity, ...]:
    """Return what a layer computes up to z (or a, without an activation)."""
    last = "z" if layer.activation else "a"
    forward = with_role(layer, "forward")
    return forward[: [one.symbol for one in forward].index(last) + 1]


def has_weights(layer: Layer) -> bool:
    """Tell whether its units weigh what they look at."""
    return any(map(is_weight, parameters(layer)))


def error_of(layer: Layer) -> Quantity:
    """Return what backprop computes in a layer first: δ, or ∂C/∂a where there is no z."""
    return with_role(layer, "backward")[0]


def learning(network: Network) -> tuple[Layer, ...]:
    """Return the layers with parameters."""
    return tuple(layer for layer in network.layers if parameters(layer))


def is_weight(parameter: Quantity) -> bool:
    """Tell whether a parameter has numbers for what a unit looks at; a bias has one."""
    return len(parameter.shape) > 1


def slots(network: Network, layer: Layer) -> tuple[Quantity, ...]:
    """Return what the optimizer keeps of a layer's parameters, slot by slot.

    Of those that no update moves it keeps nothing.
    """
    return tuple(
        replace(
            one,
            symbol=slot_of(slot, one.symbol),
            role="slot",
            equation=_becomes(network, one)[slot],
            letter=slot_of(slot, one.letter),
            name=f"{slot_of(slot, one.symbol)}_{layer.number}",
            of=one.symbol,
        )
        for slot in network.update.slots
        for one in parameters(layer)
        if one.key not in network.frozen
    )


def _becomes(network: Network, one: Quantity) -> dict[str, str]:
    """Return the equations of an update of a parameter, by part.

    What else stands in them follows each: what is made of a slot, which gradient it is.
    """
    update, w, dC_dw = network.update, one.letter, f"∂C_T/∂{one.letter}"
    if one.key in network.frozen:
        return {PARAMETER: f"{w} ← {w}"}
    g = update.gradient(w, dC_dw, weight=is_weight(one))
    where = {**update.optimizer.where, PARAMETER: g}
    return {
        part: f"{text},  {where[part]}" if where.get(part) else text
        for part, text in update.equations(w, dC_dw, weight=is_weight(one)).items()
    }


def moving(network: Network, layer: Layer) -> tuple[Quantity, ...]:
    """Return the gradients of a layer by which its parameters move."""
    gradients = with_role(layer, "gradient")
    return tuple(g for g in gradients if Key(g.of, g.layer) not in network.frozen)


def starting(network: Network) -> tuple[Quantity, ...]:
    """Return what epoch 0 begins with: parameters, and the optimizer's slots."""
    return tuple(q for q in quantities(network) if q.role in ("parameter", "slot"))


# ------------------------------------------------------------------ of a network


@lru_cache(maxsize=64)
def quantities(network: Network) -> tuple[Quantity, ...]:
    """Return every quantity of a network, in order of computation."""
    return tuple(_in_order(network))


def equations_of(network: Network) -> dict[Key, str]:
    """Return the equation of every quantity, as it stands above its cells."""
    return {one.key: one.equation for one in quantities(network)}


def _in_order(network: Network) -> Iterator[Quantity]:
    yield from inputs(network)
    yield from turns(network)
    yield from carried(network)
    for layer in network.layers:
        # A parameter may look at its slots as they are after the update.
        yield from slots(network, layer)
        for one in parameters(layer):
            yield replace(one, equation=_becomes(network, one)[PARAMETER])
        yield from with_role(layer, "link")
    for layer in network.layers:
        for one in with_role(layer, "turn", "mask", "statistic", "forward"):
            measured = one.role == "statistic" and network.counts
            said = mean_of_used(one.equation) if measured else one.equation
            yield replace(one, equation=said)
    yield from judged(network)
    yield from in_batch(network)
    for layer in reversed(network.layers):
        yield from _backward(network, layer)
    yield from rates(network)


def _backward(network: Network, layer: Layer) -> Iterator[Quantity]:
    for one in with_role(layer, "backward", "feedback", "gradient"):
        yield _whole(network, layer, one)


def _whole(network: Network, layer: Layer, one: Quantity) -> Quantity:
    """Return a quantity of the way back with its whole equation."""
    if one.role == "backward":
        return _error(network, layer, one)
    if one.role == "gradient":
        return _mean(network, one)
    said = mean_of_used(one.equation) if network.counts else one.equation
    return replace(one, equation=said)


def _mean(network: Network, gradient: Quantity) -> Quantity:
    """Return a gradient with its whole equation: C_T may be a mean over the examples."""
    equation = over_examples(
        gradient.equation,
        network.reduction,
        counts=network.counts,
        batch=network.in_batches,
    )
    return replace(gradient, equation=equation)


def _error(network: Network, layer: Layer, delta: Quantity) -> Quantity:
    """Return δ, or ∂C/∂a, with its whole equation: of the output it comes from the cost.

    A kind may speak of the weights above; where there are none, or several layers read
    it, ∂C/∂a is the sum of what is sent back.
    """
    this, readers = superscript(layer.number), network.readers(layer.number)
    equation, source = delta.equation, delta.source
    weights = f"w{superscript(layer.number + 1)}"
    weighed = len(readers) == 1 and has_weights(readers[0])
    if weights in equation and not weighed:
        sent = " + ".join(f"∂C/∂a{superscript(one.number)}…" for one in readers)
        equation = f"∂C/∂a{this} = {sent}"
        if layer.activation:
            equation = f"δ{this} = ∂C/∂a{this} a′(z{this})"
    if not layer.activation:
        return replace(delta, equation=equation)
    if layer is network.last:
        by_cost = network.cost_record.delta_equation
        equation, source = with_layer(by_cost, layer.number), "§4-2"
        if network.chosen_by:
            equation = used_alone(equation, network.chosen_by)
        if "a′" not in by_cost:
            return replace(delta, equation=equation, source=source)
    activation = layer.function
    slope = f",  {activation.slope}" if activation else ""
    return replace(delta, equation=equation + slope, source=source)

"""NumPy's side of the gradient check: two more forward passes over all examples."""

from typing import Any

import numpy as np

from sheetnet.engine import Trace, cost_of_pass, data_of, forward, share_of_batch
from sheetnet.layers.quantities import learning, parameters, with_role
from sheetnet.model.functions import Array
from sheetnet.model.network import Inputs, Layer, Network, objects
from sheetnet.model.notation import Key, gradient_of
from sheetnet.model.sentence import Signed, Spelled
from sheetnet.model.shown import SIZE, Shown
from sheetnet.sheets.gradient_check.symbols import (
    ABSOLUTE,
    BEND,
    CORNER,
    EPSILON,
    FLATTER,
    NO_RATIO,
    RELATIVE,
    ROUNDING,
    SAME,
    SHOWS,
    WRONG,
    changes_of,
    inputs_of,
    of_unit,
    own,
    turns,
)
from sheetnet.sheets.opening import chosen, first_chosen

SIGNS = (1.0, -1.0)
# Of what is told of each example's cost, these are no differences of costs.
_NO_DIFFERENCE = ("in_batch", "unmoved", "corner")


def first_given(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return what a fresh workbook shows: the first weight of a layer.

    Of the first layer whose weight has a derivative: where a z stands in the corner of
    ReLU, a numeric one comes out wrong, and a beginner should not meet that first.
    """
    given = [_first_weight(network, layer) for layer in learning(network)]
    knobs = first_chosen(network, inputs, trace)
    for one in given:
        found = shown(network, inputs, trace, one | knobs, network.last_band)
        if found[Key(own("mark"))].item() == SAME:
            return one
    return given[0]


def _first_weight(network: Network, layer: Layer) -> Shown:
    most = max(map(inputs_of, learning(network)))
    units = max(layer.units for layer in learning(network))
    chosen: dict[str, float] = {
        "layer": layer.number,
        "unit": 1,
        "input": 1,
    }
    lists = {
        "layers": [float(layer.number) for layer in learning(network)],
        "units_of": [float(layer.units) for layer in learning(network)],
        "inputs_of": [float(inputs_of(layer)) for layer in learning(network)],
        "units": np.arange(1.0, units + 1),
        "inputs": np.arange(most + 1.0),
    }
    chosen |= {"epsilon": EPSILON}
    values = {Key(own(symbol)): np.array(value) for symbol, value in chosen.items()}
    return values | {
        Key(own(symbol)): np.array(value, float) for symbol, value in lists.items()
    }


def changed(network: Network, _: Inputs, rng: "np.random.Generator") -> Shown:
    """Return another parameter."""
    layer = learning(network)[rng.integers(len(learning(network)))]
    chosen = {
        "layer": float(layer.number),
        "unit": float(rng.integers(1, layer.units + 1)),
        "input": float(rng.integers(inputs_of(layer) + 1)),
    }
    return {Key(own(symbol)): np.array(value) for symbol, value in chosen.items()}


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the parameter that is chosen."""
    used, band = _used(network, given, last), chosen(network, given, last)[1]
    epsilon = float(given[Key(own("epsilon"))])
    values: Shown = {
        Key(own(symbol)): np.array(value) for symbol, value in used.items()
    }
    values[Key(own("sign"))] = np.array(SIGNS)
    learned = _learned(network, trace, band)
    passes = [_pass(network, inputs, learned, used, sign * epsilon) for sign in SIGNS]
    for key in passes[0]:
        one, other = passes
        values[Key(own(key.symbol), key.layer)] = np.stack([one[key], other[key]])
    C_plus, C_minus = (one[Key("C")] for one in passes)
    C = _pass(network, inputs, learned, used, 0.0)[Key("C")]
    each = _changes(C_plus, C, C_minus)
    told = [one for one in changes_of(network) if one in each]
    values |= {Key(own(symbol)): each[symbol] for symbol in told}
    size = np.abs(C_plus) + 2 * np.abs(C) + np.abs(C_minus)
    differences = [one for one in changes_of(network) if one not in _NO_DIFFERENCE]
    values |= {Key(own(f"{symbol}{SIZE}")): size for symbol in differences}
    data = data_of(network, inputs)
    use = data.learns
    if network.in_batches:
        use = trace[Key("in_batch")][band]
        values[Key(own("in_batch"))] = use
    by = share_of_batch(network, data, use)
    slopes = {
        symbol: by * (use * array).sum() / epsilon for symbol, array in each.items()
    }
    lost = ROUNDING * (np.abs(C_plus).sum() + np.abs(C_minus).sum()) / (2 * epsilon)
    if turns(network):
        lost = lost + slopes["curve"]
    return values | _verdict(_gradient(network, trace, used, band), slopes, lost)


def _changes(C_plus: Array, C: Array, C_minus: Array) -> dict[str, Array]:
    """Return by how much C of each example changes on both sides, and from side to side.

    Where curvature or rounding may be all that makes the sides differ, they count as
    one: half the change from left to right, which is right to the second order. From
    there to a corner is no jump, which the last digit might decide.
    """
    left, right = C - C_minus, C_plus - C
    smooth = BEND * (np.abs(right) + np.abs(left))
    smooth = smooth + ROUNDING * (1 + np.abs(C_plus) + np.abs(C_minus))
    bend = right - left
    corner = np.clip(np.abs(bend) / smooth - 1, 0.0, 1.0)
    mean = (C_plus - C_minus) / 2
    left, right = mean - corner * bend / 2, mean + corner * bend / 2
    return {
        "unmoved": C,
        "change": C_plus - C_minus,
        "bend": bend,
        "corner": corner,
        "left": left,
        "right": right,
        "flat": np.where(np.abs(right) < np.abs(left) * (1 - FLATTER), right, left),
        "curve": (1 - corner) * np.abs(bend),
    }


def _gradient(
    network: Network, trace: Trace, used: dict[str, float], band: int
) -> float:
    """Return backprop's derivative of C_T with respect to the chosen parameter."""
    key, index = _place(network, used)
    gradients = trace[Key(gradient_of(key.symbol), key.layer)]
    return float(gradients[(band, *index)])


def _used(network: Network, given: Shown, last: int) -> dict[str, float]:
    """Return what is really checked: a choice beyond its range is brought back."""

    def within(symbol: str, low: int, high: int) -> int:
        return int(max(low, min(high, np.floor(float(given[Key(own(symbol))])))))

    numbers = [layer.number for layer in learning(network)]
    wanted = within("layer", numbers[0], numbers[-1])
    number = max(one for one in numbers if one <= wanted)
    layer = network.layer(number)
    return {
        "used_epoch": network.update_of(chosen(network, given, last)[1]),
        "used_layer": number,
        "used_unit": within("unit", 1, layer.units),
        "used_input": within("input", 0, inputs_of(layer)),
    }


def _place(network: Network, used: dict[str, float]) -> tuple[Key, tuple[int, ...]]:
    """Return the parameter that is chosen, and its index in the array."""
    l, unit, i = (int(used[f"used_{s}"]) for s in ("layer", "unit", "input"))
    layer = network.layer(l)
    symbol, start = [one for one in of_unit(layer).items() if one[1] <= i][-1]
    shape = next(one.shape for one in parameters(layer) if one.symbol == symbol)
    rest = np.unravel_index(i - start, shape[1:]) if shape[1:] else ()
    return Key(symbol, l), (unit - 1, *map(int, rest))


def _learned(network: Network, trace: Trace, band: int) -> Trace:
    """Return the parameters of a band, and its masks: both passes have the same."""
    return {
        one.key: trace[one.key][band]
        for layer in network.layers
        for one in with_role(layer, "parameter", "mask")
    }


def _pass(
    network: Network, inputs: Inputs, start: Trace, used: dict[str, float], step: float
) -> Trace:
    """Return parameters, z, e, a, C and C_T of all examples, one parameter moved."""
    key, index = _place(network, used)
    learned = {**start, key: start[key].copy()}
    learned[key][index] += step
    data = data_of(network, inputs)
    one = forward(network, data.x, learned, data.learns)
    one[Key("C")], one[Key("C_T")] = cost_of_pass(network, data, one)
    return one


def _verdict(backprop: float, slopes: dict[str, Array], lost: Array) -> Shown:
    """Tell whether backprop is the numeric slope, or that of one side of a corner.

    Of examples at a corner, all are taken from the left, or all from the right, or each
    where it is flatter, as ReLU does. `lost` is what rounding and curvature take.
    """
    numeric = slopes["change"] / 2
    sides = np.array([slopes[one] for one in ("left", "right", "flat")], dtype=float)
    allowed = float(RELATIVE * abs(backprop) + ABSOLUTE + lost)
    jump = float(np.abs(sides - float(numeric)).max())
    near = float(np.abs(sides - backprop).min()) <= BEND * jump + allowed
    mark = WRONG
    if abs(float(numeric) - backprop) <= allowed:
        mark = SAME
    elif jump > SHOWS * allowed and near:
        mark = CORNER
    texts: dict[str, Any] = dict.fromkeys(("ratio", "from_left", "from_right"), "–")
    texts["mark"] = mark
    if abs(backprop) >= NO_RATIO:
        texts["ratio"] = Spelled.of([Signed(float(numeric) / backprop)])
    if mark == CORNER:
        for side in ("left", "right"):
            texts[f"from_{side}"] = Spelled.of([Signed(float(slopes[side]))])
    return {
        Key(own("numeric")): np.asarray(numeric),
        Key(own("backprop")): np.array(backprop),
        **{
            Key(own(name)): objects((text,)).reshape(()) for name, text in texts.items()
        },
    }

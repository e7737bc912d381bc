"""NumPy's side of the gradient check: two more forward passes over all examples."""

from typing import Any

import numpy as np

from sheetnet.engine import Trace, forward
from sheetnet.model.functions import Array, cost_of
from sheetnet.model.network import Inputs, Layer, Network, objects, targets
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Signed, Spelled
from sheetnet.model.shown import Shown
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
    own,
    turns,
)

SIGNS = (1.0, -1.0)


def first_given(network: Network, inputs: Inputs, trace: Trace) -> Shown:
    """Return what a fresh workbook shows: the first weight of a layer, before training.

    Of the first layer whose weight has a derivative: where a z stands in the corner of
    ReLU, a numeric one comes out wrong, and a beginner should not meet that first.
    """
    given = [_first_weight(network, layer) for layer in network.with_parameters]
    for one in given:
        found = shown(network, inputs, trace, one, network.epochs)
        if found[Key(own("mark"))].item() == SAME:
            return one
    return given[0]


def _first_weight(network: Network, layer: Layer) -> Shown:
    most = max(map(inputs_of, network.with_parameters))
    units = max(layer.units for layer in network.with_parameters)
    chosen: dict[str, float] = {
        "epoch": 0,
        "layer": layer.number,
        "unit": 1,
        "input": 1,
    }
    lists = {
        "epochs": np.arange(network.epochs + 1.0),
        "layers": [float(layer.number) for layer in network.with_parameters],
        "units_of": [float(layer.units) for layer in network.with_parameters],
        "inputs_of": [float(inputs_of(layer)) for layer in network.with_parameters],
        "units": np.arange(1.0, units + 1),
        "inputs": np.arange(most + 1.0),
    }
    chosen |= {"epsilon": EPSILON}
    values = {Key(own(symbol)): np.array(value) for symbol, value in chosen.items()}
    return values | {
        Key(own(symbol)): np.array(value, float) for symbol, value in lists.items()
    }


def changed(network: Network, _: Inputs, rng: np.random.Generator) -> Shown:
    """Return another parameter of another epoch."""
    layer = network.with_parameters[rng.integers(len(network.with_parameters))]
    chosen = {
        "epoch": float(rng.integers(network.epochs + 1)),
        "layer": float(layer.number),
        "unit": float(rng.integers(1, layer.units + 1)),
        "input": float(rng.integers(inputs_of(layer) + 1)),
    }
    return {Key(own(symbol)): np.array(value) for symbol, value in chosen.items()}


def shown(
    network: Network, inputs: Inputs, trace: Trace, given: Shown, last: int
) -> Shown:
    """Return every value of the sheet for the parameter that is chosen."""
    used = _used(network, given, last)
    epsilon = float(given[Key(own("epsilon"))])
    values: Shown = {
        Key(own(symbol)): np.array(value) for symbol, value in used.items()
    }
    values[Key(own("sign"))] = np.array(SIGNS)
    passes = [_pass(network, inputs, trace, used, sign * epsilon) for sign in SIGNS]
    for key in passes[0]:
        one, other = passes
        values[Key(own(key.symbol), key.layer)] = np.stack([one[key], other[key]])
    C_plus, C_minus = (one[Key("C")] for one in passes)
    C = _pass(network, inputs, trace, used, 0.0)[Key("C")]
    each = _changes(C_plus, C, C_minus)
    values |= {Key(own(symbol)): each[symbol] for symbol in changes_of(network)}
    share = 1 / network.examples if network.reduction == "mean" else 1.0
    slopes = {symbol: share * array.sum() / epsilon for symbol, array in each.items()}
    lost = ROUNDING * (np.abs(C_plus).sum() + np.abs(C_minus).sum()) / (2 * epsilon)
    if turns(network):
        lost = lost + slopes["curve"]
    return values | _verdict(_gradient(trace, used), slopes, lost)


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


def _gradient(trace: Trace, used: dict[str, float]) -> float:
    """Return backprop's derivative of C_T with respect to the chosen parameter."""
    key, _ = _place(used)
    gradients = trace[Key(f"dC_d{key.symbol}", key.layer)][int(used["used_epoch"])]
    return float(gradients[_chosen(gradients, used)])


def _used(network: Network, given: Shown, last: int) -> dict[str, float]:
    """Return what is really checked: a choice beyond its range is brought back."""

    def chosen(symbol: str, low: int, high: int) -> int:
        return int(max(low, min(high, np.floor(float(given[Key(own(symbol))])))))

    numbers = [layer.number for layer in network.with_parameters]
    wanted = chosen("layer", numbers[0], numbers[-1])
    number = max(one for one in numbers if one <= wanted)
    layer = network.layer(number)
    return {
        "used_epoch": chosen("epoch", 0, last),
        "used_layer": number,
        "used_unit": chosen("unit", 1, layer.units),
        "used_input": chosen("input", 0, inputs_of(layer)),
    }


def _place(used: dict[str, float]) -> tuple[Key, int]:
    """Return the parameter that is chosen, and its place in reading order."""
    l, unit, i = (int(used[f"used_{s}"]) for s in ("layer", "unit", "input"))
    return (Key("b", l), unit - 1) if i == 0 else (Key("w", l), i - 1)


def _chosen(array: Array, used: dict[str, float]) -> tuple[int, ...]:
    """Return the index of the chosen parameter in w or b."""
    unit, i = int(used["used_unit"]) - 1, int(used["used_input"])
    if i == 0:
        return (unit,)
    rest = np.unravel_index(i - 1, array.shape[1:])
    return (unit, *map(int, rest))


def _pass(
    network: Network, inputs: Inputs, trace: Trace, used: dict[str, float], step: float
) -> Trace:
    """Return z, e, a, C and C_T of all examples with one parameter moved by a step."""
    epoch = int(used["used_epoch"])
    parameters = {
        key: array[epoch].copy()
        for key, array in trace.items()
        if key.symbol in ("w", "b")
    }
    key, _ = _place(used)
    parameters[key][_chosen(parameters[key], used)] += step
    one = forward(network, inputs.x, parameters)
    last = network.last
    cost = cost_of(network.cost, last.activation)
    assert cost is not None
    t = targets(inputs, network.units_out)
    z, a = one[Key("z", last.number)], one[Key("a", last.number)]
    C = cost.value(t, z, a)
    total = C.mean() if network.reduction == "mean" else C.sum()
    return {**one, Key("C"): C, Key("C_T"): total}


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

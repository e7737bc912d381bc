"""Spec and data → Network (what is to be built) and Inputs (the numbers it starts from).

The Network is structure alone: it travels inside the workbook, and `verify` reads it
back from there. The Inputs come from files when a workbook is built, and from the
workbook itself when it is verified.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from sheetnet.data import Dataset, Label, read_data, same_in_sheet
from sheetnet.errors import LimitError, OutputError, ParameterError, SpecError
from sheetnet.functions import SOFTMAX, Array, cost_of
from sheetnet.notation import Key
from sheetnet.spec import InitSpec, Spec, init_value

Count = Annotated[int, Meta(ge=1, le=1_048_576)]
Shape = tuple[Count, ...]
Objects = NDArray[np.object_]

MAX_PARAMETER_BYTES = 256_000_000
# Of one layer; no sheet shows more.
MAX_WEIGHTS = 10_000_000


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer, numbered as in the book: the first after the input is 2.

    Shapes: `sees` is the shape of layer number−1, `shape` its own: (n,) for units.
    """

    number: Count
    kind: Literal["dense"]
    sees: Shape
    shape: Shape
    activation: str

    @property
    def w_shape(self) -> Shape:
        """Shape of w: one block for each unit, in the shape of what it looks at."""
        return (*self.shape, *self.sees)


class Network(Struct, frozen=True, forbid_unknown_fields=True):
    """A network ready to be built: all shapes and settings, no values, no files."""

    title: str
    examples: Count
    features: tuple[str, ...]
    input_shape: Shape
    layers: tuple[Layer, ...]
    outputs: tuple[str, ...]
    labelled: bool
    cost: str
    reduction: Literal["sum", "mean"]
    epochs: Annotated[int, Meta(ge=0, le=1_048_576)]
    started_from: str
    data_file: str

    @property
    def last(self) -> Layer:
        """The output layer."""
        return self.layers[-1]

    @property
    def units_out(self) -> int:
        """Number of units of the output layer."""
        return math.prod(self.last.shape)

    def layer(self, number: int) -> Layer:
        """Return a layer by the book's number."""
        return self.layers[number - 2]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers a run starts from.

    Shapes: x (K, *input_shape); labels (K,) and classes (n,) of numbers or text, or
    t (K, n_L): exactly one of labels and t; w[l] w_shape, b[l] (n_l,), keyed by layer.
    """

    x: Array
    labels: Objects | None
    classes: Objects | None
    t: Array | None
    eta: float
    w: dict[int, Array]
    b: dict[int, Array]


def resolve(spec: Spec) -> tuple[Network, Inputs]:
    """Read the spec's data and parameters; return what to build and its numbers.

    Raises: SpecError, DataError, ParameterError.
    """
    dataset = read_data(spec.beside(spec.data.file), spec.data)
    classes = _classes(dataset)
    network = Network(
        title=spec.title,
        examples=len(dataset.x),
        features=dataset.features,
        input_shape=_input_shape(spec, dataset),
        layers=_layers(spec, _input_shape(spec, dataset)),
        outputs=tuple(map(_text, classes)) or dataset.targets,
        labelled=dataset.labels is not None,
        cost=spec.training.cost,
        reduction=spec.training.reduction,
        epochs=spec.training.epochs,
        started_from=_started_from(spec.training.init),
        data_file=Path(spec.data.file).name,
    )
    _check_outputs(spec, network, dataset)
    w, b = initial_parameters(spec, network)
    labels = None if dataset.labels is None else objects(dataset.labels)
    return network, Inputs(
        x=dataset.x.reshape(-1, *network.input_shape),
        labels=labels,
        classes=None if labels is None else objects(classes),
        t=dataset.t,
        eta=spec.training.eta,
        w=w,
        b=b,
    )


def objects(values: tuple[Label, ...]) -> Objects:
    """Return numbers and texts as a one-dimensional array of objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _text(value: Label) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _classes(dataset: Dataset) -> tuple[Label, ...]:
    return tuple(sorted(set(dataset.labels or ())))


def _input_shape(spec: Spec, dataset: Dataset) -> Shape:
    n = len(dataset.features)
    if spec.data.image is None:
        return (n,)
    if math.prod(spec.data.image) != n:
        rows, columns = spec.data.image
        raise SpecError(
            f"{spec.path}: data.image: {rows}×{columns} is {rows * columns} pixels,"
            f" but {spec.data.file} has {n} feature columns"
        )
    return spec.data.image


def _layers(spec: Spec, sees: Shape) -> tuple[Layer, ...]:
    layers = []
    for number, layer in enumerate(spec.layers, 2):
        if layer.units * math.prod(sees) > MAX_WEIGHTS:
            raise LimitError(
                f"{spec.path}: layer.{number}.units: {layer.units} units that see"
                f" {math.prod(sees)} values have more than {MAX_WEIGHTS:,} weights"
            )
        shape = (layer.units,)
        layers.append(Layer(number, "dense", sees, shape, layer.activation))
        sees = shape
    return tuple(layers)


# ------------------------------------------------------------------ checks


def _check_outputs(spec: Spec, network: Network, dataset: Dataset) -> None:
    where = f"{spec.path}: "
    for layer in network.layers[:-1]:
        if layer.activation == SOFTMAX:
            raise SpecError(
                f"{where}layer.{layer.number}.activation:"
                " softmax is for the output layer only"
            )
    _check_units_out(where, network)
    _check_cost(where, network)
    if dataset.t is not None and network.cost == "cross-entropy":
        _check_shares(where, network.last.activation, dataset.t)


def _check_units_out(where: str, network: Network) -> None:
    n, units = len(network.outputs), network.units_out
    one_for_two = network.labelled and n == 2 and units == 1
    if units != n and not one_for_two:
        what = "classes" if network.labelled else "target columns"
        raise SpecError(
            f"{where}layer.{network.last.number}.units: expected {n},"
            f" one for each of the {n} {what}, found {units}"
        )
    if units == 1 and network.last.activation == SOFTMAX:
        raise SpecError(
            f"{where}layer.{network.last.number}.activation:"
            " softmax of one unit is always 1; use sigmoid or two units"
        )


def _check_cost(where: str, network: Network) -> None:
    last = network.last
    if cost_of(network.cost, last.activation) is None:
        raise SpecError(
            f"{where}training.cost: {network.cost} needs a sigmoid or softmax output"
            f" layer; layer {last.number} is {last.activation}"
        )
    if network.epochs == 0:
        return
    for layer in network.layers:
        if layer.activation == "step":
            raise SpecError(
                f"{where}layer.{layer.number}.activation: step has no slope to learn"
                " by; use it with training.epochs = 0"
            )


def _check_shares(where: str, activation: str, t: Array) -> None:
    if (t < 0).any() or (t > 1).any():
        raise SpecError(f"{where}data.target: cross-entropy needs targets from 0 to 1")
    if activation == SOFTMAX and (abs(t.sum(axis=1) - 1) > 1e-9).any():
        raise SpecError(
            f"{where}data.target: cross-entropy with softmax needs targets"
            " that sum to 1 in every example"
        )


# ------------------------------------------------------------------ parameters


def initial_parameters(
    spec: Spec, network: Network
) -> tuple[dict[int, Array], dict[int, Array]]:
    """Return w and b of epoch 0, keyed by layer: drawn, or read from a file."""
    init = spec.training.init
    if init.file is not None:
        return read_parameters(spec.beside(init.file), network)
    rng = np.random.default_rng(int(init_value(init, "seed")))
    w, b = {}, {}
    for layer in network.layers:
        w[layer.number], b[layer.number] = _draw(rng, init, layer)
    return w, b


def _draw(
    rng: np.random.Generator, init: InitSpec, layer: Layer
) -> tuple[Array, Array]:
    """Draw w, then b. Xavier and He (2010, 2015) scale w by the fan and leave b at 0."""
    w_shape, b_shape = layer.w_shape, layer.shape[:1]
    fan_in = math.prod(layer.sees)
    fan_out = math.prod(layer.shape)
    match init.distribution:
        case "normal":
            mean, sd = init_value(init, "mean"), init_value(init, "sd")
            return rng.normal(mean, sd, w_shape), rng.normal(mean, sd, b_shape)
        case "uniform":
            low, high = init_value(init, "low"), init_value(init, "high")
            return rng.uniform(low, high, w_shape), rng.uniform(low, high, b_shape)
        case "xavier":
            sd = math.sqrt(2 / (fan_in + fan_out))
            return rng.normal(0, sd, w_shape), np.zeros(b_shape)
        case "he":
            return rng.normal(0, math.sqrt(2 / fan_in), w_shape), np.zeros(b_shape)
        case _:
            return np.zeros(w_shape), np.zeros(b_shape)


def _started_from(init: InitSpec) -> str:
    if init.file is not None:
        return f"file {Path(init.file).name}"
    settings = msgspec.structs.asdict(init)
    given = [f"{key} {value:g}" for key, value in settings.items() if _is_number(value)]
    return ", ".join([str(init.distribution), *given])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def read_parameters(
    path: Path, network: Network
) -> tuple[dict[int, Array], dict[int, Array]]:
    """Read {"w2": [[…] per unit], "b2": […], …}; weights flattened in reading order.

    Raises: ParameterError, naming the file, the key and the shape expected.
    """
    tree = _read_json(path)
    expected = {f"{s}{layer.number}" for layer in network.layers for s in "wb"}
    for key in sorted(expected ^ tree.keys()):
        problem = "is missing" if key in expected else "is not a parameter here"
        raise ParameterError(f"{path}: {key}: {problem}")
    w, b = {}, {}
    for layer in network.layers:
        l, flat = layer.number, (layer.shape[0], math.prod(layer.sees))
        w[l] = _array(path, f"w{l}", tree, flat).reshape(layer.w_shape)
        b[l] = _array(path, f"b{l}", tree, layer.shape[:1])
    return w, b


def _read_json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_PARAMETER_BYTES:
            raise ParameterError(f"{path}: larger than {MAX_PARAMETER_BYTES} bytes")
        tree: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict)
    except OSError as error:
        raise ParameterError(f"{path}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise ParameterError(f"{path}: is not a JSON object: {error}") from error
    return tree


def _array(path: Path, key: str, tree: dict[str, Any], shape: Shape) -> Array:
    wanted = "×".join(map(str, shape))
    try:
        array = np.array(tree[key], dtype=np.float64)
    except (ValueError, TypeError) as error:
        raise ParameterError(f"{path}: {key}: expected {wanted} numbers") from error
    if array.shape != shape:
        found = "×".join(map(str, array.shape)) or "one number"
        raise ParameterError(f"{path}: {key}: expected shape {wanted}, found {found}")
    if not np.isfinite(array).all():
        raise ParameterError(f"{path}: {key}: holds a number that is not finite")
    return array


def targets(inputs: Inputs, units: int) -> Array:
    """Return t, from the labels or as given (book 3-3).

    A target is 1 where a spreadsheet's `=` finds label and class equal, else 0. With
    one output unit for two classes, t is 1 for the second. Shapes: (K, units).
    """
    if inputs.labels is None or inputs.classes is None:
        assert inputs.t is not None
        return inputs.t
    classes = inputs.classes[-units:]
    return np.array(
        [[float(equal_in_sheet(k, c)) for c in classes] for k in inputs.labels]
    )


def equal_in_sheet(one: object, other: object) -> bool:
    """Tell whether a spreadsheet's `=` finds two constants equal.

    Text without case, numbers to 15 digits; an empty cell equals 0 and "".

    >>> equal_in_sheet("Cat", "cat"), equal_in_sheet(None, 0.0), equal_in_sheet("1", 1.0)
    (True, True, False)
    """
    if one is None or other is None:
        return (other if one is None else one) in (None, 0.0, "")
    if type(one) is not type(other):
        return False
    if isinstance(one, float | str) and isinstance(other, float | str):
        return same_in_sheet(one) == same_in_sheet(other)
    return one == other


def write_parameters(path: Path, network: Network, values: Mapping[Key, Array]) -> None:
    """Write w and b of one epoch as `read_parameters` reads them.

    Raises: OutputError where the file cannot be written.
    """
    tree = {}
    for layer in network.layers:
        l = layer.number
        w = np.asarray(values[Key("w", l)])
        tree[f"w{l}"] = w.reshape(len(w), -1).tolist()
        tree[f"b{l}"] = np.asarray(values[Key("b", l)]).tolist()
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(tree), indent=1))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error

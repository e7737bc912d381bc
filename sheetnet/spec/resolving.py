"""Spec and data → Network and Inputs: what the files say, checked and put together."""

import math
from pathlib import Path
from typing import Any

from sheetnet.errors import SpecError
from sheetnet.layers import kind_spec
from sheetnet.model.costs import cost_of
from sheetnet.model.equality import Label
from sheetnet.model.functions import SOFTMAX, Array
from sheetnet.model.network import Inputs, Layer, Network, Shape, objects
from sheetnet.spec.data import Dataset, read_data
from sheetnet.spec.loading import Spec
from sheetnet.spec.parameters import initial_parameters, started_from


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
        started_from=started_from(spec.training.init),
        data_file=Path(spec.data.file).name,
        optimizer=spec.training.optimizer,
    )
    _check_outputs(spec, network, dataset)
    labels = None if dataset.labels is None else objects(dataset.labels)
    return network, Inputs(
        x=dataset.x.reshape(-1, *network.input_shape),
        labels=labels,
        classes=None if labels is None else objects(classes),
        t=dataset.t,
        settings=_settings(spec, network),
        start=initial_parameters(spec, network),
    )


def _settings(spec: Spec, network: Network) -> dict[str, float]:
    """Return the optimizer's settings: as the spec has them, or as they usually are."""
    settings: dict[str, Any] = {
        name: getattr(spec.training, name, default)
        for name, default in network.optimizer_record.settings.items()
    }
    return {name: float(value) for name, value in settings.items()}


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


def _layers(spec: Spec, input_shape: Shape) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for number, one in enumerate(spec.layers, 2):
        kind = kind_spec(str(type(one).__struct_config__.tag))
        shapes = [input_shape, *(layer.shape for layer in layers)]
        layers.append(kind.layer_of(f"{spec.path}: layer.{number}", one, shapes))
    return tuple(layers)


# ------------------------------------------------------------------ checks


def _check_outputs(spec: Spec, network: Network, dataset: Dataset) -> None:
    where = f"{spec.path}: "
    if len(network.last.shape) != 1:
        raise SpecError(
            f"{where}layer.{network.last.number}.kind: the last layer must be dense,"
            f" it is {network.last.kind}"
        )
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

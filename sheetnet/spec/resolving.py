"""Spec and data → Network and Inputs: what the files say, checked and put together."""

import math
from pathlib import Path

from msgspec import structs

from sheetnet.errors import SpecError
from sheetnet.lang import said, texts
from sheetnet.layers import kind_spec, layer_kinds
from sheetnet.model.costs import cost_of
from sheetnet.model.equality import Label
from sheetnet.model.functions import SOFTMAX, Array, activation_names
from sheetnet.model.network import Inputs, Layer, Network, Shape, objects
from sheetnet.spec.batches import count_of, dealt
from sheetnet.spec.data import Dataset, dataset_of_text, read_data
from sheetnet.spec.data.sequences import SYMBOL
from sheetnet.spec.fields import PIXELS, Table, labels_of, table_of, used
from sheetnet.spec.loading import Spec
from sheetnet.spec.names import renamed
from sheetnet.spec.parameters import frozen, initial_parameters, started_from
from sheetnet.spec.training import kind_of, length_of, optimizer_name
from sheetnet.wording import placed, worded


def resolve(spec: Spec) -> tuple[Network, Inputs]:
    """Read the spec's data and parameters; return what to build and its numbers.

    Raises: SpecError, DataError, ParameterError.
    """
    return put_together(spec, dataset_of(spec))


def dataset_of(spec: Spec) -> Dataset:
    """Read the spec's data. Raises: DataError."""
    if data := spec.data.text:
        words, mark = spec.data.symbols == "words", spec.data.answer_after
        return dataset_of_text(spec.beside(data), words=words, mark=mark)
    return read_data(spec.beside(spec.data.file), spec.data)


def put_together(
    spec: Spec, dataset: Dataset, lang: str = "en"
) -> tuple[Network, Inputs]:
    """Return what to build of a spec and its data, and its numbers.

    What the spec says in several languages is taken in one.

    Raises: SpecError, ParameterError.
    """
    table = table_of(spec, dataset)
    network = _network(spec, dataset, table, lang)
    _check_outputs(spec, network, dataset)
    inputs = _inputs(spec, network, dataset, table)
    own = {PIXELS: texts(lang)("name.pixels")} if spec.data.image else {}
    if network.is_sequence:
        own = {SYMBOL: texts(lang)("name.symbol")}
    names = own | spec.data.names.get(lang, {})
    return renamed(network, inputs, names, f"{spec.path}: data.names.{lang}")


def _network(spec: Spec, dataset: Dataset, table: Table, lang: str) -> Network:
    training, classes = spec.training, labels_of(dataset)
    shape = _input_shape(spec, table)
    unseen = dataset.examples - dataset.training
    layers = _layers(spec, shape, dataset.positions)
    batches = count_of(spec, dataset)
    epochs, checkpoints, live = length_of(training, batches)
    return Network(
        title=said(spec.title, lang),
        examples=dataset.examples,
        features=table.features,
        input_shape=shape,
        layers=layers,
        outputs=tuple(map(_text, classes)) or dataset.targets,
        labelled=dataset.labels is not None,
        cost=training.cost,
        reduction=training.reduction,
        epochs=epochs,
        started_from=started_from(training.init, texts(lang)),
        data_file=Path(spec.data.file or spec.data.text).name,
        optimizer=optimizer_name(training),
        weight_decay=training.weight_decay is not None,
        schedule=kind_of(training.schedule) if training.schedule else "",
        clip=training.clip is not None,
        fields=table.fields,
        target_scale=table.target_scale,
        counts=_counts(spec, unseen) or dataset.positions > 0,
        test=unseen,
        exercises=_exercises(spec, lang),
        frozen=frozen(spec, layers),
        batches=batches,
        checkpoints=checkpoints,
        live=live,
        positions=dataset.positions,
    )


def _exercises(spec: Spec, lang: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (said(one.ask, lang), said(one.answer, lang)) for one in spec.exercises
    )


def _inputs(spec: Spec, network: Network, dataset: Dataset, table: Table) -> Inputs:
    labels = None if dataset.labels is None else objects(dataset.labels)
    if labels is not None and network.is_sequence:
        labels = objects(tuple(None if one == "" else one for one in labels))
    return Inputs(
        x=table.numbers.reshape(len(table.numbers), *network.raw_shape),
        labels=labels,
        classes=None if labels is None else objects(labels_of(dataset)),
        t=dataset.t,
        settings=_settings(spec, network),
        start=initial_parameters(spec, network),
        words=table.words,
        one_hot=table.one_hot,
        use=used(dataset, counts=network.counts and not network.is_sequence),
        batch=dealt(spec, dataset, network.batches),
    )


def _counts(spec: Spec, unseen: int) -> bool:
    """Tell whether each example has a cell that says whether it is used.

    Raises: SpecError where test examples need one and the spec forbids it.
    """
    if unseen and spec.data.use is False:
        raise SpecError(
            "{path}: data.use: test examples have a cell that says that they"
            " are not used; leave out use = false, or data.test and data.split",
            path=spec.path,
        )
    return bool(spec.data.use) or unseen > 0


def _settings(spec: Spec, network: Network) -> dict[str, float]:
    """Return the settings of the update: as the spec has them, or as they usually are."""
    given = {key.rpartition(".")[2]: one for key, one in spec.training.given.items()}
    usual = {name: one.usual or 0.0 for name, one in network.update.settings.items()}
    return {name: float(given.get(name, one)) for name, one in usual.items()}


def _text(value: Label) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _input_shape(spec: Spec, table: Table) -> Shape:
    n = len(table.features)
    if spec.data.image is None:
        return (n,)
    if math.prod(spec.data.image) != n:
        raise SpecError(
            "{path}: data.image: {size} is {pixels} pixels, but"
            " {file} has {n} feature columns",
            path=spec.path,
            size="×".join(map(str, spec.data.image)),
            pixels=math.prod(spec.data.image),
            file=spec.data.file,
            n=n,
        )
    return spec.data.image


def _layers(spec: Spec, input_shape: Shape, positions: int) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for number, one in enumerate(spec.layers, 2):
        kind = kind_spec(str(type(one).__struct_config__.tag))
        shapes = [input_shape, *(layer.shape for layer in layers)]
        where = placed(spec.path, f"layer.{number}")
        for below in getattr(one, "beside", ()):
            if not 1 <= below < number:
                raise SpecError(
                    "{where}.beside: expected layers from 1 to {last}, found {below}",
                    where=where,
                    last=number - 1,
                    below=below,
                )
        layer = kind.layer_of(where, one, shapes)
        if bool(positions) < bool(kind.SEQUENCES == "whole"):
            raise SpecError(
                "{where}.kind: {kind} is for sequences; expected data.text",
                where=where,
                kind=layer.kind,
            )
        if positions:
            if not kind.SEQUENCES:
                raise SpecError(
                    "{where}.kind: {kind} is not for sequences; these are: {known}",
                    where=where,
                    kind=layer.kind,
                    known=", ".join(k for k in layer_kinds() if kind_spec(k).SEQUENCES),
                )
            layer = structs.replace(layer, positions=positions)
        layers.append(layer)
    return tuple(layers)


# ------------------------------------------------------------------ checks


def _check_outputs(spec: Spec, network: Network, dataset: Dataset) -> None:
    where = placed(spec.path, "")
    if len(network.last.shape) != 1 or not network.last.activation:
        raise SpecError(
            "{where}layer.{number}.kind: the last layer must be dense, it is {kind}",
            where=where,
            number=network.last.number,
            kind=network.last.kind,
        )
    for layer in network.layers[:-1]:
        if layer.activation == SOFTMAX:
            raise SpecError(
                "{where}layer.{number}.activation: softmax is for the output layer"
                " only",
                where=where,
                number=layer.number,
            )
    _check_units_out(where, network)
    _check_cost(where, network)
    if dataset.t is not None and network.cost == "cross-entropy":
        _check_shares(where, network.last.activation, dataset.t)


def _check_units_out(where: str, network: Network) -> None:
    n, units = len(network.outputs), network.units_out
    one_for_two = network.labelled and n == 2 and units == 1
    if units != n and not one_for_two:
        what = worded("classes") if network.labelled else worded("target columns")
        raise SpecError(
            "{where}layer.{number}.units: expected {n}, one for each of the"
            " {n} {what}, found {units}",
            where=where,
            number=network.last.number,
            n=n,
            what=what,
            units=units,
        )
    if units == 1 and network.last.activation == SOFTMAX:
        raise SpecError(
            "{where}layer.{number}.activation: softmax of one unit is always"
            " 1; use sigmoid or two units",
            where=where,
            number=network.last.number,
        )


def _check_cost(where: str, network: Network) -> None:
    last = network.last
    if cost_of(network.cost, last.activation) is None:
        fitting = [name for name in activation_names() if cost_of(network.cost, name)]
        raise SpecError(
            "{where}training.cost: {cost} needs an output layer with {fitting}; layer"
            " {number} is {activation}",
            where=where,
            cost=network.cost,
            fitting=worded(" or ").join(fitting),
            number=last.number,
            activation=last.activation or last.kind,
        )
    if network.last_band == 0:
        return
    for layer in network.layers:
        activation = layer.function
        if activation is not None and activation.f_prime is None:
            raise SpecError(
                "{where}layer.{number}.activation: {name} has no slope to learn"
                " by; use it with training.epochs = 0",
                where=where,
                number=layer.number,
                name=activation.name,
            )


def _check_shares(where: str, activation: str, t: Array) -> None:
    if (t < 0).any() or (t > 1).any():
        raise SpecError(
            "{where}data.target: cross-entropy needs targets from 0 to 1", where=where
        )
    if activation == SOFTMAX and (abs(t.sum(axis=1) - 1) > 1e-9).any():
        raise SpecError(
            "{where}data.target: cross-entropy with softmax needs targets that"
            " sum to 1 in every example",
            where=where,
        )

"""Parameters: drawn from a distribution, read from a file, written to one."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from sheetnet.errors import ParameterError, SpecError
from sheetnet.files.reading import read_file
from sheetnet.files.writing import write_whole
from sheetnet.lang import Texts
from sheetnet.layers.quantities import learning, parameters, slots
from sheetnet.model.functions import Array
from sheetnet.model.network import Layer, Network, Shape
from sheetnet.model.notation import Key
from sheetnet.model.quantities import Quantity
from sheetnet.spec.loading import Spec
from sheetnet.spec.training import InitSpec, init_value
from sheetnet.wording import placed, worded

MAX_PARAMETER_BYTES = 64_000_000


def initial_parameters(spec: Spec, network: Network) -> dict[Key, Array]:
    """Return what epoch 0 begins with: parameters drawn or read, slots of 0, powers of 1."""
    init = spec.training.init
    if init.file is not None:
        start = read_parameters(spec.beside(init.file), network)
    else:
        rng = np.random.default_rng(int(init_value(init, "seed")))
        start = {
            one.key: _draw(rng, init, layer, one.shape)
            if one.start is None
            else np.full(one.shape, one.start)
            for layer in learning(network)
            for one in parameters(layer)
        }
    kept = [one for layer in learning(network) for one in slots(network, layer)]
    headings = {Key(one.name): np.array(one.start) for one in network.carried}
    return start | {one.key: np.zeros(one.shape) for one in kept} | headings


def _draw(
    rng: "np.random.Generator", init: InitSpec, layer: Layer, shape: Shape
) -> Array:
    """Draw a parameter. Xavier and He (2010, 2015) scale weights by the fan.

    They leave what has one number a unit, the biases, at 0.
    """
    fan_in = math.prod(shape[1:])
    fan_out = layer.units * (math.prod(layer.size) if layer.size else 1)
    match init.distribution:
        case "normal":
            # NumPy refuses −0.
            mean, sd = init_value(init, "mean"), abs(init_value(init, "sd"))
            return rng.normal(mean, sd, shape)
        case "uniform":
            low, high = init_value(init, "low"), init_value(init, "high")
            return rng.uniform(low, high, shape)
        case "xavier" if len(shape) > 1:
            return rng.normal(0, math.sqrt(2 / (fan_in + fan_out)), shape)
        case "he" if len(shape) > 1:
            return rng.normal(0, math.sqrt(2 / fan_in), shape)
        case _:
            return np.zeros(shape)


def frozen(spec: Spec, layers: tuple[Layer, ...]) -> tuple[Key, ...]:
    """Return the parameters that a spec holds fixed, in order.

    By a letter in all layers ("b"), by letter and layer ("w3"), or a layer's all ("layer.2").
    Raises: SpecError where there is no such parameter.
    """
    named: dict[str, list[Key]] = {}
    for layer in layers:
        for one in parameters(layer):
            l = layer.number
            for name in (one.symbol, f"{one.symbol}{l}", f"layer.{l}"):
                named.setdefault(name, []).append(one.key)
    for name in spec.training.freeze:
        if name not in named:
            raise SpecError(
                "{where}: there is no parameter {name!r}; known: {known}",
                where=placed(spec.path, "training.freeze"),
                name=name,
                known=", ".join(named),
            )
    held = {key for name in spec.training.freeze for key in named[name]}
    every = [one.key for layer in layers for one in parameters(layer)]
    return tuple(key for key in every if key in held)


def started_from(init: InitSpec, texts: Texts) -> str:
    """Return in words how the parameters of epoch 0 came to be."""
    if init.file is not None:
        return texts("start.file", name=Path(init.file).name)
    settings = msgspec.structs.asdict(init).items()
    given = [
        texts(f"start.{key}", value=f"{value:g}")
        for key, value in settings
        if isinstance(value, int | float)
    ]
    return texts("list.comma").join([texts(f"start.{init.distribution}"), *given])


def read_parameters(path: Path, network: Network) -> dict[Key, Array]:
    """Read {"w2": [[…] per unit], "b2": […], …}; weights flattened in reading order.

    Raises: ParameterError, naming the file, the key and the shape expected.
    """
    tree = _read_json(path)
    expected = dict(_named(network))
    for key in sorted(expected.keys() ^ tree.keys()):
        problem = (
            worded("is missing")
            if key in expected
            else worded("is not a parameter here")
        )
        raise ParameterError(placed(path, key, problem))
    return {
        one.key: _array(path, name, tree, shape).reshape(one.shape)
        for name, (one, shape) in expected.items()
    }


def _named(network: Network) -> Iterator[tuple[str, tuple[Quantity, Shape]]]:
    """Yield by the name in a file each parameter, and the shape it has there.

    Where a unit looks at no window, its weights are flattened in reading order.
    """
    for layer in learning(network):
        for one in parameters(layer):
            shape = one.shape
            if len(shape) > 1 and not layer.size:
                shape = shape[0], math.prod(shape[1:])
            yield f"{one.symbol}{layer.number}", (one, shape)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = read_file(path, MAX_PARAMETER_BYTES, ParameterError)
        tree = msgspec.json.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ParameterError(
            "{path}: is not a JSON object: {error}", path=path, error=error
        ) from error
    if not isinstance(tree, dict):
        raise ParameterError(
            "{path}: is not a JSON object; expected w2, b2 and so on", path=path
        )
    return tree


def _array(path: Path, key: str, tree: dict[str, Any], shape: Shape) -> Array:
    wanted = "×".join(map(str, shape))
    try:
        array = np.array(tree[key], dtype=np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise ParameterError(
            "{path}: {key}: expected {wanted} numbers",
            path=path,
            key=key,
            wanted=wanted,
        ) from error
    if array.shape != shape:
        found = "×".join(map(str, array.shape)) or worded("one number")
        raise ParameterError(
            "{path}: {key}: expected shape {wanted}, found {found}",
            path=path,
            key=key,
            wanted=wanted,
            found=found,
        )
    if not np.isfinite(array).all():
        raise ParameterError(
            "{path}: {key}: holds a number that is not finite", path=path, key=key
        )
    return array


def write_parameters(path: Path, network: Network, values: Mapping[Key, Array]) -> None:
    """Write the parameters of one epoch as `read_parameters` reads them.

    Raises: OutputError where the file cannot be written.
    """
    tree = {
        name: np.asarray(values[one.key]).reshape(shape).tolist()
        for name, (one, shape) in _named(network)
    }
    write_whole(path, [msgspec.json.format(msgspec.json.encode(tree), indent=1)])

"""Parameters: drawn from a distribution, read from a file, written to one."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from sheetnet.errors import ParameterError
from sheetnet.files.reading import read_file
from sheetnet.files.writing import write_whole
from sheetnet.model.functions import Array
from sheetnet.model.notation import Key
from sheetnet.spec.loading import Spec, init_value
from sheetnet.spec.schema import InitSpec

if TYPE_CHECKING:
    from sheetnet.model.network import Layer, Network, Shape

MAX_PARAMETER_BYTES = 64_000_000


def initial_parameters(
    spec: Spec, network: "Network"
) -> tuple[dict[int, Array], dict[int, Array]]:
    """Return w and b of epoch 0, keyed by layer: drawn, or read from a file."""
    init = spec.training.init
    if init.file is not None:
        return read_parameters(spec.beside(init.file), network)
    rng = np.random.default_rng(int(init_value(init, "seed")))
    w, b = {}, {}
    for layer in network.with_parameters:
        w[layer.number], b[layer.number] = _draw(rng, init, layer)
    return w, b


def _draw(
    rng: np.random.Generator, init: InitSpec, layer: "Layer"
) -> tuple[Array, Array]:
    """Draw w, then b. Xavier and He (2010, 2015) scale w by the fan and leave b at 0."""
    w_shape, b_shape = layer.w_shape, layer.shape[:1]
    fan_in = math.prod(w_shape[1:])
    fan_out = layer.units * (math.prod(layer.size) if layer.size else 1)
    match init.distribution:
        case "normal":
            # NumPy refuses −0.
            mean, sd = init_value(init, "mean"), abs(init_value(init, "sd"))
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


def started_from(init: InitSpec) -> str:
    """Return in words how the parameters of epoch 0 came to be."""
    if init.file is not None:
        return f"file {Path(init.file).name}"
    settings = msgspec.structs.asdict(init)
    given = [f"{key} {value:g}" for key, value in settings.items() if _is_number(value)]
    return ", ".join([str(init.distribution), *given])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def read_parameters(
    path: Path, network: "Network"
) -> tuple[dict[int, Array], dict[int, Array]]:
    """Read {"w2": [[…] per unit], "b2": […], …}; weights flattened in reading order.

    Raises: ParameterError, naming the file, the key and the shape expected.
    """
    tree = _read_json(path)
    expected = {f"{s}{layer.number}" for layer in network.with_parameters for s in "wb"}
    for key in sorted(expected ^ tree.keys()):
        problem = "is missing" if key in expected else "is not a parameter here"
        raise ParameterError(f"{path}: {key}: {problem}")
    w, b = {}, {}
    for layer in network.with_parameters:
        l = layer.number
        w[l] = _array(path, f"w{l}", tree, _as_written(layer)).reshape(layer.w_shape)
        b[l] = _array(path, f"b{l}", tree, layer.shape[:1])
    return w, b


def _as_written(layer: "Layer") -> "Shape":
    """Return the shape of w in a file: dense weights are flattened in reading order."""
    if layer.kind == "conv":
        return layer.w_shape
    return layer.shape[0], math.prod(layer.sees)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = read_file(path, MAX_PARAMETER_BYTES, ParameterError)
        tree: dict[str, Any] = msgspec.json.decode(content, type=dict)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ParameterError(f"{path}: is not a JSON object: {error}") from error
    return tree


def _array(path: Path, key: str, tree: dict[str, Any], shape: "Shape") -> Array:
    wanted = "×".join(map(str, shape))
    try:
        array = np.array(tree[key], dtype=np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise ParameterError(f"{path}: {key}: expected {wanted} numbers") from error
    if array.shape != shape:
        found = "×".join(map(str, array.shape)) or "one number"
        raise ParameterError(f"{path}: {key}: expected shape {wanted}, found {found}")
    if not np.isfinite(array).all():
        raise ParameterError(f"{path}: {key}: holds a number that is not finite")
    return array


def write_parameters(
    path: Path, network: "Network", values: Mapping[Key, Array]
) -> None:
    """Write w and b of one epoch as `read_parameters` reads them.

    Raises: OutputError where the file cannot be written.
    """
    tree = {}
    for layer in network.with_parameters:
        l = layer.number
        w = np.asarray(values[Key("w", l)])
        tree[f"w{l}"] = w.reshape(_as_written(layer)).tolist()
        tree[f"b{l}"] = np.asarray(values[Key("b", l)]).tolist()
    write_whole(path, [msgspec.json.format(msgspec.json.encode(tree), indent=1)])

"""Random runs of every kind: learning rates from far too small to just below overflow."""

import math
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from sheetnet import load_spec
from sheetnet.engine import run
from sheetnet.errors import TrainingError
from sheetnet.layers.quantities import parameters
from sheetnet.model.network import Inputs, Network
from sheetnet.spec.loading import Spec
from sheetnet.spec.resolving import resolve
from tests.nets import OUTPUTS, TRAINABLE, _dense, _examples, _over_maps, write_csv

# About so many cells are the most that a run's epochs take together.
_CELLS = 2500
_LEAST_ETA, _MOST_ETA = 1e-12, 1e15


def random_run(folder: Path, seed: int) -> Spec:
    """Write a random spec and its data; return it with a learning rate it survives."""
    rng = random.Random(seed)
    draw = _over_pictures if rng.random() < 0.35 else _over_features
    while True:
        text, header, rows = draw(rng)
        write_csv(folder / "r.csv", header, rows)
        path = folder / "r.toml"
        path.write_text(text.replace("EPOCHS", "0"), encoding="utf-8")
        try:
            network, _ = resolve(load_spec(path))
            epochs = _epochs(rng, network)
            path.write_text(text.replace("EPOCHS", str(epochs)), encoding="utf-8")
            eta = _eta(rng, *resolve(load_spec(path)))
        except TrainingError:  # even before the first step: draw again
            continue
        return load_spec(path, [f"training.eta={eta!r}"])


def _over_features(rng: random.Random) -> tuple[str, list[str], list[list[object]]]:
    features = rng.randint(1, 5)
    output, cost = rng.choice(OUTPUTS)
    units, data, examples = _examples(rng, features, output, cost, most=8)
    layers = "".join(
        _dense(rng.randint(1, 4), rng.choice(TRAINABLE))
        for _ in range(rng.randint(0, 2))
    )
    text = _text(rng, data, "", layers + _dense(units, output), cost)
    return text, *examples


def _over_pictures(rng: random.Random) -> tuple[str, list[str], list[list[object]]]:
    shape = rows, columns = rng.randint(2, 5), rng.randint(2, 5)
    output, cost = rng.choice(OUTPUTS)
    units, data, examples = _examples(rng, rows * columns, output, cost, most=4)
    layers = ""
    for _ in range(rng.randint(1, 2)):
        text, shape = _over_maps(rng, shape)
        layers += text
    image = f"image = [{rows}, {columns}]\n"
    text = _text(rng, data, image, layers + _dense(units, output), cost)
    return text, *examples


def _text(rng: random.Random, data: str, image: str, layers: str, cost: str) -> str:
    seed, sd = rng.randint(0, 999), 10 ** rng.uniform(-3, 1.5)
    init = rng.choice(
        [
            *[f'distribution = "normal", sd = {sd:.3g}, seed = {seed}'] * 4,
            f'distribution = "uniform", seed = {seed}',
            f'distribution = "he", seed = {seed}',
            'distribution = "zeros"',
        ]
    )
    return (
        f'title = "random"\n[data]\nfile = "r.csv"\n{data}\n{image}{layers}'
        f'[training]\ncost = "{cost}"\neta = 1e-12\nepochs = EPOCHS\n'
        f'reduction = "{rng.choice(["sum", "mean"])}"\ninit = {{ {init} }}\n'
    )


def _epochs(rng: random.Random, network: Network) -> int:
    """Return 0 to 300 epochs, fewer where one takes many cells."""
    cells = 0
    for layer in network.layers:
        cells += 3 * math.prod(layer.shape) * network.examples
        cells += 2 * sum(math.prod(one.shape) for one in parameters(layer)[:1])
    most = min(300, _CELLS // cells)
    return rng.randint(0, most) if rng.random() < 0.8 else min(most, rng.randint(0, 3))


def _eta(rng: random.Random, network: Network, inputs: Inputs) -> float:
    """Return a learning rate: any, or one just below that at which the run overflows."""
    least = math.log10(_LEAST_ETA)
    run(network, replace(inputs, settings={"eta": _LEAST_ETA}))
    ladder = [least + step for step in range(1 + round(math.log10(_MOST_ETA) - least))]
    top = next(
        (low for low, high in pairwise(ladder) if _overflows(network, inputs, high)),
        ladder[-1],
    )
    for step in (0.5, 0.25, 0.125, 0.0625, 0.03125):
        if not _overflows(network, inputs, top + step):
            top += step
    where = rng.choice(["any", "any", "sane", "below"])
    low = {"any": least, "sane": min(-2.0, top), "below": top - 1}[where]
    high = min(1.0, top) if where == "sane" else top
    eta = float(f"{10 ** rng.uniform(low, high):.3g}")
    run(network, replace(inputs, settings={"eta": eta}))
    return eta


def _overflows(network: Network, inputs: Inputs, log_eta: float) -> bool:
    try:
        run(network, replace(inputs, settings={"eta": 10**log_eta}))
    except TrainingError:
        return True
    return False

"""The networks that the benchmark puts into workbooks, written as a user would.

dense: 12-3-2, sigmoid, squared error, as the book's, with random pictures, a million formula
cells. conv: three 3×3 filters on 6×6 pixels, max pooling, three outputs, as the book's
chapter 5, half a million. growing: 4-3-2 on features, no picture, to be made larger.
"""

import csv
import random
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Network:
    """What a network's spec and data are made from; `image` is height and width."""

    layers: tuple[str, ...]
    features: int
    classes: int
    examples: int
    epochs: int
    eta: float
    image: tuple[int, int] | None = None


def dense(units: int) -> str:
    """Return a dense layer of sigmoids, as a spec has it."""
    return f'kind = "dense", units = {units}, activation = "sigmoid"'


_CONV = (
    'kind = "conv", filters = 3, size = [3, 3], activation = "sigmoid"',
    'kind = "max-pool", size = [2, 2]',
)
NETWORKS = {
    "dense": Network((dense(3), dense(2)), 12, 2, 512, 110, 0.002, (4, 3)),
    "conv": Network((*_CONV, dense(3)), 36, 3, 96, 26, 0.02, (6, 6)),
}
GROWING = Network((dense(3), dense(2)), 4, 2, 256, 20, 0.002)


def tiny(network: Network) -> Network:
    """Return the network with four examples and two epochs, on which the tests try all."""
    return replace(network, examples=4, epochs=2)


def write_spec(folder: Path, network: Network) -> Path:
    """Write the spec and its data; return the spec's path."""
    draw = random.Random(1)
    with (folder / "bench.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*(f"x{i}" for i in range(network.features)), "label"])
        for k in range(network.examples):
            pixels = (draw.randint(0, 1) for _ in range(network.features))
            rows.writerow([*pixels, k % network.classes])
    path = folder / "bench.toml"
    path.write_text(_spec(network))
    return path


def _spec(network: Network) -> str:
    image = f", image = {list(network.image)}" if network.image else ""
    layers = "".join(f"  {{ {layer} }},\n" for layer in network.layers)
    return (
        'title = "benchmark"\n'
        f'data = {{ file = "bench.csv", label = "label"{image} }}\n'
        f"layer = [\n{layers}]\n"
        f"training = {{ eta = {network.eta}, epochs = {network.epochs},"
        ' init = { distribution = "normal", seed = 1 } }\n'
    )

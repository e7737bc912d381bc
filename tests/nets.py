"""Small networks for tests: written as a user would write them, spec and CSV."""

import contextlib
import csv
import io
import math
import os
import random
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from sheetnet.cli.app import main
from sheetnet.model.functions import ACTIVATIONS

# How many random networks of each kind are tried; `make random` tries 300.
RANDOM_RUNS = int(os.environ.get("SHEETNET_RANDOM_RUNS", "18"))


def part(cases, of=2):
    """Return every so many-th of some cases, which all take long; `make random` takes all."""
    return list(cases)[:: 1 if RANDOM_RUNS >= 300 else of]


TRAINABLE = [name for name, one in ACTIVATIONS.items() if one.f_prime is not None]
OUTPUTS = [
    *((name, "squared-error") for name in [*TRAINABLE, "softmax"]),
    ("sigmoid", "cross-entropy"),
    ("softmax", "cross-entropy"),
]


def write_csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    """Write a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(header)
        lines.writerows(rows)


def small_net(folder: Path, **settings: object) -> Path:
    """Write a 2-3-2 network on four examples and return the spec's path."""
    write_csv(
        folder / "small.csv",
        ["x1", "x2", "label"],
        [[0.5, 1, "yes"], [1.5, -1, "no"], [-0.5, 0.25, "yes"], [2, 2, "no"]],
    )
    lines = {
        "hidden": "tanh",
        "output": "sigmoid",
        "cost": "squared-error",
        "eta": 0.5,
        "epochs": 3,
        "reduction": "sum",
        **settings,
    }
    path = folder / "small.toml"
    path.write_text(
        """
title = "small"
data = {{ file = "small.csv", label = "label" }}
layer = [
  {{ kind = "dense", units = 3, activation = "{hidden}" }},
  {{ kind = "dense", units = 2, activation = "{output}" }},
]
[training]
cost = "{cost}"
reduction = "{reduction}"
eta = {eta}
epochs = {epochs}
init = {{ distribution = "normal", seed = 3 }}
""".format(**lines),
        encoding="utf-8",
    )
    return path


def conv_net(
    folder: Path, layers: str, shape: tuple[int, int] = (5, 4), seed: int = 1
) -> Path:
    """Write a network over five small pictures, two classes; `layers` is TOML."""
    draw = random.Random(seed)
    rows, columns = shape
    pictures = [[draw.choice([0, 1]) for _ in range(rows * columns)] for _ in range(5)]
    header = [*(f"x{i}" for i in range(rows * columns)), "label"]
    write_csv(
        folder / "conv.csv",
        header,
        [[*picture, "ab"[k % 2]] for k, picture in enumerate(pictures)],
    )
    path = folder / "conv.toml"
    path.write_text(
        f"""
title = "conv"
data = {{ file = "conv.csv", label = "label", image = [{rows}, {columns}] }}
{layers}
[[layer]]
kind = "dense"
units = 2
[training]
eta = 0.3
epochs = 2
init = {{ distribution = "normal", sd = 0.7, seed = {seed} }}
""",
        encoding="utf-8",
    )
    return path


@st.composite
def dense_specs(draw: st.DrawFn) -> tuple[str, list[str], list[list[object]]]:
    """Draw a dense network: spec text, CSV header and rows."""
    rng = draw(st.randoms(use_true_random=False))
    image = [rng.randint(1, 4), rng.randint(1, 4)] if rng.random() < 0.5 else None
    features = image[0] * image[1] if image else rng.randint(1, 6)
    output, cost = rng.choice(OUTPUTS)
    units, data, rows = _examples(rng, features, output, cost)
    layers = "".join(
        _dense(rng.randint(1, 8), rng.choice(TRAINABLE)) + _between(rng)
        for _ in range(rng.randint(0, 3))
    )
    layers += _block(rng, layers.count("[[layer]]") + 2)
    text = _spec(rng, data, image, layers + _dense(units, output), cost)
    return text, *rows


@st.composite
def conv_specs(draw: st.DrawFn) -> tuple[str, list[str], list[list[object]]]:
    """Draw a network of convolutions and pools: spec text, CSV header and rows."""
    rng = draw(st.randoms(use_true_random=False))
    shape = rows, columns = rng.randint(2, 7), rng.randint(2, 7)
    output, cost = rng.choice(OUTPUTS)
    image = [rows, columns]
    if rng.random() < 0.3:
        image = [rng.randint(1, 3), rows, columns]
    units, data, examples = _examples(rng, math.prod(image), output, cost, most=5)
    layers = ""
    for _ in range(rng.randint(1, 3)):
        text, shape = _over_maps(rng, shape)
        layers += text + _between(rng)
    if rng.random() < 0.3:
        layers += _dense(rng.randint(1, 12), rng.choice(TRAINABLE))
    text = _spec(rng, data, image, layers + _dense(units, output), cost)
    return text, *examples


def _dense(units: int, activation: str) -> str:
    return f'[[layer]]\nkind = "dense"\nunits = {units}\nactivation = "{activation}"\n'


def _between(rng: random.Random) -> str:
    """Return a layer that has the shape of the one below, or mostly none."""
    kind = rng.choice(["", "", "", "dropout", "batch-norm"])
    if kind == "dropout":
        rate, seed = round(rng.uniform(0, 0.8), 2), rng.randint(1, 2**31 - 2)
        return f'[[layer]]\nkind = "dropout"\nrate = {rate}\nseed = {seed}\n'
    activation = rng.choice(TRAINABLE)
    of_norm = f'[[layer]]\nkind = "batch-norm"\nactivation = "{activation}"\n'
    return of_norm if kind else ""


def _block(rng: random.Random, number: int) -> str:
    """Return x + dense(norm(x)) over a layer x of this number, a norm over it, or nothing."""
    if rng.random() < 0.5:
        return ""
    units, said = rng.randint(1, 6), ("rms", "layer")
    norms = [f'[[layer]]\nkind = "norm"\nnorm = "{rng.choice(said)}"\n' for _ in "ab"]
    inner = norms[0] + _dense(units, rng.choice(TRAINABLE))
    added = f'[[layer]]\nkind = "add"\nadds = {number}\n'
    last = norms[1] if rng.random() < 0.5 else ""
    return _dense(units, rng.choice(TRAINABLE)) + inner + added + last


def _over_maps(
    rng: random.Random, shape: tuple[int, int]
) -> tuple[str, tuple[int, int]]:
    rows, columns = shape
    sizes = [
        (h, w, s)
        for h in range(1, min(3, rows) + 1)
        for w in range(1, min(3, columns) + 1)
        for s in (1, 2, 3)
    ]
    kind = rng.choice(["conv", "conv", "max-pool", "average-pool"])
    height, width, stride = rng.choice(sizes)
    text = (
        f'[[layer]]\nkind = "{kind}"\nsize = [{height}, {width}]\nstride = {stride}\n'
    )
    after = (rows - height) // stride + 1, (columns - width) // stride + 1
    if kind == "conv":
        text += (
            f'filters = {rng.randint(1, 3)}\nactivation = "{rng.choice(TRAINABLE)}"\n'
        )
    if rng.random() < 0.5:
        text += 'padding = "same"\n'
        after = -(-rows // stride), -(-columns // stride)
    return text, after


def _examples(
    rng: random.Random, features: int, output: str, cost: str, most: int = 20
) -> tuple[int, str, tuple[list[str], list[list[object]]]]:
    """Draw examples: labels of numbers or text, one unit for two classes, or targets."""
    header = [f"x{i}" for i in range(features)]
    binary = rng.random() < 0.5

    def x() -> list[object]:
        return [
            rng.randint(0, 1) if binary else round(rng.uniform(-2, 2), 2)
            for _ in header
        ]

    if cost == "squared-error" and rng.random() < 0.3:
        n = rng.randint(2, 3)
        rows = [
            [*x(), *(round(rng.uniform(-1, 1), 2) for _ in range(n))]
            for _ in range(rng.randint(1, most))
        ]
        targets = [f"t{j}" for j in range(n)]
        return n, f"target = {targets}", ([*header, *targets], rows)
    classes: list[object] = rng.choice(
        [["no", "yes"], [0, 1], ["a", "b", "c"], [2.5, 7, 10]]
    )
    count = max(len(classes), rng.randint(1, most))
    rows = [[*x(), classes[k % len(classes)]] for k in range(count)]
    one = len(classes) == 2 and output != "softmax" and rng.random() < 0.5
    return 1 if one else len(classes), 'label = "label"', ([*header, "label"], rows)


def _spec(
    rng: random.Random, data: str, image: list[int] | None, layers: str, cost: str
) -> str:
    seed = rng.randint(0, 99)
    for name in ("leaky-relu", "elu"):
        if rng.random() < 0.5:
            own = f'{{ kind = "{name}", alpha = {rng.choice([0, 0.2, 1.5])} }}'
            layers = layers.replace(f'activation = "{name}"', f"activation = {own}")
    freeze = rng.choice([[], [], [], ["b"], ["w"]])
    init = rng.choice(
        [
            f'distribution = "normal", sd = 0.7, seed = {seed}',
            f'distribution = "uniform", seed = {seed}',
            f'distribution = "xavier", seed = {seed}',
            f'distribution = "he", seed = {seed}',
            'distribution = "zeros"',
        ]
    )
    return (
        f'title = "random"\n[data]\nfile = "r.csv"\n{data}\n'
        + (f"image = {image}\n" if image else "")
        + layers
        + f'[training]\ncost = "{cost}"\neta = {rng.choice([0.05, 0.2, 1])}\n'
        f"epochs = {rng.randint(0, 4)}\n"
        f'reduction = "{rng.choice(["sum", "mean"])}"\ninit = {{ {init} }}\n'
        f"freeze = {freeze}\n"
    )


# ------------------------------------------------------------------ commands


def outcome(*arguments: object) -> tuple[int, str, str]:
    """Run the command as the shell does; return status, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.argv
    sys.argv = ["sheetnet", *map(str, arguments)]
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    finally:
        sys.argv = before
    return ended.value.code, out.getvalue(), err.getvalue()


# ------------------------------------------------------------------ cells


def cost_cell(book: Any, epoch: int) -> Any:
    """Return the cell of Cost that holds C_T of an epoch, of an openpyxl workbook."""
    sheet = book["Cost"]
    head = next(cell.row for cell in sheet["B"] if cell.value == "C_T")
    return sheet.cell(head + 1 + epoch, 2)


# ------------------------------------------------------------------ patching


def patched(source: Path, target: Path, part: str, old: str, new: str) -> Path:
    """Copy a workbook with one text of one part replaced, which must be there."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                text = content.decode()
                assert old in text, f"{old!r} is not in {part}"
                content = text.replace(old, new, 1).encode()
            after.writestr(name, content)
    return target

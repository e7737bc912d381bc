"""Tables for tests as people keep them: numbers, words, gaps; scaled, split, made at random."""

import random
from pathlib import Path

import numpy as np

from sheetnet import load_spec
from sheetnet.calculators import calculators
from sheetnet.spec.loading import Spec
from sheetnet.verification.book.opening import cells_of, open_workbook
from sheetnet.xlsx.reading.package import opened
from tests.calculating import values
from tests.nets import OUTPUTS, TRAINABLE, _dense, write_csv

PENGUINS = """bill,depth,mass,island,sex,species
39.1,18.7,3750,Torgersen,m,Adelie
39.5,17.4,3800,Torgersen,f,Adelie
40.3,,3250,Biscoe,f,Adelie
46.5,17.9,3500,Dream,f,Chinstrap
50,19.5,3900,Dream,m,Chinstrap
51.3,19.2,3650,Dream,m,Chinstrap
46.1,13.2,4500,Biscoe,f,Gentoo
50,16.3,5700,Biscoe,m,Gentoo
48.7,14.1,,Biscoe,,Gentoo
50.2,14.3,5700,Biscoe,m,Gentoo
39.3,20.6,3650,Torgersen,m,Adelie
45.2,17.8,3950,Dream,f,Chinstrap
"""
TWO_LAYERS = """
[[layer]]
kind = "dense"
units = 3
activation = "tanh"
[[layer]]
kind = "dense"
units = {units}
activation = "{output}"
"""


def table_net(
    folder: Path,
    data: str = "",
    *,
    csv: str = PENGUINS,
    right: str = 'label = "species"',
    units: int = 3,
    output: str = "sigmoid",
    training: str = "eta = 0.5\nepochs = 2",
) -> Path:
    """Write a network over a table, penguins if no other; `data` are lines of TOML."""
    (folder / "table.csv").write_text(csv, encoding="utf-8")
    path = folder / "table.toml"
    layers = TWO_LAYERS.format(units=units, output=output)
    path.write_text(
        f'title = "table"\n[data]\nfile = "table.csv"\n{right}\n{data}\n{layers}\n'
        f"[training]\n{training}\n",
        encoding="utf-8",
    )
    return path


# ------------------------------------------------------------------ at random


def random_table(folder: Path, seed: int) -> Spec:
    """Write a random table and a network over it."""
    rng = random.Random(seed)
    picture = rng.random() < 0.25
    header, rows, data = (_pixels if picture else _columns)(rng)
    right, layers, cost = _right(rng, header, rows)
    _examples_apart(rng, header, rows, data)
    write_csv(folder / "table.csv", header, rows)
    hidden = "".join(
        _dense(rng.randint(1, 4), rng.choice(TRAINABLE))
        for _ in range(rng.randint(0, 2))
    )
    if picture and rng.random() < 0.5:
        hidden = '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [2, 2]\n' + hidden
    path = folder / "table.toml"
    lines = "\n".join([right, *data])
    path.write_text(
        f'title = "a table"\n[data]\nfile = "table.csv"\n{lines}\n{hidden}{layers}'
        f'[training]\ncost = "{cost}"\neta = {rng.choice([0.003, 0.05, 0.3])}\n'
        f"epochs = {rng.randint(0, 4)}\n"
        f'reduction = "{rng.choice(["sum", "mean"])}"\n'
        f'init = {{ distribution = "xavier", seed = {rng.randint(0, 99)} }}\n',
        encoding="utf-8",
    )
    return load_spec(path)


def _columns(rng: random.Random) -> tuple[list[str], list[list[object]], list[str]]:
    numbers, words = rng.choice([(1, 1), (3, 0), (2, 2), (0, 1), (0, 3), (4, 1)])
    count = rng.randint(8, 16)
    columns: dict[str, list[object]] = {}
    for i in range(numbers):
        middle, spread = rng.choice([(0, 1), (50, 9), (4000, 800), (0.02, 0.01)])
        columns[f"n{i}"] = [
            float(f"{rng.gauss(middle, spread):.4g}") for _ in range(count)
        ]
        if rng.random() < 0.15:
            columns[f"n{i}"] = [middle] * count
    for i in range(words):
        known = rng.choice(
            [["red", "green"], ["左", "右", "中"], ["solo"], ["a b", "c=d", "ß"]]
        )
        columns[f"w{i}"] = [rng.choice(known) for _ in range(count)]
    data = [f"categories = {[f'w{i}' for i in range(words)]}"] if words else []
    if rng.random() < 0.5:
        _gaps(rng, columns)
        data.append('missing = "mean"')
    scale = rng.choice(["standard", "range", "none", "each"])
    if scale == "each":
        each = (
            f'n{i} = "{rng.choice(["standard", "range", "none"])}"'
            for i in range(numbers)
        )
        data.append(f"scale = {{ {', '.join(each)} }}")
    else:
        data.append(f'scale = "{scale}"')
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return list(columns), rows, data


def _pixels(rng: random.Random) -> tuple[list[str], list[list[object]], list[str]]:
    height, width, count = rng.randint(2, 4), rng.randint(2, 4), rng.randint(6, 10)
    header = [f"p{i}" for i in range(height * width)]
    columns: dict[str, list[object]] = {
        name: [rng.randint(0, 255) for _ in range(count)] for name in header
    }
    data = [
        f"image = [{height}, {width}]",
        f'scale = "{rng.choice(["standard", "range"])}"',
    ]
    if rng.random() < 0.5:
        _gaps(rng, columns)
        data.append('missing = "mean"')
    return header, [list(row) for row in zip(*columns.values(), strict=True)], data


def _gaps(rng: random.Random, columns: dict[str, list[object]]) -> None:
    """Empty some cells; the first two examples keep theirs."""
    for column in columns.values():
        for k in range(len(column)):
            if k > 1 and rng.random() < 0.15:
                column[k] = ""


def _right(
    rng: random.Random, header: list[str], rows: list[list[object]]
) -> tuple[str, str, str]:
    """Add what is right to each row; return its key, the output layer, and the cost."""
    if rng.random() < 0.35:
        n = rng.randint(1, 3)
        names = [f"t{j}" for j in range(n)]
        header += names
        middle, spread = rng.choice([(0, 1), (4000, 800)])
        for row in rows:
            row += [round(rng.gauss(middle, spread), 2) for _ in names]
        output = rng.choice(["identity", "tanh", "softplus"])
        return f"target = {names}", _dense(n, output), "squared-error"
    output, cost = rng.choice(
        [*OUTPUTS, ("tanh", "squared-error"), ("softsign", "squared-error")]
    )
    classes: list[object] = rng.choice(
        [["no", "yes"], [0, 1], ["a", "b", "c"], [2.5, 7, 10]]
    )
    header.append("class")
    for k, row in enumerate(rows):
        row.append(classes[k % len(classes)])
    one = len(classes) == 2 and output != "softmax" and rng.random() < 0.5
    return 'label = "class"', _dense(1 if one else len(classes), output), cost


def _examples_apart(
    rng: random.Random, header: list[str], rows: list[list[object]], data: list[str]
) -> None:
    """Say which examples test, if any."""
    how = rng.choice(["no", "use", "test", "split", "split"])
    if how == "use":
        data.append("use = true")
    if how == "test":
        data.append("test = 0.25")
    if how == "split":
        header.append("part")
        for k, row in enumerate(rows):
            row.append("test" if k > 3 and k % 3 == 1 else "train")
        data.append('split = "part"')


# ------------------------------------------------------------------ what stands there


def shown(
    path: Path, *keys: str, calculator: str = "embedded", sheet: str = "Training"
) -> list[np.ndarray]:
    """Return quantities of a sheet as a calculator computes them, "x_1" or "C_T"."""
    with opened(path) as package:
        book = open_workbook(package)
    name = book.names[sheet]
    grid = values(calculators()[calculator], path, [name])[name]
    blocks = {
        str(block.key): block
        for block in book.blocks(book.manifest.subject.epochs + 1)
        if block.sheet == sheet
    }
    found = (cells_of(blocks[key], grid) for key in keys)
    return [
        one if blocks[key].text else one.astype(float)
        for key, one in zip(keys, found, strict=True)
    ]

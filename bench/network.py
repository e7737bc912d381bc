"""The networks that all writers of the benchmark put into a workbook.

dense: 12-3-2, sigmoid, squared error, as the book's, with 512 random pictures and as many
epochs as give a million formula cells. conv: three 3×3 filters on 6×6 pixels, max
pooling, three outputs, as the book's chapter 5, half a million.
"""

import csv
import random
from pathlib import Path

DENSE = """
title = "benchmark"
data = { file = "bench.csv", label = "label", image = [4, 3] }
layer = [
  { kind = "dense", units = 3, activation = "sigmoid" },
  { kind = "dense", units = 2, activation = "sigmoid" },
]
training = { eta = 0.002, epochs = 110, init = { distribution = "normal", seed = 1 } }
"""

CONV = """
title = "benchmark"
data = { file = "bench.csv", label = "label", image = [6, 6] }
layer = [
  { kind = "conv", filters = 3, size = [3, 3], activation = "sigmoid" },
  { kind = "max-pool", size = [2, 2] },
  { kind = "dense", units = 3, activation = "sigmoid" },
]
training = { eta = 0.02, epochs = 26, init = { distribution = "normal", seed = 1 } }
"""

# Spec, examples, pixels, classes.
NETWORKS = {"dense": (DENSE, 512, 12, 2), "conv": (CONV, 96, 36, 3)}


def write_spec(folder: Path, network: str = "dense") -> Path:
    """Write the spec and its data; return the spec's path."""
    spec, examples, pixels, classes = NETWORKS[network]
    draw = random.Random(1)
    with (folder / "bench.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*(f"x{i}" for i in range(pixels)), "label"])
        for k in range(examples):
            rows.writerow([*(draw.randint(0, 1) for _ in range(pixels)), k % classes])
    path = folder / "bench.toml"
    path.write_text(spec)
    return path

"""The network that all writers of the benchmark put into a workbook: 1M formulas.

12-3-2, sigmoid, squared error, as the book's, with 512 random pictures and as many
epochs as give a million formula cells.
"""

import csv
import random
from pathlib import Path

EXAMPLES, EPOCHS = 512, 110

SPEC = f"""
title = "benchmark"
data = {{ file = "bench.csv", label = "label", image = [4, 3] }}
layer = [
  {{ kind = "dense", units = 3, activation = "sigmoid" }},
  {{ kind = "dense", units = 2, activation = "sigmoid" }},
]
training = {{ eta = 0.002, epochs = {EPOCHS}, init = {{ distribution = "normal", seed = 1 }} }}
"""


def write_spec(folder: Path) -> Path:
    """Write the spec and its data; return the spec's path."""
    draw = random.Random(1)
    with (folder / "bench.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*(f"x{i}" for i in range(12)), "label"])
        for k in range(EXAMPLES):
            rows.writerow([*(draw.randint(0, 1) for _ in range(12)), k % 2])
    path = folder / "bench.toml"
    path.write_text(SPEC)
    return path

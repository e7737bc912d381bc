"""`sheetnet new`: a commented starter spec, and data, that build as they are."""

from collections.abc import Iterator
from pathlib import Path

from sheetnet.errors import OutputError
from sheetnet.files.writing import write_whole
from sheetnet.spec.schema import schema_file

_SPEC = """\
#:schema {schema}
# A network for sheetnet. Build it:   sheetnet build {name}.toml
# Check it:                           sheetnet verify output/{name}.xlsx

title = "My first network"
kind = "network"

[data]
# A CSV beside this file: one row an example, one column a feature.
file = "{name}.csv"
# The column with the classes. For numbers to be met, write target = ["y"] instead.
label = "label"
# Columns to leave out:  ignore = ["id"]
# Pixels in reading order, as rows and columns:  image = [4, 3]

# Layers, numbered 2, 3, … (layer 1 is the input).
[[layer]]
kind = "dense"
units = 3
# identity, step, sigmoid, tanh, softsign, relu, leaky-relu, elu, softplus, gelu
activation = "tanh"

# The last layer has a unit for each class (or one unit for two classes).
[[layer]]
kind = "dense"
units = 2
# The output layer may be softmax too.
activation = "softmax"

[training]
# squared-error, or cross-entropy for sigmoid and softmax outputs.
cost = "cross-entropy"
# What C_T is of all examples: their "sum", as in the book, or their "mean". With the sum
# the steps grow with the number of examples, and eta must shrink; with the mean, eta
# hardly depends on it: for features around 0, one from 0.1 to 1 mostly learns.
reduction = "mean"
# Learning rate: each epoch takes one step w - eta * dC_T/dw.
eta = 1
epochs = 30
# normal (mean, sd), uniform (low, high), xavier, he, zeros; or {{ file = "p.json" }}
init = {{ distribution = "xavier", seed = 1 }}
"""

_DATA = """\
width,height,label
1.0,3.1,tall
1.2,2.6,tall
0.8,2.9,tall
1.5,3.4,tall
1.1,2.2,tall
2.9,1.0,wide
3.2,1.3,wide
2.4,0.9,wide
3.0,1.6,wide
2.6,1.4,wide
"""


def write_starter(path: Path) -> Iterator[Path]:
    """Write NAME.toml and NAME.csv, and yield their paths.

    Raises: OutputError where one of them exists or cannot be written.
    """
    spec = path.with_suffix(".toml")
    data = path.with_suffix(".csv")
    for file in (spec, data):
        if file.exists():
            raise OutputError("{path}: exists already; choose another name", path=file)
    text = _SPEC.format(name=spec.stem, schema=schema_file().as_uri())
    for file, content in ((spec, text), (data, _DATA)):
        write_whole(file, [content.encode()])
        yield file

"""`sheetnet new`: a commented starter spec, and data, that build as they are."""

from collections.abc import Iterator
from pathlib import Path

from sheetnet.errors import OutputError
from sheetnet.files.toml import toml_value
from sheetnet.files.writing import write_whole
from sheetnet.lang import Texts
from sheetnet.spec.proposal.text import comment
from sheetnet.spec.schema import schema_file

_SPEC = """\
#:schema {schema}
{head}

title = {title}
kind = "network"

[data]
{file}
file = {csv}
{label}
label = {column}
{ignore}
{image}

{layers}
[[layer]]
kind = "dense"
units = 3
{activation}
activation = "tanh"

{last}
[[layer]]
kind = "dense"
units = 2
{softmax}
activation = "softmax"

[training]
{cost}
cost = "cross-entropy"
{reduction}
reduction = "mean"
{eta}
eta = 1
epochs = 30
{init}
init = {{ distribution = "xavier", seed = 1 }}
"""
_COMMENTS = (
    *("head", "file", "label", "ignore", "image", "layers", "activation", "last"),
    *("softmax", "cost", "reduction", "eta", "init"),
)

# Width, height, and which of two.
_ROWS = (
    *((1.0, 3.1, 0), (1.2, 2.6, 0), (0.8, 2.9, 0), (1.5, 3.4, 0), (1.1, 2.2, 0)),
    *((2.9, 1.0, 1), (3.2, 1.3, 1), (2.4, 0.9, 1), (3.0, 1.6, 1), (2.6, 1.4, 1)),
)


def write_starter(path: Path, texts: Texts) -> Iterator[Path]:
    """Write NAME.toml and NAME.csv in a language, and yield their paths.

    Raises: OutputError where one of them exists or cannot be written.
    """
    spec = path.with_suffix(".toml")
    data = path.with_suffix(".csv")
    for file in (spec, data):
        if file.exists():
            raise OutputError("{path}: exists already; choose another name", path=file)
    for file, content in ((spec, _spec(spec.stem, texts)), (data, _data(texts))):
        write_whole(file, [content])
        yield file


def _spec(name: str, texts: Texts) -> bytes:
    comments = {
        key: "\n".join(comment(texts(f"starter.{key}").replace("NAME", name)))
        for key in _COMMENTS
    }
    values = {
        "title": texts("starter.title"),
        "csv": f"{name}.csv",
        "column": texts("starter.column"),
    }
    quoted = {key: toml_value(value) for key, value in values.items()}
    schema = schema_file().as_uri()
    return _SPEC.format(schema=schema, **comments, **quoted).encode()


def _data(texts: Texts) -> bytes:
    classes = texts("starter.tall"), texts("starter.wide")
    names = texts("starter.width"), texts("starter.height"), texts("starter.column")
    lines = [names, *((str(w), str(h), classes[which]) for w, h, which in _ROWS)]
    text = "".join(",".join(line) + "\n" for line in lines)
    # Excel takes a CSV for UTF-8 by its mark alone.
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")

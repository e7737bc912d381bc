"""What a spec may say, as types: the checks and the JSON Schema are made from them."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

import msgspec
from msgspec import Meta, Struct

from sheetnet.layers import kind_spec, layer_kinds
from sheetnet.layers.fields import Positive
from sheetnet.model.table import Scale
from sheetnet.spec.exercise import Exercise
from sheetnet.spec.training import TrainingSpec

# A text, or one for each language: { en = "…", zh = "…" }.
Said = str | dict[str, str]
Share = Annotated[float, Meta(gt=0, lt=1)]
# Rows and columns; before them the channels, where there are several.
Image = Annotated[tuple[Positive, ...], Meta(min_length=2, max_length=3)]


class DataSpec(Struct, forbid_unknown_fields=True, frozen=True):
    """Where the examples come from, and which of them are taken: `[data]`.

    Either a table (`file`), or a `text` of which each line is a sequence of symbols; with
    `answer_after` only what stands after that mark is to be said.
    `names` are, by language, what columns, classes and words of the file are called in
    a workbook of that language. The keys from `encoding` to `sheet` are needed only where the guess fails.
    """

    file: str = ""
    text: str = ""
    symbols: Literal["characters", "words"] = "characters"
    answer_after: str | None = msgspec.field(default=None, name="answer-after")
    label: str | None = None
    target: list[str] | None = None
    ignore: list[str] = []
    image: Image | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: Literal[".", ","] | None = None
    header: bool | None = None
    sheet: str | None = None
    categories: list[str] = []
    missing: Literal["refuse", "drop", "mean"] = "refuse"
    scale: Scale | dict[str, Scale] = "none"
    use: bool | None = None
    rows: Positive | None = None
    test: Share | None = None
    split: str | None = None
    seed: Annotated[int, Meta(ge=0)] = 1
    names: dict[str, dict[str, str]] = {}


LAYER_KINDS: dict[str, type[Struct]] = {
    kind: kind_spec(kind).Spec for kind in layer_kinds()
}
if TYPE_CHECKING:
    LayerSpec = Struct
else:
    LayerSpec = Union[tuple(LAYER_KINDS.values())]  # noqa: UP007


class SpecFile(Struct, forbid_unknown_fields=True, frozen=True):
    """The whole file, as written. The JSON Schema is made from this type."""

    data: DataSpec
    layer: list[LayerSpec]
    training: TrainingSpec
    title: Said = ""
    kind: Literal["network"] = "network"
    exercise: list[Exercise] = []


def schema_file() -> Path:
    """Return the JSON Schema that ships with the package, for editors."""
    return Path(str(files(__package__))) / "spec.schema.json"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a spec, made from the same types that check it.

    A network, or one of the lessons: their `kind` tells them apart.
    """
    from sheetnet.model.lesson import lesson_module, lesson_names

    kinds = {name: lesson_module(name).Settings for name in lesson_names()}
    (network, *lessons), parts = msgspec.json.schema_components(
        [SpecFile, *kinds.values()]
    )
    for name, reference in zip(kinds, lessons, strict=True):
        part = parts[reference["$ref"].rpartition("/")[2]]
        part["properties"]["kind"] = {"const": name}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sheetnet spec",
        "anyOf": [network, *lessons],
        "$defs": parts,
    }

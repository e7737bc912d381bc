"""Kinds of layers: a folder each, found by the kind's name.

`spec.py` is what may be written of it and which quantities it has, `numbers.py` its
mathematics in NumPy, `formulas.py` its places and formulas in a workbook, and
`sentences.py` what is said of its numbers. `numbers.py` and `formulas.py` do not know each
other: both are written from the equations.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, cast

from sheetnet.model.network import Layer

if TYPE_CHECKING:
    from sheetnet.layers.protocols import (
        ColumnFormulas,
        LayerFormulas,
        LayerNumbers,
        LayerSentences,
        LayerSpec,
        LearnedFormulas,
        LearnedNumbers,
        LearnedSentences,
        MaskedFormulas,
        MeasuredNumbers,
        NormalisedFormulas,
        NormalisedNumbers,
        RecurrentFormulas,
        RecurrentNumbers,
    )


def layer_kinds() -> list[str]:
    """Return the kinds of layers there are: a folder each."""
    folders = (one.name for one in iter_modules(__path__) if one.ispkg)
    return sorted(name.replace("_", "-") for name in folders)


def kind_spec(kind: str) -> "LayerSpec":
    """Return what may be said of a kind, one of `layer_kinds()`."""
    return cast("LayerSpec", _part(kind, "spec"))


def spec_of(layer: Layer) -> "LayerSpec":
    """Return which quantities a layer's kind has."""
    return cast("LayerSpec", _part(layer.kind, "spec"))


def counted(layer: Layer) -> str:
    """Return what a layer's first axis counts, a word of the language files.

    What is a unit in a column is a map in pictures.
    """
    word = spec_of(layer).UNIT
    return "map" if word == "unit" and len(layer.shape) > 1 else word


def numbers_of(layer: Layer) -> "LayerNumbers":
    """Return the mathematics of a layer's kind."""
    return cast("LayerNumbers", _part(layer.kind, "numbers"))


def learned_numbers_of(layer: Layer) -> "LearnedNumbers":
    """Return the mathematics of a layer's kind that has parameters."""
    return cast("LearnedNumbers", _part(layer.kind, "numbers"))


def formulas_of(layer: Layer) -> "LayerFormulas":
    """Return the formulas of a layer's kind."""
    return cast("LayerFormulas", _part(layer.kind, "formulas"))


def learned_formulas_of(layer: Layer) -> "LearnedFormulas":
    """Return the formulas of a layer's kind that has parameters."""
    return cast("LearnedFormulas", _part(layer.kind, "formulas"))


def recurrent_numbers_of(layer: Layer) -> "RecurrentNumbers":
    """Return the mathematics of a layer's kind that looks at the position before."""
    return cast("RecurrentNumbers", _part(layer.kind, "numbers"))


def recurrent_formulas_of(layer: Layer) -> "RecurrentFormulas":
    """Return the formulas of a layer's kind that looks at the position before."""
    return cast("RecurrentFormulas", _part(layer.kind, "formulas"))


def measured_numbers_of(layer: Layer) -> "MeasuredNumbers":
    """Return the mathematics of a layer's kind that measures what it sees."""
    return cast("MeasuredNumbers", _part(layer.kind, "numbers"))


def normalised_numbers_of(layer: Layer) -> "NormalisedNumbers":
    """Return the mathematics of a layer's kind that normalises what it sees."""
    return cast("NormalisedNumbers", _part(layer.kind, "numbers"))


def normalised_formulas_of(layer: Layer) -> "NormalisedFormulas":
    """Return the formulas of a layer's kind that normalises what it sees."""
    return cast("NormalisedFormulas", _part(layer.kind, "formulas"))


def column_formulas_of(layer: Layer) -> "ColumnFormulas":
    """Return the formulas of a layer's kind over a column of units."""
    return cast("ColumnFormulas", _part(layer.kind, "formulas"))


def masked_formulas_of(layer: Layer) -> "MaskedFormulas":
    """Return the formulas of a layer's kind that draws masks."""
    return cast("MaskedFormulas", _part(layer.kind, "formulas"))


def sentences_of(layer: Layer) -> "LayerSentences":
    """Return what is said of a layer of its kind."""
    return cast("LayerSentences", _part(layer.kind, "sentences"))


def learned_sentences_of(layer: Layer) -> "LearnedSentences":
    """Return what is said of a layer of a kind that has parameters."""
    return cast("LearnedSentences", _part(layer.kind, "sentences"))


def _part(kind: str, part: str) -> ModuleType:
    return import_module(f"{__name__}.{kind.replace('-', '_')}.{part}")

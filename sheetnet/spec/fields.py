"""Columns of a table → fields of the network: what is scaled, filled, made of words."""

from dataclasses import dataclass

import numpy as np

from sheetnet.errors import SpecError, nearest
from sheetnet.model.equality import Label
from sheetnet.model.functions import Array
from sheetnet.model.network import Objects, objects
from sheetnet.model.table import Field, Scale, one_hot_name
from sheetnet.spec.data.dataset import Column, Dataset, Numbers
from sheetnet.spec.data.sequences import named
from sheetnet.spec.data.sizes import unfit
from sheetnet.spec.loading import Spec
from sheetnet.wording import placed, worded

# What the one field of a picture is called.
PIXELS = "pixels"


@dataclass(frozen=True, slots=True)
class Table:
    """The features of a spec: their names, and the columns they are computed from.

    No fields where x stands in the data itself. Shapes: numbers (K, n), words (K, m).
    """

    features: tuple[str, ...]
    fields: tuple[Field, ...]
    target_scale: Scale
    numbers: Array
    words: Objects | None
    one_hot: Objects | None


def table_of(spec: Spec, dataset: Dataset) -> Table:
    """Return what the network sees of each column of the data.

    Raises: SpecError where a column of a wrong kind is to be scaled, or of numbers that a
    run cannot square.
    """
    if dataset.positions:
        return _of_symbols(dataset)
    scales = _scales(spec, dataset)
    kept = [one for one in dataset.columns if not one.is_category]
    named = [one for one in dataset.columns if one.is_category]
    fields = [_of_numbers(spec, one, scales.get(one.name, "none")) for one in kept]
    _check_taught(spec, dataset, kept)
    _check_sizes(spec, dataset, kept, scales)
    fields += [Field(one.name, words=_words(one)) for one in named]
    if spec.data.image is not None:
        fields = _picture(spec, fields)
    plain = all(
        one.scale == "none" and not one.fills and not one.words for one in fields
    )
    one_hot = [word for field in fields for word in field.words]
    return Table(
        features=(
            *(one.name for one in kept),
            *(one_hot_name(f.name, word) for f in fields for word in f.words),
        ),
        fields=() if plain else tuple(fields),
        target_scale=_target_scale(spec, dataset, scales),
        numbers=np.array([one.values for one in kept], dtype=np.float64)
        .reshape(len(kept), dataset.examples)
        .T.copy(),
        words=_cells(named) if named else None,
        one_hot=objects(tuple(one_hot)) if named else None,
    )


def _of_symbols(dataset: Dataset) -> Table:
    """Return what a network sees of a text: at each position, which symbol stands there."""
    (column,), symbols = dataset.columns, dataset.symbols
    words = tuple(map(named, symbols))
    typed = dict(zip(words, symbols, strict=True))
    return Table(
        features=tuple(one_hot_name(column.name, one) for one in words),
        fields=(Field(column.name, words=words),),
        target_scale="none",
        numbers=np.zeros((len(column.values), 0)),
        # Where no symbol stands, nothing does.
        words=objects(tuple(typed.get(str(one)) for one in column.values))[:, None],
        one_hot=objects(symbols),
    )


def _scales(spec: Spec, dataset: Dataset) -> dict[str, Scale]:
    """Return how each column is scaled that is."""
    wanted = spec.data.scale
    numbers = [one.name for one in dataset.columns if not one.is_category]
    if isinstance(wanted, str):
        return dict.fromkeys([*numbers, *dataset.targets], wanted)
    known = {one.name for one in dataset.columns} | set(dataset.targets)
    for name in wanted:
        where = placed(spec.path, f"data.scale.{name}")
        if name not in known:
            raise SpecError(
                "{where}: no such column; {hint}",
                where=where,
                hint=nearest(name, sorted(known)),
            )
        if name not in numbers and name not in dataset.targets:
            raise SpecError(
                "{where}: this column holds words; only numbers are scaled", where=where
            )
    return dict(wanted)


def _of_numbers(spec: Spec, column: Column, scale: Scale) -> Field:
    return Field(column.name, scale, fills=spec.data.missing == "mean")


def _check_taught(spec: Spec, dataset: Dataset, columns: list[Column]) -> None:
    """Refuse a column whose numbers are all in test examples: nothing fills its gaps."""
    for one in columns:
        if np.isnan(one.values[: dataset.training]).all():
            raise SpecError(
                "{path}: data.missing: no example that learns has a number in"
                " {name!r}; put it in data.ignore",
                path=spec.path,
                name=one.name,
            )


def _check_sizes(
    spec: Spec, dataset: Dataset, columns: list[Column], scales: dict[str, Scale]
) -> None:
    """Refuse columns and targets whose numbers are too large or too close to each other."""
    found = [
        (one.name, one.values, worded("or put it in data.ignore")) for one in columns
    ]
    if dataset.t is not None:
        for name, values in zip(dataset.targets, dataset.t.T, strict=True):
            found.append((name, values, worded("or learn another one")))
    for name, values, otherwise in found:
        numbers = np.asarray(values, dtype=np.float64)
        scaled = scales.get(name, "none") != "none"
        said = _unfit(numbers, dataset.training, scaled=scaled)
        if said:
            raise SpecError(
                "{path}: data.file: column {name!r}: {said}; write them in another"
                " unit, {otherwise}",
                path=spec.path,
                name=name,
                said=said,
                otherwise=otherwise,
            )


def _unfit(numbers: Numbers, training: int, *, scaled: bool) -> str:
    """Return what is the matter: with the size of any, or the spread of those that learn."""
    low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
    learn = numbers[:training]
    return unfit(low, high, scaled=False) or unfit(
        float(np.nanmin(learn)), float(np.nanmax(learn)), scaled=scaled
    )


def _words(column: Column) -> tuple[str, ...]:
    return tuple(sorted({str(one) for one in column.values if one}))


def _cells(columns: list[Column]) -> Objects:
    """Return the words of all examples, an empty cell as nothing. Shapes: (K, n)."""
    rows = [[str(one) or None for one in column.values] for column in columns]
    return np.array(rows, dtype=object).T.copy()


def _picture(spec: Spec, fields: list[Field]) -> list[Field]:
    """Return one field for all pixels.

    Raises: SpecError where they are not alike.
    """
    if any(field.words for field in fields):
        name = next(field.name for field in fields if field.words)
        raise SpecError(
            "{path}: data.image: pixels are numbers, column {name!r} holds"
            " words; put it in data.ignore",
            path=spec.path,
            name=name,
        )
    scales = {field.scale for field in fields}
    if len(scales) > 1:
        raise SpecError(
            "{path}: data.scale: the pixels of a picture are scaled together;"
            ' expected one text, as scale = "range"',
            path=spec.path,
        )
    return [Field(PIXELS, scales.pop(), fills=any(field.fills for field in fields))]


def _target_scale(spec: Spec, dataset: Dataset, scales: dict[str, Scale]) -> Scale:
    found = {scales.get(name, "none") for name in dataset.targets} or {"none"}
    if len(found) > 1:
        raise SpecError(
            "{path}: data.scale: the targets are scaled alike; expected all of"
            " them, or none",
            path=spec.path,
        )
    (scale,) = found
    return scale


def used(dataset: Dataset, *, counts: bool) -> Array | None:
    """Return which examples are learned from, 1 or 0; None where all are. Shapes: (K,)."""
    if not counts:
        return None
    use = np.zeros(dataset.examples)
    use[: dataset.training] = 1.0
    return use


def labels_of(dataset: Dataset) -> tuple[Label, ...]:
    """Return the classes, sorted; of a text its symbols, as they come."""
    return dataset.symbols or tuple(sorted(set(dataset.labels or ())))

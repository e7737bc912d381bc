"""A data file → a checked Dataset: one step after another, each told where it guessed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sheetnet.errors import DataError
from sheetnet.model.equality import Label
from sheetnet.spec.data.cell_values import Reading
from sheetnet.spec.data.columns import feature
from sheetnet.spec.data.dataset import Column, Dataset, Numbers
from sheetnet.spec.data.gaps import Gaps, gaps_in
from sheetnet.spec.data.grid import grid_of
from sheetnet.spec.data.labels import labels_of, targets_of, told_by_split
from sheetnet.spec.data.marks import decimal_mark
from sheetnet.spec.data.sampling import drawn_to_test, sample
from sheetnet.spec.data.table import Table, table_of
from sheetnet.spec.data.words import check_told_apart, joined
from sheetnet.spec.schema import DataSpec
from sheetnet.wording import worded

Values = Numbers | list[str]


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what."""

    features: list[str]
    label: str | None
    targets: list[str]
    split: str | None
    categories: list[str]

    @property
    def used(self) -> list[str]:
        """All columns of which values are read as numbers or words."""
        return [*self.features, *([self.label] if self.label else []), *self.targets]


def read_data(path: Path, spec: DataSpec) -> Dataset:
    """Read the examples of a spec.

    Raises: DataError, naming file, line, column, what was expected and what to do.
    """
    table = table_of(path, grid_of(path, spec), spec.header)
    notes = list(table.notes)
    roles = _roles(path, table, spec)
    numeric = [name for name in roles.used if name not in roles.categories]
    mark = decimal_mark(path, table, numeric, spec.decimal, notes)
    reading = Reading(path, table, mark)
    columns: dict[str, Values] = {
        name: feature(reading, name, is_category=name in roles.categories, notes=notes)
        for name in roles.features
    }
    labels = labels_of(reading, roles.label, notes) if roles.label else None
    targets = [targets_of(reading, name) for name in roles.targets]
    tests = told_by_split(reading, roles.split, notes) if roles.split else None
    answers: dict[str, Numbers | Sequence[Label]] = {}
    answers |= zip(roles.targets, targets, strict=True)
    if labels is not None and roles.label is not None:
        answers[roles.label] = labels
    gaps = Gaps(reading, gaps_in(columns), gaps_in(answers), roles.label)
    taken: list[str] = []
    kept = gaps.kept(spec.missing, taken)
    kept = _sampled(kept, labels, spec, taken)
    order, training = _ordered(path, kept, labels, tests, spec, taken)
    return Dataset(
        columns=tuple(
            _column(path, name, values, order, notes)
            for name, values in columns.items()
        ),
        labels=None if labels is None else _checked(path, [labels[at] for at in order]),
        targets=tuple(roles.targets),
        t=_matrix(targets, order) if targets else None,
        training=training,
        notes=(*notes, *taken),
        taken=tuple(taken),
    )


def _roles(path: Path, table: Table, spec: DataSpec) -> Roles:
    def found(names: Sequence[str]) -> list[str]:
        # Columns without a name are left out where they only number the rows.
        return [table.name_of(path, one) for one in names if one or "" in table.columns]

    ignored = found(spec.ignore)
    label = table.name_of(path, spec.label) if spec.label else None
    targets = found(spec.target or [])
    split = table.name_of(path, spec.split) if spec.split else None
    if split is not None and split in (label, *targets):
        raise DataError(
            "{path}: data.split: {split!r} is what is to be learnt",
            path=path,
            split=split,
        )
    other = {*ignored, *targets, label, split}
    features = [name for name in table.columns if name not in other]
    if not features:
        raise DataError("{path}: no feature column is left", path=path)
    if "" in features:
        at = list(table.columns).index("") + 1
        raise DataError(
            '{path}: a column has no name, number {at}; name it, or put "" in ignore',
            path=path,
            at=at,
        )
    categories = found(spec.categories)
    for name in categories:
        if name not in features:
            raise DataError(
                "{path}: data.categories: {name!r} is no feature column",
                path=path,
                name=name,
            )
    return Roles(features, label, targets, split, categories)


# ------------------------------------------------------------------ rows and tests


def _sampled(
    kept: list[int],
    labels: Sequence[Label] | None,
    spec: DataSpec,
    notes: list[str],
) -> list[int]:
    if spec.rows is None:
        return kept
    mine = None if labels is None else [labels[at] for at in kept]
    chosen = [kept[at] for at in sample(len(kept), spec.rows, mine, spec.seed)]
    if len(chosen) < len(kept):
        notes.append(
            worded(
                "{chosen} of {kept} examples were drawn, seed {seed}.",
                chosen=len(chosen),
                kept=len(kept),
                seed=spec.seed,
            )
        )
    return chosen


def _ordered(
    path: Path,
    kept: list[int],
    labels: Sequence[Label] | None,
    tests: list[bool] | None,
    spec: DataSpec,
    notes: list[str],
) -> tuple[list[int], int]:
    """Return the examples, those that learn first, and how many these are."""
    mine = None if labels is None else [labels[at] for at in kept]
    if tests is not None:
        testing = {at for at in kept if tests[at]}
    elif spec.test is not None:
        chosen = drawn_to_test(len(kept), spec.test, mine, spec.seed)
        testing = {kept[at] for at in chosen}
        notes.append(
            worded(
                "{testing} examples test, drawn with seed {seed}.",
                testing=len(testing),
                seed=spec.seed,
            )
        )
    else:
        return kept, len(kept)
    learning = [at for at in kept if at not in testing]
    _check_parts(path, learning, testing, labels)
    return learning + sorted(testing), len(learning)


def _check_parts(
    path: Path,
    learning: Sequence[int],
    testing: Collection[int],
    labels: Sequence[Label] | None,
) -> None:
    """Refuse examples of which none learns, none tests, or a label is only in the test."""
    if not testing:
        raise DataError(
            "{path}: no example is left to test; expected more examples", path=path
        )
    if not learning:
        raise DataError(
            "{path}: all examples test; expected some that learn", path=path
        )
    if labels is not None:
        taught = {labels[at] for at in learning}
        for at in sorted(testing):
            if labels[at] not in taught:
                raise DataError(
                    "{path}: the label {label!r} is in test examples only; the"
                    " network cannot learn it",
                    path=path,
                    label=labels[at],
                )


def _column(
    path: Path, name: str, values: Values, order: list[int], notes: list[str]
) -> Column:
    if isinstance(values, np.ndarray):
        return Column(name, values[order])
    words = joined(
        [values[at] for at in order], worded("Column {name!r}", name=name), notes
    )
    check_told_apart(
        path, worded("words of {name!r}", name=name), [one for one in words if one]
    )
    return Column(name, words)


def _checked(path: Path, labels: list[Label]) -> tuple[Label, ...]:
    if check_told_apart(path, worded("labels"), labels) < 2:
        raise DataError(
            "{path}: expected at least two classes, found only {label!r}",
            path=path,
            label=labels[0],
        )
    return tuple(labels)


def _matrix(targets: list[Numbers], order: list[int]) -> Numbers:
    return np.stack([one[order] for one in targets], axis=1)

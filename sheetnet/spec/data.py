"""CSV data: read, checked, typed. Knows nothing of networks or sheets."""

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import DataError, nearest
from sheetnet.files.reading import read_file
from sheetnet.files.text import clean
from sheetnet.model.equality import Label, same_in_sheet
from sheetnet.spec.schema import DataSpec

_NUMBER = re.compile(r"\s*[-+]?(?>\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*\Z", re.ASCII)

MAX_DATA_BYTES = 64_000_000
MAX_FIELDS = 2_000_000


@dataclass(frozen=True, slots=True)
class Dataset:
    """Examples as read from the file.

    Shapes: x (K, n); labels K long or None; t (K, n_L) or None: exactly one of the two.
    """

    features: tuple[str, ...]
    x: NDArray[np.float64]
    labels: tuple[Label, ...] | None
    targets: tuple[str, ...]
    t: NDArray[np.float64] | None


def read_data(path: Path, spec: DataSpec) -> Dataset:
    """Read the examples of a spec.

    Raises: DataError, naming file, line, column and what was expected.
    """
    header, lines, rows = _read_rows(path)
    named = [*spec.ignore, *(spec.target or []), *([spec.label] if spec.label else [])]
    for name in named:
        if name not in header:
            raise DataError(f"{path}: no column {name!r}; {nearest(name, header)}")
    other = set(named)
    features = [name for name in header if name not in other]
    if not features:
        raise DataError(f"{path}: no feature column is left")
    columns = {name: [row[at] for row in rows] for at, name in enumerate(header)}

    def numbers(names: Sequence[str]) -> NDArray[np.float64]:
        by_column = [_numbers(path, name, columns[name], lines) for name in names]
        return np.array(by_column, dtype=np.float64).T.copy()

    return Dataset(
        features=tuple(clean(name) for name in features),
        x=numbers(features),
        labels=_labels(path, columns[spec.label], lines) if spec.label else None,
        targets=tuple(clean(name) for name in spec.target or ()),
        t=numbers(spec.target) if spec.target else None,
    )


def _read_rows(path: Path) -> tuple[list[str], list[int], list[list[str]]]:
    """Return the header, and number and fields of every line that is not blank."""
    content = BytesIO(read_file(path, MAX_DATA_BYTES, DataError))
    fields = 0
    numbered: list[tuple[int, list[str]]] = []
    try:
        reader = csv.reader(
            TextIOWrapper(content, encoding="utf-8-sig", newline=""), strict=True
        )
        for row in reader:
            fields += len(row)
            if fields > MAX_FIELDS:
                raise DataError(
                    f"{path}: more than {MAX_FIELDS:,} fields; no sheet shows so many"
                )
            if row:
                numbered.append((reader.line_num, row))
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not UTF-8 text") from error
    except csv.Error as error:
        raise DataError(
            f"{path} line {reader.line_num}: is not CSV: {error}"
        ) from error
    if len(numbered) < 2:
        raise DataError(f"{path}: expected a header and at least one example")
    (_, header), *body = numbered
    _check_shape(path, header, body)
    return header, [line for line, _ in body], [row for _, row in body]


def _check_shape(
    path: Path, header: list[str], body: list[tuple[int, list[str]]]
) -> None:
    seen: set[str] = set()
    for name in header:
        if not name.strip():
            raise DataError(f"{path} line 1: a column has no name")
        if name in seen:
            raise DataError(f"{path} line 1: two columns are named {name!r}")
        seen.add(name)
    for line, row in body:
        if len(row) != len(header):
            raise DataError(
                f"{path} line {line}: expected {len(header)} fields, found {len(row)}"
            )


def _numbers(path: Path, name: str, texts: list[str], lines: list[int]) -> list[float]:
    values = [_number(text) for text in texts]
    for line, text, value in zip(lines, texts, values, strict=True):
        if value is None:
            raise DataError(
                f"{path} line {line}, column {name!r}:"
                f" expected a finite number, found {text[:40]!r}"
            )
    return [value for value in values if value is not None]


def _number(text: str) -> float | None:
    """Return the finite number that the text is, or None.

    >>> _number(" 1e3 "), _number("1_000"), _number("1e400"), _number("nan")
    (1000.0, None, None, None)
    """
    if not _NUMBER.match(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _labels(path: Path, texts: list[str], lines: list[int]) -> tuple[Label, ...]:
    """Return numbers where every label is one, else texts."""
    for line, text in zip(lines, texts, strict=True):
        if not clean(text).strip():
            raise DataError(f"{path} line {line}: the label is empty")
    numbers = [_number(text) for text in texts]
    if any(number is None for number in numbers):
        labels: tuple[Label, ...] = tuple(clean(text) for text in texts)
    else:
        labels = tuple(number for number in numbers if number is not None)
    _check_told_apart(path, labels)
    return labels


def _check_told_apart(path: Path, labels: tuple[Label, ...]) -> None:
    seen: dict[Label, Label] = {}
    for label in labels:
        other = seen.setdefault(same_in_sheet(label), label)
        if other != label:
            raise DataError(
                f"{path}: a spreadsheet does not tell the labels {other!r} and"
                f" {label!r} apart; rename one"
            )
    if len(seen) < 2:
        raise DataError(
            f"{path}: expected at least two classes, found only {labels[0]!r}"
        )

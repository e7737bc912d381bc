"""What users write: a TOML file, and overrides of it, turned into a checked spec.

Knows the text of a spec and nothing of its data, of NumPy's values or of sheets.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sheetnet.errors import SpecError, nearest
from sheetnet.files.mismatch import mismatch
from sheetnet.files.reading import read_file
from sheetnet.files.text import clean
from sheetnet.files.toml import read_toml, values_in
from sheetnet.lang import languages
from sheetnet.model.costs import cost_names
from sheetnet.model.functions import activation_names
from sheetnet.model.lesson import LessonSpec, lesson_module, lesson_names
from sheetnet.model.optimizers import optimizer_names
from sheetnet.spec.exercise import Exercise, claim, reference
from sheetnet.spec.overrides import override
from sheetnet.spec.schema import (
    LAYER_KINDS,
    DataSpec,
    InitSpec,
    LayerSpec,
    Said,
    SpecFile,
    TrainingSpec,
    optimizer_name,
)
from sheetnet.spec.templates import NETWORK, template_folder, template_names

# A spec is a page of text; more is a mistake or an attack.
MAX_SPEC_BYTES = 1_000_000
# Explorer has a formula that chooses a layer; of some hundreds more, none would fit.
MAX_LAYERS = 500


@dataclass(frozen=True, slots=True)
class Spec:
    """A checked spec and where it came from; `name` is the file's stem."""

    path: Path
    name: str
    title: Said
    data: DataSpec
    layers: tuple[LayerSpec, ...]
    training: TrainingSpec
    exercises: tuple[Exercise, ...] = ()

    def beside(self, file: str) -> Path:
        """Return the path of a file that is named relative to the spec."""
        return self.path.parent / file


def find_spec(path_or_name: str | Path) -> Path:
    """Return the file of a spec: a path ending in .toml, or a template's name."""
    text = str(path_or_name)
    if text in template_names():
        return template_folder() / f"{text}.toml"
    path = Path(text)
    if path.is_dir():
        raise SpecError(f"{path}: is a folder; expected a .toml file")
    if path.exists():
        return path
    hint = "" if path.suffix else f"; as a template, {nearest(text, template_names())}"
    raise SpecError(f"{path}: no such file{hint}")


def load_spec(
    path_or_name: str | Path, overrides: Sequence[str] = ()
) -> Spec | LessonSpec:
    """Read a spec of a network or a lesson, by path or template name, and check it.

    `overrides` are "key=value" texts as in `--set`, checked like the file.
    Raises: SpecError, naming file, key and what was expected.
    """
    path = find_spec(path_or_name)
    tree = _read_toml(path)
    for text in overrides:
        override(tree, text)
    where = str(path) + (" with --set" if overrides else "")
    _check_values(tree, where)
    if (kind := tree.get("kind", NETWORK)) != NETWORK:
        return _lesson(path, str(kind), tree, where)
    parsed = _convert(tree, where)
    _check(parsed, where)
    return Spec(
        path=path,
        name=path.stem,
        title=parsed.title or clean(path.stem),
        data=parsed.data,
        layers=tuple(parsed.layer),
        training=parsed.training,
        # Of another network they may claim what is not so.
        exercises=() if overrides else tuple(parsed.exercise),
    )


def load_network(path_or_name: str | Path, overrides: Sequence[str] = ()) -> Spec:
    """Read the spec of a network; a lesson is refused, as it has no network.

    Raises: SpecError.
    """
    spec = load_spec(path_or_name, overrides)
    if isinstance(spec, LessonSpec):
        raise SpecError(f"{spec.path}: is a lesson; expected a network")
    return spec


def _lesson(path: Path, kind: str, tree: dict[str, Any], where: str) -> LessonSpec:
    _check_known(f"{where}: kind", kind, [NETWORK, *lesson_names()])
    settings = lesson_module(kind).Settings
    try:
        checked = msgspec.convert(tree, settings)
    except msgspec.ValidationError as error:
        raise SpecError(f"{where}: {mismatch(error, tree, settings)}") from None
    _check_languages(checked.title, f"{where}: title")
    return LessonSpec(path, path.stem, checked.title or clean(path.stem), checked)


def _read_toml(path: Path) -> dict[str, Any]:
    content = read_file(path, MAX_SPEC_BYTES, SpecError)
    try:
        return read_toml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SpecError(
            f"{path} line {line}: is not UTF-8 text; save the file anew in the encoding"
            " UTF-8"
        ) from error
    except ValueError as error:
        raise SpecError(f"{path}: is not TOML: {error}") from error


# ------------------------------------------------------------------ checking


def _check_values(tree: dict[str, Any], where: str) -> None:
    """Check what overrides may have brought in, too."""
    try:
        every = list(values_in(tree))
    except ValueError as error:
        raise SpecError(f"{where}: {error}") from error
    for value in every:
        if isinstance(value, str) and clean(value) != value:
            raise SpecError(
                f"{where}: {value[:40]!r} holds a character that no workbook can hold"
            )


def _convert(tree: dict[str, Any], where: str) -> SpecFile:
    for name, table in tree.items():
        if name == "layer" and isinstance(table, list):
            for number, layer in enumerate(table, 2):
                if not isinstance(layer, dict):
                    continue  # said by the types below
                kind = layer.get("kind")
                if kind is None:
                    known = ", ".join(LAYER_KINDS)
                    raise SpecError(f"{where}: layer.{number}.kind: expected {known}")
                _check_known(
                    f"{where}: layer.{number}.kind", str(kind), list(LAYER_KINDS)
                )
    try:
        return msgspec.convert(tree, SpecFile)
    except msgspec.ValidationError as error:
        raise SpecError(f"{where}: {mismatch(error, tree, SpecFile)}") from None


def _check(spec: SpecFile, where: str) -> None:
    """Check what the types cannot say."""
    _check_languages(spec.title, f"{where}: title")
    for number, one in enumerate(spec.exercise, 1):
        _check_exercise(one, f"{where}: exercise, number {number}")
    _check_data(spec.data, where)
    if not spec.layer:
        raise SpecError(f"{where}: layer: expected at least one [[layer]]")
    if len(spec.layer) > MAX_LAYERS:
        raise SpecError(f"{where}: layer: {len(spec.layer)}; {MAX_LAYERS} are possible")
    for number, layer in enumerate(spec.layer, 2):
        activation = getattr(layer, "activation", None)
        if activation is not None:
            key = f"{where}: layer.{number}.activation"
            _check_known(key, activation, activation_names())
    training = spec.training
    _check_known(f"{where}: training.cost", training.cost, cost_names())
    name = optimizer_name(training)
    _check_known(f"{where}: training.optimizer", name, optimizer_names())
    if not (math.isfinite(training.eta) and training.eta > 0):
        raise SpecError(
            f"{where}: training.eta: expected a number above 0, found {training.eta}"
        )
    _check_init(training.init, f"{where}: training.init")


def _check_languages(said: str | Mapping[str, object], where: str) -> None:
    """Refuse a language that there is not; a plain text is in any."""
    for lang in () if isinstance(said, str) else said:
        if lang not in languages():
            known = ", ".join(languages())
            raise SpecError(f'{where}: unknown language "{lang}"; known: {known}')


def _check_exercise(one: Exercise, where: str) -> None:
    _check_languages(one.ask, f"{where}, ask")
    _check_languages(one.answer, f"{where}, answer")
    try:
        for cells in one.set:
            reference(cells)
        for text in one.claim:
            claim(text)
    except ValueError as error:
        raise SpecError(f"{where}: {error}") from error


def _check_known(where: str, word: str, known: list[str]) -> None:
    if word not in known:
        raise SpecError(f'{where}: unknown value "{word}"; {nearest(word, known)}')


def _check_data(data: DataSpec, where: str) -> None:
    if (data.label is None) == (data.target is None):
        raise SpecError(
            f"{where}: data: expected either label (a column of classes)"
            " or target (a list of numeric columns)"
        )
    if set(data.file) & set("\t\n\r"):
        raise SpecError(
            f"{where}: data.file: {data.file!r} holds a tab or a new line, for \\t or \\n;"
            r" write a path with / or in single quotes: 'C:\data\x.csv'"
        )
    _check_languages(data.names, f"{where}: data.names")
    for lang, names in data.names.items():
        for key, name in names.items():
            if not name or name != name.strip():
                raise SpecError(
                    f"{where}: data.names.{lang}.{key}: expected a name, found {name!r}"
                )
    if data.target is not None and not data.target:
        raise SpecError(f"{where}: data.target: expected at least one column")
    if data.test is not None and data.split is not None:
        raise SpecError(
            f"{where}: data: expected either test (a share of the examples)"
            " or split (a column that says which)"
        )


# What each way to begin takes, with its defaults.
_INIT_KEYS: dict[str, dict[str, float]] = {
    "normal": {"mean": 0.0, "sd": 1.0, "seed": 1},
    "uniform": {"low": -1.0, "high": 1.0, "seed": 1},
    "xavier": {"seed": 1},
    "he": {"seed": 1},
    "zeros": {"seed": 1},
}


def _check_init(init: InitSpec, where: str) -> None:
    given = {
        key: value
        for key, value in msgspec.structs.asdict(init).items()
        if value is not None and key not in ("distribution", "file")
    }
    if (init.distribution is None) == (init.file is None):
        raise SpecError(f"{where}: expected either distribution or file")
    allowed = _INIT_KEYS[init.distribution] if init.distribution else {}
    for key, value in given.items():
        if key not in allowed:
            raise SpecError(
                f"{where}.{key}: does not belong to {init.distribution or 'file'}"
            )
        if not math.isfinite(value):
            raise SpecError(f"{where}.{key}: expected a finite number")
    if init.sd is not None and init.sd < 0:
        raise SpecError(f"{where}.sd: expected a number of at least 0")
    if "low" in allowed:
        _check_ends(init_value(init, "low"), init_value(init, "high"), where)


def _check_ends(low: float, high: float, where: str) -> None:
    if low > high:
        raise SpecError(f"{where}: expected low to be at most high")
    if not math.isfinite(high - low):
        raise SpecError(f"{where}: low and high are too far apart to draw between")


def init_value(init: InitSpec, key: str) -> float:
    """Return a setting of the distribution, its default where the spec is silent."""
    given: float | None = getattr(init, key)
    return _INIT_KEYS[str(init.distribution)][key] if given is None else given

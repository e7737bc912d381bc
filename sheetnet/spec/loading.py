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
    LayerSpec,
    Said,
    SpecFile,
)
from sheetnet.spec.templates import (
    NETWORK,
    no_template,
    template_folder,
    template_names,
)
from sheetnet.spec.training import (
    TrainingSpec,
    check_numbers,
    kinds_named,
    optimizer_name,
)
from sheetnet.wording import placed, worded

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
        raise SpecError("{path}: is a folder; expected a .toml file", path=path)
    if path.exists():
        return path
    if path.suffix:
        raise SpecError("{path}: no such file", path=path)
    raise no_template(text)


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
    where = worded("{path} with --set", path=path) if overrides else str(path)
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
        raise SpecError("{path}: is a lesson; expected a network", path=spec.path)
    return spec


def _lesson(path: Path, kind: str, tree: dict[str, Any], where: str) -> LessonSpec:
    _check_known(placed(where, "kind"), kind, [NETWORK, *lesson_names()])
    settings = lesson_module(kind).Settings
    try:
        checked = msgspec.convert(tree, settings)
    except msgspec.ValidationError as error:
        raise SpecError(placed(where, mismatch(error, tree, settings))) from None
    _check_languages(checked.title, placed(where, "title"))
    return LessonSpec(path, path.stem, checked.title or clean(path.stem), checked)


def _read_toml(path: Path) -> dict[str, Any]:
    content = read_file(path, MAX_SPEC_BYTES, SpecError)
    try:
        return read_toml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SpecError(
            "{path} line {line}: is not UTF-8 text; save the file anew in the"
            " encoding UTF-8",
            path=path,
            line=line,
        ) from error
    except ValueError as error:
        raise SpecError(
            "{path}: is not TOML: {error}", path=path, error=error
        ) from error


# ------------------------------------------------------------------ checking


def _check_values(tree: dict[str, Any], where: str) -> None:
    """Check what overrides may have brought in, too."""
    try:
        every = list(values_in(tree))
    except ValueError as error:
        raise SpecError(placed(where, error)) from error
    for value in every:
        if isinstance(value, str) and clean(value) != value:
            raise SpecError(
                "{where}: {value!r} holds a character that no workbook can hold",
                where=where,
                value=value[:40],
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
                    raise SpecError(
                        "{where}: layer.{number}.kind: expected {known}",
                        where=where,
                        number=number,
                        known=known,
                    )
                _check_known(
                    placed(where, f"layer.{number}.kind"), str(kind), list(LAYER_KINDS)
                )
    for place, kind, kinds in kinds_named(tree):
        _check_known(placed(where, place), kind, kinds)
    try:
        return msgspec.convert(tree, SpecFile)
    except msgspec.ValidationError as error:
        raise SpecError(placed(where, mismatch(error, tree, SpecFile))) from None


def _check(spec: SpecFile, where: str) -> None:
    """Check what the types cannot say."""
    _check_languages(spec.title, placed(where, "title"))
    for number, one in enumerate(spec.exercise, 1):
        _check_exercise(one, placed(where, f"exercise.{number}"))
    _check_data(spec.data, where)
    if not spec.layer:
        raise SpecError("{where}: layer: expected at least one [[layer]]", where=where)
    if len(spec.layer) > MAX_LAYERS:
        raise SpecError(
            "{where}: layer: {count}; {max_layers} are possible",
            where=where,
            count=len(spec.layer),
            max_layers=MAX_LAYERS,
        )
    for number, layer in enumerate(spec.layer, 2):
        activation = getattr(layer, "activation", None)
        if activation is not None:
            key = placed(where, f"layer.{number}.activation")
            name = getattr(activation, "kind", activation)
            _check_known(key, name, activation_names())
    training = spec.training
    _check_known(placed(where, "training.cost"), training.cost, cost_names())
    name = optimizer_name(training)
    _check_known(placed(where, "training.optimizer"), name, optimizer_names())
    if not (math.isfinite(training.eta) and training.eta > 0):
        raise SpecError(
            "{where}: training.eta: expected a number above 0, found {eta}",
            where=where,
            eta=training.eta,
        )
    check_numbers(training, placed(where, "training"))


def _check_languages(said: str | Mapping[str, object], where: str) -> None:
    """Refuse a language that there is not; a plain text is in any."""
    for lang in () if isinstance(said, str) else said:
        if lang not in languages():
            hint = worded("known: {words}", words=", ".join(languages()))
            says = worded('unknown language "{lang}"; {hint}', lang=lang, hint=hint)
            raise SpecError(placed(where, says))


def _check_exercise(one: Exercise, where: str) -> None:
    _check_languages(one.ask, placed(where, "ask"))
    _check_languages(one.answer, placed(where, "answer"))
    try:
        for cells in one.set:
            reference(cells)
        for text in one.claim:
            claim(text)
    except ValueError as error:
        raise SpecError(placed(where, error)) from error


def _check_known(where: str, word: str, known: list[str]) -> None:
    if word not in known:
        raise SpecError(
            '{where}: unknown value "{word}"; {hint}',
            where=where,
            word=word,
            hint=nearest(word, known),
        )


# What is said of a text.
_OF_TEXT = ("text", "symbols", "answer_after")


def _check_text(data: DataSpec, where: str) -> None:
    """Refuse of a text what is said of tables."""
    for name, usual in msgspec.structs.asdict(DataSpec()).items():
        if name not in _OF_TEXT and getattr(data, name) != usual:
            says = worded("is said of a table; leave it out, or data.text")
            raise SpecError(placed(where, f"data.{name}", says))
    if data.answer_after == "":
        says = worded('expected the mark before each answer, as "|"')
        raise SpecError(placed(where, "data.answer-after", says))


def _check_data(data: DataSpec, where: str) -> None:
    if bool(data.file) == bool(data.text):
        raise SpecError(
            "{where}: data: expected either file (a table of examples) or text (an"
            " example a line)",
            where=where,
        )
    if data.text:
        _check_text(data, where)
        return
    if (data.label is None) == (data.target is None):
        raise SpecError(
            "{where}: data: expected either label (a column of classes) or"
            " target (a list of numeric columns)",
            where=where,
        )
    if set(data.file) & set("\t\n\r"):
        raise SpecError(
            "{where}: data.file: {file!r} holds a tab or a new line, for \\t or"
            " \\n; write a path with / or in single quotes: 'C:\\data\\x.csv'",
            where=where,
            file=data.file,
        )
    _check_languages(data.names, placed(where, "data.names"))
    for lang, names in data.names.items():
        for key, name in names.items():
            if not name or name != name.strip():
                says = worded("expected a name, found {name!r}", name=name)
                raise SpecError(placed(where, f"data.names.{lang}.{key}", says))
    if data.target is not None and not data.target:
        raise SpecError(
            "{where}: data.target: expected at least one column", where=where
        )
    if data.test is not None and data.split is not None:
        raise SpecError(
            "{where}: data: expected either test (a share of the examples) or"
            " split (a column that says which)",
            where=where,
        )

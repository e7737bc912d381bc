"""`build`: where the two branches meet to make a workbook.

The plan gives every formula, the engine every value; the writer puts them together.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from sheetnet import __version__
from sheetnet.building.diagnosis.course import course_of
from sheetnet.building.diagnosis.diagnose import diagnose
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.building.outcome import Outcome, outcome_of
from sheetnet.building.planning import plan_of
from sheetnet.engine import Trace, reached, run
from sheetnet.errors import OutputError
from sheetnet.lang import Texts, said, texts
from sheetnet.lessons import lesson_values
from sheetnet.model.lesson import Lesson, LessonSpec, lesson_module
from sheetnet.model.network import Inputs, Network
from sheetnet.model.notation import Key
from sheetnet.model.sentence import Told
from sheetnet.model.shown import OF_RUN, Ends, Shown, check_finite
from sheetnet.progress import Tell, silent
from sheetnet.sheets import all_values, first_given
from sheetnet.sheets.assembling import check_fits, last_followed
from sheetnet.sheets.guide.remarks import notices
from sheetnet.spec.data import Dataset
from sheetnet.spec.loading import Spec
from sheetnet.spec.resolving import dataset_of, put_together
from sheetnet.wording import retold
from sheetnet.workbook import LAYOUT, Plan
from sheetnet.workbook.manifest import SHEET as MAP_SHEET
from sheetnet.workbook.manifest import Header, Subject, lines, manifest_of
from sheetnet.workbook.sizes import cells_in, formulas_in


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: the file, its cells and formulas, and how the network did.

    `outcome` is None for a lesson, which has no run. `notes` tell what was guessed of
    the data and done with them.
    """

    path: Path
    cells: int
    formulas: int
    bytes: int
    outcome: Outcome | None
    notes: tuple[str, ...] = ()

    @property
    def C_T(self) -> tuple[float, float] | None:
        """C_T at the start and at the end."""
        return self.outcome.C_T if self.outcome else None

    @property
    def accuracy(self) -> float | None:
        """The share of right answers at the end, where there are classes."""
        ends = self.outcome.accuracy if self.outcome else None
        return ends[1] if ends else None

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What kept the network from learning."""
        return self.outcome.warnings if self.outcome else ()

    def to_json(self, texts: Texts) -> dict[str, Any]:
        """Return it as the JSON contract has it, with sentences in this language."""
        told = {"warnings": []} if self.outcome is None else self.outcome.to_json(texts)
        return {
            "path": str(self.path),
            "sheetnet": __version__,
            "cells": self.cells,
            "formulas": self.formulas,
            "bytes": self.bytes,
            **told,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a workbook will be, before a byte is written."""

    subject: Subject
    plan: Plan
    header: Header
    values: Shown
    outcome: Outcome | None = None
    dataset: Dataset | None = None


def draft(spec: Spec | LessonSpec, lang: str = "en") -> Draft:
    """Compute everything of a workbook and write nothing.

    Raises: SpecError, DataError, ParameterError, LimitError, TrainingError.
    """
    if isinstance(spec, LessonSpec):
        return _drafted(*_of_lesson(spec, texts(lang)), lang)
    dataset = dataset_of(spec)
    made = draft_of_network(*put_together(spec, dataset, lang), lang)
    return replace(made, dataset=dataset)


def draft_of_network(network: Network, inputs: Inputs, lang: str = "en") -> Draft:
    """Compute everything of a network's workbook, wherever it and its inputs come from.

    Raises: LimitError, TrainingError.
    """
    check_fits(network)
    inputs = reached(network, inputs)
    trace = run(network, inputs)
    plan = plan_of_run(network, inputs, trace, texts(lang))
    given = first_given(network, inputs, trace)
    ends = Ends(network.last_band, last_followed(plan))
    values = all_values(network, inputs, trace, given, ends)
    check_finite(values, OF_RUN)
    made = _drafted(network, plan, values, lang)
    return replace(made, outcome=outcome_of(network, inputs, course_of(trace)))


def _drafted(subject: Subject, plan: Plan, values: Shown, lang: str) -> Draft:
    header = header_of(lang)
    spoken = {key: spoken_in(array, texts(lang)) for key, array in values.items()}
    return Draft(subject, plan, header, spoken | canary_of(header))


def spoken_in(array: NDArray[Any], words: Texts) -> NDArray[Any]:
    """Return values with the texts that are told by key in a language."""
    if array.dtype != object or array.size != 1 or not isinstance(array.item(), Told):
        return array
    told = array.item()
    return np.array(words(told.key, **told.values), dtype=object)


def header_of(lang: str) -> Header:
    """Return what a workbook of this release says of itself."""
    return Header(LAYOUT, __version__, lang, texts(lang)("guide.as_written"))


def canary_of(header: Header) -> Shown:
    """Return the value by which a workbook tells that nothing has recalculated it."""
    return {Key("canary"): np.array(header.as_written, dtype=object)}


def plan_of_run(network: Network, inputs: Inputs, trace: Trace, words: Texts) -> Plan:
    """Return the workbook of a network and its run as data."""
    warnings = [one.text(words) for one in diagnose(network, inputs, trace)]
    return plan_of(
        network,
        words,
        notices=notices(network, inputs, trace, words, warnings),
        version=__version__,
    )


def _of_lesson(spec: LessonSpec, words: Texts) -> tuple[Subject, Plan, Shown]:
    given = lesson_module(spec.settings.kind).given(spec)
    shapes = {symbol: array.shape for symbol, array in given.items()}
    settings = msgspec.to_builtins(spec.settings)
    title = said(spec.title, words.lang)
    lesson = Lesson(spec.settings.kind, title, settings, shapes)
    values = lesson_values(lesson, given)
    return lesson, plan_of(lesson, words, version=__version__), values


def build(
    spec: Spec | LessonSpec | str | Path,
    path: str | Path,
    *,
    lang: str = "en",
    force: bool = False,
    tell: Tell = silent,
) -> BuildResult:
    """Build the workbook of a spec (or of a spec's path or template name) at `path`.

    The folder of `path` is made if it is missing. A file that sheetnet was not the
    last to write is overwritten only with `force`. `tell` hears how far it is.
    Raises: SheetnetError; then nothing was written and an old file is untouched.
    """
    from sheetnet.spec.loading import load_spec
    from sheetnet.xlsx.writing.target import check_target

    spec = load_spec(spec) if isinstance(spec, str | Path) else spec
    path = Path(path)
    check_target(path, force=force)
    tell("computing", 0.0)
    made = draft(spec, lang)
    write(made, path, tell)
    return BuildResult(
        path=path,
        cells=sum(map(cells_in, made.plan.sheets)),
        formulas=count_formulas(made.plan),
        bytes=path.stat().st_size,
        outcome=made.outcome,
        notes=made.dataset.notes if made.dataset else (),
    )


def write(made: Draft, path: Path, tell: Tell = silent) -> None:
    """Write a workbook, whole or not at all; its folder is made if it is missing.

    Raises: LimitError, OutputError.
    """
    from sheetnet.xlsx.writing.writer import write_workbook

    _make_folder(path.parent)
    manifest = manifest_of(made.plan, made.subject, made.header)
    told = partial(tell, "writing")
    write_workbook(path, made.plan, made.values, MAP_SHEET, lines(manifest), told)


def size_of(made: Draft) -> int:
    """Return how many bytes the workbook would have. Writes nothing."""
    from sheetnet.xlsx.writing.writer import archive

    manifest = manifest_of(made.plan, made.subject, made.header)
    return sum(map(len, archive(made.plan, made.values, MAP_SHEET, lines(manifest))))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            "{folder}: cannot make this folder: {reason}",
            folder=folder,
            reason=retold(error.strerror),
        ) from error


def count_formulas(plan: Plan) -> int:
    """Return the number of formula cells a plan makes: those that a check compares.

    The canary is none of them: what it holds tells who has calculated.
    """
    canaries = sum(
        block.symbol == "canary" for sheet in plan.sheets for block in sheet.blocks
    )
    return sum(map(formulas_in, plan.sheets)) - canaries

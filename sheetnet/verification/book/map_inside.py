"""The map inside a workbook: what of it is believed.

It comes from strangers, and all else that is done with a workbook follows it. So it must
be what this release would write for what the workbook says it is about.
"""

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sheetnet.building.planning import plan_of
from sheetnet.calculators import calculator
from sheetnet.errors import WorkbookError, nearest
from sheetnet.lang import languages, texts
from sheetnet.layers import layer_kinds
from sheetnet.layers.quantities import learning, parameters
from sheetnet.model.costs import cost_names, cost_of
from sheetnet.model.equality import same_in_sheet
from sheetnet.model.functions import SOFTMAX, activation_names
from sheetnet.model.lesson import Lesson, lesson_names
from sheetnet.model.network import Network
from sheetnet.model.optimizers import optimizer_names
from sheetnet.model.table import one_hot_name
from sheetnet.model.updates import schedule_names
from sheetnet.wording import later, placed, worded
from sheetnet.workbook import Plan
from sheetnet.workbook.address import quoted
from sheetnet.workbook.manifest import (
    FIRST_WORDS,
    MAX_FORMULAS,
    Manifest,
    SheetMap,
    Subject,
    manifest_of,
    read_manifest,
)
from sheetnet.workbook.plan import on_sheets, sheet_name_of
from sheetnet.xlsx.reading.package import MAP_NAME, MAX_GRID_CELLS, Package

# Without these there is no network: its numbers, and its knobs.
OF_RUN = ("Training", "Picture")
_MOST_INPUTS = 100_000
_MOST_NOTES = 1_000_000

_NO_MAP = later(
    "was not made by sheetnet, or the hidden sheet with its map was removed"
)


def check_map(path: Path, manifest: Manifest) -> Plan:
    """Return the plan that a map tells of; refuse one that no release wrote so.

    The plan is without what was noticed about the data as they were built.
    Raises: WorkbookError.
    """
    header, subject = manifest.header, manifest.subject
    if unknown := _unknown(subject):
        raise WorkbookError(
            "{path}: its {unknown}, is not known here; check it with sheetnet"
            " {sheetnet} or later",
            path=path,
            unknown=unknown,
            sheetnet=header.sheetnet[:20],
        )
    if header.lang not in languages():
        hint = nearest(header.lang, languages())
        raise WorkbookError(
            "{path}: its language is {lang!r:.20}; {hint}",
            path=path,
            lang=header.lang,
            hint=hint,
        )
    words = texts(header.lang)
    altered = worded(
        "{path}: the map inside it was altered; it cannot be checked", path=path
    )
    if isinstance(subject, Network) and not (
        subject.layers and _is_sound(subject) and _has_sound_data(subject)
    ):
        raise WorkbookError(altered)
    if header.as_written != words("guide.as_written") or not _is_as_large(manifest):
        raise WorkbookError(altered)
    if isinstance(subject, Network):
        plan = _planned(subject, header.lang, header.sheetnet)
    else:
        plan = plan_of(subject, words, version=header.sheetnet)
    ours = manifest_of(plan, subject, header)
    if list(map(_evened, ours.sheets)) != list(map(_evened, manifest.sheets)):
        raise WorkbookError(altered)
    return plan


@lru_cache(maxsize=1)
def _planned(network: Network, lang: str, version: str) -> Plan:
    """Return the plan of a network; of many workbooks, checked one by one, most are alike."""
    return plan_of(network, texts(lang), version=version)


def _unknown(subject: Subject) -> str:
    """Say what lesson or kind of layer nothing is known of: its folder is looked for."""
    if isinstance(subject, Lesson):
        unknown = {subject.kind} - set(lesson_names())
        return "".join(f"{worded('lesson')}, {kind[:40]!r}" for kind in unknown)
    named = {
        later("kind of layer"): (layer.kind for layer in subject.layers),
        later("activation"): (layer.activation or SOFTMAX for layer in subject.layers),
        later("cost"): (subject.cost,),
        later("optimizer"): (subject.optimizer,),
        later("schedule"): (subject.schedule,),
    }
    known = {
        "kind of layer": layer_kinds(),
        "activation": activation_names(),
        "cost": cost_names(),
        "optimizer": optimizer_names(),
        "schedule": ["", *schedule_names()],
    }
    for what, names in named.items():
        for name in sorted(set(names) - set(known[what])):
            return f"{worded(what)}, {name[:40]!r}"
    return ""


def _is_sound(network: Network) -> bool:
    """Tell whether layers stand in order, read what is below, and end in a cost."""
    layers = network.layers
    return (
        [layer.number for layer in layers] == list(range(2, len(layers) + 2))
        and all(0 < l < layer.number for layer in layers for l in layer.reads)
        and cost_of(network.cost, network.last.activation) is not None
    )


def _has_sound_data(network: Network) -> bool:
    """Tell whether columns, features and examples fit together."""
    return (
        len(network.input_shape) in (1, 2, 3)
        and network.test < network.examples
        and network.batches <= network.examples
        and not network.pasted
        and _has_sound_checkpoints(network)
        and (network.counts or not network.test)
        and (network.target_scale == "none" or not network.labelled)
        and len(network.features) == math.prod(network.input_shape)
        and (not network.fields or _has_sound_fields(network))
    )


def _has_sound_checkpoints(network: Network) -> bool:
    """Tell whether checkpoints begin at 0 and rise, each beyond the bands of the last."""
    every, live = network.checkpoints, network.live
    if not every:
        return True
    far = all(other - one >= live for one, other in pairwise(every))
    whole = (every[-1] + live - 1) // network.batches
    return every[0] == 0 and far and network.epochs == whole


def _has_sound_fields(network: Network) -> bool:
    """Tell whether there are columns to compute x from, and x is what they make."""
    numbers, categories = network.numbers, network.categories
    if any(one.scale != "none" or one.fills for one in categories):
        return False
    if not (categories or network.is_scaled or any(one.fills for one in numbers)):
        return False  # then x itself would stand in the data
    if len(network.input_shape) > 1:
        return len(network.fields) == 1 and not categories
    made = [one.name for one in numbers]
    made += [one_hot_name(one.name, word) for one in categories for word in one.words]
    told_apart = all(
        len({same_in_sheet(word) for word in one.words}) == len(one.words)
        for one in categories
    )
    in_order = network.fields == (*numbers, *categories)
    return told_apart and in_order and made == list(network.features)


def _is_as_large(manifest: Manifest) -> bool:
    """Tell whether there may be as many cells as the subject asks for, and as the map tells.

    Every unit and every weight has a formula; before a plan of billions is made.
    """
    formulas, subject = manifest.formulas, manifest.subject
    if formulas > MAX_FORMULAS:
        return False
    if isinstance(subject, Lesson):
        return sum(map(math.prod, subject.shapes.values())) <= _MOST_INPUTS
    cells = [layer.shape for layer in subject.layers]
    weights = [one.shape for layer in learning(subject) for one in parameters(layer)]
    asked = sum(math.prod(shape) for shape in cells + weights)
    inputs = math.prod(subject.input_shape)
    return asked <= formulas and inputs <= max(formulas, _MOST_INPUTS)


def _evened(sheet: SheetMap) -> SheetMap:
    """Return the map of a sheet; the Guide's without its rows, which notices move."""
    if sheet.key != "Guide":
        return sheet
    return replace(
        sheet,
        blocks=tuple(replace(block, row=1) for block in sheet.blocks),
        formulas=tuple(replace(cell, row=1) for cell in sheet.formulas),
    )


# ------------------------------------------------------------------ read


class Mapped(NamedTuple):
    """What a workbook is about, and its sheets.

    The manifest is that of the planned sheets that are still there, with their present
    names in its formulas; `names` gives these by key. `others` are sheets of the user's.
    """

    manifest: Manifest
    plan: Plan
    names: dict[str, str]
    others: list[str]


def read_map(package: Package) -> Mapped:
    """Read the map, and bound by it what a sheet may hold. Raises: WorkbookError."""
    path = package.path
    map_sheet = package.sheet_behind(MAP_NAME)
    if map_sheet is None:
        raise WorkbookError(placed(path, worded(_NO_MAP)))
    package.most_cells = 2 * MAX_FORMULAS  # a long line takes some cells
    manifest, plan = _manifest(package, map_sheet)
    if package.scanned(map_sheet).formulas:
        raise WorkbookError(
            "{path}: the hidden sheet with the map holds formulas", path=path
        )
    package.most_cells = _room(manifest)
    package.most_empty = max(package.most_empty, package.most_cells)
    names = dict(_sheet_names(package, manifest, plan))
    known = {map_sheet, *names.values()}
    others = [sheet for sheet in package.sheets if sheet not in known]
    return Mapped(_as_named(manifest, plan, names), plan, names, others)


def _room(manifest: Manifest) -> int:
    """Return how many cells a sheet may have: twice those planned, and some notes."""
    blocks = [block for sheet in manifest.sheets for block in sheet.blocks]
    rows = max((block.last_cell()[0] for block in blocks), default=1)
    columns = max((block.last_cell()[1] for block in blocks), default=1)
    return min(MAX_GRID_CELLS, 2 * rows * columns + _MOST_NOTES)


def _manifest(package: Package, sheet: str) -> tuple[Manifest, Plan]:
    path = package.path
    grid = calculator("saved").values(package, [sheet])[sheet]
    rows = [[text for text in row if isinstance(text, str)] for row in grid.tolist()]
    if not rows or rows[0] != [FIRST_WORDS]:
        raise WorkbookError(placed(path, worded(_NO_MAP)))
    try:
        manifest = read_manifest(rows[1:])
    except WorkbookError as error:
        raise WorkbookError(placed(path, error)) from error
    return manifest, check_map(path, manifest)


def _sheet_names(
    package: Package, manifest: Manifest, plan: Plan
) -> Iterator[tuple[str, str]]:
    """Yield key and present name of the planned sheets; a view may have been deleted."""
    for sheet in manifest.sheets:
        name = package.sheet_behind(sheet_name_of(sheet.key))
        if name is not None:
            yield sheet.key, name
        elif sheet.key in OF_RUN or isinstance(manifest.subject, Lesson):
            shown = plan.sheet(sheet.key).name
            raise WorkbookError(
                "{path}: the sheet {shown!r} is missing; was it deleted? Take an"
                " earlier copy of the workbook, or build it again",
                path=package.path,
                shown=shown,
            )


def _as_named(manifest: Manifest, plan: Plan, names: Mapping[str, str]) -> Manifest:
    """Return the map of the sheets that are there, by their present names."""
    renamed = {
        plan.sheet(key).name: quoted(name)
        for key, name in names.items()
        if plan.sheet(key).name != name
    }
    sheets = [sheet for sheet in manifest.sheets if sheet.key in names]
    if renamed:
        sheets = [
            replace(sheet, formulas=on_sheets(sheet.formulas, renamed))
            for sheet in sheets
        ]
    return Manifest(manifest.header, manifest.subject, tuple(sheets))

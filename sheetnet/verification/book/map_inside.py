"""The map inside a workbook: what of it is believed.

It comes from strangers, and all else that is done with a workbook follows it. So it must
be what this release would write for what the workbook says it is about.
"""

import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from msgspec.structs import replace

from sheetnet.building.planning import plan_of
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
from sheetnet.wording import later, worded
from sheetnet.workbook import Plan
from sheetnet.workbook.manifest import (
    MAX_FORMULAS,
    Manifest,
    SheetMap,
    Subject,
    manifest_of,
)

_MOST_INPUTS = 100_000


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

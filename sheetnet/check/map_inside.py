"""The map inside a workbook: what of it is believed.

It comes from strangers, and all else that is done with a workbook follows it. Where the
layout is today's, the map must be what this release would write.
"""

import math
from pathlib import Path

from msgspec.structs import replace

from sheetnet.errors import FormulaError, WorkbookError, nearest
from sheetnet.lang import languages, texts
from sheetnet.lesson import Lesson
from sheetnet.lessons import lesson_names
from sheetnet.planning import plan_of
from sheetnet.workbook import LAYOUT
from sheetnet.workbook.expand import filled
from sheetnet.workbook.manifest import Manifest, SheetMap, manifest_of
from sheetnet.workbook.portable import check
from sheetnet.xlsx.package import MAX_GRID_CELLS

_MOST_INPUTS = 100_000


def check_map(path: Path, manifest: Manifest) -> None:
    """Refuse a map that asks for what cannot be, or is not what its release wrote.

    Raises: WorkbookError.
    """
    header, subject = manifest.header, manifest.subject
    if isinstance(subject, Lesson) and subject.kind not in lesson_names():
        raise WorkbookError(
            f"{path}: its lesson, {subject.kind[:40]!r}, is not known here;"
            f" check it with sheetnet {header.sheetnet[:20]} or later"
        )
    if header.layout != LAYOUT:
        _check_earlier_layout(path, manifest)
        return
    if header.lang not in languages():
        hint = nearest(header.lang, languages())
        raise WorkbookError(f"{path}: its language is {header.lang!r:.20}; {hint}")
    if not _is_as_large(manifest) or not _is_as_planned(manifest):
        raise WorkbookError(
            f"{path}: the map inside it was altered; it cannot be checked"
        )


def _check_earlier_layout(path: Path, manifest: Manifest) -> None:
    """What it must say is not known here; what calculators and memory can bear is."""
    try:
        for sheet in manifest.sheets:
            across = sheet.across and replace(sheet.across, count=1)
            for cell in sheet.formulas:
                check(next(filled(cell, across, sheet.down, 2)).texts[0])
    except FormulaError as error:
        raise WorkbookError(f"{path}: the map inside it: {error}") from error
    blocks = (block for sheet in manifest.sheets for block in sheet.blocks)
    if sum(block.size for block in blocks) > MAX_GRID_CELLS:
        raise WorkbookError(f"{path}: the map inside it plans too many cells")


def _is_as_large(manifest: Manifest) -> bool:
    """Tell whether there may be as many cells as the subject asks for.

    Every unit and every weight has a formula; before a plan of billions is made.
    """
    formulas = sum(len(sheet.formulas) for sheet in manifest.sheets)
    subject = manifest.subject
    if isinstance(subject, Lesson):
        return sum(map(math.prod, subject.shapes.values())) <= _MOST_INPUTS
    cells = [layer.shape for layer in subject.layers]
    weights = [layer.w_shape for layer in subject.with_parameters]
    asked = sum(math.prod(shape) for shape in cells + weights)
    inputs = math.prod(subject.input_shape)
    return asked <= formulas and inputs <= max(formulas, _MOST_INPUTS)


def _is_as_planned(manifest: Manifest) -> bool:
    header = manifest.header
    plan = plan_of(manifest.subject, texts(header.lang))
    ours = manifest_of(plan, manifest.subject, header)
    return list(map(_evened, ours.sheets)) == list(map(_evened, manifest.sheets))


def _evened(sheet: SheetMap) -> SheetMap:
    """Return the map of a sheet; the Guide's without its rows, which notices move."""
    if sheet.key != "Guide":
        return sheet
    return replace(
        sheet,
        blocks=tuple(replace(block, row=1) for block in sheet.blocks),
        formulas=tuple(replace(cell, row=1) for cell in sheet.formulas),
    )

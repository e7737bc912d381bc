"""A workbook that LibreOffice has opened, recalculated and saved is still all of it."""

import openpyxl
import pytest

import sheetnet
from sheetnet.check.opening import cells_of, open_workbook
from sheetnet.lang import languages, texts
from sheetnet.spec import template_names
from sheetnet.workbook.manifest import SHEET as MAP_SHEET
from sheetnet.xlsx.package import opened
from tests.converting import WAYS
from tests.templates import shortened

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]

# One start of LibreOffice for many files, and yet enough batches for two workers.
_BATCHES = 3


def built(names, folder):
    """Build templates in every language; return files and numbers of formulas."""
    results = [
        sheetnet.build(
            shortened(name, folder), folder / f"{name}-{lang}.xlsx", lang=lang
        )
        for name in names
        for lang in languages()
    ]
    return [one.path for one in results], [one.formulas for one in results]


def canary(path):
    """Return what the canary says, and in which language the workbook is."""
    with opened(path) as package:
        book = open_workbook(package)
    [block] = [one for one in book.blocks(1) if one.symbol == "canary"]
    return cells_of(block, book.saved[block.sheet]).item(), book.manifest.header.lang


def faults(path, formulas):
    """Yield what is wrong with a workbook that was saved by LibreOffice."""
    says, lang = canary(path)
    if says != texts(lang)("guide.recalculated"):
        yield f"the canary says {says}"
    for calculator in ("saved", "embedded"):
        report = sheetnet.verify(path, calculator=calculator, perturb=0)
        # All but the canary, which nobody compares.
        if report.runs[0].cells != formulas - 1:
            yield f"{calculator}: {report.runs[0].cells} of {formulas - 1} cells"
        if not report.agree or report.notes:
            yield f"{calculator}: {report.problems} {report.first_wrong} {report.notes}"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("batch", range(_BATCHES))
def test_every_template_in_every_language_survives(libreoffice, tmp_path, batch, way):
    paths, formulas = built(template_names()[batch::_BATCHES], tmp_path)
    (tmp_path / "saved").mkdir()
    results = WAYS[way](paths, tmp_path / "saved")
    for path, result, count in zip(paths, results, formulas, strict=True):
        with opened(result):  # once for all that look into it
            assert list(faults(result, count)) == [], path.stem


# ------------------------------------------------------------------ besides formulas


def shown(path):
    """Return what a workbook holds besides cells, as far as it must survive."""
    book = openpyxl.load_workbook(path)
    return {
        "sheets": [(one.title, one.sheet_state) for one in book.worksheets],
        "names": {
            name: one.attr_text.replace("'", "")
            for name, one in book.defined_names.items()
        },
        "checked inputs": [allowed(one) for one in book.worksheets],
        "coloured cells": [coloured(one) for one in book.worksheets],
        "charts": [len(one._charts) for one in book.worksheets],
        "folded rows": [
            sum(row.outlineLevel > 0 for row in one.row_dimensions.values())
            for one in book.worksheets
        ],
        "printed rows": [one.print_title_rows for one in book.worksheets],
    }


def allowed(sheet):
    """Return what may be typed into which cells."""
    return {
        (cell, one.type, number(one.formula1), number(one.formula2))
        for one in sheet.data_validations.dataValidation
        for cell in places(one.sqref)
    }


def number(text):
    """Return a limit as a number; one that is not asked for is nothing, or 0."""
    try:
        return float(text or 0)
    except ValueError:
        return text  # a list of cells


def coloured(sheet):
    """Return each cell whose colour follows its value, with the kinds of its rules."""
    return {
        (cell, rule.type, tuple(rule.formula))
        for one in sheet.conditional_formatting
        for rule in one.rules
        for cell in places(one.sqref)
    }


def places(ranges):
    """Yield the cells of ranges, which applications join and part."""
    for one in ranges.ranges:
        yield from one.cells


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("way", WAYS)
def test_names_inputs_colours_charts_and_the_hidden_map_survive(
    libreoffice, tmp_path, way
):
    paths, _ = built(["xor", "gradient-descent"], tmp_path)
    (tmp_path / "saved").mkdir()
    results = WAYS[way](paths, tmp_path / "saved")
    for path, result in zip(paths, results, strict=True):
        before = shown(path)
        assert shown(result) == before, path.stem
        assert before["sheets"][-1] == (MAP_SHEET, "hidden")
        assert any(before["checked inputs"])
        assert sum(before["charts"]) > 0

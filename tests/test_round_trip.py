"""A workbook that LibreOffice has opened, recalculated and saved is still all of it."""

import re
import zipfile
from functools import cache
from io import BytesIO
from itertools import cycle, product
from operator import itemgetter

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

import sheetnet
from sheetnet.lang import languages, texts
from sheetnet.spec.loading import template_names
from sheetnet.verification.book.opening import cells_of, open_workbook
from sheetnet.workbook.address import a1
from sheetnet.workbook.manifest import SHEET as MAP_SHEET
from sheetnet.xlsx.reading.package import opened
from tests.converting import WAYS
from tests.nets import part
from tests.templates import shortened

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]

# One start of LibreOffice for many files, and yet enough batches for two workers.
_BATCHES = 2


def built(names_and_languages, folder):
    """Build templates; return files and numbers of formulas."""
    results = [
        sheetnet.build(
            shortened(name, folder), folder / f"{name}-{lang}.xlsx", lang=lang
        )
        for name, lang in names_and_languages
    ]
    return [one.path for one in results], [one.formulas for one in results]


def each_way(way):
    """Yield the templates that go this way, and each one's language.

    Ways and languages take turns: each template goes one way, in one language.
    """
    turns = cycle(product(WAYS, languages()))
    for name, (its, lang) in zip(template_names(), turns, strict=False):
        if its == way:
            yield name, lang


def canary(path):
    """Return what the canary says, and in which language the workbook is."""
    with opened(path) as package:
        book = open_workbook(package)
    [block] = [one for one in book.blocks(1) if one.symbol == "canary"]
    return cells_of(block, book.saved[block.sheet]).item(), book.manifest.header.lang


# Of a template with checkpoints, what is well.
_LIE_WHERE = re.compile(r"the constants of the checkpoints? [\d, ]+ lie where")


def faults(path, formulas):
    """Yield what is wrong with a workbook that was saved by LibreOffice."""
    says, lang = canary(path)
    if says != texts(lang)("guide.recalculated"):
        yield f"the canary says {says}"
    for calculator in ("saved", "embedded"):
        report = sheetnet.verify(path, calculator=calculator, perturb=0)
        # All but the canary, which nobody compares.
        if report.runs[0].cells != formulas:
            yield f"{calculator}: {report.runs[0].cells} of {formulas} cells"
        notes = [note for note in report.notes if not _LIE_WHERE.match(note)]
        if not report.agree or notes:
            yield f"{calculator}: {report.problems} {report.first_wrong} {notes}"


def kept(path):
    """Return what a workbook holds besides cells, as far as it must survive."""
    rows, bare = without_cells(path)
    book = openpyxl.load_workbook(bare)
    sheets = book.worksheets
    return {
        "sheets": [(one.title, one.sheet_state) for one in sheets],
        "names": {
            name: one.attr_text.replace("'", "")
            for name, one in book.defined_names.items()
        },
        "checked inputs": [set(checked(one)) for one in sheets],
        "coloured cells": [set(coloured(one)) for one in sheets],
        "charts": [len(one._charts) for one in sheets],
        "repeated in print": [
            (one.print_title_rows, one.print_title_cols) for one in sheets
        ],
        "folded rows": len(re.findall(rb'outlineLevel="[1-9]"', rows)),
    }


def without_cells(path):
    """Return the rows of all sheets, and the workbook without them: openpyxl is slow."""
    rows, bare = [], BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(bare, "w") as rest:
        for name in whole.namelist():
            before, start, after = whole.read(name).partition(b"<sheetData>")
            cells, end, after = after.rpartition(b"</sheetData>")
            rest.writestr(name, before + start + end + after)
            rows.append(cells)
    return b"".join(rows), bare


def checked(sheet):
    """Yield which cells are looked at when somebody types, and what they may hold."""
    for one in sheet.data_validations.dataValidation:
        limits = number(one.formula1), number(one.formula2)
        yield from ((cell, one.type, limits) for cell in places(one.sqref))


def number(text):
    """Return a limit as a number. One that is not needed is nothing, or 0."""
    try:
        return float(text or 0)
    except ValueError:
        return text  # a list of cells


def coloured(sheet):
    """Yield which cells' colours follow their values, and by what rule.

    A formula is told as each cell has it: applications join and part ranges, and write
    it for the highest cell of the first column.
    """
    for one in sheet.conditional_formatting:
        cells = list(places(one.sqref))
        origin = a1(*min(cells, key=itemgetter(1, 0)))
        for rule, cell in product(one.rules, cells):
            moved = (at_cell(text, origin, a1(*cell)) for text in rule.formula)
            yield cell, rule.type, *moved


@cache
def at_cell(formula, origin, cell):
    """Return a formula that was written for one cell as another one has it."""
    return Translator(f"={formula}", origin).translate_formula(cell)


def places(ranges):
    """Yield the cells of ranges, which applications join and part."""
    for one in ranges.ranges:
        yield from one.cells


# openpyxl does not know all that LibreOffice adds.
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("batch", range(_BATCHES))
def test_every_template_survives(libreoffice, tmp_path, batch, way):
    paths, formulas = built(part(each_way(way))[batch::_BATCHES], tmp_path)
    (tmp_path / "saved").mkdir()
    results = WAYS[way](paths, tmp_path / "saved")
    for path, result, count in zip(paths, results, formulas, strict=True):
        assert list(faults(result, count)) == [], path.stem
        assert kept(result) == kept(path), path.stem


def test_what_must_survive_is_there_and_is_seen(tmp_path):
    """What looks at nothing would find nothing missing."""
    paths, _ = built([("xor", lang) for lang in languages()], tmp_path)
    for path in paths:
        found = kept(path)
        assert found["sheets"][-1] == (MAP_SHEET, "hidden")
        assert len(found["sheets"]) == 9
        assert {"eta", "w_2", "sheetnet_map", "sheetnet_Training"} <= found[
            "names"
        ].keys()
        assert all(any(found[what]) for what in ("checked inputs", "coloured cells"))
        # Four of Picture, which stands second, and four of Cost.
        assert [n for n in found["charts"] if n] == [4, 4]
        assert found["charts"][1] == 4
        assert found["folded rows"] > 0

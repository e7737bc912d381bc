"""The quick pass over a sheet finds what the careful one finds, or says nothing."""

import subprocess
import time
import zipfile
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest

import sheetnet
from sheetnet.lang import languages
from sheetnet.spec.loading import template_names
from sheetnet.workbook.address import letters
from sheetnet.xlsx.reading.sheet.quick import quick_scan
from tests import hostile
from tests.converting import by_xlsx
from tests.doctored import right, wrong
from tests.doctored.editing import parts_of
from tests.passes import MAIN, ROW, both, both_of_many, sheet, sheets_in
from tests.templates import shortened

# Each is quick; all together they are left to the whole suite.
pytestmark = pytest.mark.slow


def unanswered(path: Path) -> list[str]:
    """Return the sheets of a file that are left to the careful pass."""
    return [name for name, xml in sheets_in(path) if not both_of_many(xml)]


# ------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("name", "lang"), list(zip(template_names(), cycle(languages()), strict=False))
)
def test_templates_are_read_quickly(tmp_path, name, lang):
    path = tmp_path / "book.xlsx"
    sheetnet.build(shortened(name, tmp_path), path, lang=lang)
    assert unanswered(path) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["digits", "iris", "edges"])
def test_large_templates_are_read_quickly(tmp_path, name):
    sheetnet.build(name, tmp_path / "book.xlsx")
    assert unanswered(tmp_path / "book.xlsx") == []


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("quick") / "and-neuron.xlsx"
    sheetnet.build(sheetnet.load_spec("and-neuron", ["training.epochs=2"]), path)
    return path


def test_doctored_workbooks_are_read_alike(book, tmp_path_factory, tmp_path):
    sheetnet.build("and-neuron", tmp_path / "whole.xlsx")
    parts, answered = parts_of(tmp_path / "whole.xlsx"), 0
    for edit, *_ in [*wrong.CASES.values(), *right.CASES.values()]:
        edited = edit(parts)
        for name, text in edited.items():
            if "worksheets/sheet" in name and text != parts.get(name):
                answered += both_of_many(text.encode())
    assert answered > 40


@pytest.mark.slow
@pytest.mark.parametrize("room", [hostile.sheets, hostile.packages])
def test_hostile_workbooks_are_read_alike(tmp_path, room):
    seen = 0
    for case in hostile.CASES.values():
        # As doctests are looked for, modules are read again under a shorter name.
        if not room.__name__.endswith(case.make.__module__):
            continue
        case.make(tmp_path)
        path = tmp_path / "hostile.xlsx"
        if zipfile.is_zipfile(path):
            seen += sum(1 for _, xml in sheets_in(path) if [both([xml])])
    assert seen > 100


def test_what_openpyxl_saves_is_read_alike(book, tmp_path):
    openpyxl.load_workbook(book).save(tmp_path / "saved.xlsx")
    assert unanswered(tmp_path / "saved.xlsx") == []


@pytest.mark.libreoffice
def test_what_libreoffice_saves_is_read_alike(book, tmp_path, libreoffice):
    [saved] = by_xlsx([book], tmp_path)
    assert unanswered(saved) == []


@pytest.mark.gnumeric
def test_what_gnumeric_saves_is_read_alike(book, tmp_path, gnumeric):
    saved = tmp_path / "saved.xlsx"
    kind = "--export-type=Gnumeric_Excel:xlsx2"
    subprocess.run(
        [gnumeric.program(), kind, book, saved], check=True, capture_output=True
    )
    # It indents what stands in cells, which the careful pass reads.
    assert unanswered(saved) == [name for name, _ in sheets_in(saved)]


# ------------------------------------------------------------------ pieces, limits, time


def test_rows_may_be_cut_anywhere_in_pieces():
    whole = sheet(ROW + '<row r="2" ht="0"/>' + ROW.replace("1", "3"), after="<a/>")
    begun = whole.index(b"<sheetData>") + len(b"<sheetData>")
    for cut in range(1, len(whole)):
        answered = both([whole[:cut], whole[cut:]], [(0, 0)], 100, ["3"])
        assert answered == (cut >= begun)
    for size in range(1, len(whole)):
        rest = [whole[at : at + size] for at in range(begun, len(whole), size)]
        assert both([whole[:begun], *rest], [(0, 0)], 100, ["3"])


def test_limits_are_the_same_to_the_last_cell():
    for empty in range(4):
        for last in ("<v>1</v>", ""):
            cells = [f'<c r="{one}1"/>' for one in "ABC"[:empty]]
            row = f'<row r="1">{"".join(cells)}<c r="D1">{last}</c></row>'
            both([sheet(row)], empty=2)


def test_formulas_may_be_as_long_in_all_as_careful_ones(monkeypatch):
    monkeypatch.setattr("sheetnet.xlsx.reading.sheet.scan._MOST_LENGTH", 300)
    monkeypatch.setattr("sheetnet.xlsx.reading.sheet.scan._LENGTH_A_CELL", 10)
    answers = set()
    for length in range(280, 400, 7):
        cells = "".join(f'<c r="{one}1"><v>1</v></c>' for one in "BCDEFG")
        first = f'<c r="A1"><f>{"1" * length}</f></c>'
        answers.add(both([sheet(f'<row r="1">{first}{cells}</row>')]))
    assert answers == {True, False}


# ------------------------------------------------------------------ time

MEGABYTE = 1_000_000
LONG = {
    "blanks": " ",
    "cells that begin": '<c r="',
    "rows that begin": '<row r="1"',
    "attributes of a row": ' a="1"',
    "names": "a",
    "cells without a row": '<c r="A1"/>',
    "values that begin": "<v>",
    "ends of rows": "</row>",
    "entities": "&amp;",
    "quotes": '"',
}


@pytest.mark.parametrize("start", ["", '<row r="1"', '<row r="1">', '<row r="1"><c r="A1" ', '<row r="1"><c r="A1"><f>'])  # fmt: skip
@pytest.mark.parametrize("name", LONG)
def test_a_megabyte_of_anything_takes_no_time(start, name):
    long = LONG[name] * (MEGABYTE // len(LONG[name]))
    begun = time.process_time()
    both([sheet(start + long)])
    both([f'<worksheet xmlns="{MAIN}"><sheetData>{start}{long}'.encode()])
    assert time.process_time() - begun < 3


def test_rows_without_cells_and_small_pieces_take_no_time():
    rows = sheet("".join(f'<row r="{n}"></row>' for n in range(1, 50_000)))
    wide = sheet(f'<row r="1">{" " * MEGABYTE}</row>')
    begun = time.process_time()
    for xml in (rows, wide):
        pieces = [xml[:200], *(xml[at : at + 10_000] for at in range(200, len(xml), 10_000))]  # fmt: skip
        assert both(pieces)
    assert time.process_time() - begun < 6


def test_a_row_of_more_cells_than_there_are_columns_is_not_taken_apart():
    cells = "".join('<c r="A1"/>' for _ in range(16_385))
    assert not both([sheet(f'<row r="1">{cells}</row>')])


def test_a_row_in_which_every_cell_is_a_group_of_its_own_is_soon_read():
    cells = "".join(
        f'<c r="{letters(n)}1"><f t="shared" si="{n}">{n}</f></c>'
        for n in range(1, 16_000)
    )
    found = quick_scan([sheet(f'<row r="1">{cells}</row>')], (), 20_000, ())
    begun = time.process_time()
    assert [found.formulas[place] for place in found.formulas] == [
        str(n) for n in range(1, 16_000)
    ]
    assert (1, 16_000) not in found.formulas
    assert time.process_time() - begun < 1

"""What is printed: a hand-out, and not each of many epochs and examples."""

import re

import openpyxl
import pypdfium2
import pytest
from openpyxl.utils import range_boundaries

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.lang import languages
from sheetnet.spec.loading import load_spec, template_names
from sheetnet.workbook.drawing.paper import ASIDE
from tests.converting import by_printing
from tests.templates import LESSONS

NETWORKS = sorted(set(template_names()) - set(LESSONS))
# What a teacher would call a hand-out, whole.
PAGES = {"xor": 8, "digits": 12, "iris": 12, "gradient-descent": 6, "regression": 6}


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("lang", languages())
def test_a_printed_workbook_is_a_hand_out(tmp_path, libreoffice, lang):
    books = [tmp_path / f"{name}.xlsx" for name in PAGES]
    for book in books:
        sheetnet.build(book.stem, book, lang=lang)
    for book, pdf in zip(books, by_printing(books, tmp_path), strict=True):
        document = pypdfium2.PdfDocument(pdf)
        texts = [page.get_textpage().get_text_range() for page in document]
        document.close()
        assert len(texts) <= PAGES[book.stem], book.stem
        # A page of nothing but its foot would be paper for nothing.
        assert min(map(len, texts)) > 80, book.stem


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_training_prints_the_data_and_the_first_epoch(name):
    training = draft(load_spec(name)).plan.sheet("Training")
    strips, bands, area = training.across, training.down, training.print_area
    assert (area.row, area.column) == (1, 1)
    last_row, last_column = area.last
    assert bands.first < last_row < bands.first + bands.step
    whole, rest = divmod(last_column + 1 - strips.first, strips.step)
    assert rest == 0
    assert 1 <= whole <= strips.count


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_prints_its_charts_and_nothing_that_only_they_need(name):
    for sheet in draft(load_spec(name)).plan.sheets[:-1]:
        last_row, last_column = sheet.print_area.last
        assert last_column < ASIDE
        assert last_column > max((chart.column for chart in sheet.charts), default=0)
        assert last_row > max((chart.row for chart in sheet.charts), default=0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["digits", "lagrange"])
def test_the_file_says_what_is_printed(tmp_path, name):
    sheetnet.build(name, tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    for sheet, planned in zip(book, draft(load_spec(name)).plan.sheets, strict=False):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1) == 1
        upright = sheet.page_setup.orientation == "portrait"
        assert upright == planned.portrait
        if area := planned.print_area:
            written = re.sub(r".*!", "", sheet.print_area)
            last_row, last_column = area.last
            assert range_boundaries(written) == (1, 1, last_column, last_row)

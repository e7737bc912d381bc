"""What a person sees: no error and no ### on any rendered page, in either language."""

import openpyxl
import pypdfium2
import pytest

import sheetnet
from sheetnet.lang import languages
from sheetnet.preview import preview
from sheetnet.xlsx.pages import one_page_a_sheet
from tests.converting import by_printing
from tests.nets import outcome, small_net
from tests.templates import LESSONS, shortened

TEMPLATES = ["and-neuron", "xor", "digits", "edges", "logistic", *LESSONS]
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "Err:", "###")


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("lang", languages())
def test_no_rendered_page_shows_an_error(tmp_path, libreoffice, lang):
    names = {template: laid_out(tmp_path, template, lang) for template in TEMPLATES}
    books = [tmp_path / f"{template}.xlsx" for template in TEMPLATES]
    for template, pdf in zip(TEMPLATES, by_printing(books, tmp_path), strict=True):
        assert len(names[template]) == 8 or template in LESSONS
        for name, text in zip(names[template], texts_of(pdf), strict=True):
            assert len(text) > 100, (template, name)
            shown = [error for error in ERRORS if error in text]
            assert shown == [], (template, name)


def laid_out(folder, template, lang):
    """Build a template with each sheet on one page; return the names of its sheets."""
    book = folder / "book.xlsx"
    sheetnet.build(shortened(template, folder), book, lang=lang)
    return one_page_a_sheet(book.read_bytes(), folder / f"{template}.xlsx")


def texts_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


@pytest.mark.libreoffice
def test_preview_draws_every_sheet(tmp_path, libreoffice):
    from PIL import Image

    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    made = list(preview(tmp_path / "b.xlsx", tmp_path / "pictures"))
    names = openpyxl.load_workbook(tmp_path / "b.xlsx", read_only=True).sheetnames
    assert [path.stem.partition("-")[2].partition("-")[2] for path in made] == names[
        :-1
    ]
    for path in made:
        with Image.open(path) as picture:
            assert min(picture.size) > 200


def test_preview_of_what_is_no_workbook_is_status_2(tmp_path):
    (tmp_path / "x.xlsx").write_text("no")
    status, _, err = outcome("preview", tmp_path / "x.xlsx", "-o", tmp_path / "p")
    assert status == 2
    assert "is a text file (CSV or the like)" in err
    assert not (tmp_path / "p").exists()

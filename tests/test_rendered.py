"""What a person sees: no error and no ### on any rendered page, in either language."""

import openpyxl
import pypdfium2
import pytest

import sheetnet
from sheetnet.lang import languages
from sheetnet.preview import preview
from sheetnet.recalc.libreoffice import printed
from sheetnet.xlsx.pages import one_page_a_sheet
from tests.nets import outcome, small_net
from tests.templates import LESSONS

ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "Err:", "###")


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    "template", ["and-neuron", "xor", "digits", "edges", "logistic", *LESSONS]
)
def test_no_rendered_page_shows_an_error(tmp_path, libreoffice, template, lang):
    sheetnet.build(template, tmp_path / "b.xlsx", lang=lang)
    names = one_page_a_sheet((tmp_path / "b.xlsx").read_bytes(), tmp_path / "one.xlsx")
    document = pypdfium2.PdfDocument(printed(tmp_path / "one.xlsx", tmp_path))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(texts) == len(names)
    assert len(names) == 7 or template in LESSONS
    for name, text in zip(names, texts, strict=True):
        assert len(text) > 100, name
        assert [error for error in ERRORS if error in text] == [], name


@pytest.mark.libreoffice
def test_preview_draws_every_sheet(tmp_path, libreoffice):
    from PIL import Image

    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    made = list(preview(tmp_path / "b.xlsx", tmp_path / "pictures"))
    names = openpyxl.load_workbook(tmp_path / "b.xlsx", read_only=True).sheetnames
    assert [path.stem.partition("-")[2].partition("-")[2] for path in made] == names[:7]
    for path in made:
        with Image.open(path) as picture:
            assert min(picture.size) > 200


def test_preview_of_what_is_no_workbook_is_status_2(tmp_path):
    (tmp_path / "x.xlsx").write_text("no")
    status, _, err = outcome("preview", tmp_path / "x.xlsx", "-o", tmp_path / "p")
    assert status == 2
    assert "cannot be read as .xlsx" in err
    assert not (tmp_path / "p").exists()

"""Every produced file is sound Office Open XML, by a validator that is not ours."""

import pytest
from openxml_audit import OpenXmlValidator

import sheetnet
from sheetnet.lang import languages
from sheetnet.spec import template_names
from tests.templates import LESSONS

# Text stands in the cells and not in a table of shared strings. The standard has both;
# a table would have to be held in memory until the last cell is written.
INLINE = "inline-string cell(s)"
_LARGE = ("digits-conv", "digits-8x8", "iris")


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        pytest.param(
            name, lang, marks=[pytest.mark.slow] * ((name, lang) != ("xor", "en"))
        )
        for name in template_names()
        for lang in languages()
        # A large file has the parts and the elements of a small one.
        if name not in _LARGE
    ],
)
def test_a_workbook_passes_an_independent_validator(tmp_path, name, lang):
    sheetnet.build(name, tmp_path / "b.xlsx", lang=lang)
    found = OpenXmlValidator().validate(str(tmp_path / "b.xlsx")).errors
    assert [str(error) for error in found if INLINE not in str(error)] == []


def test_the_validator_finds_a_fault(tmp_path):
    """What finds nothing in a broken file would prove nothing."""
    import zipfile

    sheetnet.build(LESSONS[0], tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as good:
        parts = {name: good.read(name) for name in good.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData>", b"<cells/><sheetData>", 1)
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w") as wrong:
        for name, content in parts.items():
            wrong.writestr(name, content)
    found = OpenXmlValidator().validate(str(tmp_path / "w.xlsx")).errors
    assert [error for error in found if INLINE not in str(error)]

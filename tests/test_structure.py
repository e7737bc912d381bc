"""Every produced file is sound Office Open XML, by a validator that is not ours."""

import zipfile
from itertools import cycle

import pytest
from openxml_audit import OpenXmlValidator, ValidationSeverity

import sheetnet
from sheetnet.exercises.sabotage import sabotage
from sheetnet.lang import languages
from sheetnet.spec.loading import template_names
from tests.nets import conv_net, small_net
from tests.templates import LESSONS, shortened

# The one remark that is left, by the validator's name for it.
LEFT = {
    # A warning, and not about the standard, which has texts in cells (inlineStr) and in
    # a table of shared strings (s) alike. Of the hidden map alone, whose lines nobody
    # looks at: they need not be held in memory until the last sheet is written.
    "Excel_InlineStrCells": ValidationSeverity.WARNING,
}


def remarks(path):
    """Return what the validator says of a file, but for the one remark that is left."""
    found = OpenXmlValidator().validate(str(path)).errors
    return [str(one) for one in found if LEFT.get(one.id) != one.severity]


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        pytest.param(
            name, lang, marks=[pytest.mark.slow] * ((name, lang) != ("xor", "en"))
        )
        for name, lang in zip(template_names(), cycle(languages()), strict=False)
    ],
)
def test_a_workbook_passes_an_independent_validator(tmp_path, name, lang):
    sheetnet.build(shortened(name, tmp_path), tmp_path / "b.xlsx", lang=lang)
    assert remarks(tmp_path / "b.xlsx") == []


def odd_labels(folder):
    """Write a network whose classes are called what XML and spreadsheets trip over."""
    path = small_net(folder)
    data = folder / "small.csv"
    text = (
        data.read_text("utf-8").replace("yes", " =_x0041_ ").replace("no", "<&> 零 🦆")
    )
    data.write_text(text, "utf-8")
    return path


def strides(folder):
    """Write a network of what no template has: strides, "same", average pools."""
    conv = '[[layer]]\nkind = "conv"\nfilters = 2\nsize = [3, 2]\n'
    pool = '[[layer]]\nkind = "average-pool"\nsize = [2, 2]\nstride = 1\n'
    return conv_net(folder, f'{conv}stride = 2\npadding = "same"\n{pool}')


@pytest.mark.slow
@pytest.mark.parametrize("spec", [odd_labels, strides])
def test_a_network_of_ones_own_passes_too(tmp_path, spec):
    sheetnet.build(spec(tmp_path), tmp_path / "b.xlsx")
    assert remarks(tmp_path / "b.xlsx") == []


@pytest.mark.slow
def test_a_sabotaged_workbook_passes_too(tmp_path):
    sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx")
    sabotage(tmp_path / "b.xlsx", tmp_path / "s.xlsx")
    assert remarks(tmp_path / "s.xlsx") == []


@pytest.mark.slow
def test_the_validator_finds_a_fault(tmp_path):
    """What finds nothing in a broken file would prove nothing."""
    sheetnet.build(LESSONS[0], tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as good:
        parts = {name: good.read(name) for name in good.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData>", b"<cells/><sheetData>", 1)
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w") as wrong:
        for name, content in parts.items():
            wrong.writestr(name, content)
    assert remarks(tmp_path / "w.xlsx")

"""Text of users is that same text in the workbook, whatever it looks like."""

import formualizer
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import sheetnet
from tests.nets import part, small_net, write_csv

HARD = [
    "=1+1",
    "+1",
    "-1 of them",
    "@here",
    '=cmd|"/c calc"!A1',
    "_x0041_",
    "a_x000D_b",
    "<b>&amp;</b>",
    'say "hello"',
    "it's",
    "two blanks",
    "two\nlines",
    "emoji 🦆",
    "零",
    "TRUE",
    "#REF! 1",
]


def built(folder, labels, header=("x1", "x2")):
    """Build a small network with these labels (two classes) and feature names."""
    small_net(folder)
    rows = [[k, 1 - k, labels[k % 2]] for k in range(4)]
    write_csv(folder / "small.csv", [*header, "label"], rows)
    sheetnet.build(folder / "small.toml", folder / "book.xlsx")
    return folder / "book.xlsx"


def by_openpyxl(path):
    sheet = openpyxl.load_workbook(path)["Training"]
    return {c.value for row in sheet.iter_rows() for c in row if c.data_type == "s"}


def by_calamine(path):
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Training")
    return {
        value for row in sheet.to_python() for value in row if isinstance(value, str)
    }


def by_formualizer(path):
    book = formualizer.Workbook.from_bytes(path.read_bytes())
    area = formualizer.RangeAddress("Training", 1, 1, 40, 40)
    rows = book.sheet("Training").get_values(area)
    return {value for row in rows for value in row if isinstance(value, str)}


@pytest.mark.slow
@pytest.mark.parametrize("text", part(HARD))
@pytest.mark.parametrize("reader", [by_openpyxl, by_calamine, by_formualizer])
def test_a_label_is_read_back_as_it_was(tmp_path, text, reader):
    assert text in reader(built(tmp_path, [text, "other"]))


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("text", HARD)
def test_a_workbook_with_such_a_label_agrees(tmp_path, text):
    report = sheetnet.verify(built(tmp_path, [text, "other"]))
    assert (report.problems, report.first_wrong) == ((), None)


@pytest.mark.slow
@pytest.mark.parametrize("text", [t for t in HARD if "\n" not in t and t.strip() == t])
def test_a_column_name_is_read_back_as_it_was(tmp_path, text):
    path = built(tmp_path, ["a", "b"], header=(text, "x2"))
    assert text in by_openpyxl(path) & by_calamine(path)


@pytest.mark.slow
def test_control_characters_are_left_out_for_no_xml_can_hold_them(tmp_path):
    path = built(tmp_path, ["a\x07b\x1fc", "other"])
    assert "abc" in by_openpyxl(path) & by_calamine(path)
    assert sheetnet.verify(path).agree


@pytest.mark.slow
def test_a_title_is_text_too(tmp_path):
    spec = small_net(tmp_path)
    spec.write_text(spec.read_text().replace('"small"', '"=1+1 <&> 零 🦆"'))
    sheetnet.build(spec, tmp_path / "t.xlsx")
    assert "=1+1 <&> 零 🦆" in by_openpyxl(tmp_path / "t.xlsx")
    assert sheetnet.verify(tmp_path / "t.xlsx").agree


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["网络 一.xlsx", "it's a 'file'.xlsx", "🦆.xlsx", "-o.xlsx", "a b.xlsx"]
)
def test_any_file_name_works(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheetnet.build(small_net(tmp_path), tmp_path / "a folder" / name, lang="zh")
    report = sheetnet.verify(tmp_path / "a folder" / name)
    assert (report.problems, report.first_wrong) == ((), None)


@pytest.mark.libreoffice
def test_chinese_sheets_and_an_odd_name_agree_in_libreoffice(tmp_path, libreoffice):
    path = tmp_path / "网络's 🦆.xlsx"
    sheetnet.build(small_net(tmp_path), path, lang="zh")
    assert sheetnet.verify(path, calculator="libreoffice").agree

"""The parts of a built workbook, as readers that are less patient than Excel know them.

exceljs (and web previewers built on it) knows drawings by their prefix, comments by their
part's name; previews on phones show no text that stands in its cell.
"""

import os
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest

import sheetnet
from tests.nets import small_net

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SI, T, R = (f"{{{MAIN}}}{name}" for name in ("si", "t", "r"))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("parts") / "book.xlsx"
    sheetnet.build(small_net(path.parent), path)
    return path


@pytest.fixture(scope="module")
def parts(book):
    return parts_of(book)


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_drawings_and_charts_have_their_usual_prefixes(parts):
    # Charts of Picture keep to its cells, those of Cost have a size of their own.
    for number, anchor in ((1, 'twoCellAnchor editAs="twoCell"'), (2, "oneCellAnchor")):
        drawing = parts[f"xl/drawings/drawing{number}.xml"]
        assert re.search(r"<xdr:wsDr [^>]*xmlns:xdr=", drawing)
        assert f"<xdr:{anchor}><xdr:from><xdr:col>" in drawing
        assert re.search(r'<c:chart r:id="rId1" ?/>', drawing)
    assert "<c:chartSpace " in parts["xl/charts/chart1.xml"]
    for name, xml in parts.items():
        assert "ns0:" not in xml, name


def test_comments_stand_where_they_are_looked_for(parts):
    assert "xl/comments1.xml" in parts
    assert "<v:shape " in parts["xl/drawings/vmlDrawing1.vml"]
    related = parts["xl/worksheets/_rels/sheet3.xml.rels"]
    assert 'Target="../comments1.xml"' in related
    assert 'Target="../drawings/vmlDrawing1.vml"' in related
    assert 'PartName="/xl/comments1.xml"' in parts["[Content_Types].xml"]
    assert not [name for name in parts if "xl/comments/" in name]


def test_every_relation_and_every_declared_part_is_there(parts):
    for name, xml in parts.items():
        if name == "[Content_Types].xml":
            named = re.findall('PartName="/([^"]*)"', xml)
            assert named
        elif name.endswith(".rels"):
            folder = os.path.dirname(os.path.dirname(name))
            targets = re.findall('Target="([^"]*)"', xml)
            named = [os.path.normpath(os.path.join(folder, one)) for one in targets]
        else:
            continue
        assert [one for one in named if one not in parts] == [], name


def test_workbook_and_sheets_declare_relations_at_their_root(parts):
    """People and scripts put elements there that refer to other parts."""
    for name in parts:
        if re.fullmatch(r"xl/(workbook|worksheets/sheet\d+)\.xml", name):
            root = re.search(r"<(workbook|worksheet) [^>]*>", parts[name])[0]
            assert f'xmlns:r="{OFFICE}"' in root, name


def test_texts_of_visible_sheets_are_shared(parts, book):
    names = [n for n in parts if re.fullmatch(r"xl/worksheets/sheet\d\.xml", n)]
    hidden = names.pop()
    assert "inlineStr" in parts[hidden]
    cells = [
        number
        for name in names
        for number in re.findall('t="s"><v>([0-9]+)</v>', parts[name])
    ]
    assert not [name for name in names if "inlineStr" in parts[name]]
    table = ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    texts = ["".join(t.text or "" for t in one.iter(T)) for one in table]
    assert len(set(texts)) == len(texts)
    assert table.get("count") == str(len(cells))
    assert table.get("uniqueCount") == str(len(texts))
    assert {int(number) for number in cells} == set(range(len(texts)))
    # By first use, in the order of the sheets.
    assert list(dict.fromkeys(cells)) == [str(n) for n in range(len(texts))]
    assert openpyxl.load_workbook(book)["Guide"]["A1"].value == texts[0]


def test_what_looks_like_an_escape_is_split_over_two_runs(tmp_path):
    spec = small_net(tmp_path)
    data = tmp_path / "small.csv"
    data.write_text(data.read_text().replace("yes", "a_x0041_b"))
    sheetnet.build(spec, tmp_path / "t.xlsx")
    table = ElementTree.fromstring(
        parts_of(tmp_path / "t.xlsx")["xl/sharedStrings.xml"]
    )
    split = [[t.text for t in one.iter(T)] for one in table if one.find(R) is not None]
    assert ["a_", "x0041_b"] in split

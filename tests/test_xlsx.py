"""The file itself: XML as applications want it, values to the last bit, same bytes."""

import re
import zipfile
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas
import pytest
from openpyxl.formula.translate import Translator

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.xlsx.reading.safety import RefusedError
from sheetnet.xlsx.reading.sheet.without import without_contents
from sheetnet.xlsx.writing.strings import xml_text
from tests.nets import conv_net, cost_cell, small_net

STRINGS = "xl/sharedStrings.xml"
CONV = """
[[layer]]
kind = "conv"
filters = 2
size = [2, 2]
padding = "same"
[[layer]]
kind = "max-pool"
size = [2, 2]
stride = 1
[[layer]]
kind = "average-pool"
size = [2, 1]
stride = 1
"""
# ECMA-376 part 1, 18.3.1.99: the order of a worksheet's children.
ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(scope="module", params=["dense", "conv"])
def spec(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    return small_net(folder) if request.param == "dense" else conv_net(folder, CONV)


@pytest.fixture(scope="module")
def book(spec):
    path = spec.parent / "book.xlsx"
    sheetnet.build(spec, path, force=True)
    return path


def parts(path, pattern=r"xl/worksheets/sheet\d+\.xml"):
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(path) as archive:
        return {
            n: archive.read(n) for n in archive.namelist() if re.fullmatch(pattern, n)
        }


def local(element):
    return element.tag.rpartition("}")[2]


# ------------------------------------------------------------------ traps


@pytest.mark.slow
def test_elements_stand_in_the_order_of_the_schema(book):
    for name, xml in parts(book).items():
        order = [ORDER.index(local(child)) for child in ElementTree.fromstring(xml)]
        assert order == sorted(order), name


def test_rows_and_cells_ascend_and_no_place_is_held_twice(book):
    for name, xml in parts(book).items():
        rows = ElementTree.fromstring(xml).findall("{*}sheetData/{*}row")
        numbers = [int(row.get("r")) for row in rows]
        assert numbers == sorted(set(numbers)), name
        for row in rows:
            columns = []
            for cell in row:
                letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
                assert digits == row.get("r")
                columns.append((len(letters), letters))
            assert columns == sorted(set(columns)), f"{name} row {row.get('r')}"


def test_the_dimension_is_that_of_the_cells(book):
    for xml in parts(book).values():
        root = ElementTree.fromstring(xml)
        dimension = root.find("{*}dimension")
        cells = [cell.get("r") for cell in root.iter() if local(cell) == "c"]
        if dimension is None:
            continue
        _, _, last = dimension.get("ref").partition(":")
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", last or "A1").groups()
        found = [re.fullmatch(r"([A-Z]+)(\d+)", cell).groups() for cell in cells]
        assert int(row) >= max(int(number) for _, number in found)
        widest = max((len(column), column) for column, _ in found)
        assert (len(letters), letters) >= widest


def test_there_is_no_calculation_chain_and_a_full_calculation_on_load(book):
    with zipfile.ZipFile(book) as archive:
        assert not [name for name in archive.namelist() if "calcChain" in name]
        workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        types = archive.read("[Content_Types].xml").decode()
    assert workbook.find("{*}calcPr").get("fullCalcOnLoad") == "1"
    assert "calcChain" not in types


def test_every_formula_cell_has_a_value(book):
    for name, xml in parts(book).items():
        for cell in ElementTree.fromstring(xml).iter():
            if local(cell) == "c" and cell.find("{*}f") is not None:
                assert cell.find("{*}v") is not None, f"{name} {cell.get('r')}"


def test_user_text_keeps_its_spaces_and_is_quoted(tmp_path):
    spec = small_net(tmp_path)
    text = (tmp_path / "small.csv").read_text().replace("yes", "=1+1  now")
    (tmp_path / "small.csv").write_text(text)
    sheetnet.build(spec, tmp_path / "t.xlsx")
    training = parts(tmp_path / "t.xlsx")["xl/worksheets/sheet3.xml"].decode()
    table = parts(tmp_path / "t.xlsx", STRINGS)[STRINGS].decode().split("<si>")[1:]
    number = table.index('<t xml:space="preserve">=1+1  now</t></si>')
    cell, *_ = re.findall(rf'<c r="\w+" s="(\d+)" t="s"><v>{number}</v>', training)
    styles = ElementTree.fromstring(
        parts(tmp_path / "t.xlsx", r"xl/styles\.xml")["xl/styles.xml"]
    )
    formats = styles.find("{*}cellXfs")
    assert formats[int(cell)].get("quotePrefix") == "1"


def test_green_triangles_are_held_off(book):
    training = ElementTree.fromstring(parts(book)["xl/worksheets/sheet3.xml"])
    [ignored] = training.findall("{*}ignoredErrors/{*}ignoredError")
    assert ignored.get("formula") == "1"
    assert ignored.get("sqref").startswith("A1:")


def test_bands_after_the_first_are_folded_under_their_heading(book):
    training = ElementTree.fromstring(parts(book)["xl/worksheets/sheet3.xml"])
    assert training.find("{*}sheetPr/{*}outlinePr").get("summaryBelow") == "0"
    assert training.find("{*}sheetFormatPr").get("outlineLevelRow") == "1"
    folded = [row for row in training.iter() if row.get("outlineLevel") == "1"]
    hidden = [row for row in folded if row.get("hidden") == "1"]
    assert folded
    # Of the bands, the first is open, and the last, which is to be copied.
    made = draft(sheetnet.load_spec(book.parent / f"{spec_name(book)}.toml"))
    epochs = made.subject.epochs
    assert len(hidden) * (epochs + 1) == len(folded) * (epochs - 1)


def spec_name(book):
    return "small" if (book.parent / "small.toml").exists() else "conv"


@pytest.mark.slow
def test_one_conditional_format_serves_all_epochs(book):
    training = ElementTree.fromstring(parts(book)["xl/worksheets/sheet3.xml"])
    rules = training.findall("{*}conditionalFormatting")
    made = draft(sheetnet.load_spec(book.parent / f"{spec_name(book)}.toml"))
    layers, epochs = len(made.subject.layers), made.subject.epochs
    assert len(rules) <= 3 * layers + 3
    assert max(len(rule.get("sqref").split()) for rule in rules) == epochs + 1


def test_pixels_and_the_learning_rate_take_numbers_and_labels_a_class(book):
    def kinds(number):
        xml = parts(book)[f"xl/worksheets/sheet{number}.xml"]
        cells = ElementTree.fromstring(xml).iter()
        return [one.get("type") for one in cells if local(one) == "dataValidation"]

    # Picture: η, and which epoch and example are shown. Training: pixels and labels.
    assert kinds(2) == ["decimal", "list", "list"]
    assert kinds(3) == ["decimal", "list"]


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("_x0041_", "_x005F_x0041_"),
        ("a_x0041_b", "a_x005F_x0041_b"),
        ("_x41_", "_x41_"),
        ("<&>", "&lt;&amp;&gt;"),
        ("a\rb", "a&#13;b"),
        ("x_", "x_"),
    ],
)
def test_text_is_escaped_for_the_format_too(text, xml):
    assert xml_text(text) == xml


# ------------------------------------------------------------------ values


def test_cached_values_are_the_trace_to_the_last_bit(spec, book):
    made = draft(sheetnet.load_spec(spec))
    xml = parts(book)["xl/worksheets/sheet3.xml"].decode()
    held = dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f><v>([^<]*)</v>', xml))
    from sheetnet.workbook.address import a1

    checked = 0
    for block in made.plan.sheet("Training").blocks:
        rows, columns = block.cells()
        values = np.asarray(made.values[block.key])
        if values.dtype == object:
            continue
        for row, column, value in zip(
            rows.ravel(), columns.ravel(), values.ravel(), strict=True
        ):
            if text := held.get(a1(int(row), int(column))):
                assert float(text) == value
                checked += 1
    assert checked > 400


def test_openpyxl_and_pandas_read_numbers_without_a_recalculation(spec, book):
    made = draft(sheetnet.load_spec(spec))
    total = [
        float(value)
        for value in made.values[next(k for k in made.values if str(k) == "C_T")]
    ]
    cost = openpyxl.load_workbook(book, data_only=True)["Cost"]
    assert [cost_cell({"Cost": cost}, e).value for e in range(len(total))] == total
    head = cost_cell({"Cost": cost}, 0).row - 2
    for engine in ("openpyxl", "calamine"):
        table = pandas.read_excel(book, sheet_name="Cost", header=head, engine=engine)
        # Below the last epoch it stands again, until bands are pasted.
        epochs = table.dropna(subset="C_T").drop_duplicates("epoch")
        assert epochs["C_T"].tolist() == total


# ------------------------------------------------------------------ same bytes


def test_the_same_spec_gives_the_same_bytes_on_another_day_and_elsewhere(
    spec, book, tmp_path, monkeypatch
):
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path / "other" / "place"
    elsewhere.mkdir(parents=True)
    for file in spec.parent.glob("*.csv"):
        (elsewhere / file.name).write_bytes(file.read_bytes())
    (elsewhere / spec.name).write_bytes(spec.read_bytes())
    sheetnet.build(elsewhere / spec.name, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == book.read_bytes()


# ------------------------------------------------------------------ fill right, copy down


def formulas(book, sheet="Training"):
    """Return the formulas of a sheet by row."""
    by_row = {}
    for row in openpyxl.load_workbook(book)[sheet].iter_rows():
        cells = [c for c in row if isinstance(c.value, str) and c.value.startswith("=")]
        if cells:
            by_row[cells[0].row] = cells
    return by_row


@pytest.mark.slow
def test_fill_right_holds_in_every_row(spec, book):
    """Each example's formula is the first one's, translated to its column."""
    made = draft(sheetnet.load_spec(spec))
    across = made.plan.sheet("Training").across
    checked = 0
    for cells in formulas(book).values():
        strip = [cell for cell in cells if cell.column >= across.first]
        for cell in strip:
            first = across.first + (cell.column - across.first) % across.step
            origin = next(one for one in strip if one.column == first)
            text = Translator(origin.value, origin.coordinate).translate_formula(
                cell.coordinate
            )
            assert text == cell.value, cell.coordinate
            checked += 1
    assert checked > 100


def test_copy_down_holds_from_band_to_band(spec, book):
    """Each band is the one above, translated; the first holds constants where it begins."""
    made = draft(sheetnet.load_spec(spec))
    down = made.plan.sheet("Training").down
    by_place = {c.coordinate: c for cells in formulas(book).values() for c in cells}
    checked = 0
    for cell in by_place.values():
        above = cell.row - down.step
        if above < down.first + down.step:
            continue
        origin = openpyxl.utils.get_column_letter(cell.column) + str(above)
        text = Translator(by_place[origin].value, origin).translate_formula(
            cell.coordinate
        )
        assert text == cell.value, cell.coordinate
        checked += 1
    assert checked > 100


# ------------------------------------------------------------------ emptied cells

ROW = b"""<row r="1"><c r="A1" s="4"><f t="shared" si="0" ref="A1:B1">A9</f><v>1</v></c>
<c r="B1"><f t="shared" si="0"/><v>2</v></c><c> <f>A7&gt;1</f> </c><c s="3"><f/></c></row>"""
TEXTS = {(1, 1): "A9", (1, 2): 'B9<"é"', (1, 3): "A7>1", (1, 4): ""}


def sheet(row, tag=b""):
    space = b"xmlns:" + tag[:-1] if tag else b"xmlns"
    row = re.sub(rb"<(/?)(?=\w)", rb"<\1" + tag, row)
    head = b'<%sworksheet %s="%s"><%ssheetData>' % (tag, space, MAIN.encode(), tag)
    return head + row + b"</%ssheetData></%sworksheet>" % (tag, tag)


@pytest.mark.parametrize(
    ("places", "left"),
    [
        (set(), ROW),
        ({(1, 2)}, re.sub(b'<c r="B1">.*?</c>', b'<c r="B1" />', ROW)),
        ({(1, 3)}, ROW.replace(b"<c> <f>A7&gt;1</f> </c>", b'<c r="C1" />')),
        ({(1, 4)}, ROW.replace(b'<c s="3"><f/></c>', b'<c r="D1" s="3" />')),
    ],
)
def test_cells_are_emptied_and_all_else_stays(places, left):
    assert without_contents(sheet(ROW), places, TEXTS) == sheet(left)


@pytest.mark.parametrize("tag", [b"", b"x:"])
def test_a_formula_that_has_its_text_in_an_emptied_cell_is_written_out(tag):
    left = without_contents(sheet(ROW, tag), {(1, 1)}, TEXTS)
    assert b'<%sc r="A1" s="4" />' % tag in left
    assert b"<%sf>B9&lt;&quot;&#233;&quot;</%sf>" % (tag, tag) in left.replace(
        b'"&#233;"', b"&quot;&#233;&quot;"
    )


def test_no_formula_is_written_into_a_sheet_of_another_encoding():
    wide = sheet(ROW).decode().encode("utf-16")
    with pytest.raises(RefusedError, match="not written in UTF-8"):
        without_contents(wide, {(1, 1)}, TEXTS)

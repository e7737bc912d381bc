"""`explain` reads of a large sheet the rows that it needs: they hold what the whole holds."""

import numpy as np
import openpyxl
import pytest

from sheetnet.building.builder import draft, write
from sheetnet.calculators import CellError
from sheetnet.errors import SheetnetError
from sheetnet.explain import cells as module
from sheetnet.explain.cells import Cells
from sheetnet.explain.judging import Judge
from sheetnet.explain.place import Found
from sheetnet.explain.report import Explainer
from sheetnet.verification.network.inputs import read_inputs
from sheetnet.xlsx.reading.package import opened
from sheetnet.xlsx.reading.sheet.rows import Rows
from tests.doctored.editing import TRAINING, packed, parts_of
from tests.templates import shortened

NAMES = ["xor", "iris-adam", "digits-conv"]


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder, found = tmp_path_factory.mktemp("rows"), {}
    for name in NAMES:
        found[name] = folder / f"{name}.xlsx"
        write(draft(shortened(name, folder)), found[name])
    return found


@pytest.fixture(autouse=True)
def every_sheet_is_large(monkeypatch):
    monkeypatch.setattr(module, "_SMALL", 0)
    monkeypatch.setattr(module, "_SHARE", 1)


def cells_of(path):
    with opened(path) as package:
        return Cells(package)


def same(one, other):
    return str(one) == str(other) if isinstance(one, CellError) else one == other


def compare(path, step):
    """Compare rows of each sheet, some at a time, with the whole; return how many were read so."""
    some, whole, count = cells_of(path), cells_of(path), 0
    for name in whole.book.names.values():
        all_of_it = whole.whole(name)
        rows, columns = all_of_it.grid.shape
        for start in range(1, rows + 1, step):
            some.take(name, range(start, start + 2))
            for row in (start, start + 1):
                part = some.row(name, row)
                for column in range(1, columns + 2):
                    place = row, column
                    assert same(part.value(place), all_of_it.value(place)), place
                    assert part.formulas.get(place) == all_of_it.formulas.get(place)
            count += name not in some._whole
    return count


@pytest.mark.parametrize("name", NAMES)
def test_rows_hold_what_the_whole_sheet_holds(books, name):
    assert compare(books[name], 37) > 10


def test_rows_of_another_writer_hold_it_too(books, tmp_path):
    book = openpyxl.load_workbook(books["xor"])
    book.save(tmp_path / "book.xlsx")
    assert compare(tmp_path / "book.xlsx", 53) > 5


@pytest.mark.parametrize("name", NAMES)
def test_numpy_says_of_training_alone_what_it_says_of_the_whole(books, name):
    cells = cells_of(books[name])
    bands = cells.book.map_of("Training").down.count
    judge = Judge(cells, bands)
    alone, whole = judge._run, judge._truth.shown
    keys = {block.key for block in cells.book.map_of("Training").blocks}
    # What Cost tells is said once more.
    assert {one.symbol for one in keys - alone.keys()} == {"says", "learns"}
    for key in keys & alone.keys():
        assert np.array_equal(alone[key], whole[key]), key
    for block in cells.book.blocks(bands):
        if block.sheet == "Training":
            assert judge.value(Found(block, (0,) * len(block.axes))) is not None


def test_what_was_not_read_is_taken_for_no_input(books):
    """A number is an error there, and never 0."""
    cells = cells_of(books["xor"])
    training = cells.book.map_of("Training")
    book = cells.inputs(training)
    assert cells.book.names["Training"] not in cells._whole
    down = training.down
    grid = book.saved["Training"]
    assert all(str(one) == "#NOT READ" for one in grid[down.first + down.step - 1])
    read_inputs(book, book.manifest.subject)  # reads none of them


ROWS = b'<row r="1"><c/></row><row r="3"/><row r="7" ht="5"><c/></row>'
SHEET = b"<a><sheetData>%s</sheetData><rowBreaks/></a>"


def test_some_rows_are_cut_out_and_all_around_them_stays():
    rows = Rows.of(SHEET % ROWS)
    assert len(rows) == 3
    assert 3 in rows
    assert 2 not in rows
    assert rows.only({7, 2, 1}) == SHEET % (
        b'<row r="1"><c/></row><row r="7" ht="5"><c/></row>'
    )
    assert rows.only([]) == SHEET % b""


@pytest.mark.parametrize(
    "odd",
    [
        b'<!--<row r="9"/>-->',
        b'<row r="9"><![CDATA[<row r="11"/>]]></row>',
        b'<?go <row r="9"/>?>',
        b'<row  r="9"/>',
        b'<row ht="5" r="9"/>',
        b'<x:row r="9"/>',
        b'<row r="5"/>',
        b'<row r="7"/>',
        b"<sheetData></sheetData>",
    ],
)
def test_a_sheet_that_is_not_plain_is_not_cut(odd):
    assert Rows.of(SHEET % (ROWS + odd)) is None


def test_a_sheet_without_rows_is_not_cut():
    assert Rows.of(SHEET % b"") is None
    assert Rows.of(b"<a><sheetData/></a>") is None


def test_a_formula_whose_text_stands_in_another_row_is_read(books, tmp_path):
    """As applications write what was filled down."""
    parts = parts_of(books["xor"])
    cells = cells_of(books["xor"])
    row = cells.book.map_of("Training").down.first
    far = '<row r="9001"><c r="A9001"><f t="shared" ref="A9001:A9002" si="77">A1+1</f>'
    near = '<v>1</v></c></row><row r="9002"><c r="A9002"><f t="shared" si="77"/><v>2</v></c></row>'
    xml = parts[TRAINING].replace("</sheetData>", far + near + "</sheetData>")
    path = packed({**parts, TRAINING: xml}, tmp_path / "book.xlsx")
    explainer = Explainer.of(path)
    assert explainer.explain("Training!A9002").formula == "=A2+1"
    assert explainer.explain(f"Training!B{row}").agree


def test_a_damaged_row_is_told_in_one_line(books, tmp_path):
    parts = parts_of(books["xor"])
    xml = parts[TRAINING].replace('<row r="4"', '<row r="4" <', 1)
    assert xml != parts[TRAINING]
    path = packed({**parts, TRAINING: xml}, tmp_path / "book.xlsx")
    with pytest.raises(SheetnetError, match="cannot be read as"):
        Explainer.of(path).explain("Training!B4")

"""Right workbooks as other applications write them: they agree, as they came from us.

What each writer does is done here to the XML, so that none of them need be here.
"""

import re

import pytest

import sheetnet
from tests.hostile.making import TRAINING, at_end_of, book, put, zipped
from tests.nets import patched


def written(folder, **changes):
    """Write the small workbook with parts changed; return its path."""
    parts = dict(book())
    parts[TRAINING] = changes["training"](parts[TRAINING])
    path = folder / "book.xlsx"
    path.write_bytes(zipped(parts))
    return path


def row_of_styled_cells(number):
    from sheetnet.workbook.address import letters

    cells = (f'<c r="{letters(c)}{number}" s="3"/>' for c in range(1, 16_385))
    return f'<row r="{number}">{"".join(cells)}</row>'


@pytest.mark.slow
def test_styled_cells_without_content_are_no_part_of_a_sheet(tmp_path):
    """Gnumeric writes a styled row out to its last column."""
    rows = "".join(row_of_styled_cells(n) for n in range(900, 930))
    far = '<row r="1048576"><c r="XFD1048576" s="3"/></row>'
    path = written(tmp_path, training=at_end_of("sheetData", rows + far))
    report = sheetnet.verify(path)
    assert (report.verdict, report.problems) == ("agree", ())


def test_a_far_away_note_is_named_by_its_cell_with_what_to_do(tmp_path):
    note = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = written(tmp_path, training=at_end_of("sheetData", note))
    says = (
        r"Training!XFD1048576: too far from all other cells .* delete what stands there"
    )
    with pytest.raises(sheetnet.SheetnetError, match=says):
        sheetnet.verify(path)


def test_two_far_away_notes_are_both_named(tmp_path):
    note = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    notes = note.format(900, "XFD") + note.format(1_048_576, "A")
    path = written(tmp_path, training=at_end_of("sheetData", notes))
    with pytest.raises(sheetnet.SheetnetError, match="A1048576 and XFD900: too far"):
        sheetnet.verify(path)


def test_a_planned_formula_may_be_filled_from_a_cell_outside_the_plan(tmp_path):
    """Applications then keep its text in the cell from which it was filled."""

    left, own = r'<c r="L16"( s="\d+")[^>]*>.*?</c>', r'(<c r="M16"[^>]*>)<f>.*?</f>'
    holder = (
        r'<c r="L16"\1><f t="shared" ref="L16:M16" si="3">'
        r"SUMPRODUCT(L$8:L$9,$B18:$B19)+$B20</f><v>0</v></c>"
    )

    def filled(content):
        xml, one = re.subn(left, holder, content.decode(), count=1)
        xml, other = re.subn(own, r'\1<f t="shared" si="3"/>', xml)
        assert (one, other) == (1, 1)
        return xml.encode()

    report = sheetnet.verify(written(tmp_path, training=filled))
    assert (report.verdict, report.problems) == ("agree", ())
    assert "1 formula outside the plan was not checked: Training!L16" in report.notes


def test_newer_names_of_planned_functions_are_the_same_functions(tmp_path):
    """Gnumeric writes them so."""
    path = tmp_path / "d.xlsx"
    sheetnet.build("distribution", path)
    sheet = "xl/worksheets/sheet1.xml"
    for old, new in [
        ("STDEV(", "_xlfn.STDEV.S("),
        ("NORMDIST(", "_xlfn.NORM.DIST("),
    ]:
        path = patched(path, tmp_path / f"{old[:-1]}.xlsx", sheet, old, new)
    report = sheetnet.verify(path)
    assert (report.verdict, report.problems) == ("agree", ())


def test_a_content_type_of_a_sheet_that_is_gone_is_harmless(tmp_path):
    path = written(tmp_path, training=put("<sheetData>", "<sheetData>"))
    gone = '<Override PartName="/xl/worksheets/sheet99.xml" ContentType="application/xml"/>'
    path = patched(
        path, tmp_path / "o.xlsx", "[Content_Types].xml", "</Types>", f"{gone}</Types>"
    )
    assert sheetnet.verify(path).agree

"""Kept workbooks of today's layout verify; those of another are named with who reads them."""

import zipfile

import pytest

import sheetnet
from sheetnet.verification.book.opening import open_workbook
from sheetnet.workbook import LAYOUT
from sheetnet.workbook.manifest import FIRST_WORDS
from sheetnet.xlsx.reading.package import opened
from tests import make_layouts
from tests.make_layouts import FOLDER, KEPT, folder_of
from tests.nets import patched

BOOKS = sorted(FOLDER.glob("*/*.xlsx"))
ONE = folder_of(LAYOUT) / "one-unit.xlsx"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_kept_workbook_verifies(path):
    with opened(path) as package:
        book = open_workbook(package)
        report = sheetnet.verify(path)
    assert str(book.manifest.header.layout) == path.parent.name
    assert (report.problems, report.first_wrong, report.notes) == ((), None, ())
    # Every formula but the canary.
    assert report.runs[0].cells == sum(map(len, book.formulas.values())) - 1


def test_workbooks_of_todays_layout_are_kept():
    """Whoever raises LAYOUT runs `python -m tests.make_layouts` and commits the files."""
    assert {path.parent.name for path in BOOKS} == {str(LAYOUT)}
    assert {path.stem for path in folder_of(LAYOUT).iterdir()} >= KEPT.keys()


def test_kept_workbooks_are_never_made_anew():
    with pytest.raises(SystemExit, match=f"of layout {LAYOUT} are kept already"):
        make_layouts.main()


def with_header(target, old, new):
    """Copy a kept workbook with another header in its map."""
    with zipfile.ZipFile(ONE) as archive:
        [part] = [one for one in archive.namelist()
                  if FIRST_WORDS.encode() in archive.read(one)]  # fmt: skip
    return patched(ONE, target, part, old, new)


def test_the_version_that_wrote_a_workbook_does_not_matter(tmp_path):
    path = with_header(tmp_path / "v.xlsx", '"sheetnet":"', '"sheetnet":"99.')
    assert sheetnet.verify(path).agree


def test_a_layout_of_the_future_is_one_line_with_the_version_that_reads_it(tmp_path):
    """Whatever else stands in its header."""
    now, then = f'"layout":{LAYOUT},', '"layout":99,"more":[1],'
    path = with_header(tmp_path / "f.xlsx", now, then)
    with opened(ONE) as package:
        version = open_workbook(package).manifest.header.sheetnet
    with pytest.raises(sheetnet.SheetnetError) as error:
        sheetnet.verify(path)
    assert str(error.value) == (
        f"{path}: has layout 99, known here up to {LAYOUT};"
        f" check it with sheetnet {version} or later"
    )


def test_an_earlier_layout_is_one_line_with_the_release_that_reads_it(tmp_path):
    """What it must say is not known here, and its own word for it proves nothing."""
    now, then = f'"layout":{LAYOUT},', '"layout":0,'
    path = with_header(tmp_path / "e.xlsx", now, then)
    with pytest.raises(sheetnet.SheetnetError, match="has layout 0, known here up to"):
        sheetnet.verify(path)

"""Workbooks of every layout that a release has written still verify."""

import zipfile

import pytest

import sheetnet
from sheetnet.check.opening import open_workbook
from sheetnet.workbook import LAYOUT
from sheetnet.workbook.manifest import FIRST_WORDS
from sheetnet.xlsx.package import opened
from tests import make_layouts
from tests.make_layouts import FOLDER, KEPT, folder_of
from tests.nets import patched

BOOKS = sorted(FOLDER.glob("*/*.xlsx"))
ONE = folder_of(LAYOUT) / "one-unit.xlsx"


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


def test_workbooks_of_every_layout_are_kept_and_todays_too():
    """Whoever raises LAYOUT runs `python -m tests.make_layouts` and commits the files."""
    kept = {path.parent.name for path in BOOKS}
    assert kept == {str(layout) for layout in range(1, LAYOUT + 1)}
    assert {path.stem for path in folder_of(LAYOUT).iterdir()} >= KEPT.keys()


def test_kept_workbooks_are_never_made_anew():
    with pytest.raises(SystemExit, match=f"of layout {LAYOUT} are kept already"):
        make_layouts.main()


def test_an_earlier_layout_is_checked_by_the_map_inside_alone(monkeypatch):
    """As if the layout had been raised, and today's plan were quite another."""

    def never(*_):
        raise AssertionError("today's plan was asked for")

    for module in ("sheetnet.check.map_inside", "sheetnet.workbook.manifest"):
        monkeypatch.setattr(f"{module}.LAYOUT", LAYOUT + 1)
    monkeypatch.setattr("sheetnet.check.map_inside.plan_of", never)
    for path in folder_of(LAYOUT).iterdir():
        assert sheetnet.verify(path, perturb=0).agree, path.name


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


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("IF(TRUE,", "WEBSERVICE(", "WEBSERVICE is not on the list"),
        (
            '"axes":[["unit",2',
            '"axes":[["map",1000000,0,0],["unit",1000000',
            "too many",
        ),
    ],
)
def test_the_map_of_an_earlier_layout_is_not_believed(
    tmp_path, monkeypatch, old, new, says
):
    for module in ("sheetnet.check.map_inside", "sheetnet.workbook.manifest"):
        monkeypatch.setattr(f"{module}.LAYOUT", LAYOUT + 1)
    path = patched(ONE, tmp_path / "p.xlsx", "xl/worksheets/sheet8.xml", old, new)
    with pytest.raises(sheetnet.SheetnetError, match=says):
        sheetnet.verify(path)

"""A spec, or a workbook with the inputs it holds now → its page."""

from dataclasses import dataclass
from pathlib import Path

from sheetnet.building.builder import build
from sheetnet.errors import WorkbookError
from sheetnet.files.writing import scratch_folder, write_whole
from sheetnet.lang import texts
from sheetnet.page.about import about
from sheetnet.page.contents import Contents, contents_of
from sheetnet.page.writing import html_of
from sheetnet.spec.loading import Spec
from sheetnet.model.lesson import LessonSpec
from sheetnet.verification.book.integrity import check_formulas
from sheetnet.verification.book.opening import Opened, open_workbook
from sheetnet.verification.report import ATOL, RTOL
from sheetnet.verification.truth import Tolerance
from sheetnet.verification.truths import Truths
from sheetnet.wording import placed
from sheetnet.xlsx.reading.package import opened

@dataclass(frozen=True, slots=True)
class PageResult:
    """What was made: the file, how many formula cells it proves, and its size."""

    path: Path
    formulas: int
    bytes: int


def page(spec: Spec | LessonSpec, path: Path, lang: str = "en") -> PageResult:
    """Write the page of a spec.

    Raises: SheetnetError; then nothing was written.
    """
    with scratch_folder("page") as folder:
        book = folder / "book.xlsx"
        build(spec, book, lang=lang)
        return page_of(book, path)


def page_of(workbook: Path, path: Path, lang: str | None = None) -> PageResult:
    """Write the page of a workbook, with the inputs that stand in it now.

    Raises: SheetnetError; then nothing was written.
    """
    contents, book = read(workbook)
    lang = lang or book.manifest.header.lang
    told, subject = texts(lang), book.manifest.subject
    words = {
        key.removeprefix("page."): text
        for key, text in told.catalogue.items()
        if key.startswith("page.")
    }
    made = html_of(contents, about(subject, told), subject.title, lang, words)
    html = made.encode()
    write_whole(path, [html])
    return PageResult(path, contents.formulas, len(html))


def read(workbook: Path) -> tuple[Contents, Opened]:
    """Return what the page of a workbook holds, and the workbook.

    Raises: WorkbookError where its formulas are not the planned ones, or nothing fixed.
    """
    with opened(workbook) as package:
        book = open_workbook(package)
        integrity = check_formulas(book)
        if integrity.problems:
            raise WorkbookError(placed(workbook, integrity.problems[0]))
        tolerance = Tolerance(RTOL, ATOL)
        truth = Truths(book, package, integrity.bands, tolerance).plain
        return contents_of(book, truth, tolerance), book

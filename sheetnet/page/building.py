"""A spec, or a workbook with the inputs it holds now → its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sheetnet.building.builder import build
from sheetnet.errors import OutputError, SpecError, WorkbookError
from sheetnet.files.writing import scratch_folder, write_whole
from sheetnet.lang import texts
from sheetnet.page.about import about
from sheetnet.page.contents import Contents, contents_of
from sheetnet.page.writing import BEGINS, html_of
from sheetnet.spec.loading import load_spec
from sheetnet.verification.book.around import look_around
from sheetnet.verification.book.integrity import check_formulas
from sheetnet.verification.book.opening import Opened, open_workbook
from sheetnet.verification.report import ATOL, RTOL
from sheetnet.verification.truth import Tolerance
from sheetnet.verification.truths import Truths
from sheetnet.wording import spoken
from sheetnet.xlsx.reading.package import opened


@dataclass(frozen=True, slots=True)
class PageResult:
    """What was made: the file, how many formula cells it proves of all, its size."""

    path: Path
    proved: int
    formulas: int
    bytes: int


def page(
    source: str,
    path: Path,
    *,
    overrides: Sequence[str] = (),
    lang: str | None = None,
    force: bool = False,
) -> PageResult:
    """Write the page of a spec, by its path or template's name, or of a workbook.

    Of a workbook: with the inputs that stand in it now. A file that is no page of ours is
    overwritten only with `force`. Without `lang`, its words are those of the workbook, or of
    whoever speaks.
    Raises: SheetnetError; then nothing was written.
    """
    _check_target(path, force=force)
    if source.lower().endswith(".xlsx"):
        if overrides:
            raise SpecError("--set changes a spec, and {path} is none", path=source)
        return _written(Path(source), path, lang)
    spec = load_spec(source, overrides)
    with scratch_folder("page") as folder:
        workbook = folder / "book.xlsx"
        build(spec, workbook, lang=lang or spoken())
        return _written(workbook, path, lang)


def _written(workbook: Path, path: Path, lang: str | None) -> PageResult:
    contents, book = read(workbook)
    subject = book.manifest.subject
    words = texts(lang or book.manifest.header.lang)
    if subject.by_updates:
        words = words.of("updates")
    told = about(subject, words, contents.bands)
    html = html_of(contents, told, subject.title, words).encode()
    write_whole(path, [html])
    return PageResult(path, contents.proved, contents.formulas, len(html))


def read(workbook: Path) -> tuple[Contents, Opened]:
    """Return what the page of a workbook holds, and the workbook.

    Raises: WorkbookError where its formulas are not as planned, or compute its inputs.
    """
    with opened(workbook) as package:
        book = open_workbook(package)
        integrity = check_formulas(book)
        beyond, _ = look_around(book, package, integrity)
        problems = [*integrity.problems, *beyond.problems]
        if problems:
            raise WorkbookError(
                "{path}: a page is made of a workbook that is as planned: {problem}",
                path=workbook,
                problem=problems[0],
            )
        tolerance = Tolerance(RTOL, ATOL)
        truth = Truths(book, package, integrity.bands, tolerance).plain
        return contents_of(book, truth, tolerance), book


def _check_target(path: Path, *, force: bool) -> None:
    """Refuse a target that is no .html file, or another's."""
    if path.is_dir():
        raise OutputError("{path}: is a folder; expected a file name", path=path)
    if path.suffix.lower() not in (".html", ".htm"):
        name = path.name.partition(".")[0] or "page"
        raise OutputError(
            "{path}: a page is an .html file; expected a name like {name}.html",
            path=path,
            name=name,
        )
    if force or not path.is_file():
        return
    with path.open("rb") as file:
        if not file.read(len(BEGINS)) == BEGINS.encode():
            raise OutputError(
                "{path}: exists and is not ours; --force overwrites it", path=path
            )

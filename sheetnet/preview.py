"""Pictures of a workbook's sheets, for authors who have no office program at hand.

LibreOffice prints each sheet on one page, pypdfium2 draws the page, and the white edges
are cut off.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sheetnet.calculators.base import told_in_one_line
from sheetnet.calculators.libreoffice import printed
from sheetnet.errors import CalculatorError, OutputError, WorkbookError
from sheetnet.files.writing import scratch_folder
from sheetnet.wording import retold, worded
from sheetnet.xlsx.reading.package import opened

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 2.0
_MARGIN = 24


def preview(path: Path, folder: Path) -> Iterator[Path]:
    """Write a PNG of the first part of every sheet into a folder, and yield each.

    Raises: WorkbookError if it is no .xlsx; CalculatorError if LibreOffice or what
    draws is missing; OutputError where the folder does not take them.
    """
    drawn = pictures(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (name, picture) in enumerate(drawn.items(), 1):
            target = folder / f"{path.stem}-{number}-{name}.png"
            picture.save(target, optimize=True)
            yield target
    except OSError as error:
        raise OutputError(
            "{path}: cannot be written: {reason}",
            path=folder,
            reason=retold(error.strerror),
        ) from error


def pictures(path: Path, areas: Mapping[str, str] | None = None) -> dict[str, "Image"]:
    """Return a picture of each sheet; `areas` says which sheets and which part of each."""
    try:
        import pypdfium2

        from sheetnet.xlsx.pages import one_page_a_sheet
    except ImportError as error:
        raise CalculatorError(
            "openpyxl, pypdfium2 or Pillow is not here; install them:"
            ' pip install "sheetnet[preview]", or in a checkout pip install ".[preview]"'
        ) from error
    with scratch_folder("preview") as folder:
        book = folder / "book.xlsx"
        with (
            opened(path) as package,
            told_in_one_line(
                WorkbookError, worded("{path}: cannot be drawn", path=path)
            ),
        ):
            for sheet in package.sheets:
                package.size(sheet)
            names = one_page_a_sheet(package.content, book, areas)
        document = pypdfium2.PdfDocument(printed(book, folder))
        drawn = [page.render(scale=_SCALE).to_pil().convert("RGB") for page in document]
        document.close()
    return {sheet: cropped(page) for sheet, page in zip(names, drawn, strict=True)}


def cropped(page: "Image") -> "Image":
    """Return the page without its white edges."""
    from PIL import Image, ImageChops

    white = Image.new("RGB", page.size, "white")
    box = ImageChops.difference(page, white).getbbox()
    if box is None:
        return page
    left, top, right, bottom = box
    return page.crop(
        (
            max(0, left - _MARGIN),
            max(0, top - _MARGIN),
            min(page.width, right + _MARGIN),
            min(page.height, bottom + _MARGIN),
        )
    )

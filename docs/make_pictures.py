"""Make the pictures of the sheets under docs/pictures, as a person would see them.

LibreOffice draws each sheet's first screen as PDF, pypdfium2 turns it into a picture.
Run by `make pictures`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, run

import openpyxl
import pypdfium2
from PIL import Image, ImageChops

import sheetnet
from sheetnet.recalc.libreoffice import find_program

FOLDER = Path(__file__).parent / "pictures"

# Template, language, sheet by its place, and the part of it that is shown.
PICTURES = (
    ("digits", "en", 0, "A1:E52"),
    ("digits", "en", 1, "A1:AF58"),
    ("digits", "en", 2, "A1:O40"),
    ("digits", "zh", 0, "A1:E52"),
    ("digits", "zh", 1, "A1:AF58"),
    ("iris", "en", 1, "A1:Y62"),
    ("xor", "en", 1, "A1:Q46"),
)
SHEETS = ("guide", "training", "cost")
SCALE = 2.0
MARGIN = 24


def main() -> None:
    """Make every picture."""
    FOLDER.mkdir(exist_ok=True)
    for template, lang, sheet, area in PICTURES:
        path = FOLDER / f"{template}-{SHEETS[sheet]}-{lang}.png"
        with tempfile.TemporaryDirectory() as folder:
            picture(Path(folder), template, lang, sheet, area).save(path, optimize=True)
        print(path)


def picture(
    folder: Path, template: str, lang: str, sheet: int, area: str
) -> Image.Image:
    """Return the picture of a part of a sheet."""
    book = folder / "book.xlsx"
    sheetnet.build(template, book, lang=lang)
    on_one_page(book, sheet, area)
    pages = list(rendered(folder, book))
    return cropped(pages[0])


def on_one_page(book: Path, sheet: int, area: str) -> None:
    """Leave one sheet to print, a part of it, on one page."""
    loaded = openpyxl.load_workbook(book)
    for at, ws in enumerate(loaded.worksheets):
        if at != sheet:
            ws.sheet_state = "hidden"
            ws.print_area = None
    ws = loaded.worksheets[sheet]
    loaded.active = sheet
    ws.print_area = area
    ws.print_title_rows = ws.print_title_cols = None
    ws.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    ws.page_setup.paperSize = ws.PAPERSIZE_A3
    ws.page_setup.scale = None
    ws.page_setup.fitToHeight = ws.page_setup.fitToWidth = 1
    ws.oddFooter.center.text = None
    loaded.save(book)


def rendered(folder: Path, book: Path) -> Iterator[Image.Image]:
    """Yield the pages that LibreOffice prints."""
    profile = (folder / "profile").as_uri()
    command = [find_program(), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(book)]
    run(command, check=True, stdout=DEVNULL, stderr=DEVNULL, timeout=120)
    document = pypdfium2.PdfDocument(folder / "book.pdf")
    for page in document:
        yield page.render(scale=SCALE).to_pil().convert("RGB")


def cropped(page: Image.Image) -> Image.Image:
    """Return the page without its white edges."""
    white = Image.new("RGB", page.size, "white")
    left, top, right, bottom = ImageChops.difference(page, white).getbbox()
    return page.crop(
        (
            max(0, left - MARGIN),
            max(0, top - MARGIN),
            min(page.width, right + MARGIN),
            min(page.height, bottom + MARGIN),
        )
    )


if __name__ == "__main__":
    main()

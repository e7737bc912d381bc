"""Make the pictures of sheets and pages under docs/pictures, as a person would see them.

Run by `make pictures`; needs LibreOffice, and Chromium.
"""

import subprocess
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import openpyxl
from PIL import Image

import sheetnet
from sheetnet.building.builder import draft
from sheetnet.page.building import page
from sheetnet.preview import pictures
from sheetnet.spec.loading import load_spec
from sheetnet.workbook.address import a1, quoted

FOLDER = Path(__file__).parent / "pictures"

# Template, and the part of each sheet that is shown, by the sheet's place.
SHOWN = {
    "moons": {"picture": (1, "A1:CA36")},
    "digits": {
        "picture": (1, "A1:AU24"),
        "training": (2, "A1:AF60"),
        "explorer": (3, "A1:V41"),
    },
    "digits-conv": {"training": (2, "A1:AK70")},
    "gradient-descent": {"map": (0, "A1:AC31")},
}
BOTH = ("en", "zh")
# Template, what is explained on its page, and what else the page's address says.
PAGES = {"xor": ("delta_2", "&backward="), "digits-conv": ("z_4", "")}
_WINDOW = 1366, 860


def main() -> None:
    """Make every picture."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for template, sheets in SHOWN.items():
        for lang in BOTH:
            with TemporaryDirectory() as folder:
                book = Path(folder) / "book.xlsx"
                sheetnet.build(template, book, lang=lang)
                names = openpyxl.load_workbook(book, read_only=True).sheetnames
                areas = {names[at]: area for at, area in sheets.values()}
                drawn = pictures(book, areas)
            for key, (at, _) in sheets.items():
                path = FOLDER / f"{template}-{key}-{lang}.png"
                drawn[names[at]].quantize(256).save(path, optimize=True)
                print(path)
    for template, lang in product(PAGES, BOTH):
        print(draw_page(template, lang))


def draw_page(template: str, lang: str) -> Path:
    """Draw a template's page as a laptop shows it; return the picture."""
    key, more = PAGES[template]
    spec = load_spec(template)
    made = draft(spec, lang=lang)
    sheet = made.plan.sheet("Training")
    [block] = [one for one in sheet.blocks if str(one.key) == key]
    row, column = block.in_band(block.shape[0] - 1).place(0)
    address = urlencode({"at": f"{quoted(sheet.name)}!{a1(row, column)}"})
    target = FOLDER / f"{template}-page-{lang}.png"
    with TemporaryDirectory() as folder:
        html = Path(folder) / "page.html"
        page(template, html, lang=lang)
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--virtual-time-budget=20000", f"--user-data-dir={folder}/profile",
            f"--window-size={_WINDOW[0]},{_WINDOW[1]}", f"--screenshot={target}",
            f"{html.as_uri()}#{address}{more}",
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    with Image.open(target) as drawn:
        drawn.quantize(256).save(target, optimize=True)
    return target


if __name__ == "__main__":
    main()

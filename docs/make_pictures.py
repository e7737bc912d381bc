"""Make the pictures of the sheets under docs/pictures, as a person would see them.

Run by `make pictures`; needs LibreOffice.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

import sheetnet
from sheetnet.preview import pictures

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


if __name__ == "__main__":
    main()

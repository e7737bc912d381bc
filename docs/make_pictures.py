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
    "digits": {
        "guide": (0, "A1:E62"),
        "training": (1, "A1:AF60"),
        "explorer": (2, "A1:V41"),
        "try": (3, "A1:M18"),
        "gradient-check": (4, "A1:Y34"),
        "check": (5, "A1:I40"),
        "cost": (6, "A1:R62"),
    },
    "digits-conv": {"training": (1, "A1:AK70"), "explorer": (2, "A1:AL58")},
    "edges": {"training": (1, "A1:AF62")},
    "iris": {"training": (1, "A1:Y62")},
    "gradient-descent": {"map": (0, "A1:AC31"), "way": (1, "A1:N46")},
    "neuron": {"lesson": (0, "A1:P42")},
    "demons": {"lesson": (0, "A1:Q47")},
    "regression": {"lesson": (0, "A1:P37")},
}
BOTH = ("en", "zh")
LANGUAGES = {"digits": BOTH, "gradient-descent": BOTH}


def main() -> None:
    """Make every picture."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for template, sheets in SHOWN.items():
        for lang in LANGUAGES.get(template, ("en",)):
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

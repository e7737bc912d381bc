"""Make the dumps that test_golden.py compares with: `make golden`. Read the difference.

Address and formula of the first and the last example in the first two epochs, and of the
first rows of every other sheet: enough to see in a diff what a change does.
"""

from collections.abc import Iterator
from pathlib import Path

from sheetnet import load_spec
from sheetnet.lang import texts
from sheetnet.resolving import resolve
from sheetnet.spec import template_names
from sheetnet.views import sheet_makers
from sheetnet.workbook import Sheet, plan_workbook
from sheetnet.workbook.address import a1
from sheetnet.workbook.expand import filled

FOLDER = Path(__file__).parent / "golden"
# A long sheet repeats itself; so many formulas of a quantity's cells tell how it is made.
_OF_A_SHEET = 300


def dump(template: str) -> str:
    """Return a template's formulas, a line each: sheet, cell, formula."""
    network, _ = resolve(load_spec(template))
    plan = plan_workbook(network, texts("en"), views=sheet_makers())
    lines = []
    for sheet in plan.sheets:
        found = sorted(_formulas(sheet))
        lines += [
            f"{sheet.key}\t{cell}\t={text}" for _, cell, text in found[:_OF_A_SHEET]
        ]
    return "\n".join(lines) + "\n"


def _formulas(sheet: Sheet) -> Iterator[tuple[tuple[int, int], str, str]]:
    for cell in sheet.cells:
        if cell.formula is None:
            continue
        bands = min(2, sheet.down.count) if sheet.down else 1
        for row, columns, written in filled(cell, sheet.across, sheet.down, bands):
            for at in sorted({0, len(columns) - 1}):
                place = row, columns[at]
                yield place, a1(*place), written[at]


def main() -> None:
    """Write the dump of every template."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.tsv"):
        old.unlink()
    for template in template_names():
        (FOLDER / f"{template}.tsv").write_text(dump(template), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Make the dumps that test_golden.py compares with: `make golden`. Read the difference.

Address and formula of the first and the last example in the first two epochs, and of the
first rows of every other sheet: enough to see in a diff what a change does.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from sheetnet.spec.loading import template_names
from sheetnet.spec.schema import json_schema, schema_file
from sheetnet.verification import certificate
from sheetnet.workbook import Sheet
from sheetnet.workbook.address import a1
from sheetnet.workbook.formula.expand import alone, filled
from tests import function_page
from tests.templates import plan_of_template

FOLDER = Path(__file__).parent / "golden"
# A long sheet repeats itself; so many formulas of a quantity's cells tell how it is made.
_OF_A_SHEET = 300


def dump(template: str) -> str:
    """Return a template's formulas, a line each: sheet, cell, formula."""
    plan = plan_of_template(template)
    lines = []
    for sheet in plan.sheets:
        found = sorted(_formulas(sheet))
        lines += [
            f"{sheet.key}\t{cell}\t={text}" for _, cell, text in found[:_OF_A_SHEET]
        ]
    return "\n".join(lines) + "\n"


def _formulas(sheet: Sheet) -> Iterator[tuple[tuple[int, int], str, str]]:
    for cell in alone(sheet.cells):
        if cell.formula is None:
            continue
        bands = min(2, sheet.down.count) if sheet.down else 1
        for row, columns, _, written in filled(
            cell, sheet.across, sheet.down, bands, sheet.begins
        ):
            for at in sorted({0, len(columns) - 1}):
                place = row, columns[at]
                yield place, a1(*place), written()[at]


def main() -> None:
    """Write the dump of every template, the schemas that ship, the tables of functions."""
    schema = json.dumps(json_schema(), indent=1, ensure_ascii=False)
    schema_file().write_text(schema + "\n", encoding="utf-8")
    schema = json.dumps(certificate.json_schema(), indent=1, ensure_ascii=False)
    certificate.schema_file().write_text(schema + "\n", encoding="utf-8")
    page = function_page.PAGE.read_text(encoding="utf-8")
    function_page.PAGE.write_text(function_page.with_tables(page), encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.tsv"):
        old.unlink()
    for template in template_names():
        (FOLDER / f"{template}.tsv").write_text(dump(template), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Make docs/conformance.md: every template in every calculator. `make conformance`.

`python -m tests.make_conformance head` makes what stands before the rows, and keeps them.
test_conformance.py compares the page with what the code produces. Nothing on it depends on
the processor: sums and EXP of two processors differ in the last digit, and so would any
largest difference.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import sheetnet
from sheetnet.calculators import calculators
from sheetnet.spec.loading import template_names
from sheetnet.verification.report import Report
from tests.apart import verify

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conformance.md"
# What stands in a file proves nothing of a calculator.
CALCULATORS = [name for name in calculators() if name != "saved"]
# Of 1,000 cells of a template in any calculator, on any processor: how many at least lie
# within a thousandth of the tolerance, and how many at most beyond it by rounding. (Where
# tanh is nearly 1, a quotient of differences of 2E-4 makes 5E-13 of its last digit.)
CLOSE, BY_ROUNDING = 990, 50
# Of a template with more cells than this, tests give a part to all but the embedded one.
LARGEST = 200_000

_HEAD = """# Conformance

Every template's workbook in every calculator: how many formula cells were compared with
NumPy. The tolerance is |Δ| ≤ 1e-12 + 1e-9·|v|. In every row of the table

- every formula cell is computed and compared: *not computed* is 0;
- every cell lies within the tolerance, but for what rounding explains (below);
- at least {close} of 1,000 cells lie within a thousandth of it, but for what rounding explains;
- at most {by_rounding} of 1,000 cells lie beyond it by rounding.

Made by `make conformance`; tests compare this page, and hold each row to these sentences, on
any processor. (Of a template with more than {largest:,} cells, other calculators than `embedded`
get one epoch in the tests, and few examples.)

No Microsoft Excel has been run here.

| calculator | version |
|---|---|
{versions}

Rounding: differences of nearly equal numbers (a numeric derivative, the error of an
approximation, what is left of a sum) lose digits in every calculator, and in NumPy too. How many
they may lose is computed by NumPy with numbers that are off in their last digits.

{rows}
|---|---|---|
"""
_ROWS = "| template | calculator | cells |"


class Row(NamedTuple):
    """One template in one calculator."""

    template: str
    calculator: str
    cells: int


def row_of(template: str, calculator: str, report: Report) -> Row:
    """Return the row of a report."""
    [run] = report.runs
    return Row(template, calculator, run.cells)


def rows() -> Iterator[Row]:
    """Yield every row."""
    with TemporaryDirectory() as folder:
        for template in template_names():
            path = Path(folder) / f"{template}.xlsx"
            sheetnet.build(template, path)
            for calculator in CALCULATORS:
                report = verify(path, calculator)
                assert report.agree, (template, calculator, report.first_wrong)
                row = row_of(template, calculator, report)
                print(*row)
                yield row


def head() -> str:
    """Return what stands before the rows."""
    here = {name: calculators()[name].version() for name in CALCULATORS}
    return _HEAD.format(
        close=CLOSE,
        by_rounding=BY_ROUNDING,
        largest=LARGEST,
        versions="\n".join(f"| `{name}` | {here[name]} |" for name in here),
        rows=_ROWS,
    )


def written_head() -> str:
    """Return the head of the page as it stands."""
    page = PAGE.read_text(encoding="utf-8")
    return page[: page.index("| `", page.index(_ROWS))]


def written() -> list[Row]:
    """Return the rows of the page as it stands."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        parts = [part.strip().strip("`") for part in line.strip("|").split("|")]
        if len(parts) == 3 and parts[2].replace(",", "").isdigit():
            counts = [int(part.replace(",", "")) for part in parts[2:]]
            found.append(Row(parts[0], parts[1], *counts))
    return found


def line_of(row: Row) -> str:
    """Return a row as it stands on the page."""
    return f"| `{row.template}` | `{row.calculator}` | {row.cells:,} |\n"


def main() -> None:
    """Write the page, or its head alone."""
    lines = written() if sys.argv[1:] == ["head"] else list(rows())
    PAGE.write_text(head() + "".join(map(line_of, lines)), encoding="utf-8")


if __name__ == "__main__":
    main()

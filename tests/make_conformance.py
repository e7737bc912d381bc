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
from sheetnet.recalc import calculators
from sheetnet.report import Report
from sheetnet.spec import template_names
from tests.apart import verify

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conformance.md"
# What stands in a file proves nothing of a calculator.
CALCULATORS = [name for name in calculators() if name != "saved"]
# In percent; a page that says 99 has seen more.
GRADES = (99, 95, 75, 50, 0)

_HEAD = """# Conformance

Every template's workbook in every calculator: how many formula cells were compared with
NumPy, and how many of them at least are closer to it than a thousandth of the tolerance, in
percent. Each calculator computes every formula cell: *not computed* is 0 everywhere. The
tolerance is |Δ| ≤ 1e-12 + 1e-9·|v|; every cell lies within it, but for those that the next
paragraph names. Made by `make conformance`; tests compare this page with what the code
produces, on any processor.

No Microsoft Excel has been run here.

| calculator | version |
|---|---|
{versions}

Differences of nearly equal numbers (a numeric derivative, the error of an approximation, what
is left of a sum) lose digits in every calculator. How many they may lose is computed by NumPy
from numbers that are off in their last digits; at most one cell of 20 in a template lies within
that and beyond the tolerance.

{rows}
|---|---|---|---|
"""
_ROWS = "| template | calculator | cells | closer, at least % |"


class Row(NamedTuple):
    """One template in one calculator."""

    template: str
    calculator: str
    cells: int
    closer: int


def row_of(template: str, calculator: str, report: Report) -> Row:
    """Return the row of a report."""
    [run] = report.runs
    return Row(
        template,
        calculator,
        run.cells,
        grade(sum(one.close for one in run.quantities), run.cells),
    )


def grade(part: int, whole: int) -> int:
    """Return the largest grade that a share reaches.

    >>> grade(1, 1), grade(97, 100), grade(1, 3)
    (99, 95, 0)
    """
    return next(one for one in GRADES if 100 * part >= one * whole)


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
        if len(parts) == 4 and parts[2].replace(",", "").isdigit():
            counts = [int(part.replace(",", "")) for part in parts[2:]]
            found.append(Row(parts[0], parts[1], *counts))
    return found


def line_of(row: Row) -> str:
    """Return a row as it stands on the page."""
    return f"| `{row.template}` | `{row.calculator}` | {row.cells:,} | {row.closer} |\n"


def main() -> None:
    """Write the page, or its head alone."""
    lines = written() if sys.argv[1:] == ["head"] else list(rows())
    PAGE.write_text(head() + "".join(map(line_of, lines)), encoding="utf-8")


if __name__ == "__main__":
    main()

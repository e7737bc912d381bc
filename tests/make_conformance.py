"""Make docs/conformance.md: every template in every calculator. `make conformance`.

test_conformance.py compares each row with what the code produces.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import sheetnet
from sheetnet.recalc import calculators
from sheetnet.report import Report
from sheetnet.spec import template_names

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conformance.md"
# What stands in a file proves nothing of a calculator.
CALCULATORS = [name for name in calculators() if name != "saved"]

_HEAD = """# Conformance

Every template's workbook in every calculator: how many formula cells were compared with
NumPy, and the largest differences: |Δ|/|v| of numbers |v| ≥ 1e-3, |Δ| of smaller ones, each
shown by the power of ten it stays below. The tolerance is |Δ| ≤ 1e-12 + 1e-9·|v|. Made by
`make conformance`; a test compares each row with what the code produces.

No Microsoft Excel has been run here.

| calculator | version |
|---|---|
{versions}

Cells *not computed* hold an error by a known defect of the calculator; they are counted,
never compared with a wider tolerance:

{defects}

Cells *by rounding* are differences of nearly equal numbers (a numeric derivative, the error
of an approximation, what is left of a sum), in which every calculator loses digits. How many
they may lose is computed by NumPy from inputs that differ in their last digits; these cells
lie within that, and beyond the tolerance. Their quantities: {rounded}.

| template | calculator | cells | not computed | by rounding | relative | absolute |
|---|---|---|---|---|---|---|
"""


class Row(NamedTuple):
    """One template in one calculator."""

    template: str
    calculator: str
    cells: int
    missing: int
    by_rounding: int
    relative: str
    absolute: str


def row_of(template: str, calculator: str, report: Report) -> Row:
    """Return the row of a report."""
    [run] = report.runs
    return Row(
        template,
        calculator,
        run.cells,
        sum(one.missing for one in run.quantities),
        sum(one.by_rounding for one in run.quantities),
        below(max(one.relative for one in run.quantities)),
        below(max(one.absolute for one in run.quantities)),
    )


def below(size: float) -> str:
    """Return the least power of ten that a difference stays below.

    >>> below(3e-13), below(0.0)
    ('1e-12', '0')
    """
    return f"1e{math.floor(math.log10(size)) + 1:d}" if size else "0"


def rows() -> Iterator[tuple[Row, set[str]]]:
    """Yield every row, and the quantities with cells by rounding."""
    with TemporaryDirectory() as folder:
        for template in template_names():
            path = Path(folder) / f"{template}.xlsx"
            sheetnet.build(template, path)
            for calculator in CALCULATORS:
                report = sheetnet.verify(path, calculator=calculator, perturb=0)
                assert report.agree, (template, calculator, report.first_wrong)
                row = row_of(template, calculator, report)
                print(*row)
                yield (
                    row,
                    {str(q.key) for q in report.runs[0].quantities if q.by_rounding},
                )


def written() -> list[Row]:
    """Return the rows of the page as it stands."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        parts = [part.strip().strip("`") for part in line.strip("|").split("|")]
        if len(parts) == 7 and parts[2].replace(",", "").isdigit():
            counts = [int(part.replace(",", "")) for part in parts[2:5]]
            found.append(Row(parts[0], parts[1], *counts, *parts[5:]))
    return found


def main() -> None:
    """Write the page."""
    here = {name: calculators()[name] for name in CALCULATORS}
    versions = [f"| `{name}` | {one.version()} |" for name, one in here.items()]
    defects = [
        f"- `{name}`: {defect.says} gives an error"
        for name, one in here.items()
        for defect in one.defects
    ]
    lines, rounded = [], set()
    for row, names in rows():
        rounded |= names
        lines.append(
            f"| `{row.template}` | `{row.calculator}` | {row.cells:,} | {row.missing:,} |"
            f" {row.by_rounding:,} | {row.relative} | {row.absolute} |"
        )
    head = _HEAD.format(
        versions="\n".join(versions),
        defects="\n".join(defects),
        rounded=", ".join(f"`{name}`" for name in sorted(rounded)),
    )
    PAGE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

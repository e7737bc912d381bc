"""Make docs/conformance.md: every template in every calculator. `make conformance`.

`python -m tests.make_conformance head` makes what stands before the rows, and keeps them.
test_conformance.py compares the page with what the code produces. Nothing on it depends on
the processor: sums and EXP of two processors differ in the last digit, and so would any
largest difference.
"""

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import sheetnet
from sheetnet.check.opening import Opened, open_workbook
from sheetnet.recalc import Calculator, CellError, Grid, calculators
from sheetnet.report import Report
from sheetnet.spec import template_names
from sheetnet.workbook.mentions import references
from sheetnet.xlsx.package import opened
from sheetnet.xlsx.scan import Place
from tests.apart import verify

PAGE = Path(__file__).resolve().parent.parent / "docs" / "conformance.md"
# What stands in a file proves nothing of a calculator.
CALCULATORS = [name for name in calculators() if name != "saved"]
# Small, and between them they show every defect.
SHOW_DEFECTS = ("distribution",)
# Of 1,000 cells of a template in any calculator, on any processor: how many at least lie
# within a thousandth of the tolerance, and how many at most beyond it by rounding.
CLOSE, BY_ROUNDING = 999, 50

_HEAD = """# Conformance

Every template's workbook in every calculator: how many formula cells were compared with
NumPy, and how many of them a calculator could not compute. The tolerance is |Δ| ≤ 1e-12 +
1e-9·|v|. In every row of the table

- every cell lies within it, but for what rounding explains (below);
- at least {close} of 1,000 cells lie within a thousandth of it, but for what rounding explains;
- at most {by_rounding} of 1,000 cells lie beyond it by rounding.

Made by `make conformance`; tests compare this page, and hold each row to these sentences, on
any processor.

No Microsoft Excel has been run here.

| calculator | version |
|---|---|
{versions}

Cells *not computed* hold an error by a known defect of the calculator; they are counted,
never compared with a wider tolerance. Each defect, and a formula that shows it:

{defects}

Rounding: differences of nearly equal numbers (a numeric derivative, the error of an
approximation, what is left of a sum) lose digits in every calculator, and in NumPy too. How many
they may lose is computed by NumPy from inputs that differ in their last digits.

{rows}
|---|---|---|---|
"""
_ROWS = "| template | calculator | cells | not computed |"
_DEFECT = re.compile(
    r"^- `(?P<calculator>.*?)`: (?P<says>.*) gives an error: `(?P<template>.*?)`,"
    r" (?P<cell>.*?) `=(?P<formula>.*)` gives `(?P<error>.*)`$",
    re.MULTILINE,
)


class Row(NamedTuple):
    """One template in one calculator."""

    template: str
    calculator: str
    cells: int
    missing: int


class Example(NamedTuple):
    """A cell whose formula shows a defect: none of the cells it names is an error."""

    calculator: str
    says: str
    template: str
    cell: str
    formula: str
    error: str


def row_of(template: str, calculator: str, report: Report) -> Row:
    """Return the row of a report."""
    [run] = report.runs
    return Row(
        template,
        calculator,
        run.cells,
        sum(one.missing for one in run.quantities),
    )


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


def examples(folder: Path) -> list[Example]:
    """Return the shortest formula of some small templates that shows each defect."""
    found: dict[tuple[str, str], list[Example]] = {
        (name, defect.says): []
        for name in CALCULATORS
        for defect in calculators()[name].defects
    }
    for template in SHOW_DEFECTS:
        path = folder / f"{template}.xlsx"
        sheetnet.build(template, path)
        with opened(path) as package:
            book = open_workbook(package)
        for name in {name for name, _ in found}:
            for one in _shown(template, book, calculators()[name]):
                found[name, one.says].append(one)
    for defect, some in found.items():
        assert some, f"no formula of {SHOW_DEFECTS} shows {defect}"
    return [min(some, key=lambda one: len(one.formula)) for some in found.values()]


def _shown(template: str, book: Opened, calculator: Calculator) -> Iterator[Example]:
    """Yield the cells of a template that show one defect, and no other."""
    grids = calculator.values(book.path, list(book.names.values()))
    for key, name in book.names.items():
        for (row, column), text in book.formulas[key].items():
            error = grids[name][row - 1, column - 1]
            says = [
                one.says for one in calculator.defects if re.search(one.pattern, text)
            ]
            if len(says) != 1 or not isinstance(error, CellError):
                continue
            if not _reads_an_error(grids, name, text):
                cell = book.address(key, row, column)
                yield Example(
                    calculator.name, says[0], template, cell, text, str(error)
                )


def _reads_an_error(grids: Mapping[str, Grid], sheet: str, formula: str) -> bool:
    return any(
        _has_an_error(grids[name or sheet], first, last)
        for name, first, last in references(formula)
    )


def _has_an_error(grid: Grid, first: Place, last: Place) -> bool:
    area = grid[first[0] - 1 : last[0], first[1] - 1 : last[1]]
    return any(isinstance(value, CellError) for value in area.flat)


def head(shown: Collection[Example]) -> str:
    """Return what stands before the rows."""
    here = {name: calculators()[name].version() for name in CALCULATORS}
    defects = [
        f"- `{one.calculator}`: {one.says} gives an error: `{one.template}`,"
        f" {one.cell} `={one.formula}` gives `{one.error}`"
        for one in shown
    ]
    return _HEAD.format(
        versions="\n".join(f"| `{name}` | {here[name]} |" for name in here),
        defects="\n".join(defects),
        close=CLOSE,
        by_rounding=BY_ROUNDING,
        rows=_ROWS,
    )


def written_head() -> str:
    """Return the head of the page as it stands."""
    page = PAGE.read_text(encoding="utf-8")
    return page[: page.index("| `", page.index(_ROWS))]


def written_examples() -> list[Example]:
    """Return the defects of the page as it stands, each with its example."""
    return [Example(**one.groupdict()) for one in _DEFECT.finditer(written_head())]


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
    return (
        f"| `{row.template}` | `{row.calculator}` | {row.cells:,} | {row.missing:,} |\n"
    )


def main() -> None:
    """Write the page, or its head alone."""
    lines = written() if sys.argv[1:] == ["head"] else list(rows())
    with TemporaryDirectory() as folder:
        text = head(examples(Path(folder)))
    PAGE.write_text(text + "".join(map(line_of, lines)), encoding="utf-8")


if __name__ == "__main__":
    main()

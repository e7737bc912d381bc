"""`verify` by stage, on workbooks as they are built.

CPU seconds of each stage when nothing has to be imported any more, its time for a formula, and
its share of the whole. The change is what `verify` takes longer when inputs are changed
once. The peak is that of the largest process.

    python -m bench.checking
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sheetnet
from bench.measuring import apart, cpu_seconds, megabytes

TEMPLATES = ("digits", "digits-conv")
# A small one, checked before: whatever is imported late is then there.
FIRST = "and-neuron"

Stages = dict[str, float]


@contextmanager
def _stage(stages: Stages, name: str) -> Iterator[None]:
    began = cpu_seconds()
    yield
    stages[name] = cpu_seconds() - began


def _warm_up(folder: Path) -> None:
    path = folder / "first.xlsx"
    sheetnet.build(FIRST, path, force=True)
    sheetnet.verify(path)


def stages_of(path: Path) -> Stages:
    """Return the CPU seconds of each stage, one after the other, by the doors of each."""
    from sheetnet.calculators import calculators
    from sheetnet.verification.book.integrity import check_formulas
    from sheetnet.verification.book.opening import open_workbook
    from sheetnet.verification.report import ATOL, RTOL
    from sheetnet.verification.truth import Tolerance
    from sheetnet.verification.truths import Truths
    from sheetnet.verification.values import compare
    from sheetnet.xlsx.reading.package import opened

    _warm_up(path.parent)
    stages: Stages = {}
    tolerance, calculator = Tolerance(RTOL, ATOL), calculators()["embedded"]
    with opened(path) as package:
        with _stage(stages, "open and scan"):
            book = open_workbook(package)
        with _stage(stages, "formulas"):
            integrity = check_formulas(book)
        with _stage(stages, "calculator"):
            by_name = calculator.values(package, list(book.names.values()))
        with _stage(stages, "NumPy"):
            truths = Truths(book, package, integrity.bands, tolerance)
        with _stage(stages, "comparison"):
            grids = {key: by_name[name] for key, name in book.names.items()}
            outcomes, _ = compare(book, truths.of(calculator), grids, tolerance)
    assert not any(one.wrong for one in outcomes)
    return stages


def whole(path: Path, perturb: int) -> tuple[float, float, int]:
    """Return CPU seconds and peak of the whole check, and how many formulas it had."""
    _warm_up(path.parent)
    began = cpu_seconds()
    report = sheetnet.verify(path, perturb=perturb)
    assert report.agree
    return cpu_seconds() - began, megabytes(), report.cells


def main(templates: Sequence[str] = TEMPLATES) -> None:
    """Print a table for each template."""
    for template in templates:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{template}.xlsx"
            sheetnet.build(template, path)
            stages = apart(stages_of, path)
            plain, _, formulas = apart(whole, path, 0)
            total, peak, _ = apart(whole, path, 1)
        stages["all else"] = plain - sum(stages.values())
        stages["the change"] = total - plain
        stages["verify"] = total
        for stage, seconds in stages.items():
            print(
                f"{template:12} {stage:14} {seconds:7.2f} s CPU"
                f"  {seconds / formulas * 1e6:6.2f} µs a formula  {seconds / total:5.0%}"
            )
        print(f"{template:12} {formulas:,} formulas, {peak:.0f} MB at most", flush=True)


if __name__ == "__main__":
    main()

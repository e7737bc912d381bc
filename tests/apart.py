"""Checks of large workbooks in processes of their own, which give all memory back."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import sheetnet
from sheetnet.verification.report import Report

# From some hundred thousand formulas on, calculators take a gigabyte and more.
_LARGE = 1_000_000


def verify(path: Path, calculator: str, perturb: int = 0) -> Report:
    """Verify a workbook; a large one in another process."""
    check = partial(sheetnet.verify, path, calculator=calculator, perturb=perturb)
    if path.stat().st_size < _LARGE:
        return check()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(check).result()

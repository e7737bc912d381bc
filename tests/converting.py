"""Workbooks opened, recalculated and saved or printed by LibreOffice.

With the throw-away profile that always recalculates, and many files in one run.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sheetnet.calculators.libreoffice import LIBREOFFICE

_XLSX, _ODS = "Calc MS Excel 2007 XML", "calc8"
_SECONDS = 600.0


def by_xlsx(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Save workbooks as .xlsx; return the results in order."""
    return _saved(paths, folder, _XLSX, f"xlsx:{_XLSX}")


def by_ods(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Save workbooks as .ods, and those as .xlsx; return the results in order."""
    sheets = _saved(paths, folder, _XLSX, f"ods:{_ODS}")
    return _saved(sheets, folder, _ODS, f"xlsx:{_XLSX}")


def converted(path: Path, folder: Path, kind: str) -> Path:
    """Save a workbook as another kind of spreadsheet, by the kind's suffix."""
    return _saved([path], folder, _XLSX, kind)[0]


def _saved(paths: Sequence[Path], folder: Path, read: str, write: str) -> list[Path]:
    suffix = f".{write.partition(':')[0]}"
    with LIBREOFFICE.workplace() as place:
        copies = [
            shutil.copy(path, place / f"{number:04}{path.suffix}")
            for number, path in enumerate(paths)
        ]
        how = (f"--infilter={read}", "--convert-to", write, "--outdir", "out")
        what = (*how, *map(str, copies))
        said = LIBREOFFICE.run(LIBREOFFICE.program(), place, _SECONDS, what)
        results = [place / "out" / f"{copy.stem}{suffix}" for copy in copies]
        missing = [result.name for result in results if not result.is_file()]
        assert missing == [], said
        return [Path(shutil.move(result, folder / result.name)) for result in results]


def by_printing(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Print workbooks; return the PDFs in order."""
    return _saved(paths, folder, _XLSX, "pdf")


WAYS: dict[str, Callable[[Sequence[Path], Path], list[Path]]] = {
    "xlsx": by_xlsx,
    "ods": by_ods,
}

"""Workbooks as data: the cells of one sheet, read in a process that has limits."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import msgspec

from sheetnet.errors import DataError, nearest
from sheetnet.spec.data.grid.cells import MAX_FIELDS, Cell, Grid
from sheetnet.wording import later, placed, retold, worded

_PROGRAM = Path(__file__).with_name("_calamine.py")
_MOST_SECONDS = 120
_EXPECTED = later("expected CSV, or a workbook (.xlsx, .xls, .xlsb, .ods)")
_DOCUMENT = later("is a Word document")
_PRESENTATION = later("is a presentation")
_PROTECTED = later("is protected by a password; save it without one")


def rows_of_sheet(path: Path, content: bytes, wanted: str | None) -> Grid:
    """Return the cells of a sheet, the first one that is not empty unless one is named.

    Raises: DataError where the file is no workbook, or too large, or has no such sheet.
    """
    _check(path, content)
    found = _read(path, content, wanted)
    names: list[str] = found["names"]
    if wanted is not None and wanted not in names:
        raise DataError(
            "{path}: data.sheet: no sheet {wanted!r}; {hint}",
            path=path,
            wanted=wanted,
            hint=nearest(wanted, names),
        )
    if "sheet" not in found:
        raise DataError("{path}: expected a table, found empty sheets only", path=path)
    name, others = found["sheet"], found["others"]
    if "large" in found:
        raise DataError(
            "{path}: sheet {name!r} reaches over more than {max_fields:,}"
            " cells; delete what stands far from the table",
            path=path,
            name=name,
            max_fields=MAX_FIELDS,
        )
    told = ", ".join(map(repr, others[:3]))
    note = worded(
        'Read from the sheet {name!r}; sheet = "…" names another: {told}.',
        name=name,
        told=told,
    )
    rows: list[list[Cell]] = found["rows"]
    # The table may stand anywhere: it begins in the first column with anything in it.
    left = min((_first_filled(row) for row in rows), default=0)
    cells = [row[left:] for row in rows]
    notes = (note,) if others else ()
    return Grid(cells, found["lines"], "row", "", notes, others=tuple(others))


def _first_filled(row: list[Cell]) -> int:
    return next((at for at, one in enumerate(row) if one != ""), len(row))


def _read(path: Path, content: bytes, wanted: str | None) -> dict[str, Any]:
    """Return what the program tells of a workbook. Raises: DataError."""
    libraries = json.dumps([one or str(Path.cwd()) for one in sys.path])
    asked = json.dumps([wanted, MAX_FIELDS])
    try:
        ran = subprocess.run(
            [sys.executable, "-I", "-S", str(_PROGRAM), libraries, asked],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
        )
        found: dict[str, Any] = msgspec.msgpack.decode(ran.stdout)
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        raise DataError(
            "{path}: is too large a workbook to be read; keep only the table"
            " in it, or save that as CSV",
            path=path,
        ) from None
    if "failed" in found:
        reason = " ".join(found["failed"].split())[:120]
        if "password" in reason.lower() or "encrypt" in reason.lower():
            raise _wrong(path, _PROTECTED)
        raise DataError(
            "{path}: is no workbook; {expected} ({reason})",
            path=path,
            expected=worded(_EXPECTED),
            reason=retold(reason),
        )
    return found


# ------------------------------------------------------------------ before it is read


def _check(path: Path, content: bytes) -> None:
    """Refuse other documents in such archives, and what would unpack without bound."""
    # Only now: who reads CSV needs none of it.
    from sheetnet.xlsx.reading.safety import RefusedError, open_archive

    if not content.startswith(b"PK"):
        _check_old(path, content)
        return
    try:
        with open_archive(content) as archive:
            _check_kind(path, archive)
    except (RefusedError, BadZipFile) as error:
        raise DataError(
            "{path}: is no workbook that can be read: {error}",
            path=path,
            error=retold(error),
        ) from None


def _check_kind(path: Path, archive: ZipFile) -> None:
    names = archive.namelist()
    for beginning, what in (("word/", _DOCUMENT), ("ppt/", _PRESENTATION)):
        if any(name.startswith(beginning) for name in names):
            raise _wrong(path, what, _EXPECTED)
    if any(name.startswith("xl/") for name in names):
        return
    if any(name.endswith(".iwa") for name in names):
        raise DataError(
            "{path}: is an Apple Numbers file; export it as CSV or .xlsx", path=path
        )
    kind = ""
    if "mimetype" in names:
        kind = archive.open("mimetype").read(100).decode(errors="replace").strip()
    if "opendocument.spreadsheet" not in kind:
        other = later("is an OpenDocument file, but no spreadsheet")
        raise _wrong(path, other if kind else later("is a zip archive"), _EXPECTED)
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise _wrong(path, _PROTECTED)


def _check_old(path: Path, content: bytes) -> None:
    """Look for the names in the directory of a file of Office 97, in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _wrong(path, _PROTECTED)
    told = {"WordDocument": _DOCUMENT, "PowerPoint Document": _PRESENTATION}
    for name, what in told.items():
        if name.encode("utf-16-le") in content:
            raise _wrong(path, what, _EXPECTED)


def _wrong(path: Path, *says: str) -> DataError:
    return DataError(placed(path, worded("; ").join(map(worded, says))))

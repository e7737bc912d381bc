"""An .xlsx file as a package: whether it is one, whose it is, and where its sheets are.

Everything here takes files from strangers, so sizes are looked at before contents.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from sheetnet.errors import OutputError, WorkbookError

APPLICATION = "sheetnet"
_SMALL_PART = 16_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Contents:
    """Sheets of a workbook (name → part, in order), defined names, who saved it."""

    sheets: dict[str, str]
    names: dict[str, str]
    application: str


@contextmanager
def open_package(path: Path) -> Iterator[ZipFile]:
    """Open a workbook's zip. Raises: WorkbookError with what it is instead."""
    try:
        if not path.exists():
            raise WorkbookError(f"{path}: no such file")
        if not path.is_file():
            raise WorkbookError(f"{path}: is not a file; expected an .xlsx workbook")
        with path.open("rb") as file:
            start = file.read(8)
        if start == _OLE:
            raise WorkbookError(
                f"{path}: is protected by a password (or of an old format);"
                " save it as .xlsx without a password"
            )
        with ZipFile(path) as package:
            yield package
    except OSError as error:
        raise WorkbookError(f"{path}: cannot be read: {error.strerror}") from error
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WorkbookError(f"{path}: is not a whole .xlsx workbook: {error}") from error


def read_contents(package: ZipFile, path: Path) -> Contents:
    """Read which sheets and names there are. Raises: WorkbookError."""
    try:
        workbook = _parse(package, "xl/workbook.xml", path)
        targets = dict(_relationships(package, path))
        sheets = {
            sheet.get("name", ""): targets.get(sheet.get(f"{_REL}id", ""), "")
            for sheet in workbook.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
        }
        names = {
            name.get("name", ""): name.text or ""
            for name in workbook.iterfind(f"{_MAIN}definedNames/{_MAIN}definedName")
        }
    except KeyError as error:
        raise WorkbookError(f"{path}: is not an .xlsx workbook: {error.args[0]}") from error
    return Contents(sheets, names, _application(package))


def _relationships(package: ZipFile, path: Path) -> Iterator[tuple[str, str]]:
    for one in _parse(package, "xl/_rels/workbook.xml.rels", path):
        target = one.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        yield one.get("Id", ""), part


def _parse(package: ZipFile, part: str, path: Path) -> ET.Element:
    if package.getinfo(part).file_size > _SMALL_PART:
        raise WorkbookError(f"{path}: {part} is larger than any workbook needs")
    content = package.read(part)
    # No part of a workbook declares entities; one that does means harm.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise WorkbookError(f"{path}: {part} declares a document type; refused")
    try:
        return ET.fromstring(content)
    except ET.ParseError as error:
        raise WorkbookError(f"{path}: {part} is not XML: {error}") from error


def _application(package: ZipFile) -> str:
    try:
        found = re.search(rb"<Application>([^<]{1,80})<", package.read("docProps/app.xml"))
    except KeyError:
        return ""
    return found[1].decode(errors="replace") if found else ""


def sheet_behind(contents: Contents, name: str) -> str | None:
    """Return the sheet a defined name points to, or None where there is none."""
    found = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!.*", contents.names.get(name, ""))
    if found is None:
        return None
    sheet = found[1].replace("''", "'") if found[1] else found[2]
    return sheet if sheet in contents.sheets else None


def check_ours(path: Path) -> None:
    """Refuse to overwrite a file that sheetnet was not the last to write.

    Raises: OutputError.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; expected a file name")
    if not path.exists():
        return
    try:
        with open_package(path) as package:
            application = _application(package)
    except WorkbookError as error:
        raise OutputError(f"{path}: exists and is not ours; --force overwrites it") from error
    if application != APPLICATION:
        raise OutputError(
            f"{path}: exists and was last saved by {application or 'another program'};"
            " --force overwrites it"
        )

"""Files of other formats given to `verify`: which one it is, and what to save it as.

By their content: all are named as workbooks of ours are.
"""

import zipfile
from io import BytesIO

import pytest

from tests.converting import _XLSX, _saved
from tests.hostile.making import TYPES, book, put, zipped
from tests.nets import outcome

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "openxmlformats-officedocument.spreadsheetml.sheet.main"
RELATIONS = "_rels/.rels"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def told(folder, content):
    """Return what `verify` says of a file: one line, and status 2."""
    path = folder / "book.xlsx"
    path.write_bytes(content)
    status, out, err = outcome("verify", path)
    assert (status, out) == (2, "")
    [line] = err.splitlines()
    return line.removeprefix(f"sheetnet: {path}: ")


def ole(*names):
    """Return an OLE file with these names in its directory."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in names)
    return OLE + bytes(1016) + entries + bytes(1024)


def declared(kind):
    """Return a workbook whose main part is of another content type."""
    parts = dict(book())
    parts[TYPES] = put(SHEET, kind)(parts[TYPES])
    return zipped(parts)


SAVE = "save it as .xlsx (Excel Workbook)"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("ms-excel.sheet.macroEnabled.main", "a macro-enabled workbook (.xlsm)"),
        ("ms-excel.sheet.binary.macroEnabled.main", "a binary workbook (.xlsb)"),
        ("ms-excel.template.macroEnabled.main", "a macro-enabled template (.xltm)"),
        (SHEET.replace("sheet.main", "template.main"), "a template (.xltx)"),
    ],
)
def test_other_workbooks_of_excel_are_named(tmp_path, kind, says):
    assert told(tmp_path, declared(kind)) == f"is {says}; {SAVE}"


def test_a_workbook_with_macros_is_named_before_its_macros_are(tmp_path):
    parts = dict(book())
    parts[TYPES] = put(SHEET, "ms-excel.sheet.macroEnabled.main")(parts[TYPES])
    parts["xl/vbaProject.bin"] = b"x"
    assert "(.xlsm)" in told(tmp_path, zipped(parts))


def test_an_old_workbook_is_told_from_one_under_a_password(tmp_path):
    old = ole("Root Entry", "Workbook", "\x05SummaryInformation")
    assert told(tmp_path, old) == f"is an Excel 97-2003 workbook (.xls); {SAVE}"
    secret = ole("Root Entry", "EncryptionInfo", "EncryptedPackage")
    assert told(tmp_path, secret) == (
        "is protected by a password; save it as .xlsx without a password"
    )
    assert "is a Word document" in told(tmp_path, ole("Root Entry", "WordDocument"))
    assert "by a password, or of an old format" in told(tmp_path, ole("Root Entry"))


def test_an_opendocument_spreadsheet_is_named(tmp_path):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", "<a/>")
    assert told(tmp_path, content.getvalue()) == (
        f"is an OpenDocument spreadsheet (.ods); {SAVE}"
    )
    text = zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert "but no spreadsheet" in told(tmp_path, text)


@pytest.mark.libreoffice
def test_what_libreoffice_saves_is_named(tmp_path, libreoffice):
    path = tmp_path / "whole.xlsx"
    path.write_bytes(zipped(book()))
    for suffix, says in [
        ("ods", "(.ods)"),
        ("xls", "(.xls)"),
        ("fods", "(.fods)"),
        ("html", "(HTML)"),
    ]:
        [other] = _saved([path], tmp_path, _XLSX, suffix)
        assert says in told(tmp_path, other.read_bytes())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"x1,x2\n0,1\n", "is a text file (CSV or the like)"),
        ("标签,x\n猫,1\n".encode("gbk"), "is a text file (CSV or the like)"),
        ("a\tb\n".encode("utf-16"), "is a text file (CSV or the like)"),
        (b"<!DOCTYPE html>\n<html><table></table></html>", "is a web page (HTML)"),
        (b"<html><body>Sign in</body></html>", "is a web page (HTML)"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
         "is an Excel 2003 XML spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "is of no known format"),
        (zipped({"hello.txt": b"hello"}), "is a zip archive, but no workbook"),
        (declared("wordprocessingml.document.main"), "is a Word document"),
        (declared("presentationml.presentation.main"), "is a presentation"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told_by_its_content(tmp_path, content, says):
    assert told(tmp_path, content).startswith(says)


def test_a_content_type_that_no_part_uses_is_harmless(tmp_path):
    """As SheetJS declares one in all its files."""
    parts = dict(book())
    unused = (
        '<Default Extension="bin"'
        ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        '<Override PartName="/xl/vbaProject.bin"'
        ' ContentType="application/vnd.ms-office.vbaProject"/>'
    )
    parts[TYPES] = put("<Default ", f"{unused}<Default ")(parts[TYPES])
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(parts))
    assert outcome("verify", "-q", path)[0] == 0


def test_a_content_type_that_a_part_uses_counts(tmp_path):
    parts = dict(book())
    used = (
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    )
    parts[TYPES] = put("<Default ", f"{used}<Default ")(parts[TYPES])
    parts["xl/a.bin"] = b"x"
    assert "xl/a.bin is declared as application/vnd.ms" in told(tmp_path, zipped(parts))


def test_a_part_with_two_content_types_is_refused(tmp_path):
    parts = dict(book())
    again = '<Override PartName="/xl/Workbook.xml" ContentType="application/xml"/>'
    parts[TYPES] = put("</Types>", f"{again}</Types>")(parts[TYPES])
    assert "xl/workbook.xml is declared twice" in told(tmp_path, zipped(parts))


TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT = {
    f"{TRANSITIONAL}spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    f"{TRANSITIONAL}officeDocument/2006/relationships":
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def test_strict_open_xml_is_named(tmp_path):
    """As Excel saves it under that name: no calculator here reads it whole."""
    parts = dict(book())
    for name, content in parts.items():
        for old, new in STRICT.items():
            if name.endswith((".xml", ".rels")):
                content = content.replace(old.encode(), new.encode())
        parts[name] = content
    assert told(tmp_path, zipped(parts)) == (
        f"is Strict Open XML, which few programs read; {SAVE}"
    )

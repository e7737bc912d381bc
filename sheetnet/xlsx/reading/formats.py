"""Which other format a file is of, by its content and not by its name.

So that a person is told what to save it as. Looks at a few bytes; believes nothing.
"""

import re
from types import MappingProxyType
from zipfile import ZipFile

from sheetnet.wording import later, worded

_SAVE_IT = later("save it as .xlsx (Excel Workbook)")
_EXPECTED = later("expected an .xlsx workbook")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names in the directory of an OLE file; the first one that is there decides.
_OLE_NAMES = MappingProxyType(
    {
        "EncryptedPackage": (
            later("is protected by a password"),
            later("save it as .xlsx without a password"),
        ),
        "Workbook": (later("is an Excel 97-2003 workbook (.xls)"), _SAVE_IT),
        "Book": (later("is an Excel 5.0/95 workbook (.xls)"), _SAVE_IT),
        "WordDocument": (later("is a Word document"), _EXPECTED),
    }
)

_BEGINNINGS = (
    (rb"%PDF", (later("is a PDF"), _EXPECTED)),
    (rb"\{\\rtf", (later("is a text document (.rtf)"), _EXPECTED)),
    (rb"<\?mso-application progid=.Excel", (later("is an Excel 2003 XML spreadsheet"), _SAVE_IT)),
    (rb"urn:schemas-microsoft-com:office:spreadsheet", (later("is an Excel 2003 XML spreadsheet"), _SAVE_IT)),
    (rb"<office:document", (later("is a flat OpenDocument file (.fods)"), _SAVE_IT)),
    (rb"(?i)<(!doctype html|html|table|meta)\b", (later("is a web page (HTML)"), _SAVE_IT)),
)  # fmt: skip
_BEGINNING = 4096

# By the content type of the main part.
_PACKAGES = MappingProxyType(
    {
        "ms-excel.sheet.binary": (later("is a binary workbook (.xlsb)"), _SAVE_IT),
        "ms-excel.sheet.macroenabled": (
            later("is a macro-enabled workbook (.xlsm)"),
            _SAVE_IT,
        ),
        "ms-excel.template.macroenabled": (
            later("is a macro-enabled template (.xltm)"),
            _SAVE_IT,
        ),
        "ms-excel.addin": (later("is an Excel add-in (.xlam)"), _EXPECTED),
        "spreadsheetml.template": (later("is a template (.xltx)"), _SAVE_IT),
        "wordprocessingml": (later("is a Word document"), _EXPECTED),
        "presentationml": (later("is a presentation"), _EXPECTED),
    }
)
_STRICT = "{http://purl.oclc.org/ooxml/"
_MIMETYPE = "mimetype"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def of_bytes(content: bytes) -> str | None:
    """Say what a file is that is no zip archive; None where it may be one.

    >>> of_bytes(b"x1,x2\\n0,1\\n")
    'is a text file (CSV or the like); expected an .xlsx workbook'
    >>> of_bytes(b"PK")
    """
    if not content:
        return _said(later("is empty"), _EXPECTED)
    if content.startswith(b"PK"):
        return None
    if content.startswith(_OLE):
        return _of_ole(content)
    beginning = content[:_BEGINNING]
    for pattern, says in _BEGINNINGS:
        if re.search(pattern, beginning):
            return _said(*says)
    if _is_text(beginning):
        return _said(later("is a text file (CSV or the like)"), _EXPECTED)
    return _said(later("is of no known format"), _EXPECTED)


def _said(what: str, to_do: str) -> str:
    return worded("{what}; {to_do}", what=worded(what), to_do=worded(to_do))


def _of_ole(content: bytes) -> str:
    for name, says in _OLE_NAMES.items():
        if f"\0{name}\0".encode("utf-16-le")[1:] in content:
            return _said(*says)
    return _said(
        later("is protected by a password, or of an old format"),
        later("save it as .xlsx without a password"),
    )


def _is_text(beginning: bytes) -> bool:
    """Tell whether bytes are a text: of any encoding but UTF-16 without its mark."""
    marked = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return marked or not re.search(rb"[\x00-\x08\x0e-\x1f]", beginning)


def of_archive(archive: ZipFile) -> str | None:
    """Say what a zip archive is that is no package of Office; None where it may be one."""
    names = set(archive.namelist())
    if _MIMETYPE in names:
        with archive.open(_MIMETYPE) as stream:
            kind = stream.read(100).decode(errors="replace").strip()
        if kind.startswith(_OPEN_DOCUMENT):
            return _of_open_document(kind.removeprefix(_OPEN_DOCUMENT))
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return _said(later("is a zip archive, but no workbook"), _EXPECTED)
    return None


def _of_open_document(kind: str) -> str:
    if kind.startswith("spreadsheet"):
        return _said(later("is an OpenDocument spreadsheet (.ods)"), _SAVE_IT)
    return _said(later("is an OpenDocument file, but no spreadsheet"), _EXPECTED)


def of_package(main: str) -> str | None:
    """Say what a package of Office is, by its main content type; None for a workbook.

    >>> of_package("application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    'is a macro-enabled workbook (.xlsm); save it as .xlsx (Excel Workbook)'
    """
    for name, says in _PACKAGES.items():
        if name in main.lower():
            return _said(*says)
    return None


def of_namespace(tag: str) -> str | None:
    """Say what a workbook is whose root element is in the strict namespace.

    >>> of_namespace("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}workbook")
    """
    if tag.startswith(_STRICT):
        return _said(later("is Strict Open XML, which few programs read"), _SAVE_IT)
    return None

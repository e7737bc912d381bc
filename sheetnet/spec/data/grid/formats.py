"""What a data file is, by its first bytes and not by its name: a workbook, text, or another."""

import re
from pathlib import Path

from sheetnet.errors import DataError

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXPECTED = "expected CSV, or a workbook (.xlsx, .xls, .xlsb, .ods)"
_BEGINNINGS = (
    (rb"%PDF", "is a PDF"),
    (rb"\{\\rtf", "is a text document (.rtf)"),
    (
        rb"(?i)<(!doctype html|html|table|meta|head|body|div|style)\b",
        "is a web page (HTML)",
    ),
    (rb"<\?xml|<[A-Za-z_:][\w:.-]*\s+[\w:.-]+\s*=\s*[\"']", "is XML"),
    (rb"[\[{]\s*[\"\[{\]}\d-]", "is JSON"),
    (rb"(?i)@relation\b", "is an ARFF file, of Weka"),
    (rb"\x93NUMPY", "is an array of NumPy (.npy)"),
    (rb"\$FL[23]", "is an SPSS file"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "is a picture"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh", "is an archive; unpack it"),
    (rb"SQLite format 3", "is a database"),
    (rb"PAR1", "is a Parquet file"),
)


def is_spreadsheet(content: bytes) -> bool:
    """Tell whether a file may be a workbook: all of them are archives of either kind."""
    return content.startswith((_ZIP, _OLE))


def refuse_other(path: Path, content: bytes) -> None:
    """Refuse what is neither a workbook nor a table as text.

    Raises: DataError.
    """
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, says in _BEGINNINGS:
        if re.match(pattern, start):
            raise DataError(
                f"{path}: {says}; {_EXPECTED}: open it in a spreadsheet and save it as one"
            )

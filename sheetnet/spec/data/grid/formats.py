"""What a data file is, by its first bytes and not by its name: a workbook, text, or another."""

import re
from pathlib import Path

from sheetnet.errors import DataError
from sheetnet.wording import later, worded

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXPECTED = later("expected CSV, or a workbook (.xlsx, .xls, .xlsb, .ods)")
_BEGINNINGS = (
    (rb"%PDF", later("is a PDF")),
    (rb"\{\\rtf", later("is a text document (.rtf)")),
    (
        rb"(?i)<(!doctype html|html|table|meta|head|body|div|style)\b",
        later("is a web page (HTML)"),
    ),
    (rb"<\?xml|<[A-Za-z_:][\w:.-]*\s+[\w:.-]+\s*=\s*[\"']", later("is XML")),
    (rb"[\[{]\s*[\"\[{\]}\d-]", later("is JSON")),
    (rb"(?i)@relation\b", later("is an ARFF file, of Weka")),
    (rb"\x93NUMPY", later("is an array of NumPy (.npy)")),
    (rb"\$FL[23]", later("is an SPSS file")),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", later("is a picture")),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh", later("is an archive; unpack it")),
    (rb"SQLite format 3", later("is a database")),
    (rb"PAR1", later("is a Parquet file")),
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
                "{path}: {says}; {expected}: open it in a spreadsheet and save it"
                " as one",
                path=path,
                says=worded(says),
                expected=worded(_EXPECTED),
            )

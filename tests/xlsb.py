"""A binary workbook (.xlsb) of one sheet, byte by byte: no library here writes one."""

import io
import zipfile
from struct import pack

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
</Relationships>"""


def _record(number, content=b""):
    head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    size = len(content)
    length = b""
    while size >= 128:
        length += bytes([size & 127 | 128])
        size >>= 7
    return head + length + bytes([size]) + content


def _text(text):
    return pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column, value):
    head = pack("<II", column, 0)
    if isinstance(value, str):
        return _record(6, head + _text(value))
    return _record(5, head + pack("<d", value))


def xlsb(rows):
    """Return the bytes of a workbook with rows of numbers and texts."""
    width = max(map(len, rows))
    sheet = _record(129) + _record(148, pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet += _record(145)
    for number, row in enumerate(rows):
        sheet += _record(0, pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        sheet += b"".join(_cell(at, value) for at, value in enumerate(row))
    sheet += _record(146) + _record(130)
    bundle = _record(156, pack("<II", 0, 1) + _text("rId1") + _text("One"))
    book = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        top = _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin")
        archive.writestr("_rels/.rels", top)
        archive.writestr("xl/workbook.bin", book)
        below = _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", below)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return target.getvalue()

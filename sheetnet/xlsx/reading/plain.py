"""A workbook as calculators need it: sheets, names and shared texts, whoever saved it.

IronCalc reads no file without shared texts, and fails on styles as some write them. What
has no part in a calculation does not come near it.
"""

import re
from collections.abc import Collection
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from sheetnet.workbook.address import area_of
from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.shared_texts import texts_in
from sheetnet.xlsx.reading.sheet.places import with_places
from sheetnet.xlsx.xml import OFFICE, PACKAGE, escaped, part, tag

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?<(?!\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])|\0)",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<([\w.-]+:)?worksheet\b")
# An empty cell that is said to hold a number, which IronCalc takes for 0.
_NO_NUMBER = re.compile(
    rb"(<(?:[\w.-]+:)?c\b[^<>]*?)\st=[\"']n[\"']([^<>]*?/>|[^<>/]*>\s*</(?:[\w.-]+:)?c>)"
)


def write_plain(package: Package, path: Path) -> None:
    """Write an .xlsx file with what a package's sheets compute, and nothing else.

    Nothing in it is packed: it is read once, at once.
    """
    numbers = range(1, len(package.sheets) + 1)
    sheets = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
    beside = {
        "styles": ("styles", "styles.xml"),
        "texts": ("sharedStrings", "sharedStrings.xml"),
    }
    main = {"workbook": ("officeDocument", "xl/workbook.xml")}
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _kinds())
        archive.writestr("_rels/.rels", _relations(main))
        archive.writestr("xl/workbook.xml", _workbook(package))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(sheets | beside))
        archive.writestr("xl/styles.xml", _styles(package.looks.styles))
        archive.writestr("xl/sharedStrings.xml", _texts(package.shared_texts))
        for number, sheet in zip(numbers, package.sheets, strict=True):
            name = f"xl/worksheets/sheet{number}.xml"
            archive.writestr(name, _cells_alone(package, sheet))


def _cells_alone(package: Package, sheet: str) -> bytes:
    """Return a sheet's XML up to its last cell, each with its place.

    What follows has no part in a calculation; but IronCalc empties cells that are merged.
    """
    xml = _NO_NUMBER.sub(rb"\1\2", package.content_of(sheet))
    if package.scanned(sheet).implied:
        xml = with_places(xml)
    root = _ROOT.search(xml)
    prefix = (root[1] or b"") if root else b""
    # Without any cell, it is one empty element.
    last = max(
        xml.rfind(b"</%ssheetData" % prefix), xml.rfind(b"<%ssheetData" % prefix)
    )
    end = xml.find(b">", last) + 1
    return b"%s</%sworksheet>" % (xml[:end], prefix) if last > 0 else xml


def _texts(table: bytes) -> bytes:
    """Return the table of shared texts, in UTF-8 and without phonetic runs.

    IronCalc takes what tells how a text is read aloud for more of the text.
    """
    if not table:
        return part("sst")
    if b"rPh" not in table and _UTF8.match(table):
        return table
    texts = texts_in(ElementTree.fromstring(table))
    held = (tag("t", escaped(text), **{"xml:space": "preserve"}) for text in texts)
    return part("sst", *(tag("si", one) for one in held))


def _workbook(package: Package) -> bytes:
    sheets = (
        tag("sheet", name=name, sheetId=n, **{"r:id": f"rId{n}"})
        for n, name in enumerate(package.sheets, 1)
    )
    # No other name is planned: what people give names to may be anything.
    known = {name.upper() for name in package.sheets}
    names = (
        tag("definedName", escaped(text), name=name)
        for name, text, local in package.defined_names()
        if local is None and _is_area(text, known)
    )
    inside = tag("sheets", *sheets), tag("definedNames", *names)
    return part("workbook", *inside, spaces="r")


def _is_area(text: str, sheets: Collection[str]) -> bool:
    """Tell whether a name stands for cells of one of these sheets."""
    try:
        return area_of(text).sheet.upper() in sheets
    except ValueError:
        return False


def _styles(count: int) -> bytes:
    """Return so many styles without any look: cells name theirs by number."""
    plain = tag("xf", numFmtId=0, fontId=0, fillId=0, borderId=0)
    return part(
        "styleSheet",
        tag("fonts", tag("font", tag("sz", val=11), tag("name", val="Calibri"))),
        tag("fills", tag("fill", tag("patternFill", patternType="none"))),
        tag("borders", tag("border")),
        tag("cellStyleXfs", plain),
        tag("cellXfs", plain * max(count, 1)),
        tag("cellStyles", tag("cellStyle", name="Normal", xfId=0, builtinId=0)),
    )


def _relations(relations: dict[str, tuple[str, str]]) -> bytes:
    each = (
        tag(
            "Relationship", Id=one, Type=f"{OFFICE}/relationships/{kind}", Target=target
        )
        for one, (kind, target) in relations.items()
    )
    return part("Relationships", *each, main=f"{PACKAGE}/relationships")


def _kinds() -> bytes:
    others = {
        "/xl/workbook.xml": f"{_KIND}.sheet.main+xml",
        "/xl/styles.xml": f"{_KIND}.styles+xml",
        "/xl/sharedStrings.xml": f"{_KIND}.sharedStrings+xml",
    }
    return part(
        "Types",
        tag("Default", Extension="rels", ContentType=_RELATIONS),
        tag("Default", Extension="xml", ContentType=f"{_KIND}.worksheet+xml"),
        *(
            tag("Override", PartName=name, ContentType=of)
            for name, of in others.items()
        ),
        main=f"{PACKAGE}/content-types",
    )

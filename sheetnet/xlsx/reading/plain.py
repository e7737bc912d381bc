"""A workbook as calculators need it: sheets, names and shared texts, whoever saved it.

IronCalc reads no file without shared texts, and fails on styles as some write them. What
has no part in a calculation does not come near it.
"""

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from sheetnet.xlsx.reading.package import Package
from sheetnet.xlsx.reading.sheet.places import with_places

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    "</Types>"
)
_NOTHING = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_ROOT = re.compile(rb"<((?:[\w.-]+:)?worksheet)\b")
_NO_TEXTS = f'<sst xmlns="{_MAIN}"/>'


def write_plain(package: Package, path: Path) -> None:
    """Write an .xlsx file with what a package's sheets compute, and nothing else.

    Nothing in it is packed: it is read once, at once.
    """
    sheets = range(1, len(package.sheets) + 1)
    relations = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in sheets}
    relations["styles"] = "styles", "styles.xml"
    relations["texts"] = "sharedStrings", "sharedStrings.xml"
    main = {"rId1": ("officeDocument", "xl/workbook.xml")}
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations(main))
        archive.writestr("xl/workbook.xml", _workbook(package))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(relations))
        archive.writestr("xl/styles.xml", _styles(package.looks.styles))
        archive.writestr("xl/sharedStrings.xml", package.shared_texts or _NO_TEXTS)
        for number, sheet in zip(sheets, package.sheets, strict=True):
            part = f"xl/worksheets/sheet{number}.xml"
            archive.writestr(part, _cells_alone(package, sheet))


def _cells_alone(package: Package, sheet: str) -> bytes:
    """Return a sheet's XML up to its last cell, each with its place.

    What follows has no part in a calculation; but IronCalc empties cells that are merged.
    """
    xml = package.content_of(sheet)
    if package.scanned(sheet).implied:
        xml = with_places(xml)
    name = _ROOT.search(xml)
    end = xml.find(b">", xml.rfind(b"sheetData")) + 1
    return b"%s</%s>" % (xml[:end], name[1]) if name and end else xml


def _workbook(package: Package) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(package.sheets, 1)
    )
    names = "".join(
        f"<definedName name={quoteattr(name)}>{escape(text)}</definedName>"
        for name, text, local in package.defined_names()
        if local is None
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _styles(count: int) -> str:
    """Return so many styles without any look: cells name theirs by number."""
    return (
        f'<styleSheet xmlns="{_MAIN}">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf {_NOTHING}/></cellStyleXfs>'
        f'<cellXfs count="{count}">{f"<xf {_NOTHING}/>" * max(count, 1)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


def _relations(relations: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identity, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'

"""Workbooks of raw XML: the few parts that a package needs, and in them whatever a test says."""

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.hostile.making import zipped
from tests.passes import MAIN

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
)


def raw(
    path: Path,
    sheets: Mapping[str, str],
    *,
    texts: str = "",
    names: str = "",
    coding: str = "utf-8",
) -> Path:
    """Write a workbook of sheets, by their rows; its shared texts in a coding of theirs."""
    numbers = range(1, len(sheets) + 1)
    listed = (
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    book = f"<sheets>{''.join(listed)}</sheets><definedNames>{names}</definedNames>"
    beside = {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    pages = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*pages, *beside.items()]),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{_STYLES}</styleSheet>',
    }
    for n, rows in zip(numbers, sheets.values(), strict=True):
        xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{n}.xml"] = rows if rows[:2] == "<?" else xml
    content = {name: text.encode() for name, text in parts.items()}
    table = (
        f'<?xml version="1.0" encoding="{coding}"?><sst xmlns="{MAIN}">{texts}</sst>'
    )
    content["xl/sharedStrings.xml"] = table.encode(coding)
    path.write_bytes(zipped(content))
    return path


def column(*cells: tuple[str, str] | str, first: int = 1) -> str:
    """Return rows of one cell each: a formula, or the kind and the value of a constant."""
    rows = []
    for n, cell in enumerate(cells, first):
        kind, inside = (
            ("n", f"<f>{escape(cell)}</f>") if isinstance(cell, str) else cell
        )
        inside = inside if inside[:1] == "<" else f"<v>{inside}</v>"
        rows.append(f'<row r="{n}"><c r="A{n}" t="{kind}">{inside}</c></row>')
    return "".join(rows)


def _types() -> str:
    own = {
        "workbook": "sheet.main",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    each = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for part, kind in own.items()
    )
    others = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": f"{_KIND}.worksheet+xml",
    }
    each += "".join(
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in others.items()
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{each}</Types>'


def _relations(targets: list[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'

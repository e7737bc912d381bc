"""Edits of a workbook's XML that no library would make."""

import html
import re
import zipfile
from pathlib import Path

PICTURE = "xl/worksheets/sheet2.xml"
TRAINING = "xl/worksheets/sheet3.xml"
CHECK = "xl/worksheets/sheet7.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
STYLES = "xl/styles.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Parts = dict[str, str]


def parts_of(path: Path) -> Parts:
    """Return the parts of a workbook of ours, all of which are text."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(parts: Parts, target: Path) -> Path:
    """Write parts as a workbook."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode())
    return target


def changed(parts: Parts, part: str, old: str, new: str, count: int = 1) -> Parts:
    """Return the parts with a text of one replaced, which must be there."""
    assert old in parts[part], f"{part} has no {old}"
    return {**parts, part: parts[part].replace(old, new, count)}


def map_part(parts: Parts) -> str:
    """Return the part that holds the map."""
    return next(name for name, text in parts.items() if "sheetnet map:" in text)


def cell_of(xml: str, reference: str) -> re.Match[str]:
    """Return the element of a cell; its attributes and its content are groups."""
    found = re.search(rf'<c r="{reference}"([^>]*?)(/>|>(.*?)</c>)', xml, re.DOTALL)
    assert found is not None, f"no cell {reference}"
    return found


def with_cell(
    parts: Parts, reference: str, element: str, part: str = TRAINING
) -> Parts:
    """Return the parts with another element in a cell's place; {} takes its attributes."""
    xml = parts[part]
    found = cell_of(xml, reference)
    new = element.replace("{}", found[1])
    return {**parts, part: xml[: found.start()] + new + xml[found.end() :]}


def with_formula(
    parts: Parts, reference: str, text: str, attributes: str = ""
) -> Parts:
    """Return the parts with another formula in a cell of Training, its value kept."""
    found = cell_of(parts[TRAINING], reference)
    value = re.search("<v>.*?</v>", found[3] or "")
    formula = f"<f{attributes}>{html.escape(text, quote=False)}</f>"
    inner = formula + (value[0] if value else "")
    return with_cell(parts, reference, f'<c r="{reference}"{{}}>{inner}</c>')


def with_value(parts: Parts, reference: str, value: str, part: str = TRAINING) -> Parts:
    """Return the parts with another value in a cell."""
    inner = re.sub("<v>.*?</v>", f"<v>{value}</v>", cell_of(parts[part], reference)[3])
    return with_cell(parts, reference, f'<c r="{reference}"{{}}>{inner}</c>', part)


def with_more(parts: Parts, after: str, element: str, part: str = TRAINING) -> Parts:
    """Return the parts with one more element behind a cell."""
    end = cell_of(parts[part], after).end()
    return {**parts, part: parts[part][:end] + element + parts[part][end:]}


def with_sheet(parts: Parts, name: str, xml: str, state: str = "visible") -> Parts:
    """Return the parts with one more sheet."""
    parts = {**parts, "xl/worksheets/sheet99.xml": xml}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    override = f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{kind}"/>'
    parts = changed(parts, TYPES, "</Types>", f"{override}</Types>")
    relation = (
        f'<Relationship Type="{OFFICE}/worksheet" Target="worksheets/sheet99.xml"'
        ' Id="rId99"/></Relationships>'
    )
    parts = changed(parts, RELATIONS, "</Relationships>", relation)
    sheet = (
        f'<sheet xmlns:r="{OFFICE}" name="{name}" sheetId="99" state="{state}"'
        ' r:id="rId99"/></sheets>'
    )
    return changed(parts, WORKBOOK, "</sheets>", sheet)


def sheet_xml(rows: str) -> str:
    """Return a sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def with_style(parts: Parts, reference: str, code: str) -> Parts:
    """Return the parts with a number format of its own on a cell of Training."""
    styles = parts[STYLES]
    number = len(
        re.findall(r"<xf\b", re.search("<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0])
    )
    code = html.escape(code)
    styles = styles.replace(
        "</numFmts>", f'<numFmt numFmtId="299" formatCode="{code}"/></numFmts>'
    )
    styles = styles.replace(
        "</cellXfs>",
        '<xf numFmtId="299" applyNumberFormat="1" fontId="0" fillId="0" borderId="0"/></cellXfs>',
    )
    xml = re.sub(
        rf'<c r="{reference}" s="\d+"',
        f'<c r="{reference}" s="{number}"',
        parts[TRAINING],
    )
    return {**parts, STYLES: styles, TRAINING: xml}

"""openpyxl's parts, settled: the same bytes on any day, however openpyxl wrote them.

It writes XML in two ways, with lxml and without; its own names of parts and its
namespaces without prefixes are unknown to some readers. So each part is read and
written again, by one hand.
"""

import posixpath
import re
from collections.abc import Iterator
from types import MappingProxyType
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape, quoteattr

from sheetnet.xlsx.reading.package import APPLICATION

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f"{_OFFICE}/relationships"

# The prefixes that everybody uses; some readers know an element by its prefix.
_PREFIXES = MappingProxyType(
    {
        MAIN: "",
        f"{_PACKAGE}/content-types": "",
        f"{_PACKAGE}/relationships": "",
        _RELATIONS: "r",
        f"{_DRAWING}/spreadsheetDrawing": "xdr",
        f"{_DRAWING}/main": "a",
        f"{_DRAWING}/chart": "c",
        f"{_PACKAGE}/metadata/core-properties": "cp",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://www.w3.org/2001/XMLSchema-instance": "xsi",
        "http://www.w3.org/XML/1998/namespace": "xml",
        "urn:schemas-microsoft-com:vml": "v",
        "urn:schemas-microsoft-com:office:office": "o",
        "urn:schemas-microsoft-com:office:excel": "x",
    }
)
# There people and their scripts put elements that refer to other parts.
_REFERRING = (f"{{{MAIN}}}workbook", f"{{{MAIN}}}worksheet")

_APP_XML = (
    f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
    f"<Application>{APPLICATION}</Application></Properties>"
)
_DATE = b"1980-01-01T00:00:00Z"

# The order of the format's schema; openpyxl has one of its own, which Excel takes too.
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u",
               "vertAlign", "sz", "color", "name", "family", "charset", "scheme")  # fmt: skip


def usual_name(name: str) -> str:
    """Return the name that a part has in Excel's files: some readers know no other.

    >>> usual_name("xl/comments/comment1.xml"), usual_name("xl/drawings/commentsDrawing1.vml")
    ('xl/comments1.xml', 'xl/drawings/vmlDrawing1.vml')
    """
    name = re.sub(r"xl/comments/comment(\d+)\.xml$", r"xl/comments\1.xml", name)
    return re.sub(r"commentsDrawing(\d+)\.vml$", r"vmlDrawing\1.vml", name)


def settled(name: str, content: bytes) -> bytes:
    """Return a part without what would change from day to day, and with our name."""
    if name == "docProps/app.xml":
        return _APP_XML.encode()
    root = ElementTree.fromstring(content)
    if name == "xl/styles.xml":
        _order_fonts(root)
    elif name == "[Content_Types].xml":
        _settle_types(root)
    elif name.endswith(".rels"):
        if name == "xl/_rels/workbook.xml.rels":
            _add_strings(root)
        _make_targets_relative(name, root)
    xml = _serialised(root, "" if name.endswith(".vml") else DECLARATION)
    if name == "docProps/core.xml":
        return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _DATE, xml)
    return xml


def _order_fonts(root: Element) -> None:
    for font in root.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(
            font, key=lambda one: _FONT_ORDER.index(one.tag.rpartition("}")[2])
        )


def _settle_types(root: Element) -> None:
    """Name parts as usual, and the table of texts that openpyxl does not write."""
    kind = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    added = {"PartName": f"/{STRINGS}", "ContentType": kind}
    SubElement(root, f"{{{_PACKAGE}/content-types}}Override", added)
    for one in root:
        if (part := one.get("PartName")) is not None:
            one.set("PartName", usual_name(part))


def _add_strings(root: Element) -> None:
    added = {
        "Type": f"{_RELATIONS}/sharedStrings",
        "Target": f"/{STRINGS}",
        "Id": "texts",
    }
    SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", added)


def _make_targets_relative(name: str, root: Element) -> None:
    """Name related parts from the folder of their source: not all readers know `/xl/…`."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for one in root:
        target = usual_name(one.attrib["Target"])
        if target.startswith("/"):
            target = posixpath.relpath(target[1:], folder)
        one.set("Target", target)


# ------------------------------------------------------------------ XML


def _serialised(root: Element, declaration: str) -> bytes:
    """Return XML whose root declares all namespaces, by their usual prefixes."""
    used = {_namespace(name) for one in root.iter() for name in (one.tag, *one.attrib)}
    if root.tag in _REFERRING:
        used.add(_RELATIONS)
    declared = "".join(
        f' xmlns{":" * bool(prefix)}{prefix}="{namespace}"'
        for prefix, namespace in sorted((_PREFIXES[one], one) for one in used if one)
        if prefix != "xml"
    )
    return (declaration + "".join(_pieces(root, declared))).encode()


def _pieces(element: Element, declared: str = "") -> Iterator[str]:
    name = _prefixed(element.tag)
    yield f"<{name}{declared}"
    for key, value in element.attrib.items():
        yield f" {_prefixed(key)}={quoteattr(value)}"
    if len(element) or element.text:
        yield f">{_text(element.text)}"
        for child in element:
            yield from _pieces(child)
        yield f"</{name}>"
    else:
        yield " />"
    yield _text(element.tail)


def _namespace(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _prefixed(name: str) -> str:
    prefix = _PREFIXES[_namespace(name)] if name.startswith("{") else ""
    local = name.rpartition("}")[2]
    return f"{prefix}:{local}" if prefix else local


def _text(text: str | None) -> str:
    return escape(text or "").replace("\r", "&#13;")

"""The main part of a package: which sheets and names it tells of."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sheetnet.xlsx.reading.safety import RefusedError
from sheetnet.xlsx.reading.sheet.scan import MAIN

_MAX_SHEETS = 500
# Elements that some readers find in any namespace.
_OF_WORKBOOKS = ("sheets", "sheet", "definedNames", "definedName", "calcPr")
_SHEET_ID = "relationships}id"  # of either namespace, transitional or strict


def sheets_of(book: Element) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet, with the relation that names its part.

    Raises: RefusedError where readers would find other sheets.
    """
    for element in book.iter():
        space, _, local = element.tag.lstrip("{").rpartition("}")
        if local in _OF_WORKBOOKS and space not in MAIN:
            raise RefusedError(f"an element named {local} is of another namespace")
    sheets = book.findall("{*}sheets/{*}sheet")
    if len(sheets) > _MAX_SHEETS:
        raise RefusedError(f"it has more than {_MAX_SHEETS} sheets")
    names = {sheet.get("name", "").lower() for sheet in sheets}
    if len(names) < len(sheets) or len(sheets) < len(book.findall(".//{*}sheet")):
        raise RefusedError("two sheets have one name, or one stands elsewhere")
    for sheet in sheets:
        for key, identity in sheet.items():
            if key.endswith(_SHEET_ID):
                yield sheet.attrib["name"], identity


def names_of(book: Element) -> Iterator[tuple[str, str, str | None]]:
    """Yield each defined name, what it stands for, and the sheet it is local to.

    Raises: RefusedError.
    """
    found = book.findall("{*}definedNames/{*}definedName")
    if any(map(len, found)) or len(found) < len(book.findall(".//{*}definedName")):
        raise RefusedError("a name holds elements, or stands where none belongs")
    sheets = book.findall("{*}sheets/{*}sheet")
    for one in found:
        local = one.get("localSheetId")
        sheet = None if local is None else sheets[int(local)].get("name", "")
        yield one.get("name", ""), one.text or "", sheet

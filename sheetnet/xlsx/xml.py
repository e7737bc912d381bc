"""XML as text: the parts of a workbook, written as they stand in the file.

Prefixes are those that everybody uses; some readers know an element by its prefix. The
root of a part declares them.
"""

from types import MappingProxyType

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"

_NAMESPACES = MappingProxyType(
    {
        "a": f"{_DRAWING}/main",
        "c": f"{_DRAWING}/chart",
        "cp": f"{PACKAGE}/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "o": "urn:schemas-microsoft-com:office:office",
        "r": f"{OFFICE}/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "x": "urn:schemas-microsoft-com:office:excel",
        "xdr": f"{_DRAWING}/spreadsheetDrawing",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
)


def tag(name: str, /, *inside: str, **attributes: str | float | None) -> str:
    """Return an element; what is inside is XML, an attribute of None is left out.

    >>> tag("c:max", val=1.5)
    '<c:max val="1.5" />'
    >>> tag("b", escaped("<"), tag("c"), ref=None)
    '<b>&lt;<c /></b>'
    """
    written = "".join(
        f" {key}={_attribute(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written} />"


def _attribute(value: str | float) -> str:
    if not isinstance(value, str):
        return f'"{value:.16g}"'
    held = escaped(value).replace("\n", "&#10;").replace("\t", "&#9;")
    mark = "'" if '"' in held else '"'
    return f"{mark}{held.replace(mark, '&apos;')}{mark}"


def escaped(words: str) -> str:
    """Return words as XML holds them between tags."""
    # Not by xml.sax.saxutils, which loads what it takes to go to the internet.
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("\r", "&#13;")


def opening(
    name: str, /, spaces: str = "", main: str = MAIN, **attributes: float
) -> str:
    """Return the declaration of a part and its root's first tag.

    `spaces` are the prefixes in it, `main` is the namespace of names without prefix.

    >>> opening("b", main="urn:d", count=2).splitlines()[1]
    '<b xmlns="urn:d" count="2">'
    """
    declared = {"xmlns": main} if main else {}
    declared |= {f"xmlns:{one}": _NAMESPACES[one] for one in spaces.split()}
    return f"{DECLARATION}{tag(name, **declared, **attributes).removesuffix(' />')}>"


def part(name: str, *inside: str, spaces: str = "", main: str = MAIN) -> bytes:
    """Return a whole part: its root, as `opening` has it, with what is inside."""
    return f"{opening(name, spaces, main)}{''.join(inside)}</{name}>".encode()


def vml(*inside: str) -> bytes:
    """Return a part of the format's older drawings, which has no declaration."""
    whole = part("xml", *inside, spaces="o v x", main="")
    return whole.removeprefix(DECLARATION.encode())


def quoted(sheet: str) -> str:
    """Return a sheet's name as references have it.

    >>> quoted("Anna's")
    "'Anna''s'"
    """
    return "'" + sheet.replace("'", "''") + "'"

"""The parts of a package: the name and type of each, and which leads to which."""

from collections.abc import Iterable, Mapping

from sheetnet.xlsx.xml import OFFICE, PACKAGE, part, tag

TYPES, STRINGS = "[Content_Types].xml", "xl/sharedStrings.xml"

# By kind: how a part is named, as in Excel's files, for some readers know no other
# names; and its type.
_KINDS = {
    "officeDocument": ("xl/workbook.xml", "officedocument.spreadsheetml.sheet.main"),
    "worksheet": (
        "xl/worksheets/sheet{}.xml",
        "officedocument.spreadsheetml.worksheet",
    ),
    "styles": ("xl/styles.xml", "officedocument.spreadsheetml.styles"),
    "sharedStrings": (STRINGS, "officedocument.spreadsheetml.sharedStrings"),
    "comments": ("xl/comments{}.xml", "officedocument.spreadsheetml.comments"),
    "vmlDrawing": ("xl/drawings/vmlDrawing{}.vml", ""),
    "drawing": ("xl/drawings/drawing{}.xml", "officedocument.drawing"),
    "chart": ("xl/charts/chart{}.xml", "officedocument.drawingml.chart"),
    "theme": ("xl/theme/theme1.xml", "officedocument.theme"),
    "core-properties": ("docProps/core.xml", "package.core-properties"),
    "extended-properties": ("docProps/app.xml", "officedocument.extended-properties"),
}
_TYPE = "application/vnd.openxmlformats-"
# What is known by the ending of its name.
_BY_ENDING = {
    "rels": f"{_TYPE}package.relationships+xml",
    "xml": "application/xml",
    "vml": f"{_TYPE}officedocument.vmlDrawing",
}
_RELATIONS = f"{PACKAGE}/relationships"


def by_number(names: Iterable[str]) -> dict[str, str]:
    """Return parts by the usual names of relations.

    >>> by_number(["a.xml", "b.xml"])
    {'rId1': 'a.xml', 'rId2': 'b.xml'}
    """
    return {f"rId{number}": name for number, name in enumerate(names, 1)}


class Parts:
    """Parts as they are made. Those with cells are declared here and written later."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._kinds: dict[str, str] = {}

    def add(self, kind: str, content: bytes | None = None) -> str:
        """Add a part of a kind and return its name; without content it is written later."""
        number = sum(one == kind for one in self._kinds.values()) + 1
        name = _KINDS[kind][0].format(number)
        self._kinds[name] = kind
        if content is not None:
            self._contents[name] = content
        return name

    def relate(self, source: str, to: Mapping[str, str]) -> None:
        """Say by which relations a part leads to others; "" is the package itself.

        Targets are told from the part's folder: not all readers know `/xl/…`.
        """
        if not to:
            return
        folder, _, file = source.rpartition("/")
        up = "../" * folder.count("/")
        written = (
            tag(
                "Relationship",
                Type=self._relation(name),
                Target=up + name.removeprefix("xl/") if source else name,
                Id=relation,
            )
            for relation, name in to.items()
        )
        name = f"{folder}/_rels/{file}.rels".removeprefix("/")
        self._contents[name] = part("Relationships", *written, main=_RELATIONS)

    def _relation(self, name: str) -> str:
        kind = self._kinds[name]
        if kind == "core-properties":
            return f"{_RELATIONS}/metadata/{kind}"
        return f"{OFFICE}/relationships/{kind}"

    def all(self) -> dict[str, bytes]:
        """Return the parts by name, and the one that tells the type of each."""
        endings = (
            tag("Default", Extension=ending, ContentType=known)
            for ending, known in _BY_ENDING.items()
        )
        types = (
            tag("Override", PartName=f"/{name}", ContentType=f"{_TYPE}{known}+xml")
            for name, kind in self._kinds.items()
            if (known := _KINDS[kind][1])
        )
        declared = part("Types", *endings, *types, main=f"{PACKAGE}/content-types")
        return {TYPES: declared, **self._contents}

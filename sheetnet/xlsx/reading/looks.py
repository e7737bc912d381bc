"""How a workbook shows its numbers: styles that hide or alter them, charts, settings.

Reads the small parts beside the sheets; what stands in a sheet itself is `scan`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from sheetnet.xlsx.reading.chart_looks import ChartLook, chart_look
from sheetnet.xlsx.reading.colours import colour
from sheetnet.xlsx.reading.number_formats import built_in, shows
from sheetnet.xlsx.reading.safety import RefusedError
from sheetnet.xlsx.reading.sheet.scan import EXTENSIONS, MAIN
from sheetnet.xlsx.reading.sheet.scanned import Dress

# Part → its tree, and part → what it is related to: identity, kind and full name.
Tree = Callable[[str], Element]
Related = Callable[[str], Iterable[tuple[str, str, str]]]

# In the ink of its ground: nothing can be seen.
INVISIBLE = "ink of the ground"


@dataclass(frozen=True, slots=True)
class Looks:
    """What decides how numbers are shown.

    `styles` is how many styles of cells there are. `doubtful` holds, by their numbers, styles of cells that do not plainly show a
    number: their format, or INVISIBLE. `conditional` is what
    conditional formats change, by number; `hidden` the sheets that are not shown; `reckoning`
    the settings of the whole workbook; `charts` those of each sheet.
    """

    styles: int = 0
    doubtful: Mapping[str, str] = field(default_factory=dict)
    conditional: Mapping[str, Dress] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    reckoning: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, tuple[ChartLook, ...]] = field(default_factory=dict)


def looks_of(
    tree: Tree, related: Related, workbook: str, sheets: Mapping[str, str]
) -> Looks:
    """Return the looks of a workbook; `sheets` are its sheets' parts by name.

    Raises: what reading a strange part raises.
    """
    book = tree(workbook)
    [styles] = [
        tree(part) for _, kind, part in related(workbook) if kind == "styles"
    ] or [Element("styleSheet")]
    _refuse_foreign(styles)
    calculations = [one for one in book.iter() if _is(one, "calcPr")]
    if len(calculations) > 1 or calculations != book.findall("{*}calcPr"):
        raise RefusedError("the settings of calculation stand twice, or elsewhere")
    reckoning = calculations[0] if calculations else None
    return Looks(
        styles=len(styles.findall("{*}cellXfs/{*}xf")),
        doubtful=dict(_doubtful(styles)),
        conditional=dict(_conditional(styles)),
        hidden=frozenset(
            sheet.get("name", "")
            for sheet in book.findall("{*}sheets/{*}sheet")
            if sheet.get("state", "visible") != "visible"
        ),
        reckoning={}
        if reckoning is None
        else {name: value.strip() for name, value in reckoning.attrib.items()},
        charts={
            name: tuple(_charts(tree, related, part)) for name, part in sheets.items()
        },
    )


# ------------------------------------------------------------------ styles

_OF_STYLES = frozenset(
    [
        "numFmts",
        "numFmt",
        "fonts",
        "font",
        "fills",
        "fill",
        "cellXfs",
        "xf",
        "dxfs",
        "dxf",
        "patternFill",
        "fgColor",
    ]
)


def _refuse_foreign(styles: Element) -> None:
    """Refuse styles that some readers find in any namespace, or a format told twice."""
    for one in styles.iter():
        space, _, local = one.tag.lstrip("{").rpartition("}")
        strange = space not in MAIN and not space.startswith(EXTENSIONS)
        if local in _OF_STYLES and strange and space:
            raise RefusedError(f"an element named {local} is of another namespace")
    numbers = [one.get("numFmtId") for one in styles.findall("{*}numFmts/{*}numFmt")]
    if len(set(numbers)) < len(numbers):
        raise RefusedError("two number formats have one number")


def _doubtful(styles: Element) -> Iterator[tuple[str, str]]:
    """Yield the styles of cells that do not plainly show a number."""
    codes = _codes(styles)
    inks = [_colour(one.find("{*}color")) for one in styles.findall("{*}fonts/{*}font")]
    grounds = list(map(_ground, styles.findall("{*}fills/{*}fill")))
    for number, style in enumerate(styles.findall("{*}cellXfs/{*}xf")):
        code = codes.get(style.get("numFmtId", "0"), "")
        code = code or built_in(int(style.get("numFmtId", "0")))
        ink = _at(inks, style.get("fontId"))
        if shows(code) != "number":
            yield str(number), code
        elif ink and ink == _at(grounds, style.get("fillId")):
            yield str(number), INVISIBLE


def _codes(styles: Element) -> dict[str, str]:
    """Return the formats that the workbook defines, by number."""
    return {
        one.get("numFmtId", ""): one.get("formatCode", "")
        for one in styles.findall("{*}numFmts/{*}numFmt")
    }


def _conditional(styles: Element) -> Iterator[tuple[str, Dress]]:
    for number, one in enumerate(styles.findall("{*}dxfs/{*}dxf")):
        code, ink = one.find("{*}numFmt"), one.find("{*}font/{*}color")
        pattern = one.find("{*}fill/{*}patternFill")
        ground = None if pattern is None else pattern.find("{*}bgColor")
        yield (
            str(number),
            Dress(
                "" if code is None else code.get("formatCode", ""),
                "" if ink is None else colour(ink.attrib),
                "" if ground is None else colour(ground.attrib),
            ),
        )


def _at(values: list[str], number: str | None) -> str:
    at = int(number or 0)
    return values[at] if 0 <= at < len(values) else ""


def _colour(found: Element | None) -> str:
    """Return a colour as RRGGBB; "" where it is not told in a way known here."""
    return "000000" if found is None else colour(found.attrib)


def _ground(fill: Element) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return ""
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return "FFFFFF"
    return _colour(pattern.find("{*}fgColor")) if kind == "solid" else ""


# ------------------------------------------------------------------ charts


def _charts(tree: Tree, related: Related, part: str) -> Iterator[ChartLook]:
    drawings = [drawing for _, kind, drawing in related(part) if kind == "drawing"]
    if len(drawings) > 1:
        raise RefusedError("a sheet has two drawings")
    for drawing in drawings:
        # Those that are drawn, of those that are related.
        drawn = {
            value
            for one in tree(drawing).iter()
            if _is(one, "chart")
            for name, value in one.attrib.items()
            if name.endswith("relationships}id")
        }
        for identity, of, chart in related(drawing):
            if of == "chart" and identity in drawn:
                yield chart_look(tree(chart))


def _is(element: Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name

"""How cells look, by number: the part of styles, made of the kit's records."""

from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.styles import STYLES, Style
from sheetnet.xlsx.xml import part, tag

# The number formats that applications know by number, and where others begin: those of
# cells, and those of conditional formats.
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2}
_FIRST_OWN, _FIRST_CONDITIONAL = 164, 200

# What a cell without style has; the format wants it first.
_FONT = '<font><sz val="11" /><color theme="1" /><name val="Calibri" /><family val="2" /><scheme val="minor" /></font>'
_NO_FILL, _GREY = tag("patternFill"), tag("patternFill", patternType="gray125")
_NO_BORDER = "".join(map(tag, ("left", "right", "top", "bottom", "diagonal")))
_NO_LINES = tag("border", *map(tag, ("left", "right", "top", "bottom")))

# The 56 colours of the format, by number, all but the first eight of them twice.
_BRIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_PALETTE = f"""{_BRIGHT} {_BRIGHT}
800000 008000 000080 808000 800080 008080 C0C0C0 808080
9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF
00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696
003366 339966 003300 333300 993300 993366 333399 333333"""


class Table(dict[str, int]):
    """Elements of one kind, each once and by number, in the order of their first use."""

    def number(self, element: str) -> int:
        """Return the number of an element."""
        return self.setdefault(element, len(self))

    def list(self, name: str) -> str:
        """Return the elements as a counted list; "" where there are none."""
        return tag(name, *self, count=len(self)) if self else ""


class Looks:
    """The looks of a workbook: `numbers` has that of each style."""

    def __init__(self) -> None:
        self._formats = Table()
        self._fonts = Table({_FONT: 0})
        self._fills = Table({tag("fill", _NO_FILL): 0, tag("fill", _GREY): 1})
        self._borders = Table({tag("border", _NO_BORDER): 0})
        none = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0}
        self._base = tag("xf", **none)
        self._cells = Table(
            {tag("xf", **none, pivotButton=0, quotePrefix=0, xfId=0): 0}
        )
        self._conditional, self._conditional_formats = Table(), Table()
        self.numbers = {name: self._number(style) for name, style in STYLES.items()}

    def _number(self, style: Style) -> int:
        alignment = tag(
            "alignment",
            horizontal=style.align,
            vertical="center",
            wrapText=style.wrap or None,
            indent=style.indent or None,
            shrinkToFit=style.shrink or None,
        )
        look = tag(
            "xf",
            alignment,
            numFmtId=self._format(style.number_format),
            fontId=self._fonts.number(_font(style)),
            fillId=self._fills.number(_fill(style.fill)),
            borderId=self._borders.number(_border(style)),
            applyAlignment=1,
            pivotButton=0,
            quotePrefix=style.quote,
            xfId=0,
        )
        return self._cells.number(look)

    def _format(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        return _FIRST_OWN + self._formats.number(code)

    def conditional(self, style: Style, *, with_format: bool) -> int:
        """Return the number of what a condition changes: ink and fill, or number format."""
        ink = tag("font", *_bold(style), colour("color", style.ink))
        if with_format:
            code = style.number_format
            number = _FIRST_CONDITIONAL + self._conditional_formats.number(code)
            more = tag("numFmt", numFmtId=number, formatCode=code)
            ink = "" if style.ink == styles.INK else ink
            more += _NO_LINES if code == styles.NOTHING else ""
        else:
            behind = colour("bgColor", str(style.fill))
            more = tag("fill", tag("patternFill", behind, patternType="solid"))
        return self._conditional.number(tag("dxf", ink, more))

    def part(self) -> bytes:
        """Return the part, once all sheets have said what they need."""
        formats = [
            tag("numFmt", numFmtId=_FIRST_OWN + number, formatCode=code)
            for code, number in self._formats.items()
        ]
        normal = tag("cellStyle", name="Normal", xfId=0, builtinId=0, hidden=0)
        palette = [tag("rgbColor", rgb=f"00{one}") for one in _PALETTE.split()]
        return part(
            "styleSheet",
            tag("numFmts", *formats, count=len(formats)),
            self._fonts.list("fonts"),
            self._fills.list("fills"),
            self._borders.list("borders"),
            tag("cellStyleXfs", self._base, count=1),
            self._cells.list("cellXfs"),
            tag("cellStyles", normal, count=1),
            self._conditional.list("dxfs"),
            tag(
                "tableStyles",
                count=0,
                defaultTableStyle="TableStyleMedium9",
                defaultPivotStyle="PivotStyleLight16",
            ),
            tag("colors", tag("indexedColors", *palette)),
        )


def colour(name: str, rgb: str) -> str:
    """Return an element that is a colour, given as RRGGBB."""
    return tag(name, rgb=f"00{rgb}")


def _font(style: Style) -> str:
    return tag(
        "font",
        *_bold(style),
        tag("i", val=1) if style.italic else "",
        tag("u", val="single") if style.underline else "",
        tag("sz", val=style.size),
        colour("color", style.ink),
        tag("name", val=styles.FONT),
    )


def _bold(style: Style) -> list[str]:
    return [tag("b", val=1)] if style.bold else []


def _fill(rgb: str | None) -> str:
    if rgb is None:
        return tag("fill", _NO_FILL)
    ends = colour("fgColor", rgb), colour("bgColor", rgb)
    return tag("fill", tag("patternFill", *ends, patternType="solid"))


def _border(style: Style) -> str:
    if not style.border:
        return tag("border", _NO_BORDER)
    edge = ("medium", styles.NAVY) if style.frame else ("thin", styles.LINE)
    top = ("medium", styles.GREY) if style.top else edge
    sides = {"left": edge, "right": edge, "top": top, "bottom": edge}
    return tag(
        "border",
        *(
            tag(side, colour("color", ink), style=line)
            for side, (line, ink) in sides.items()
        ),
    )

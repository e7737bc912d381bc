"""Colours, type and number formats of every sheet, defined once.

Colour has one meaning each: blue on pale yellow for constants one may change, teal
forward, orange backward, violet gradient and update, green and red for checks alone.
"""

from dataclasses import dataclass, replace

FONT = "Calibri"
INK = "1F2937"
GREY = "6B7280"
LINE = "D1D5DB"
WHITE = "FFFFFF"
NAVY = "24324A"
BAND = "DCE3EE"

INPUT_INK, INPUT_FILL = "1D4ED8", "FFF9DB"
FORWARD_INK, FORWARD_FILL = "0F766E", "E3F5F1"
BACKWARD_INK, BACKWARD_FILL = "B45309", "FDEEDD"
GRADIENT_INK, GRADIENT_FILL = "6D28D9", "F0EAFC"
RIGHT_INK, RIGHT_FILL = "166534", "DCFCE7"
WRONG_INK, WRONG_FILL = "B91C1C", "FEE2E2"

# Scales: weights and δ around 0, pixels from paper to ink.
BELOW_ZERO, ZERO, ABOVE_ZERO = "C3B1E8", "FFFFFF", "F8BC85"
PAPER, PIXEL = "FFFFFF", "AEB8C8"
MAP = "5EB5A6"

# Lines of a chart, told apart by their names in the legend too.
SERIES = (FORWARD_INK, BACKWARD_INK, GRADIENT_INK, INPUT_INK, GREY)

# Numbers that would not fit into their column are written with an exponent. Negative ones
# by a condition of their own (`large` below): in a section after the first, LibreOffice
# loses their sign.
LARGE = 1000
NUMBER = f"[<{LARGE}]0.000;[<100000]0.0;0.00E+00"
SIX_PLACES = "[<1000000]0.000000;0.000000E+00"
GENERAL = "General"
WHOLE = "0"
PERCENT = "0.0%"

# Columns of numbers are so wide.
NUMBER_WIDTH = 7.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. Sizes in points, colours as RRGGBB."""

    ink: str = INK
    fill: str | None = None
    bold: bool = False
    italic: bool = False
    size: float = 10
    number_format: str = GENERAL
    align: str = "general"
    border: bool = False
    wrap: bool = False
    # Text of a user: shown as it is, even if it begins with "=".
    quote: bool = False
    underline: bool = False
    indent: int = 0
    # A stronger line above: here begins another map.
    top: bool = False
    # A strong line all around: the window and the cell that a sentence speaks of.
    frame: bool = False


_CELL = Style(number_format=NUMBER, align="right", border=True, size=9)
_CAPTION = Style(size=9, italic=True)
_BAND = Style(ink=NAVY, fill=BAND, bold=True, align="left")

STYLES: dict[str, Style] = {
    "plain": Style(),
    "beside": Style(indent=1, align="left"),
    "title": Style(bold=True, size=16),
    "sentence": Style(ink=GREY, italic=True),
    "heading": Style(bold=True, size=11),
    "verdict": Style(bold=True, indent=1, align="left"),
    "label": Style(ink=GREY, size=9, align="right"),
    "symbol": Style(bold=True, align="right"),
    "symbol-head": Style(bold=True, align="center"),
    "symbol-left": Style(bold=True),
    "number-label": Style(ink=GREY, bold=True, align="center", number_format=WHOLE),
    "side": Style(ink=GREY, size=9, indent=1, align="left"),
    "side-number": Style(ink=GREY, size=9, align="right", number_format=NUMBER),
    "side-whole": Style(ink=GREY, size=9, align="right", number_format=WHOLE),
    "side-right": Style(ink=GREY, size=9, align="right"),
    "spelled": Style(size=9, indent=1, align="left"),
    "arrow": Style(ink=GREY, align="center"),
    "input": replace(_CELL, ink=INPUT_INK, fill=INPUT_FILL),
    "input-whole": replace(
        _CELL, ink=INPUT_INK, fill=INPUT_FILL, number_format=WHOLE, bold=True, size=11
    ),
    "looked-up": replace(_CELL, italic=True),
    "pixel-link": replace(_CELL, number_format=GENERAL, align="center"),
    "forward-link": replace(_CELL, ink=FORWARD_INK, italic=True),
    "pixel": replace(
        _CELL, ink=INPUT_INK, fill=INPUT_FILL, number_format=GENERAL, align="center"
    ),
    "input-label": replace(
        _CELL,
        ink=INPUT_INK,
        fill=INPUT_FILL,
        number_format=GENERAL,
        align="center",
        quote=True,
    ),
    "eta": replace(
        _CELL, ink=INPUT_INK, fill=INPUT_FILL, number_format=GENERAL, bold=True, size=11
    ),
    "target": replace(
        _CELL, ink=FORWARD_INK, fill=FORWARD_FILL, number_format=GENERAL, align="center"
    ),
    # A number of the data, made ready for the network.
    "made": replace(_CELL, ink=FORWARD_INK, fill=FORWARD_FILL),
    # In the units of the data: as many digits as fit.
    "made-general": replace(
        _CELL, ink=FORWARD_INK, fill=FORWARD_FILL, number_format=GENERAL
    ),
    "target-input": replace(
        _CELL, ink=INPUT_INK, fill=INPUT_FILL, number_format=GENERAL, align="center"
    ),
    "forward": replace(_CELL, fill=FORWARD_FILL),
    "forward-small": replace(_CELL, fill=FORWARD_FILL, number_format="0.0E+00"),
    "result": replace(_CELL, number_format="0.000000000", size=10),
    "forward-general": replace(_CELL, fill=FORWARD_FILL, number_format=GENERAL),
    "gradient-general": replace(_CELL, fill=GRADIENT_FILL, number_format=GENERAL),
    "update-general": replace(
        _CELL, ink=GRADIENT_INK, fill=WHITE, number_format=GENERAL
    ),
    "forward-six": replace(_CELL, fill=FORWARD_FILL, number_format="0.000000"),
    "update-six": replace(
        _CELL, ink=GRADIENT_INK, fill=WHITE, number_format="0.000000"
    ),
    "backward-six": replace(_CELL, fill=BACKWARD_FILL, number_format="0.000000"),
    # 1 is shown as ✓, 0 as ✗, so that they can be counted.
    "tick": replace(_CELL, number_format='"✓";"✗";"✗"', align="center", bold=True),
    "quoted": Style(bold=True, quote=True),
    "axis": Style(ink=GREY, size=8, align="right", number_format="0.0#"),
    "map-axis": Style(ink=GREY, size=8, align="right", number_format="0.00"),
    "map-wide": Style(size=8, align="right", number_format="[<1000]0.0;0"),
    "map": Style(size=8, align="right", number_format=GENERAL),
    # Instead of the number, wherever a way has been.
    "visited": Style(ink=NAVY, bold=True, number_format='"●";"●";"●"'),
    "forward-whole": replace(_CELL, fill=FORWARD_FILL, number_format=WHOLE),
    "forward-caption": replace(_CAPTION, ink=FORWARD_INK),
    "forward-text": replace(
        _CELL, fill=FORWARD_FILL, number_format=GENERAL, align="center"
    ),
    "class-link": replace(
        _CELL, ink=FORWARD_INK, italic=True, number_format=GENERAL, border=False
    ),
    "answer": replace(
        _CELL,
        fill=FORWARD_FILL,
        number_format=GENERAL,
        align="center",
        bold=True,
        size=11,
    ),
    # No ink of its own: that of the cell stays.
    "large": Style(number_format="0.0E+00"),
    "mark": replace(_CELL, number_format=GENERAL, align="center", bold=True, size=11),
    "right": Style(ink=RIGHT_INK, fill=RIGHT_FILL, bold=True),
    "wrong": Style(ink=WRONG_INK, fill=WRONG_FILL, bold=True),
    "changed": Style(ink=INPUT_INK, fill=INPUT_FILL, bold=True),
    "backward": replace(_CELL, fill=BACKWARD_FILL),
    "backward-caption": replace(_CAPTION, ink=BACKWARD_INK),
    "gradient": replace(_CELL, fill=GRADIENT_FILL),
    "gradient-caption": replace(_CAPTION, ink=GRADIENT_INK),
    "update": replace(_CELL, ink=GRADIENT_INK, fill=WHITE),
    "link": replace(_CELL, ink=GREY, fill=WHITE, italic=True),
    "band": _BAND,
    "band-whole": replace(_BAND, number_format=WHOLE),
    "band-sign": replace(_BAND, number_format="+0;-0"),
    "band-number": replace(_BAND, number_format=NUMBER, size=9),
    "band-percent": replace(_BAND, number_format=PERCENT),
    "summary": replace(_CELL, fill=FORWARD_FILL),
    "summary-percent": replace(_CELL, fill=FORWARD_FILL, number_format=PERCENT),
    "legend-input": replace(_CELL, fill=INPUT_FILL, ink=INPUT_INK, align="center"),
    "legend-forward": replace(_CELL, fill=FORWARD_FILL, align="center"),
    "legend-backward": replace(_CELL, fill=BACKWARD_FILL, align="center"),
    "legend-gradient": replace(_CELL, fill=GRADIENT_FILL, align="center"),
    "legend-check": replace(
        _CELL, fill=RIGHT_FILL, ink=RIGHT_INK, bold=True, align="center"
    ),
    "column-head": Style(ink=WHITE, fill=NAVY, bold=True, align="center"),
    "table-whole": replace(_CELL, number_format=WHOLE, size=10),
    "table-number": replace(_CELL, number_format=SIX_PLACES, size=10),
    "table-constant": replace(_CELL, ink=GREY, number_format=SIX_PLACES, size=10),
    "small-constant": replace(_CELL, ink=GREY, number_format="0.0E+00"),
    "small-number": replace(_CELL, number_format="0.0E+00"),
    "table-percent": replace(_CELL, number_format=PERCENT, size=10),
    "paragraph": Style(wrap=True),
    "term": Style(bold=True, align="center", border=True),
    "term-text": Style(border=True, wrap=True, indent=1, align="left"),
    "equation": Style(border=True, ink=NAVY, indent=1, align="left"),
    "go": Style(ink=INPUT_INK, underline=True, border=True),
    "canary": Style(bold=True, border=True, fill=FORWARD_FILL, align="center"),
}


def first_row_of_map(name: str) -> str:
    """Return the style of a map's first row, by which stacked maps are told apart."""
    return f"{name}-top"


def framed(name: str) -> str:
    """Return the style of a cell that stands out from its block."""
    return f"{name}-framed"


STYLES |= {
    framed(name): replace(STYLES[name], frame=True, bold=True)
    for name in ("pixel-link", "forward", "forward-link")
}
STYLES |= {
    first_row_of_map(name): replace(STYLES[name], top=True)
    for name in ("forward", "backward", "forward-link")
}

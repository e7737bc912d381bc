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
# The ends and the middle of a scale of colours by sign.
AROUND_ZERO = (None, BELOW_ZERO), (None, ABOVE_ZERO), (0.0, ZERO)
PAPER, PIXEL = "FFFFFF", "AEB8C8"
MAP = "5EB5A6"

# Lines between units, by the sign of their weights; a decision map, from least to most.
NEGATIVE, POSITIVE = "8B6FD0", "F0913A"
MAP_LOW, MAP_HIGH = "A58BE0", "F6A45C"
# By class: the ground of a map, and the points over it.
GROUNDS = ("D9CFF3", "FBDDBE", "CDEBE5", "F6CFE0", "D5E3FB", "EFE6B8")
POINTS = ("5B3DA8", "B4540A", "0F766E", "A3195B", "1D4ED8", "7A6A00")
MARKED = "F0913A"

# Lines of a chart, told apart by their names in the legend too.
SERIES = (FORWARD_INK, BACKWARD_INK, GRADIENT_INK, INPUT_INK, GREY)

# Numbers that would not fit into their column are written with an exponent. Negative ones
# by a condition of their own (`large` below): in a section after the first, LibreOffice
# loses their sign.
LARGE = 1000
NUMBER = f"[<{LARGE}]0.000;[<100000]0.0;0.00E+00"
# Answers in the units of the data: a price, too, is told by its digits.
IN_UNITS = f"[<{LARGE}]0.000;[<10000000]0.0;0.00E+00"
SIX = "0.000000"
SIX_PLACES = "[<1000000]0.000000;0.000000E+00"
GENERAL = "General"
WHOLE = "0"
PERCENT = "0.0%"
# Short forms, and those for where a number would not fit.
SHORT, SHORT_LARGE = "0.00", "0.0E+0"
TINY, TINY_LARGE = "0.0", "0"
COST, COST_LARGE = "0.000", "0.0E+0"
# Colour alone.
NOTHING = ";;;"

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
    # Set smaller, where the cell is too narrow for it.
    shrink: bool = False
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
_CLASS = Style(ink=FORWARD_INK, size=8, bold=True, align="center", shrink=True)
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
    "side-count": Style(ink=GREY, size=9, indent=1, align="left", number_format=WHOLE),
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
    "in-units": replace(_CELL, fill=FORWARD_FILL, number_format=IN_UNITS),
    "gradient-general": replace(_CELL, fill=GRADIENT_FILL, number_format=GENERAL),
    "update-general": replace(
        _CELL, ink=GRADIENT_INK, fill=WHITE, number_format=GENERAL
    ),
    "forward-six": replace(_CELL, fill=FORWARD_FILL, number_format=SIX),
    "update-six": replace(_CELL, ink=GRADIENT_INK, fill=WHITE, number_format=SIX),
    "gradient-six": replace(_CELL, fill=GRADIENT_FILL, number_format=SIX),
    "backward-six": replace(_CELL, fill=BACKWARD_FILL, number_format=SIX),
    # 1 is shown as ✓, 0 as ✗, so that they can be counted.
    "tick": replace(_CELL, number_format='"✓";"✗";"✗"', align="center", bold=True),
    "quoted": Style(bold=True, quote=True),
    "axis": Style(ink=GREY, size=8, align="right", number_format="0.0#"),
    "map-axis": Style(ink=GREY, size=8, align="right", number_format="0.00"),
    "map-wide": Style(size=8, align="right", number_format="[<1000]0.0;0"),
    # Narrow cells, whatever the function.
    "map": Style(size=8, align="right", number_format="0.0"),
    # Instead of the number, wherever a way has been: the first, the second, both.
    "large-map": Style(number_format="0E+0"),
    "visited": Style(ink=NAVY, bold=True, number_format='"●";"●";"●"'),
    "visited-second": Style(ink=NAVY, bold=True, number_format='"○";"○";"○"'),
    "visited-twice": Style(ink=NAVY, bold=True, number_format='"◉";"◉";"◉"'),
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
    # Words that only one band shows, by a condition.
    "band-unseen": replace(_BAND, bold=False, number_format=";;;"),
    "band-seen": replace(_BAND, bold=False),
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
    # Over a cell: its number is there, and not seen; nor is an error, nor the cell.
    "hidden-number": Style(ink=WHITE, number_format=NOTHING),
    "small-constant": replace(_CELL, ink=GREY, number_format="0.0E+00"),
    "small-number": replace(_CELL, number_format="0.0E+00"),
    "table-percent": replace(_CELL, number_format=PERCENT, size=10),
    "paragraph": Style(wrap=True),
    # Of Picture: numbers on squared paper, large knobs, squares that are colour alone.
    "knob": replace(
        _CELL,
        ink=INPUT_INK,
        fill=INPUT_FILL,
        number_format=GENERAL,
        bold=True,
        size=12,
        align="center",
    ),
    "knob-whole": replace(
        _CELL,
        ink=INPUT_INK,
        fill=INPUT_FILL,
        number_format=WHOLE,
        bold=True,
        size=12,
        align="center",
    ),
    "eta-shown": replace(
        _CELL, ink=FORWARD_INK, number_format=GENERAL, bold=True, size=11
    ),
    "knob-shown": replace(
        _CELL, ink=FORWARD_INK, number_format=WHOLE, bold=True, size=11
    ),
    "go-side": Style(ink=INPUT_INK, underline=True, size=9, indent=1, align="left"),
    "panel": Style(bold=True, size=9),
    "square": Style(number_format=NOTHING, size=7),
    "square-edged": Style(number_format=NOTHING, size=7, border=True),
    "square-number": replace(_CELL, number_format=TINY, align="center", size=8),
    "drawn": replace(_CELL, number_format=SHORT, align="center", size=8),
    "drawn-small": replace(_CELL, number_format=SHORT, align="center", size=7),
    "drawn-cost": replace(_CELL, number_format=COST, align="center", size=8, bold=True),
    "drawn-answer": replace(
        _CELL, number_format=GENERAL, align="center", size=9, bold=True, shrink=True
    ),
    "drawn-class": _CLASS,
    "drawn-name": Style(size=8),
    "drawn-symbol": Style(size=8, ink=GREY),
    "square-number-large": Style(size=8, number_format=TINY_LARGE),
    "drawn-large": Style(size=8, number_format=SHORT_LARGE),
    "drawn-cost-large": Style(size=8, bold=True, number_format=COST_LARGE),
    "map-end": Style(ink=GREY, size=7, number_format=SHORT, align="left"),
    "map-end-up": Style(ink=GREY, size=7, number_format=SHORT, align="right"),
    **{f"class-{at}": replace(_CLASS, ink=rgb) for at, rgb in enumerate(POINTS)},
    "bar": replace(_CELL, number_format=SHORT, align="left", size=8),
    "bar-small": replace(_CELL, number_format=SHORT, align="left", size=7),
    "counted": replace(_CELL, number_format=WHOLE, align="center", size=8),
    "counted-small": replace(_CELL, number_format=WHOLE, align="center", size=7),
    "go-small": Style(ink=INPUT_INK, underline=True, size=8),
    "label-left": Style(ink=GREY, size=8),
    **{f"ground-{at}": Style(fill=rgb) for at, rgb in enumerate(GROUNDS)},
    "term": Style(bold=True, align="center", border=True),
    "term-text": Style(border=True, wrap=True, indent=1, align="left"),
    "equation": Style(border=True, ink=NAVY, indent=1, align="left"),
    "go": Style(ink=INPUT_INK, underline=True, border=True),
    "canary": Style(bold=True, border=True, fill=FORWARD_FILL, align="center"),
}


# Styles whose numbers are written shorter from a size on, so that no column is too narrow.
SHORTER = {
    **{f"{role}-six": (1e4, "large") for role in ("forward", "update", "gradient", "backward")},
    "map": (1e3, "large-map"),
}  # fmt: skip


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

"""What a sheet's XML says of how it is shown: hidden lines, merged cells, conditions.

The pass over the sheet hands elements over; what they say goes into its Scan.
"""

from collections.abc import Callable, Iterator, Sequence

from sheetnet.xlsx.reading.colours import colour
from sheetnet.xlsx.reading.sheet.scanned import Dress, Scan

TRUE, _FALSE = ("1", "true"), ("0", "false")

# Elements that say how the sheet is shown or reckoned with.
_LOOKS = (
    "sheetPr",
    "sheetView",
    "sheetFormatPr",
    "col",
    "mergeCell",
    "conditionalFormatting",
    "cfRule",
    "iconSet",
    "dataBar",
)
# Of conditional formats that stand in an extension and say themselves what they change.
EXTENDED = "extended "
OF_EXTENDED = (
    "conditionalFormatting",
    "cfRule",
    "sqref",
    "dxf",
    "numFmt",
    "font",
    "color",
    "bgColor",
    "iconSet",
    "dataBar",
)
RULE, AREA = f"{EXTENDED}cfRule", f"{EXTENDED}sqref"
# Within such a format these may be of the format's own namespace.
_OF_DRESSES = ("numFmt", "color", "bgColor")
# As a number format would: what shows a bar or an icon alone.
_NO_NUMBER = Dress(code=";;;")


class SheetLooks:
    """Takes elements, by their kinds; `opened` are those that are open, the last one too."""

    def __init__(self, found: Scan, opened: Sequence[str]) -> None:
        self._found, self._open = found, opened
        self._area = ""
        # Conditional formats of an extension tell their area last.
        self._dress = Dress()
        self._dresses: list[Dress] = []
        extended = [EXTENDED + one for one in OF_EXTENDED]
        self.begin: dict[str, Callable[[dict[str, str]], None]] = {
            **dict.fromkeys(_LOOKS, self._look),
            **dict.fromkeys((*extended, *_OF_DRESSES), self._look_extended),
        }

    def _look(self, attributes: dict[str, str]) -> None:
        kind, found = self._open[-1], self._found
        if kind == "col" and _hides(attributes):
            first, last = (int(attributes.get(end, "")) for end in ("min", "max"))
            found.hidden_columns.append((first, last))
        elif kind == "mergeCell":
            found.merged.append(attributes.get("ref", ""))
        elif kind == "conditionalFormatting":
            self._area = attributes.get("sqref", "")
        elif kind == "cfRule" and "dxfId" in attributes:
            found.conditional.append((self._area, attributes["dxfId"]))
        elif kind in ("iconSet", "dataBar") and attributes.get("showValue") in _FALSE:
            found.dressed.append((self._area, _NO_NUMBER))
        elif kind in ("sheetPr", "sheetView", "sheetFormatPr"):
            found.settings |= set(_settings(attributes))

    def _look_extended(self, attributes: dict[str, str]) -> None:
        """Look at an element of a conditional format that stands in an extension."""
        *around, kind = (one.removeprefix(EXTENDED) for one in self._open)
        if kind == "conditionalFormatting":
            self._dresses.clear()
        elif kind == "cfRule":
            self._dress = Dress()
        elif kind in ("iconSet", "dataBar"):
            if attributes.get("showValue") in _FALSE:
                self._dress = _NO_NUMBER
        elif "dxf" not in around:
            return
        elif kind == "numFmt":
            self._dress = self._dress._replace(code=attributes.get("formatCode", ""))
        elif kind == "color" and around[-1] == "font":
            self._dress = self._dress._replace(ink=colour(attributes))
        elif kind == "bgColor":
            self._dress = self._dress._replace(ground=colour(attributes))

    def end_rule(self) -> None:
        """Keep what a rule of an extension changes."""
        if any(self._dress):
            self._dresses.append(self._dress)

    def end_area(self, area: str) -> None:
        """Take where the rules stand that were kept."""
        self._found.dressed += [(area, dress) for dress in self._dresses]
        self._dresses.clear()  # validations have areas too


def _settings(attributes: dict[str, str]) -> Iterator[str]:
    """Yield the settings of a sheet that change what is to be seen.

    >>> list(_settings({"showZeros": "0", "showFormulas": "false", "zeroHeight": "1"}))
    ['noRows', 'noZeros']
    """
    for name, found in (
        ("transitionEvaluation", "transitionEvaluation"),
        ("showFormulas", "showFormulas"),
        ("zeroHeight", "noRows"),
    ):
        if attributes.get(name) in TRUE:
            yield found
    if attributes.get("showZeros") in _FALSE:
        yield "noZeros"
    # By default, which a row or column may set aside.
    if is_nothing(attributes.get("defaultRowHeight")):
        yield "noRows"
    if is_nothing(attributes.get("defaultColWidth")):
        yield "noColumns"


def _hides(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in TRUE or is_nothing(attributes.get("width"))


def is_nothing(size: str | None) -> bool:
    """Tell whether a height or a width is 0.

    >>> is_nothing("0"), is_nothing("12.5"), is_nothing(None)
    (True, False, False)
    """
    return size is not None and float(size) == 0.0

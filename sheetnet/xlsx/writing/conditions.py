"""What depends on a cell's value: how it looks, and what may be typed into it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sheetnet.workbook.address import Area, letters
from sheetnet.workbook.drawing import styles
from sheetnet.workbook.drawing.styles import STYLES
from sheetnet.workbook.plan import (
    Bars,
    Between,
    Choice,
    ColorScale,
    Sheet,
    Validation,
)
from sheetnet.xlsx.writing.styles import Looks, colour
from sheetnet.xlsx.xml import escaped, tag

_ANY_NUMBER = ["-1E+300", "1E+300"]


# ------------------------------------------------------------------ looks


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of a conditional format; `style` is what it gives, `inside` its elements."""

    kind: str
    inside: str
    style: str | None = None
    operator: str | None = None
    filled: bool = True

    def written(self, priority: int, looks: Looks) -> str:
        look = None
        if self.style is not None:
            look = looks.conditional(STYLES[self.style], with_format=not self.filled)
        return tag(
            "cfRule",
            self.inside,
            type=self.kind,
            priority=priority,
            operator=self.operator,
            dxfId=look,
        )


def conditional_formats(sheet: Sheet, looks: Looks) -> Iterator[str]:
    """Yield the conditional formats of a sheet, one for all rules of the same cells."""
    by_cells: dict[str, list[tuple[int, _Rule]]] = {}
    for priority, (cells, rule) in enumerate(_rules(sheet), 1):
        by_cells.setdefault(cells, []).append((priority, rule))
    for cells, rules in by_cells.items():
        written = (rule.written(priority, looks) for priority, rule in rules)
        yield tag("conditionalFormatting", *written, sqref=cells)


def _rules(sheet: Sheet) -> Iterator[tuple[str, _Rule]]:
    """Yield rules with the cells of each, the one that wins first."""
    # One rule over many ranges; a rule for each band would slow every application.
    for scale in sheet.color_scales:
        yield _ranges(scale.areas), _Rule("colorScale", _scale(scale))
    for mark in sheet.marks:
        said = tag("formula", escaped(f'"{mark.text}"'))
        yield mark.area.a1(), _Rule("cellIs", said, mark.style, "equal")
    for where in sheet.where:
        formula = tag("formula", escaped(where.formula))
        rule = _Rule("expression", formula, where.style, filled=where.filled)
        yield where.area.a1(), rule
    for bars in sheet.bars:
        yield _ranges(bars.areas), _Rule("dataBar", _bars(bars))


def _ranges(areas: Iterable[Area]) -> str:
    by_place = sorted(areas, key=lambda area: (area.column, area.row))
    return " ".join(map(Area.a1, by_place))


def _scale(scale: ColorScale) -> str:
    ends = [(*scale.low, "min"), (*scale.high, "max")]
    limits = [_limit(value, kind) for value, _, kind in ends]
    if scale.middle is not None:
        ends.insert(1, (*scale.middle, "num"))
        free = scale.low[0] is None and scale.high[0] is None
        if free and len(scale.areas) == 1:
            limits = _as_far(scale.areas[0].a1(fixed=True))
        limits.insert(1, _limit(scale.middle[0], "num"))
    return tag("colorScale", *limits, *(colour("color", rgb) for _, rgb, _ in ends))


def _as_far(cells: str) -> list[str]:
    """Return ends as far below zero as above: else a least number of 0 has no colour of 0."""
    most = f"MAX(MAX({cells}),-MIN({cells}),1E-9)"
    return [tag("cfvo", type="formula", val=one) for one in (f"-{most}", most)]


def _bars(bars: Bars) -> str:
    low, high = (0, 1) if bars.shares else (None, None)
    limits = _limit(low, "min"), _limit(high, "max")
    return tag("dataBar", *limits, colour("color", styles.MAP), showValue=1)


def _limit(value: float | None, kind: str) -> str:
    """Return where a scale ends: at a value, or by its kind at that of the cells."""
    return tag("cfvo", type=kind if value is None else "num", val=value)


# ------------------------------------------------------------------ what may be typed


def validations(sheet: Sheet) -> str:
    """Return what the cells of a sheet take; "" where they take anything."""
    rules = [
        *map(_numbers, sheet.validations),
        *map(_one_of_a_list, sheet.choices),
        *map(_warned_outside, sheet.between),
    ]
    return tag("dataValidations", *rules, count=len(rules)) if rules else ""


def _numbers(rule: Validation) -> str:
    low, high = rule.low, rule.high
    if low is None:
        operator, ends = "between", _ANY_NUMBER
    elif high is None:
        operator, ends = "greaterThan", [f"{low:g}"]
    else:
        operator, ends = "between", [f"{low:g}", f"{high:g}"]
    return _validation(
        rule.area,
        *ends,
        errorTitle=rule.title,
        error=rule.message,
        type="whole" if rule.whole else "decimal",
        operator=operator,
    )


def _one_of_a_list(rule: Choice) -> str:
    source = rule.source.a1(fixed=True)
    if rule.counted:
        first, _, _ = source.partition(":")
        source = f"{first}:INDEX({source},MAX({source})+1)"
    if rule.rises:
        first, _, _ = source.partition(":")
        source = f"{first}:INDEX({source},MATCH(MAX({source}),{source},0))"
    return _validation(rule.area, source, blank=0, error=rule.message, type="list")


def _warned_outside(rule: Between) -> str:
    """Warn about a value outside; whoever means it may go on."""
    # A column of limits goes along with the rows, a single cell stays.
    fixed = "$" if rule.low.rows == 1 else ""
    ends = (
        f"${letters(area.column)}{fixed}{area.row}" for area in (rule.low, rule.high)
    )
    return _validation(
        rule.area,
        *ends,
        errorTitle=rule.title,
        error=rule.message,
        type="decimal",
        errorStyle="warning",
        operator="between",
    )


def _validation(area: Area, *formulas: str, blank: int = 1, **more: str) -> str:
    """Return a rule; an empty cell is right unless `blank` is 0."""
    return tag(
        "dataValidation",
        *(tag(f"formula{n}", escaped(one)) for n, one in enumerate(formulas, 1)),
        sqref=area.a1(),
        showDropDown=0,
        showInputMessage=0,
        showErrorMessage=1,
        allowBlank=blank,
        **more,
    )

"""The whitelist of portable formulas, and what enforces it.

What is not on the list does not travel between applications. Knows nothing of what a
formula means, of sheets, or of calculators.
"""

from dataclasses import dataclass

from sheetnet.errors import FormulaError
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, area_of
from sheetnet.workbook.formula.tree import (
    Call,
    Leaf,
    Row,
    parse,
    refusal,
    upper,
    without_spaces,
    write,
)

MAX_LENGTH = 8192
# Of operators one after the other. Calculators that read 1+1+1 as (1+1)+1 count brackets
# that nobody wrote: two of them give up beyond 250, a third one crashes at some thousand.
MAX_OPERATORS = 200


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes: s a scalar, r a range or a scalar.

    The last letter stands for all further arguments, up to `most`.
    """

    kinds: str
    least: int
    most: int

    def takes_range(self, argument: int) -> bool:
        """Tell whether argument number `argument` (from 0) may be a range."""
        return self.kinds[min(argument, len(self.kinds) - 1)] == "r"


_MANY = 255
_SCALAR = {
    1: "ABS SIGN SQRT EXP LN LOG10 SIN COS TANH SINH ASINH ACOS INT NOT ISNUMBER",
    2: "ATAN2 MOD ROUND IFERROR REPT TEXT",
}
_AGGREGATES = "SUM SUMSQ AVERAGE MAX MIN COUNT STDEV VAR"

FUNCTIONS: dict[str, Signature] = {
    **{name: Signature("s", n, n) for n, names in _SCALAR.items() for name in names.split()},
    **{name: Signature("r", 1, _MANY) for name in _AGGREGATES.split()},
    **{name: Signature("r", 2, 2) for name in ["SUMXMY2", "SLOPE", "INTERCEPT", "CORREL", "RSQ", "COVAR"]},
    **{name: Signature("r", 1, 1) for name in ["ROW", "ROWS", "COLUMN", "COLUMNS"]},
    "SUMPRODUCT": Signature("r", 1, 30),
    "LARGE": Signature("rs", 2, 2),
    "COUNTIF": Signature("rs", 2, 2),
    "INDEX": Signature("rs", 2, 3),
    "MATCH": Signature("srs", 2, 3),
    "IF": Signature("s", 2, 3),
    "AND": Signature("s", 1, _MANY),
    "OR": Signature("s", 1, _MANY),
    "CHOOSE": Signature("s", 2, _MANY),
    "FIXED": Signature("s", 1, 3),
    "NORMDIST": Signature("s", 4, 4),
    "HYPERLINK": Signature("s", 1, 2),
    "PI": Signature("", 0, 0),
    "TRUE": Signature("", 0, 0),
    "FALSE": Signature("", 0, 0),
}  # fmt: skip

# Arguments that must be areas: of a single cell some calculators make an error.
_AREAS = {"INDEX": (0,), "MATCH": (1,), "SUMXMY2": (0, 1), "COUNTIF": (0,)}


def surely_fits(text: str) -> bool:
    """Tell at a glance that a formula (R1C1) is short enough; if not, it may be so still.

    >>> surely_fits("RC[-1]*2"), surely_fits("+".join(["RC"] * 300))
    (True, False)
    """
    signs = sum(map(text.count, "+-*/^&=<>"))
    # "RC" may become "$XFD$1048576".
    return signs <= MAX_OPERATORS and len(text) + 10 * text.count("C") <= MAX_LENGTH


def check(formula: str) -> None:
    """Refuse a formula that does not travel.

    Raises: FormulaError, saying what is refused and at which character.

    >>> check("SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40")
    >>> check("SUMPRODUCT(A1:A3*B1:B3)")
    Traceback (most recent call last):
    sheetnet.errors.FormulaError: a range where one value is meant, A1:A3, at character 12: =SUMPRODUCT(A1:A3*B1:B3)
    """
    text = formula.removeprefix("=")
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"a formula of {len(text)} characters; {MAX_LENGTH} are possible"
        )
    _check_row(text, parse(text))


def _check_row(text: str, row: Row, *, takes_range: bool = False) -> None:
    """Check values and signs; a range has to stand alone, and where one is taken."""
    row, signs = without_spaces(row), 0
    takes_range = takes_range and len(row) == 1
    for one in row:
        if isinstance(one, Call):
            _check_call(text, one, takes_range=takes_range)
            continue
        problem = ""
        if one.kind in ("operator", "percent"):
            signs += 1
            if signs > MAX_OPERATORS:
                problem = f"more than {MAX_OPERATORS} operators in one row"
        elif one.kind == "cell":
            area = area_of(one.text)
            if not area.row or area.last[0] > MAX_ROW or area.last[1] > MAX_COLUMN:
                problem = f"there is no cell {one.text}"
            elif ":" in one.text and not takes_range:
                problem = f"a range where one value is meant, {one.text}"
        elif one.kind == "name" and upper(one.text).startswith(("_XLFN", "_XLL")):
            problem = f"{one.text} is not portable"
        if problem:
            raise refusal(text, problem, one.at)


def _check_call(text: str, call: Call, *, takes_range: bool) -> None:
    """Check a function and its arguments; or what stands in plain brackets."""
    name = upper(call.name)
    if not name:
        _check_row(text, call.arguments[0])
        return
    if name not in FUNCTIONS:
        problem = f"{name} is not on the list of portable functions"
        raise refusal(text, problem, call.at)
    signature = FUNCTIONS[name]
    # Of `PI( )` there is none.
    arguments = [row for one in call.arguments if (row := without_spaces(one))]
    if not signature.least <= len(arguments) <= signature.most:
        raise refusal(text, f"{name} with {len(arguments)} arguments", call.at)
    for at, row in enumerate(arguments):
        _check_row(text, row, takes_range=signature.takes_range(at))
    if problem := _problem_of_areas(name, arguments, takes_range=takes_range):
        raise refusal(text, problem, call.at)


def _problem_of_areas(name: str, arguments: list[Row], *, takes_range: bool) -> str:
    """Say what is wrong with the areas that a function looks at, if anything."""
    areas = [arguments[at] for at in _AREAS.get(name, ())]
    sizes = [_size(area) for area in areas]
    if (1, 1) in sizes:
        return f"{name} needs an area of more than one cell"
    if name == "SUMXMY2" and "!" in "".join(map(write, areas)):
        return "SUMXMY2 of cells that name a sheet"
    if name == "INDEX" and not takes_range:
        one_index = len(arguments) == 2 and 1 not in sizes[0]
        if one_index or any(map(_is_zero, arguments[1:])):
            return "an INDEX that gives more than one value"
    return ""


def _is_zero(row: Row) -> bool:
    one = row[0]
    alone = len(row) == 1 and isinstance(one, Leaf) and one.kind == "number"
    return alone and float(write(row)) == 0


def _size(row: Row) -> tuple[int, int]:
    """Return how many rows and columns an argument has that is a range, or one cell."""
    one = row[0]
    if len(row) == 1 and isinstance(one, Leaf) and one.kind == "cell":
        return area_of(one.text)[2:4]
    return 1, 1

"""The whitelist of portable formulas, a parser that enforces it, and a normaliser.

What is not on the list does not travel between applications. Text only: knows nothing
of what a formula means, of sheets, or of calculators. Formulas come from strangers
too, so length and depth are looked at first and nothing here recurses.
"""

import re
import string
from dataclasses import dataclass, field

from sheetnet.errors import FormulaError
from sheetnet.workbook.address import MAX_COLUMN, MAX_ROW, column_number

MAX_LENGTH = 8192
MAX_NESTING = 64
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
    **{name: Signature("r", 2, 2) for name in ["SUMXMY2", "SLOPE", "INTERCEPT", "CORREL", "RSQ"]},
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
_AREAS = {"INDEX": (0,), "MATCH": (1,), "SUMXMY2": (0, 1)}

TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<string>"(?:[^"]|"")*")
    |(?P<cell>(?P<sheet>(?:'(?:[^'\[\]:\\/?*]|'')+'|[^\W\d][\w.]*)!)?
        \$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![\w.(!:\#\[]))
    |(?P<number>(?>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?![\w.(!\[]))
    |(?P<call>[^\W\d][\w.]*)\(
    |(?P<name>[^\W\d]\w*(?:\.\w+)*)(?![\w.(!:\#\[|])
    |(?P<operator><=|>=|<>|[-+*/^&=<>])
    |(?P<percent>%)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<comma>,)""",
    re.VERBOSE,
)


@dataclass(slots=True)
class _Level:
    """An open bracket: of a function, or a plain one (no signature)."""

    name: str
    signature: Signature | None
    arguments: int = 0
    # Of the argument at hand: how many terms, and whether it is a bare range.
    terms: int = 0
    range_text: str = ""
    operators: int = 0
    # Of a function: its arguments that are ranges, and whether an index is a literal 0.
    ranges: dict[int, str] = field(default_factory=dict)
    literal_zero: bool = False
    last_text: str = ""


def check(formula: str) -> None:
    """Refuse a formula that does not travel.

    Raises: FormulaError, saying what is refused and at which character.

    >>> check("SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40")
    >>> check("SUMPRODUCT(A1:A3*B1:B3)")
    Traceback (most recent call last):
    sheetnet.errors.FormulaError: a range where one value is meant, A1:A3, at character 17: =SUMPRODUCT(A1:A3*B1:B3)
    """
    text = formula.removeprefix("=")
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"a formula of {len(text)} characters; {MAX_LENGTH} are possible"
        )
    _Checker(text).run()


class _Checker:
    """Reads a formula once, from left to right, with a stack of open brackets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._stack = [_Level("", None)]
        self._operand_next = True

    def run(self) -> None:
        """Check the whole formula."""
        while self._at < len(self._text):
            hit = TOKEN.match(self._text, self._at)
            if hit is None or hit.lastgroup is None:
                raise self._error(f"{self._text[self._at]!r} is not portable")
            kind = "cell" if hit["cell"] else hit.lastgroup
            getattr(self, f"_{kind}")(hit[0])
            self._at = hit.end()
        if len(self._stack) > 1:
            raise self._error("a bracket is not closed")
        self._end_argument(allow_range=False)

    def _error(self, problem: str) -> FormulaError:
        short = self._text if len(self._text) <= 60 else self._text[:57] + "…"
        return FormulaError(f"{problem}, at character {self._at + 1}: ={short}")

    # -------------------------------------------------------------- tokens

    def _space(self, _: str) -> None:
        pass

    def _operand(self, text: str) -> None:
        if not self._operand_next:
            raise self._error(f"{text[:20]} follows a value with no operator between")
        level = self._stack[-1]
        level.terms += 1
        level.last_text = text
        if level.range_text and level.terms > 1:
            raise self._array(level)
        self._operand_next = False

    def _string(self, text: str) -> None:
        self._operand(text)

    def _number(self, text: str) -> None:
        self._operand(text)

    def _name(self, text: str) -> None:
        if upper(text).startswith(("_XLFN", "_XLL")):
            raise self._error(f"{text} is not portable")
        self._operand(text)

    def _cell(self, text: str) -> None:
        for corner in text.rpartition("!")[2].split(":"):
            self._check_corner(corner.replace("$", ""))
        self._operand(text)
        if ":" in text.rpartition("!")[2]:
            level = self._stack[-1]
            level.range_text = text
            if level.terms > 1 or level.operators:
                raise self._array(level)

    def _check_corner(self, corner: str) -> None:
        letters = corner.rstrip("0123456789")
        row = int(corner[len(letters) :])
        if not 1 <= row <= MAX_ROW or column_number(letters.upper()) > MAX_COLUMN:
            raise self._error(f"there is no cell {corner}")

    def _array(self, level: _Level) -> FormulaError:
        return self._error(f"a range where one value is meant, {level.range_text}")

    def _operator(self, text: str) -> None:
        level = self._stack[-1]
        self._check_operators(level)
        if self._operand_next:
            if text not in "+-":
                raise self._error(f"{text} has nothing at its left")
            level.operators += 1
            return
        if level.range_text:
            raise self._array(level)
        level.operators += 1
        self._operand_next = True

    def _percent(self, _: str) -> None:
        if self._operand_next or self._stack[-1].range_text:
            raise self._error("% has no value at its left")
        self._check_operators(self._stack[-1])
        self._stack[-1].operators += 1

    def _check_operators(self, level: _Level) -> None:
        if level.operators == MAX_OPERATORS:
            raise self._error(f"more than {MAX_OPERATORS} operators in one row")

    def _call(self, text: str) -> None:
        name = upper(text[:-1])
        if name not in FUNCTIONS:
            raise self._error(f"{name} is not on the list of portable functions")
        self._operand(text)
        self._push(_Level(name, FUNCTIONS[name]))

    def _open(self, text: str) -> None:
        self._operand(text)
        self._push(_Level("", None))

    def _push(self, level: _Level) -> None:
        if len(self._stack) > MAX_NESTING:
            raise self._error(f"brackets nested deeper than {MAX_NESTING}")
        self._stack.append(level)
        self._operand_next = True

    def _comma(self, _: str) -> None:
        if self._stack[-1].signature is None:
            raise self._error("a comma outside a function")
        self._end_argument(allow_range=True)
        self._operand_next = True

    def _close(self, _: str) -> None:
        if len(self._stack) == 1:
            raise self._error("a bracket too many")
        level = self._stack[-1]
        if level.terms or level.arguments or level.signature is None:
            self._end_argument(allow_range=True)
        self._stack.pop()
        if level.signature is not None:
            self._check_call(level, level.signature)
        self._operand_next = False

    # -------------------------------------------------------------- arguments

    def _end_argument(self, *, allow_range: bool) -> None:
        level = self._stack[-1]
        if self._operand_next:
            raise self._error("a value is missing")
        if level.range_text:
            takes = level.signature is not None and level.signature.takes_range(
                level.arguments
            )
            if not (allow_range and takes):
                raise self._array(level)
            level.ranges[level.arguments] = level.range_text
        alone = level.terms == 1 and not level.operators
        if level.arguments and alone and level.last_text.strip("0.") == "":
            level.literal_zero = True
        level.arguments += 1
        level.terms, level.operators, level.range_text = 0, 0, ""

    def _check_call(self, level: _Level, signature: Signature) -> None:
        if not signature.least <= level.arguments <= signature.most:
            raise self._error(f"{level.name} with {level.arguments} arguments")
        if level.name in _AREAS:
            self._check_areas(level)
        if level.name == "INDEX" and self._is_array(level):
            outer = self._stack[-1]
            if outer.signature is None or not outer.signature.takes_range(
                outer.arguments
            ):
                raise self._error("an INDEX that gives more than one value")

    def _check_areas(self, level: _Level) -> None:
        areas = [level.ranges.get(argument, "") for argument in _AREAS[level.name]]
        if any(extent(area) == (1, 1) for area in areas):
            raise self._error(f"{level.name} needs an area of more than one cell")
        if level.name == "SUMXMY2" and any("!" in area for area in areas):
            raise self._error("SUMXMY2 of cells that name a sheet")

    def _is_array(self, level: _Level) -> bool:
        rows, columns = extent(level.ranges.get(0, ""))
        one_index = level.arguments == 2 and rows > 1 and columns > 1
        return one_index or level.literal_zero


def extent(text: str) -> tuple[int, int]:
    """Return how many rows and columns a range has."""
    if not text:
        return 1, 1
    first, _, last = text.rpartition("!")[2].replace("$", "").upper().partition(":")
    if not last:
        return 1, 1
    (row, column), (end_row, end_column) = map(corner_of, (first, last))
    return abs(end_row - row) + 1, abs(end_column - column) + 1


def corner_of(text: str) -> tuple[int, int]:
    """Return row and column of a cell, without $."""
    letters = text.rstrip("0123456789")
    return int(text[len(letters) :]), column_number(letters)


_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def upper(text: str) -> str:
    """Return a text with the letters of English in capitals, and no others.

    Applications know functions and names by these; other letters have lookalikes.

    >>> upper("eta"), upper("ſum")
    ('ETA', 'ſUM')
    """
    return text.translate(_CAPITALS)

"""A portable formula as an expression of JavaScript, for the functions of `engine.js`.

Nothing of a formula's text goes over but numbers, quoted texts, and functions that are on
the whitelist: so whatever a text holds, no other code comes of it.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sheetnet.errors import FormulaError
from sheetnet.workbook.address import Area, apart, corners
from sheetnet.workbook.formula.portable import FUNCTIONS
from sheetnet.workbook.formula.tree import Call, Leaf, Row, parse, upper, without_spaces

# What an expression gives: "cell" and "area" are arguments of the engine's readers.
Kind = Literal["number", "truth", "text", "any", "cell", "area", "index"]


class Code(NamedTuple):
    """An expression of JavaScript, and what it gives."""

    kind: Kind
    text: str

    def number(self) -> str:
        """Return it where a number is meant."""
        match self.kind:
            case "number":
                return self.text
            case "cell":
                return f"N({self.text})"
            case "index":
                return f"N(...X.INDEX({self.text}))"
            case "truth":
                return f"+{self.text}"
        return f"number({self.value()})"

    def truth(self) -> str:
        """Return it where true or false is meant."""
        return self.text if self.kind == "truth" else f"truth({self.value()})"

    def value(self) -> str:
        """Return it where any value is meant."""
        if self.kind == "area":
            raise FormulaError(f"a range where one value is meant, {self.text}")
        if self.kind == "index":
            return f"V(...X.INDEX({self.text}))"
        return f"V({self.text})" if self.kind == "cell" else self.text

    def written(self) -> str:
        """Return it where a text is meant."""
        return self.text if self.kind == "text" else f"T({self.value()})"

    def area(self) -> str:
        """Return it where cells are meant; of a value, the value."""
        if self.kind == "cell":
            sheet, row, column = self.text.split(",")
            return f"A({sheet},{row},{column},{row},{column})"
        if self.kind == "index":
            return f"X.PART({self.text})"
        return f"A({self.text})" if self.kind == "area" else self.text


_FALSE = Code("truth", "false")

# Of operators between two values, how firmly they bind; a sign binds more firmly still.
_BINDS = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    **{"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5},
}
_COMPARED = {"=": "===", "<>": "!==", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
# Functions that give no number.
_GIVES: dict[str, Kind] = {
    **dict.fromkeys(("AND", "OR", "NOT", "ISNUMBER", "TRUE", "FALSE"), "truth"),
    **dict.fromkeys(("FIXED", "REPT", "TEXT"), "text"),
    **dict.fromkeys(("HYPERLINK", "IFERROR", "CHOOSE"), "any"),
}
# Arguments that are any value, and functions whose arguments are true or false.
_ANY = {
    "COUNTIF": (1,),
    "MATCH": (0,),
    "HYPERLINK": (0, 1),
    "REPT": (0,),
    "TEXT": (0, 1),
}
_TRUTHS = ("AND", "OR", "NOT")
# Only those arguments that are needed are computed.
_LATE = ("IFERROR", "ISNUMBER", "CHOOSE")


@dataclass(frozen=True, slots=True)
class Around:
    """What a formula's texts mean: the number of each sheet, and the cells of names.

    Sheets by the names that formulas call them, in capitals; so are defined names.
    """

    sheets: Mapping[str, int]
    names: Mapping[str, tuple[int, Area]]

    def sheet(self, name: str) -> str:
        """Return a sheet by the name that a formula calls; "" is its own."""
        if not name:
            return "s"
        if upper(name) not in self.sheets:
            raise FormulaError(f"{name[:40]} is not portable")
        return f"s.book[{self.sheets[upper(name)]}]"


def javascript_of(formula: str, numbers: Sequence[str], around: Around) -> str:
    """Return a formula (R1C1) as an expression of s, r, c: the cell that looks.

    `numbers` are its numbers, in the order of `formula/numbers.py`, as they are to be
    written: constants, or places of a table.
    Raises: FormulaError where it is no portable formula.

    >>> around = Around({"COST": 2}, {})
    >>> javascript_of("SUM(R8C:R[1]C4)+Cost!RC*2", ["8", "0", "1", "4", "0", "0", "p[0]"], around)
    '(X.SUM(A(s,8,c+0,r+1,4))+(N(s.book[2],r+0,c+0)*p[0]))'
    """
    return _Translator(iter(numbers), around).row(parse(formula, "R1C1")).value()


class _Translator:
    """Goes through a formula from left to right, its numbers at hand."""

    def __init__(self, numbers: Iterator[str], around: Around) -> None:
        self._numbers, self._around = numbers, around

    def row(self, row: Row) -> Code:
        """Return a row of values and signs."""
        left = list(reversed(without_spaces(row)))
        return self._climbed(left, 1)

    def _climbed(self, left: list[Leaf | Call], least: int) -> Code:
        found = self._signed(left)
        while left and _BINDS[_sign(left)] >= least:
            sign = _sign(left)
            left.pop()
            found = _joined(found, sign, self._climbed(left, _BINDS[sign] + 1))
        return found

    def _signed(self, left: list[Leaf | Call]) -> Code:
        one = left.pop()
        if isinstance(one, Leaf) and one.kind == "operator":
            inner = self._signed(left)
            return Code("number", f"(-{inner.number()})") if one.text == "-" else inner
        found = self._value(one)
        while left and _sign(left) == "%":
            left.pop()
            found = Code("number", f"({found.number()}/100)")
        return found

    def _value(self, one: Leaf | Call) -> Code:
        if isinstance(one, Call):
            return self._called(one)
        match one.kind:
            case "string":
                return Code("text", literal(one.text[1:-1].replace('""', '"')))
            case "number":
                return Code("number", self._number(one.text))
            case "cell":
                return self._cells(one.text)
            case "name":
                return self._named(upper(one.text))
        raise FormulaError(f"{one.text[:20]} is not portable")

    def _number(self, text: str) -> str:
        if text.isdecimal() and str(int(text)) == text:
            return next(self._numbers)
        if not math.isfinite(float(text)):
            raise FormulaError(f"{text[:20]} is not portable")
        return repr(float(text))

    def _cells(self, text: str) -> Code:
        sheet = self._around.sheet(apart(text)[0])
        ends: list[str] = []
        for one in corners(text):
            row, column = next(self._numbers), next(self._numbers)
            ends += (
                f"r+{row}" if one.down else row,
                f"c+{column}" if one.across else column,
            )
        places = [one.replace("+-", "-") for one in ends]
        kind: Kind = "cell" if len(ends) == 2 else "area"
        return Code(kind, ",".join([sheet, *places]))

    def _named(self, name: str) -> Code:
        if name in ("TRUE", "FALSE"):
            return Code("truth", name.lower())
        if name not in self._around.names:
            raise FormulaError(f"{name[:40]} is not portable")
        sheet, area = self._around.names[name]
        one = f"s.book[{sheet}],{area.row},{area.column}"
        if area.rows == area.columns == 1:
            return Code("cell", one)
        return Code("area", f"{one},{area.last[0]},{area.last[1]}")

    def _called(self, call: Call) -> Code:
        name = upper(call.name)
        rows = [row for one in call.arguments if (row := without_spaces(one))]
        if not name:
            return self.row(rows[0])
        if name not in FUNCTIONS:
            raise FormulaError(f"{name[:20]} is not on the list of portable functions")
        found = [self.row(row) for row in rows]
        if name == "IF":
            return _chosen(*found)
        if name == "INDEX":
            texts = [found[0].area(), *(one.number() for one in found[1:])]
            return Code("index", ",".join(texts))
        texts = [self._argument(name, at, one) for at, one in enumerate(found)]
        return Code(_GIVES.get(name, "number"), f"X.{name}({','.join(texts)})")

    def _argument(self, name: str, at: int, one: Code) -> str:
        if name in _LATE:
            return one.number() if (name, at) == ("CHOOSE", 0) else f"()=>{one.value()}"
        if FUNCTIONS[name].takes_range(at):
            return one.area()
        if at in _ANY.get(name, ()):
            return one.value()
        return one.truth() if name in _TRUTHS else one.number()


def _sign(left: list[Leaf | Call]) -> str:
    one = left[-1]
    assert isinstance(one, Leaf), "a value is followed by a sign"
    return one.text


def _joined(one: Code, sign: str, other: Code) -> Code:
    if sign == "&":
        return Code("text", f"({one.written()}+{other.written()})")
    if sign in "+-*":
        return Code("number", f"({one.number()}{sign}{other.number()})")
    if sign in "/^":
        name = "D" if sign == "/" else "POWER"
        return Code("number", f"{name}({one.number()},{other.number()})")
    if one.kind == other.kind == "number" and sign not in ("=", "<>"):
        return Code("truth", f"({one.text}{sign}{other.text})")
    compared = f"compared({one.value()},{other.value()})"
    return Code("truth", f"({compared}{_COMPARED[sign]}0)")


def _chosen(condition: Code, one: Code, other: Code = _FALSE) -> Code:
    same = one.kind == other.kind and one.kind in ("number", "truth", "text")
    choice = f"({condition.truth()}?{one.value()}:{other.value()})"
    return Code(one.kind if same else "any", choice)


def literal(value: object) -> str:
    """Return a value as JavaScript has it, without what could end a script or a line.

    >>> literal(["</script>", 0.5, None])
    '["\\\\u003c/script>",0.5,null]'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for one in "<\u2028\u2029":
        text = text.replace(one, f"\\u{ord(one):04x}")
    return text

"""Formulas read by openpyxl's tokenizer and valued in Python: a second opinion on `explain`."""

import math
import re
from collections.abc import Iterator, Mapping

from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

Rectangle = tuple[str, int, int, int, int]


def rectangle(reference: str, sheet: str) -> Rectangle:
    """Return the sheet and the corners of a reference."""
    name, _, cells = reference.rpartition("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    left, top, right, bottom = range_boundaries(cells)
    return name or sheet, top, left, bottom, right


def is_reference(text: str) -> bool:
    """Tell a reference from a defined name."""
    cell = r"\$?[A-Z]{1,3}\$?\d+"
    return re.fullmatch(f"(.*!)?{cell}(:{cell})?", text) is not None


def read_by(formula: str, sheet: str, names: Mapping[str, str]) -> set[Rectangle]:
    """Return what a formula mentions, names as what they stand for."""
    found = set()
    for token in Tokenizer(formula).items:
        if token.subtype == "RANGE":
            text = names.get(token.value, token.value)
            found.add(rectangle(text, sheet))
    return found


class NotValuedError(Exception):
    """A function that is not known here."""


def value_of(formula: str, cells: "Cells", sheet: str) -> object:
    """Return what a formula gives. Raises: NotValuedError."""
    code = "".join(_python(Tokenizer(formula).items, sheet))
    if missing := set(re.findall(r"F_(\w+)", code)) - set(_FUNCTIONS):
        raise NotValuedError(missing)
    known = {f"F_{name}": one for name, one in _FUNCTIONS.items()}
    return eval(code, {**known, "R": cells.read, "N": _number})


def _python(items: list, sheet: str) -> Iterator[str]:
    """Yield Python of tokens: of IF each argument waits until it is chosen."""
    calls = []
    for token in items:
        text, kind = token.value, (token.type, token.subtype)
        match kind:
            case ("FUNC", "OPEN"):
                calls.append(text[:-1])
                yield f"F_{text}" + "lambda:" * (text == "IF(")
            case ("FUNC", "CLOSE"):
                calls.pop()
                yield ")"
            case ("PAREN", _):
                calls.append("") if text == "(" else calls.pop()
                yield text
            case ("ARRAY", "OPEN"):
                calls.append("")
                yield "[["
            case ("ARRAY", "CLOSE"):
                calls.pop()
                yield "]]"
            case ("SEP", "ROW"):
                yield "],["
            case ("SEP", _):
                yield "," + "lambda:" * (calls[-1] == "IF")
            case ("OPERAND", "RANGE"):
                single = is_reference(text) and ":" not in text
                call = f"R({text!r}, {sheet!r})"
                yield f"N({call})" if single else call
            case ("OPERAND", "TEXT"):
                yield repr(text[1:-1].replace('""', '"'))
            case ("OPERAND", "NUMBER"):
                yield f"{float(text)!r}"
            case ("OPERAND", "LOGICAL"):
                yield text.title()
            case ("OPERATOR-INFIX", _) if text == "&":
                raise NotValuedError(text)
            case ("OPERATOR-INFIX", _):
                yield {"^": "**", "=": "==", "<>": "!="}.get(text, text)
            case ("OPERATOR-PREFIX", _) | ("WHITE-SPACE", _):
                yield text
            case _:
                raise NotValuedError(text)


class Cells:
    """The values of a workbook, by sheet; names as what they stand for."""

    def __init__(self, values: Mapping[str, list], names: Mapping[str, str]) -> None:
        self._values, self._names = values, names

    def read(self, text: str, sheet: str) -> list[list[object]]:
        """Return the values of a reference or a name."""
        name, top, left, bottom, right = rectangle(self._names.get(text, text), sheet)
        rows = self._values[name]
        return [
            [
                rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
                for column in range(left - 1, right)
            ]
            for row in range(top - 1, bottom)
        ]


def _number(area):
    [[value]] = area
    return value


def _flat(*areas):
    for area in areas:
        for line in area if isinstance(area, list) else [[area]]:
            yield from (one for one in line if isinstance(one, float))


def _products(*areas):
    lists = [area if isinstance(area, list) else [[area]] for area in areas]
    pairs = zip(
        *([one for line in area for one in line] for area in lists), strict=True
    )
    return math.fsum(
        math.prod(pair) for pair in pairs if all(isinstance(one, float) for one in pair)
    )


def _index(area, row, column=1.0):
    if len(area) == 1 and column == 1.0:
        row, column = 1.0, row
    return area[int(row) - 1][int(column) - 1]


_FUNCTIONS = {
    "IF": lambda condition, yes, no=lambda: False: yes() if condition() else no(),
    "SUM": lambda *areas: math.fsum(_flat(*areas)),
    "MAX": lambda *areas: max(_flat(*areas), default=0.0),
    "MIN": lambda *areas: min(_flat(*areas), default=0.0),
    "COUNT": lambda *areas: float(len(list(_flat(*areas)))),
    "SUMSQ": lambda *areas: math.fsum(one * one for one in _flat(*areas)),
    "SUMXMY2": lambda one, other: math.fsum(
        (a - b) ** 2 for a, b in zip(_flat(one), _flat(other), strict=True)
    ),
    "SUMPRODUCT": _products,
    "INDEX": _index,
    "ABS": abs,
    "EXP": math.exp,
    "LN": math.log,
    "SQRT": math.sqrt,
    "TANH": math.tanh,
    "SIN": math.sin,
    "COS": math.cos,
    "INT": lambda one: float(math.floor(one)),
    "MOD": lambda one, other: one % other,
    "AND": lambda *all_of: all(all_of),
    "OR": lambda *any_of: any(any_of),
    "NOT": lambda one: not one,
    "PI": lambda: math.pi,
}

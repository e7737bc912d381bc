"""Tree → the text of a spreadsheet's formula, in portable functions only."""

from collections.abc import Mapping

from sheetnet.calculus.tree import Call, Number, Operation, Tree, Variable

# How tightly each binds.
_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_BINDS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
_CALLS = {
    "sin": "SIN({0})",
    "cos": "COS({0})",
    "tan": "(SIN({0})/COS({0}))",
    "sinh": "SINH({0})",
    "cosh": "((EXP({0})+EXP(-({0})))/2)",
    "tanh": "TANH({0})",
    "exp": "EXP({0})",
    "log": "LN({0})",
    "sqrt": "SQRT({0})",
}


def formula_of(tree: Tree, places: Mapping[str, str]) -> str:
    """Return a function as formula text; `places` says where each variable stands.

    >>> from sheetnet.calculus.parsing import parse
    >>> formula_of(parse("-x**2 + (x - y)*3"), {"x": "B4", "y": "C4"})
    '0-B4^2+(B4-C4)*3'
    """
    return _text(tree, places)[0]


def _text(tree: Tree, places: Mapping[str, str]) -> tuple[str, int]:
    """Return the text, and how tightly its outermost sign binds."""
    match tree:
        case Number(above, below):
            return _number(above, below)
        case Variable(name):
            return places[name], _ATOM
        case Call("neg", argument):
            # A spreadsheet's minus sign binds tighter than its power: -3^2 is 9 there.
            zero = "0" if _begins_with_power(argument) else ""
            return f"{zero}-{_within(argument, places, _PRODUCT)}", _SUM
        case Call(name, argument):
            return _CALLS[name].format(_text(argument, places)[0]), _ATOM
        case Operation(sign, left, right):
            binds = _BINDS[sign]
            # a-(b-c), a/(b*c), (a^b)^c and a^(b^c): equals on the right in brackets.
            one = _within(left, places, binds + (sign == "^"))
            other = _within(right, places, binds + (sign != "+"))
            return f"{one}{sign}{other}", binds


def _begins_with_power(tree: Tree) -> bool:
    while isinstance(tree, Operation):
        if tree.sign == "^":
            return True
        if tree.sign in "+-":  # written in brackets
            return False
        tree = tree.left
    return False


def _within(tree: Tree, places: Mapping[str, str], least: int) -> str:
    text, binds = _text(tree, places)
    return text if binds >= least else f"({text})"


def _number(above: int, below: int) -> tuple[str, int]:
    if below == 1:
        return (str(above), _ATOM) if above >= 0 else (f"({above})", _ATOM)
    return f"({above}/{below})", _ATOM

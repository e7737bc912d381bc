"""Exact partial derivatives by SymPy: tree → SymPy's expression → tree."""

from functools import reduce
from typing import Any

import sympy

from sheetnet.calculus.steps import at_most
from sheetnet.calculus.tree import Call, Number, Operation, Tree, Variable
from sheetnet.errors import SpecError

# A derivative that a person would write down takes SymPy some hundred thousand.
MAX_STEPS = 3_000_000


def derivative(tree: Tree, by: str) -> Tree:
    """Return the partial derivative with respect to a variable.

    Raises: SpecError where it has no formula, or would take too long.

    >>> from sheetnet.calculus.formula import formula_of
    >>> from sheetnet.calculus.parsing import parse
    >>> formula_of(derivative(parse("x**2 + x*y"), "x"), {"x": "B4", "y": "C4"})
    '2*B4+C4'
    """
    with at_most(MAX_STEPS):
        found = sympy.diff(_to_sympy(tree), sympy.Symbol(by, real=True))
        return _from_sympy(found)


def _to_sympy(tree: Tree) -> Any:  # noqa: ANN401
    match tree:
        case Number(above, below):
            return sympy.Rational(above, below)
        case Variable(name):
            return sympy.Symbol(name, real=True)
        case Call("neg", argument):
            return -_to_sympy(argument)
        case Call(name, argument):
            return getattr(sympy, name)(_to_sympy(argument))
        case Operation(sign, left, right):
            one, other = _to_sympy(left), _to_sympy(right)
            return {
                "+": lambda: one + other,
                "-": lambda: one - other,
                "*": lambda: one * other,
                "/": lambda: one / other,
                "^": lambda: one**other,
            }[sign]()


def _from_sympy(found: Any) -> Tree:  # noqa: ANN401
    if found.is_Rational:
        return Number(int(found.p), int(found.q))
    if found.is_Symbol:
        return Variable(found.name)
    if found == sympy.E:
        return Call("exp", Number(1))
    if found.is_Add:
        return reduce(_plus, map(_from_sympy, found.as_ordered_terms()))
    if found.is_Mul:
        return _product(found)
    if found.is_Pow:
        return _power(found)
    name = type(found).__name__
    if name in _KNOWN and len(found.args) == 1:
        return Call(name, _from_sympy(found.args[0]))
    raise SpecError(
        "function: its derivative {found} has no formula", found=str(found)[:60]
    )


_KNOWN = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log")


def _plus(one: Tree, other: Tree) -> Tree:
    """Return a sum; what begins with a minus is subtracted."""
    match other:
        case Call("neg", argument):
            return Operation("-", one, argument)
        case Number(above, below) if above < 0:
            return Operation("-", one, Number(-above, below))
    return Operation("+", one, other)


def _product(found: Any) -> Tree:  # noqa: ANN401
    """Return a product: a sign before it, and a fraction where powers are negative."""
    if found.could_extract_minus_sign():
        return Call("neg", _from_sympy(-found))
    above, below = found.as_numer_denom()
    if below == 1:
        return reduce(_times, map(_from_sympy, found.as_ordered_factors()))
    return Operation("/", _from_sympy(above), _from_sympy(below))


def _times(one: Tree, other: Tree) -> Tree:
    return Operation("*", one, other)


def _power(found: Any) -> Tree:  # noqa: ANN401
    base, exponent = found.args
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", _from_sympy(base))
    if exponent.could_extract_minus_sign():
        return Operation("/", Number(1), _from_sympy(base**-exponent))
    return Operation("^", _from_sympy(base), _from_sympy(exponent))

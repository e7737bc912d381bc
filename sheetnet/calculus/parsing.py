"""Text → tree. The text comes from strangers: it is read, never run.

Python's own grammar is used, as its `ast` module gives it, after length and brackets were
looked at; of the grammar, only what is named here is let in.
"""

import ast
import warnings
from fractions import Fraction

from sheetnet.calculus.dual import value_of
from sheetnet.calculus.reach import reach
from sheetnet.calculus.tree import (
    VARIABLES,
    Call,
    Number,
    Operation,
    Tree,
    Variable,
    variables_of,
)
from sheetnet.errors import SpecError, nearest

MAX_LENGTH = 200
MAX_BRACKETS = 20
# Beyond this, no number of a lesson is meant, and no calculator is at ease.
MAX_NUMBER = 1e15
MAX_EXPONENT = 64
# Of exponents that numbers may make together.
MAX_REACH = 100_000

FUNCTIONS = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "sqrt")
_SAME = {"ln": "log"}
_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
}


def parse(text: str) -> Tree:
    """Read a function of x, or of x and y, as `x**2 + sin(y)`.

    Raises: SpecError, saying what is not let in.

    >>> parse("x**2 - 1")
    Operation(sign='-', left=Operation(sign='^', left=Variable(name='x'), right=Number(above=2, below=1)), right=Number(above=1, below=1))
    """
    _check_size(text)
    try:
        with warnings.catch_warnings():
            # What Python only warns of, as "1or x", is no function either.
            warnings.simplefilter("error")
            # ^ is how a spreadsheet writes a power.
            found = ast.parse(text.strip().replace("^", "**"), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise SpecError(
            "function: cannot be read: {text!r}; expected one as x**2 + x*y",
            text=text[:60],
        ) from error
    tree = _tree(found.body)
    if not variables_of(tree):
        raise SpecError("function: expected x in it, or x and y")
    if reach(tree) > MAX_REACH:
        raise SpecError("function: its exponents may grow beyond reason")
    if variables_of(tree) == ("y",):
        raise SpecError("function: has y and no x; name its one variable x")
    return tree


def _check_size(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise SpecError(
            "function: {count} characters; at most {max_length} are possible",
            count=len(text),
            max_length=MAX_LENGTH,
        )
    depth = deepest = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    if deepest > MAX_BRACKETS:
        raise SpecError(
            "function: brackets {deepest} deep; at most {max_brackets}",
            deepest=deepest,
            max_brackets=MAX_BRACKETS,
        )


def _tree(node: ast.expr) -> Tree:
    match node:
        case ast.Constant(value=int() | float() as value) if type(value) is not bool:
            return _number(value)
        case ast.Name(id=name):
            return _variable(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _tree(operand)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Call("neg", _tree(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            made = Operation(_SIGNS[type(op)], _tree(left), _tree(right))
            _check_constant(made)
            return made
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            return _call(name, argument)
        case ast.Call(func=ast.Name(id=name)):
            _check_function(name)
            raise SpecError("function: {name} takes one value", name=name)
    raise SpecError(
        "function: only numbers, x, y, + - * / ** and functions are let"
        " in; found {text!r}",
        text=ast.unparse(node)[:40],
    )


def _number(value: float) -> Number:
    if abs(value) > MAX_NUMBER:
        raise SpecError(
            "function: a number beyond {max_number:g}", max_number=MAX_NUMBER
        )
    exact = Fraction(repr(value))
    return Number(exact.numerator, exact.denominator)


def _variable(name: str) -> Variable:
    if name not in VARIABLES:
        raise SpecError(
            "function: unknown name {name!r}; expected one variable, x, or"
            " two, x and y",
            name=name[:40],
        )
    return Variable(name)


def _call(name: str, argument: ast.expr) -> Call:
    _check_function(name)
    made = Call(_SAME.get(name, name), _tree(argument))
    if not variables_of(made):
        _check_value(made)
    return made


def _check_function(name: str) -> None:
    if name not in FUNCTIONS and name not in _SAME:
        hint = nearest(name, list(FUNCTIONS))
        raise SpecError(
            "function: unknown function {name!r}; {hint}", name=name[:40], hint=hint
        )


def _check_constant(made: Operation) -> None:
    """Refuse numbers out of reason before anyone computes them exactly (9**9**9)."""
    if made.sign == "^" and not variables_of(made.right):
        exponent = float(value_of(made.right, {}))
        if not abs(exponent) <= MAX_EXPONENT:
            raise SpecError(
                "function: an exponent of {exponent:g}; at most {max_exponent}",
                exponent=exponent,
                max_exponent=MAX_EXPONENT,
            )
    if not variables_of(made):
        _check_value(made)


def _check_value(made: Tree) -> None:
    if not abs(float(value_of(made, {}))) <= MAX_NUMBER:
        raise SpecError(
            "function: a number beyond {max_number:g}, or none at all",
            max_number=MAX_NUMBER,
        )

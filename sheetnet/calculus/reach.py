"""How large exponents may become when numbers are brought together, as SymPy does.

SymPy makes 2**x * 64**10**15 of 2**(x + 6*10**15), and computes it to the last digit. So
a tree is looked at before SymPy sees it.
"""

import math

from sheetnet.calculus.tree import Call, Number, Operation, Tree


def reach(tree: Tree) -> float:
    """Return a bound on the exponents that may come out of a tree.

    >>> from sheetnet.calculus.parsing import parse
    >>> reach(parse("x**2 + y**2")), reach(parse("(2**(x + 9))**64"))
    (4.0, 640.0)
    """
    match tree:
        case Operation("^", left, right):
            return max(reach(left) * _size(right), reach(right))
        case Operation(_, left, right):
            return reach(left) + reach(right)
        case Call("exp", argument):  # of log(2)*x it is 2**x
            return max(_size(argument), reach(argument))
        case Call(_, argument):
            return reach(argument)
    return 1.0


def _size(tree: Tree) -> float:
    """Return a bound on the numbers in a tree: 9 of 9*x, 10 of x + 9."""
    match tree:
        case Number(above, below):
            value = abs(above / below) or 1.0
            return max(value, 1 / value)
        case Operation("+" | "-", left, right):
            return _size(left) + _size(right)
        case Operation("^", left, right):
            return _power(_size(left), _size(right))
        case Operation(_, left, right):
            return _size(left) * _size(right)
        case Call(_, argument):
            return _size(argument)
    return 1.0


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf

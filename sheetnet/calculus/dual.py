"""NumPy's side of a function: its value and its slopes at once, by dual numbers.

Each step of the tree hands on a value and its derivatives, by the rules of sums,
products and the chain. No formula is made from this, and it from none.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.calculus.tree import Call, Number, Operation, Tree, Variable

Array = NDArray[np.float64]


class Dual(NamedTuple):
    """A value and its derivative with respect to one variable."""

    value: Array
    slope: Array


_Rule = Callable[[Array], Array]

# Of each function: the value, and the slope by the same argument.
_RULES: dict[str, tuple[_Rule, _Rule]] = {
    "neg": (np.negative, lambda u: -np.ones_like(u)),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda u: -np.sin(u)),
    "tan": (np.tan, lambda u: 1 / np.cos(u) ** 2),
    "sinh": (np.sinh, np.cosh),
    "cosh": (np.cosh, np.sinh),
    "tanh": (np.tanh, lambda u: 1 / np.cosh(u) ** 2),
    "exp": (np.exp, np.exp),
    "log": (np.log, lambda u: 1 / u),
    "sqrt": (np.sqrt, lambda u: 0.5 / np.sqrt(u)),
}


def value_of(tree: Tree, at: Mapping[str, Array]) -> Array:
    """Return a function's value; not finite where it has none."""
    return _dual(tree, at, "").value


def slope_of(tree: Tree, at: Mapping[str, Array], by: str) -> Array:
    """Return the partial derivative with respect to a variable."""
    found = _dual(tree, at, by)
    return np.broadcast_to(found.slope, np.shape(found.value)) + 0.0


def _dual(tree: Tree, at: Mapping[str, Array], by: str) -> Dual:
    with np.errstate(all="ignore"):
        match tree:
            case Number(above, below):
                return Dual(np.array(above / below), np.zeros(()))
            case Variable(name):
                value = np.asarray(at[name], dtype=float)
                return Dual(value, np.full(value.shape, float(name == by)))
            case Call(name, argument):
                u = _dual(argument, at, by)
                f, f_prime = _RULES[name]
                value = np.asarray(f(u.value))
                return Dual(value, f_prime(u.value) * u.slope)
            case Operation(sign, left, right):
                return _COMBINED[sign](_dual(left, at, by), _dual(right, at, by))


def _power(u: Dual, v: Dual) -> Dual:
    value = u.value**v.value
    slope = v.value * u.value ** (v.value - 1) * u.slope
    # uᵛ = e^(v ln u): only where the exponent moves is ln u asked for.
    moves = np.asarray(v.slope) != 0
    if np.any(moves):
        slope = slope + np.where(moves, value * np.log(u.value) * v.slope, 0.0)
    return Dual(value, slope)


_COMBINED: dict[str, Callable[[Dual, Dual], Dual]] = {
    "+": lambda u, v: Dual(u.value + v.value, u.slope + v.slope),
    "-": lambda u, v: Dual(u.value - v.value, u.slope - v.slope),
    "*": lambda u, v: Dual(u.value * v.value, u.slope * v.value + u.value * v.slope),
    "/": lambda u, v: Dual(
        u.value / v.value, (u.slope - u.value / v.value * v.slope) / v.value
    ),
    "^": _power,
}

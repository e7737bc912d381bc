"""A function as a tree. Knows nothing of where it comes from and what becomes of it."""

from dataclasses import dataclass

# Variables a function may have, in this order.
VARIABLES = ("x", "y")


@dataclass(frozen=True, slots=True)
class Number:
    """A number: numerator and denominator, so that it is exact."""

    above: int
    below: int = 1


@dataclass(frozen=True, slots=True)
class Variable:
    """x or y."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two trees and what is done with them: one of + - * / ^."""

    sign: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one argument; "neg" is the minus sign."""

    name: str
    argument: "Tree"


Tree = Number | Variable | Operation | Call


def variables_of(tree: Tree) -> tuple[str, ...]:
    """Return which of x and y a function has."""
    found = set(_names(tree))
    return tuple(name for name in VARIABLES if name in found)


def _names(tree: Tree) -> list[str]:
    match tree:
        case Variable(name):
            return [name]
        case Operation(_, left, right):
            return _names(left) + _names(right)
        case Call(_, argument):
            return _names(argument)
    return []

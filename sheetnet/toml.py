"""TOML text → a tree of values, or one kind of error."""

import tomllib
from typing import Any

# What TOML promises to hold; beyond it, Python's numbers cannot even be printed.
_LEAST, _MOST = -(2**63), 2**63 - 1


def read_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises: ValueError where it is no TOML, or holds a number beyond 64 bits.

    >>> read_toml("eta = 0.5")
    {'eta': 0.5}
    """
    try:
        tree = tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    nodes: list[Any] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node
        elif isinstance(node, int) and not _LEAST <= node <= _MOST:
            raise ValueError("a whole number beyond 64 bits")
    return tree

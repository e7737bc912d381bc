"""TOML text → a tree of values, or one kind of error."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

# What TOML promises to hold; beyond it, Python's numbers cannot even be printed.
_LEAST, _MOST = -(2**63), 2**63 - 1
# For a key with dots, tomllib takes time by the square of their number. A list of
# numbers has commas between its dots.
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){200}""")
# What tomllib says of a place; what stands in a line in place of what TOML has.
_LINE = re.compile(r"at line (\d+)")
_CURLY = re.compile("[“”„‟″‘’＂「」『』]")
_BACKSLASH = re.compile(r'"[^"]*\\[^"]*"')
_FULL_WIDTH = re.compile("[＝，［］＃｛｝。]")
# Python can print and compare no tree that is much deeper.
_DEEPEST = 100


def read_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises: ValueError where it is no TOML, or holds a number beyond 64 bits.

    >>> read_toml("eta = 0.5")
    {'eta': 0.5}
    """
    if _LONG_KEY.search(text):
        raise ValueError("a key of more than 200 parts")
    try:
        tree = tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{error}{_hint(text, str(error))}") from error
    for value in values_in(tree):
        if isinstance(value, int) and not _LEAST <= value <= _MOST:
            raise ValueError("a whole number beyond 64 bits")
    return tree


def _hint(text: str, says: str) -> str:
    """Return what to write instead, where a line has what people paste or type by habit."""
    at = _LINE.search(says)
    lines = text.splitlines()
    if at is None or not int(at[1]) <= len(lines):
        return ""
    line = lines[int(at[1]) - 1]
    if _CURLY.search(line):
        return '; write straight quotes, "…", in place of curly ones'
    if _BACKSLASH.search(line):
        return r"; write a path with / or in single quotes: 'C:\data\x.csv'"
    if _FULL_WIDTH.search(line):
        return "; write = , [ ] and # as half-width characters"
    return ""


def values_in(tree: dict[str, Any]) -> Iterator[Any]:
    """Yield every value of a tree that is no table and no list.

    Raises: ValueError where tables and lists stand too deep in each other.

    >>> list(values_in({"a": 1, "b": [{"c": "2"}]}))
    ['2', 1]
    """
    nodes: list[tuple[Any, int]] = [(tree, 1)]
    while nodes:
        node, depth = nodes.pop()
        if not isinstance(node, dict | list):
            yield node
            continue
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        inside = node.values() if isinstance(node, dict) else node
        nodes += [(one, depth + 1) for one in inside]

"""TOML text → a tree of values, or one kind of error."""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from sheetnet.wording import retold, worded

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
        raise ValueError(worded("a key of more than 200 parts"))
    try:
        tree = tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(worded("nested too deeply")) from error
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{retold(error)}{_hint(text, str(error))}") from error
    for value in values_in(tree):
        if isinstance(value, int) and not _LEAST <= value <= _MOST:
            raise ValueError(worded("a whole number beyond 64 bits"))
    return tree


def toml_value(value: str | float | bool | Sequence[Any]) -> str:
    """Return a value as TOML has it; any text is safe.

    >>> toml_value(["a", 'say "x"', r"C:\\x", 0.5, True])
    '["a", "say \\\\"x\\\\"", "C:\\\\\\\\x", 0.5, true]'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # TOML's basic strings have JSON's escapes; of control characters it wants DEL too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Sequence):
        return f"[{', '.join(map(toml_value, value))}]"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _hint(text: str, says: str) -> str:
    """Return what to write instead, where a line has what people paste or type by habit."""
    at = _LINE.search(says)
    lines = text.splitlines()
    if at is None or not int(at[1]) <= len(lines):
        return ""
    line = lines[int(at[1]) - 1]
    if _CURLY.search(line):
        return worded('; write straight quotes, "…", in place of curly ones')
    if _BACKSLASH.search(line):
        return worded("; write a path with / or in single quotes: 'C:\\data\\x.csv'")
    if _FULL_WIDTH.search(line):
        return worded("; write = , [ ] and # as half-width characters")
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
            raise ValueError(worded("nested too deeply"))
        inside = node.values() if isinstance(node, dict) else node
        nodes += [(one, depth + 1) for one in inside]
